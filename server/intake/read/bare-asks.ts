import { append, type Draft, isStrong, withoutClosing } from './drafts.ts'
import { fromInline, isOneQuestion } from './inline-asks.ts'
import { inlineItemsOf } from './inline-items.ts'
import { fromList, piecesOf } from './list-asks.ts'
import type { Block, List, Prose } from './outline.ts'
import { oneLine } from './reading.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** Bare paragraphs that stand as items after a promise of questions; returns how many blocks they take. */
export function bareRun(text: string, blocks: Block[], from: number, drafts: Draft[], prose: number): number {
  let taken = 0
  let isAmid = false
  for (let i = from; i < blocks.length; i++) {
    const block = blocks[i]
    if (block === undefined) break
    if (block.kind === 'list') {
      if (taken === 0 || !isWithin(blocks[i - 1], block)) break
      nest(text, blocks[i - 1], block, drafts, prose)
      taken = i - from + 1
      isAmid = false
      continue
    }
    if (isPageSource(block.text)) break
    const under = clausesUnder(blocks, i)
    if (under > 0) {
      append(drafts, [headDraft(text, blocks, i, under, prose)])
      i += under
      taken = i - from + 1
      isAmid = false
      continue
    }
    if (taken > 0 && opensMore(text, block)) continue
    const isItem: boolean =
      isBareItem(text, block) ||
      isAmid ||
      endsClause.test(block.text) ||
      isBetween(text, blocks, i, taken > 0)
    isAmid = isItem && endsClause.test(block.text)
    if (isItem) {
      if (inlineItemsOf(text, block).some(inline => !isOneQuestion(text, inline)))
        append(drafts, fromInline(text, block, 'asks', prose).drafts)
      else append(drafts, taken === 0 ? runTogether(text, block, prose) : [bareDraft(text, block, prose)])
      taken = i - from + 1
    } else if (!block.isHeading && !(taken > 0 && isBeforeItem(text, blocks, i))) break
  }
  return taken
}

/** How many short paragraphs that ask nothing, people or places, stand between a request and the first item after it. */
export function namedBefore(text: string, blocks: Block[], from: number): number {
  for (let count = 0; count < 12; count++) {
    const block = blocks[from + count]
    if (block?.kind !== 'prose' || block.isHeading || block.text.length > 300) return 0
    if (isBareItem(text, block)) return count
    if (/^(?:we|i|in|on|as|this|these|the|thank)\b/i.test(block.text) || /:$/.test(block.text)) return 0
  }
  return 0
}

/** A list amid bare paragraphs is part of them; one that counts from 1 is a list of its own. */
const isWithin = (before: Block | undefined, list: List): boolean =>
  before?.kind === 'prose' &&
  (/[:;]$/.test(before.text) || list.items[0]?.marker?.style !== 'number') &&
  list.items[0]?.marker?.style !== 'ordinal'

/** Items under a paragraph that runs on into them ("... submitted applications for:") belong to it; others stand for themselves. */
function nest(text: string, before: Block | undefined, list: List, drafts: Draft[], prose: number): void {
  const last = drafts.at(-1)
  if (before?.kind === 'prose' && /[:;,]$/.test(before.text) && last !== undefined)
    append(last.pieces, list.items.flatMap(piecesOf))
  else append(drafts, fromList(text, list, 'asks', prose))
}

/** A statement that gives the context of an item after it. */
function isBeforeItem(text: string, blocks: Block[], at: number): boolean {
  const [block, next] = [blocks[at], blocks[at + 1]]
  if (block?.kind !== 'prose' || next?.kind !== 'prose' || next.isHeading || !isBareItem(text, next))
    return false
  const heard = sentencesOf(text, block).map(s => hear(text.slice(s.start, s.end)))
  return (
    heard.every(h => h.way === null && !h.isLogistics && !h.isIntro) && hear(next.text, true).way !== null
  )
}

/** A line or sentence of no known shape that stands between two items is one too. */
function isBetween(text: string, blocks: Block[], i: number, isAfterItem: boolean): boolean {
  const [before, block, next] = [blocks[i - 1], blocks[i], blocks[i + 1]]
  if (!isAfterItem || before?.kind !== 'prose' || block?.kind !== 'prose' || next?.kind !== 'prose')
    return false
  if (block.text.length > 300 || /:$/.test(block.text) || /^(?:we|i|it|this|these|thank)\b/i.test(block.text))
    return false
  const isAlike =
    /[.?!;]$/.test(block.text) === /[.?!;]$/.test(before.text) &&
    !(before.text.endsWith('?') && block.text.endsWith('.'))
  const isCapitals = block.text === block.text.toUpperCase()
  return isAlike && !isCapitals && !/[.?!]\s/.test(block.text) && isBareItem(text, next)
}

/** Items of a list that lost its markers still end in semicolons, the last but one in "; and". */
const endsClause = /;(?:\s(?:and|or))?$/

/** How many lines hang on a head like "Please describe the process for:": clauses in semicolons, and the last one. */
function clausesUnder(blocks: Block[], at: number): number {
  const head = blocks[at]
  if (
    head?.kind !== 'prose' ||
    !/:$/.test(head.text) ||
    (/\b(?:following|below)\b/i.test(head.text.slice(-160)) && !isOwnHead(head.text))
  )
    return 0
  let count = 0
  for (
    let next = blocks[at + 1];
    next?.kind === 'prose' && endsClause.test(next.text);
    next = blocks[at + 1 + count]
  )
    count++
  const last = blocks[at + 1 + count]
  if (count === 0) return 0
  return last?.kind === 'prose' && last.text.length < 300 && !/:$/.test(last.text) ? count + 1 : count
}

const headDraft = (text: string, blocks: Block[], at: number, under: number, prose: number): Draft => ({
  number: null,
  pieces: blocks
    .slice(at, at + under + 1)
    .flatMap(block => (block.kind === 'prose' ? [withoutClosing(text, block)] : [])),
  confidence: 0.85,
  from: 'bare',
  hasAsk: true,
  block: prose
})

/** Amid items, a line that opens more of them: "By June 1, provide:". */
const opensMore = (text: string, block: Prose): boolean =>
  /:$/.test(block.text) &&
  block.text.length < 400 &&
  /(?:^|[,;]\s|\b(?:and|also|please)\s)(?:please\s)?(?:provide|describe|explain|identify|list|produce|submit|state|answer|share)(?:\s(?:us|me|the following|the committees?))?:$/i.test(
    text.slice(block.start, block.end).trim()
  )

/** What a page's style sheet leaves in a copy of it. */
const isPageSource = (said: string): boolean => /[{}]/.test(said)

/** The first paragraph after the promise that puts question after question is a list that runs on, one item each. */
function runTogether(text: string, block: Span, prose: number): Draft[] {
  const sentences = sentencesOf(text, block)
  const isList =
    sentences.length > 3 &&
    sentences.every(s => {
      const heard = hear(text.slice(s.start, s.end))
      return heard.way === 'question' && !heard.isDependent
    })
  return isList ? sentences.map(s => bareDraft(text, s, prose)) : [bareDraft(text, block, prose)]
}

const bareDraft = (text: string, block: Span, prose: number): Draft => ({
  number: null,
  pieces: [withoutClosing(text, block)],
  confidence: 0.85,
  from: 'bare',
  hasAsk: true,
  block: prose
})

function isBareItem(text: string, block: Prose): boolean {
  const sentences = sentencesOf(text, block).map(s => text.slice(s.start, s.end))
  const first = sentences[0]
  if (first === undefined) return false
  const opening = hear(first, true)
  if (
    /^(?:(?:additionally|also|further|finally|in addition|therefore|accordingly),?\s)?(?:we|i)\s/i.test(
      first
    ) &&
    !/\?$/.test(oneLine(block.text))
  )
    return false
  if (opening.isLogistics || (opening.isIntro && !isOwnHead(first))) return false
  if (block.isHeading) return opening.way !== null && block.text.split(' ').length > 3
  return opening.way !== null || sentences.some(s => isStrong(s))
}

/** "How many of them asked for any of the following:" opens a list, and is itself an item. */
const isOwnHead = (said: string): boolean =>
  !/^(?:the\s)?following\b/i.test(said) && /^(?:question|thing)$/.test(hear(said, true).way ?? '')

/** Asks in bare paragraphs that belong to a last item which only gives their context; returns how many it takes. */
export function asksOfLast(text: string, blocks: Block[], from: number, last: Draft | undefined): number {
  if (last === undefined || last.from !== 'item' || last.hasAsk) return 0
  let taken = 0
  for (let i = from; i < blocks.length && taken < 12; i++) {
    const block = blocks[i]
    if (block === undefined || block.kind === 'list' || block.isHeading || !isBareItem(text, block)) break
    last.pieces.push(withoutClosing(text, block))
    taken++
  }
  return taken
}
