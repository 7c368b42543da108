import { createCanvas, loadImage } from '@napi-rs/canvas'
import { encoded } from './encoded.ts'
import { MOST_DOTS } from './limits.ts'
import { type Extracted, type KeepPicture, Unreadable } from './types.ts'

/** One picture of a page, made ready to be recognized. */
export async function readPicture(bytes: Uint8Array, keep: KeepPicture): Promise<Extracted> {
  const picture = await keep(await prepared(bytes))
  return { kind: 'image', pages: [{ text: '', confidence: null, picture }], title: null, inner: [] }
}

/** Between these a letter's print is neither too small to tell apart nor needlessly slow to read. */
const GOOD_WIDTH = { least: 1400, most: 2200 }

async function prepared(bytes: Uint8Array): Promise<Buffer> {
  const size = dotsOf(bytes)
  if (size && size.width * size.height > MOST_DOTS)
    throw new Unreadable(
      `This picture has ${Math.round((size.width * size.height) / 1e6)} million dots; at most ${MOST_DOTS / 1e6} million are read. Scan the page at 200 or 300 dpi.`
    )
  const image = await loadImage(Buffer.from(bytes)).catch(() => {
    throw new Unreadable('This picture is damaged or was cut short. Save or scan it again.')
  })
  const wanted = Math.min(GOOD_WIDTH.most, Math.max(GOOD_WIDTH.least, image.width))
  const scale = wanted / image.width
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale))
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return encoded(canvas, 'png')
}

/** The size a picture says it has, before any memory is taken for it; null where it cannot be told. */
function dotsOf(bytes: Uint8Array): { width: number; height: number } | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length > 24 && view.readUInt32BE(0) === 0x89504e47)
    return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) }
  if (view.length > 4 && view.readUInt16BE(0) === 0xffd8) return dotsOfJpeg(view)
  return null
}

/** Walks over the segments of a JPEG to the one that holds its size. */
function dotsOfJpeg(view: Buffer): { width: number; height: number } | null {
  let at = 2
  while (at + 9 < view.length && view[at] === 0xff) {
    const marker = view[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) }
    at += 2 + view.readUInt16BE(at + 2)
  }
  return null
}
