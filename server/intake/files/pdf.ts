import { getDocumentProxy } from 'unpdf'
import type { PDFDocumentProxy } from 'unpdf/pdfjs'
import { type Drawing, drawingOf } from './drawing.ts'
import { MOST_PAGES, MOST_SCANNED_PAGES } from './limits.ts'
import {
  type Extracted,
  type KeepPicture,
  lostPage,
  type OnPage,
  type PageText,
  Unreadable
} from './types.ts'

/**
 * The text of a PDF, page by page; a page that holds none is drawn, to be recognized. A damaged page is lost and the
 * rest is read, unless every page is.
 */
export async function readPdf(
  bytes: Uint8Array,
  onPage: OnPage,
  keep: KeepPicture,
  skip: readonly number[]
): Promise<Extracted> {
  const document = await open(bytes)
  const count = document.numPages
  if (count > MOST_PAGES)
    throw new Unreadable(
      `This PDF has ${count.toLocaleString('en-US')} pages; at most ${MOST_PAGES} are read. Save the pages of the letter as a file of their own and choose that.`
    )
  const texts: string[] = []
  for (let number = 1; number <= count; number += 1) texts.push(await ownText(document, number))
  const scanned = texts.filter(isBlank).length
  if (scanned > MOST_SCANNED_PAGES)
    throw new Unreadable(
      `${scanned} pages of this PDF are pictures; at most ${MOST_SCANNED_PAGES} are read. Save the pages of the letter as a file of their own and choose that.`
    )
  const title = await titleOf(document)
  const pages: PageText[] = []
  const drawing = drawingOf(bytes)
  for (const [at, text] of texts.entries()) {
    await onPage(at + 1, null)
    if (!isBlank(text)) pages.push({ text, confidence: null })
    else if (skip.includes(at + 1)) pages.push(lostPage)
    else pages.push(await drawn(drawing, at + 1, text, keep))
  }
  if (pages.every(page => page.isLost)) throw new Unreadable(whyNot(null))
  return { kind: 'pdf', pages, title, inner: [] }
}

async function drawn(drawing: Drawing, number: number, text: string, keep: KeepPicture): Promise<PageText> {
  try {
    return { text, confidence: null, picture: await keep(await drawing.page(number)) }
  } catch {
    return lostPage
  }
}

async function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    // pdf.js takes the bytes away from whoever hands them in.
    return await getDocumentProxy(bytes.slice(), { isEvalSupported: false, verbosity: 0 })
  } catch (error) {
    throw new Unreadable(whyNot(error))
  }
}

function whyNot(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException')
    return 'This PDF is locked with a password. Open it, save a copy without the password and choose that.'
  return 'This PDF is damaged or was cut short. Save or download it again, or paste the text of the letter instead.'
}

/** Fewer letters than a page number and a stamp have: the page is a picture. */
const isBlank = (text: string): boolean => text.replace(/[^\p{L}\p{N}]/gu, '').length < 25

/** A page's text in its lines; a gap of more than a line's height is a blank line. Of a damaged page it is empty. */
async function ownText(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number).catch(() => null)
  const content = await page?.getTextContent().catch(() => null)
  if (!page || !content) return ''
  const lines: { text: string; y: number; height: number }[] = []
  let isNewLine = true
  for (const item of content.items) {
    if (!('str' in item)) continue
    const y = Number(item.transform[5])
    const line = lines.at(-1)
    if (line && !isNewLine) {
      line.text += item.str
      line.height = Math.max(line.height, item.height)
    } else if (item.str !== '' || item.hasEOL) lines.push({ text: item.str, y, height: item.height })
    isNewLine = item.hasEOL
  }
  page.cleanup()
  return lines
    .map((line, at) => `${gapBefore(line, lines[at - 1])}${line.text.trimEnd()}`)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function gapBefore(
  line: { y: number; height: number },
  before: { y: number; height: number } | undefined
): string {
  const height = Math.max(line.height, before?.height ?? 0)
  return before && height > 0 && before.y - line.y > height * 1.7 ? '\n' : ''
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  const metadata = await document.getMetadata().catch(() => null)
  const title: unknown = metadata && Reflect.get(metadata.info, 'Title')
  return typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 200) : null
}
