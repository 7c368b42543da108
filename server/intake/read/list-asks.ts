import { type Draft, isStrong, mostQuestions, withoutClosing } from './drafts.ts'
import type { Intro } from './intros.ts'
import type { Item, List } from './outline.ts'
import { proseDrafts } from './prose-asks.ts'
import { oneLine, trimmed } from './reading.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** The asks of a list: every item when the list asks, by its introduction or by most of its items; else what its items ask as prose. */
export function fromList(text: string, list: List, intro: Intro, block: number): Draft[] {
  const items = list.items.slice(0, mostQuestions).flatMap(item => promoted(text, item))
  const said = items.map(item => pieceSentences(text, item))
  const strong = said.filter(sentences => sentences.some(isStrong)).length
  const asking = items.map(
    (item, i) =>
      said[i]?.some(isStrong) === true ||
      piecesOf(item).some(piece => hear(opening(text, piece), true).way !== null)
  )
  const listed = asking.filter(isAsked => isAsked).length
  const share = listed / items.length
  const isAsking =
    intro === 'asks'
      ? share >= 0.3
      : intro === 'none'
        ? strong / items.length >= 0.5 || (share >= 0.8 && block === 0 && items.length > 2)
        : strong / items.length >= 0.75
  if (!isAsking) return items.flatMap(item => item.pieces.flatMap(piece => proseDrafts(text, piece, block)))
  const drafts: Draft[] = []
  items.forEach((item, i) => {
    const pieces = piecesOf(item)
      .map(p => trimmed(text, p))
      .filter(p => p.end > p.start)
    const last = pieces.at(-1)
    if (last === undefined || isOnlyLogistics(text, pieces)) return
    if (i === items.length - 1 && pieces.length > 0) pieces[pieces.length - 1] = withoutClosing(text, last)
    const hasAsk = asking[i] ?? false
    if (intro !== 'asks' && !hasAsk && item.items.length === 0) return
    drafts.push({
      number: item.marker?.number ?? null,
      pieces,
      confidence: hasAsk ? (intro === 'asks' ? 0.98 : 0.9) : 0.7,
      from: 'item',
      hasAsk,
      block
    })
  })
  return drafts
}

/** Nested items stand for themselves under an item that is only a title ("II. Training"). */
function promoted(text: string, item: Item): Item[] {
  const first = item.pieces[0]
  if (item.items.length === 0 || item.pieces.length !== 1 || first === undefined) return [item]
  const title = oneLine(text.slice(first.start, Math.min(first.end, first.start + 120)))
  const isTitle = title.length <= 80 && !/[.?!:;,]$/.test(title) && !runsOn.test(title) && !isStrong(title)
  return isTitle ? item.items.flatMap(nested => promoted(text, nested)) : [item]
}

/** Words that no title ends in: the item goes on in what is nested in it. */
const runsOn =
  /\b(?:including|includes?|of|for|in|with|to|by|from|on|at|as|that|which|whether|and|or|the|an?|regarding|concerning|about|are|is|were|was)$/i

/** Paragraphs of one item that are read; no letter's item has more, a hostile text's may have thousands. */
const mostPieces = 200

/** An item's paragraphs and those nested in it. */
export const piecesOf = (item: Item): Span[] =>
  [...item.pieces.slice(0, mostPieces), ...item.items.slice(0, mostPieces).flatMap(piecesOf)].slice(
    0,
    mostPieces
  )

const opening = (text: string, piece: Span): string => {
  const first = sentencesOf(text, { start: piece.start, end: Math.min(piece.end, piece.start + 1200) })[0]
  return first === undefined ? '' : text.slice(first.start, first.end)
}

const pieceSentences = (text: string, item: Item): string[] =>
  piecesOf(item).flatMap(piece => sentencesOf(text, piece).map(s => text.slice(s.start, s.end)))

function isOnlyLogistics(text: string, pieces: Span[]): boolean {
  const heard = pieces.flatMap(piece =>
    sentencesOf(text, piece).map((s, i) => hear(text.slice(s.start, s.end), i === 0))
  )
  return (
    heard.some(h => h.isLogistics) && heard.every(h => h.isLogistics || (h.way === null && heard.length > 1))
  )
}
