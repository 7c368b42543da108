import { endsSentence, startsLower } from './lines.ts'
import { follows, isFirst, type Marker } from './markers.ts'
import type { Paragraph } from './paragraphs.ts'
import type { Span } from './types.ts'

/** A list item: its own paragraphs, and the items nested in it. */
export interface Item {
  marker: Marker | null
  pieces: Span[]
  items: Item[]
}

export interface List {
  kind: 'list'
  items: Item[]
}

export interface Prose extends Span {
  kind: 'prose'
  text: string
  isHeading: boolean
}

export type Block = List | Prose

interface Open {
  list: Item[]
  last: Marker
}

/** Gathers paragraphs into lists, nested as their markers nest, and the prose between them. */
export function outlineOf(text: string, paragraphs: Paragraph[]): Block[] {
  const blocks: Block[] = []
  let open: Open[] = []
  let waiting: Paragraph[] = []
  const close = () => {
    open = []
    for (const p of waiting) blocks.push(asProse(p))
    waiting = []
  }
  const forms = formCounts(paragraphs)
  paragraphs.forEach((paragraph, i) => {
    const marker = asCounted(paragraphs, i)
    if (marker === null || !isLikely(marker, forms, open, paragraphs, i)) {
      const added = marker === null ? paragraph : unmarked(text, paragraph)
      if (open.length === 0) blocks.push(asProse(added))
      else if (waiting.length === 0 && runsOn(text, open, added)) lastItem(open)?.pieces.push(bodyOf(added))
      else waiting.push(added)
      return
    }
    const depth = depthOf(open, marker)
    if (depth !== null && mayResume(waiting, open, depth.marker)) {
      const level = open[depth.at]
      const within = lastItem(open)
      for (const p of waiting) if (!isHeading(p)) within?.pieces.push(bodyOf(p))
      waiting = []
      open = open.slice(0, depth.at + 1)
      if (level !== undefined) {
        level.list.push(itemOf(paragraph, depth.marker))
        level.last = depth.marker
      }
    } else if (open.length > 0 && waiting.length === 0 && isFirst(marker) && open.length < 6) {
      const parent = lastItem(open)
      const nested = itemOf(paragraph, marker)
      parent?.items.push(nested)
      open.push({ list: parent?.items ?? [], last: marker })
    } else {
      close()
      const list: List = { kind: 'list', items: [itemOf(paragraph, marker)] }
      blocks.push(list)
      open = [{ list: list.items, last: marker }]
    }
  })
  close()
  return blocks
}

/** "i." after "h." is the ninth letter, unless "ii." comes next. */
function asCounted(paragraphs: Paragraph[], at: number): Marker | null {
  const marker = paragraphs[at]?.marker ?? null
  if (marker?.orLetter === undefined || marker.value !== 1) return marker
  const next = paragraphs.slice(at + 1, at + 8).find(p => p.marker !== null)?.marker
  if (next?.style !== 'roman' || next.value !== 2) return marker
  const { orLetter: _, ...roman } = marker
  return roman
}

const itemOf = (paragraph: Paragraph, marker: Marker): Item => ({
  marker,
  pieces: [bodyOf(paragraph)],
  items: []
})

const bodyOf = (paragraph: Paragraph): Span => ({ start: paragraph.body, end: paragraph.end })

const asProse = (paragraph: Paragraph): Prose => ({
  kind: 'prose',
  start: paragraph.start,
  end: paragraph.end,
  text: paragraph.text,
  isHeading: isHeading(paragraph)
})

/** A paragraph whose marker is none: a figure or an initial that happens to begin it. */
const unmarked = (text: string, paragraph: Paragraph): Paragraph => ({
  ...paragraph,
  marker: null,
  body: paragraph.start,
  text: text.slice(paragraph.start, paragraph.end).replace(/\s+/g, ' ')
})

const speaks = /^(?:please|we|i)\b/i

/** A short line that ends like a title, not like a sentence ("Please provide:" is one). */
export function isHeading(paragraph: { text: string }): boolean {
  const { text } = paragraph
  if (text.length > 90 || /[.?!;,]$/.test(text)) return false
  const words = text.split(' ')
  if (/:$/.test(text)) return words.length <= 5 && !speaks.test(text)
  return text === text.toUpperCase() || words.length <= 10
}

function lastItem(open: Open[]): Item | undefined {
  return open.at(-1)?.list.at(-1)
}

/** The nearest open list this marker continues, and how it must be read there. */
function depthOf(open: Open[], marker: Marker): { at: number; marker: Marker } | null {
  for (let at = open.length - 1; at >= 0; at--) {
    const level = open[at]
    const as = level === undefined ? null : follows(level.last, marker)
    if (as !== null) return { at, marker: as }
  }
  return null
}

/**
 * Whether a list goes on after unmarked paragraphs: numbers do (the paragraphs then belong to the item before), bullets
 * only over headings.
 */
function mayResume(waiting: Paragraph[], open: Open[], marker: Marker): boolean {
  if (waiting.every(isHeading)) return true
  if (marker.style === 'bullet') return false
  const last = open.find(level => level.last.form === marker.form || level.last.style === marker.style)?.last
  return marker.style === 'ordinal'
    ? false
    : last !== undefined && marker.value > 1 && waiting.length <= 12 && !waiting.some(opensList)
}

const opensList = (paragraph: Paragraph): boolean =>
  paragraph.text.endsWith(':') &&
  paragraph.text.length > 40 &&
  /\b(?:request|following|provide|questions|answer)/i.test(paragraph.text)

/** The rest of an item that a page break cut in two. */
function runsOn(text: string, open: Open[], paragraph: Paragraph): boolean {
  const piece = lastItem(open)?.pieces.at(-1)
  if (piece === undefined) return false
  const before = text.slice(Math.max(piece.start, piece.end - 80), piece.end)
  return !endsSentence(before) && startsLower(paragraph.text)
}

function formCounts(paragraphs: Paragraph[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { marker } of paragraphs)
    if (marker !== null) counts.set(marker.form, (counts.get(marker.form) ?? 0) + 1)
  return counts
}

/** Letters and odd glyphs that a scan may have made of a bullet count as one only when there are several. */
const oddBullets = new Set(['o', 'e', '+', '>', '\u00a9', '\u00ab', '\u00a2', '\u00bb'])

function isLikely(
  marker: Marker,
  forms: Map<string, number>,
  open: Open[],
  paragraphs: Paragraph[],
  i: number
): boolean {
  const alike = forms.get(marker.form) ?? 0
  if (marker.style === 'bullet') return !oddBullets.has(marker.form) || alike > 1
  if (depthOf(open, marker) !== null) return true
  if (marker.style === 'ordinal')
    return (
      marker.value === 1 &&
      paragraphs.slice(i + 1, i + 15).some(p => p.marker?.style === 'ordinal' && p.marker.value === 2)
    )
  if (marker.form === '1')
    return (
      isFirst(marker) &&
      paragraphs
        .slice(i + 1, i + 12)
        .some(p => p.marker !== null && p.marker.style === 'number' && p.marker.value === 2)
    )
  const following = paragraphs
    .slice(i + 1, i + 12)
    .find(p => p.marker !== null && p.marker.style !== 'bullet')
  if (marker.number === 'l' && following?.marker?.style === 'number')
    return follows(marker, following.marker) !== null
  if (isFirst(marker) || (marker.orLetter !== undefined && isFirst(marker.orLetter))) return true
  return (
    open.length === 0 &&
    marker.style === 'number' &&
    paragraphs.slice(i + 1, i + 12).some(p => p.marker !== null && follows(marker, p.marker) !== null)
  )
}
