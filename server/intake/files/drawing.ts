import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { RenderParameters } from 'pdfjs-dist/types/src/display/api.js'
import { encoded } from './encoded.ts'
import { DOTS_PER_INCH, MOST_DOTS } from './limits.ts'

/** Draws the pages of a PDF; `page` gives one as a PNG, dark on white. Nothing is loaded before the first. */
export interface Drawing {
  page(number: number): Promise<Buffer>
}

export function drawingOf(bytes: Uint8Array): Drawing {
  let document: Promise<PDFDocumentProxy> | undefined
  return {
    page: async number => {
      document ??= open(bytes)
      return draw(await document, number)
    }
  }
}

async function draw(document: PDFDocumentProxy, number: number): Promise<Buffer> {
  const page = await document.getPage(number)
  const { width, height } = page.getViewport({ scale: 1 })
  const scale = Math.min(DOTS_PER_INCH / 72, Math.sqrt(MOST_DOTS / 4 / (width * height)))
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  // pdf.js is typed for a browser's canvas; this one has the same methods.
  const onto = { canvas: null, canvasContext: canvas.getContext('2d') } as unknown as RenderParameters
  await page.render({ ...onto, viewport, background: '#fff' }).promise
  page.cleanup()
  return encoded(canvas, 'png')
}

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('pdfjs-dist/package.json'))

/**
 * Required and not imported: what is imported passes through the TypeScript loader, which for these two large files
 * costs 250 MB and two seconds. pdf.js looks for its worker under the global name before it loads one itself.
 */
function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  Reflect.set(globalThis, 'pdfjsWorker', require('pdfjs-dist/legacy/build/pdf.worker.mjs'))
  const pdfjs: typeof import('pdfjs-dist') = require('pdfjs-dist/legacy/build/pdf.mjs')
  return pdfjs.getDocument({
    data: bytes.slice(),
    isEvalSupported: false,
    enableXfa: false,
    verbosity: 0,
    standardFontDataUrl: join(folder, 'standard_fonts/'),
    cMapUrl: join(folder, 'cmaps/'),
    wasmUrl: join(folder, 'wasm/'),
    iccUrl: join(folder, 'iccs/')
  }).promise
}
