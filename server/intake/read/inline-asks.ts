import type { Draft } from './drafts.ts'
import { type InlineItems, inlineItemsOf, after as textAfter } from './inline-items.ts'
import { type Intro, introWord } from './intros.ts'
import { fromList } from './list-asks.ts'
import type { List } from './outline.ts'
import { proseDrafts } from './prose-asks.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** The asks of a paragraph that numbers its items as it runs; none when it does not, or when they ask nothing. */
export function fromInline(
  text: string,
  block: Span,
  given: Intro,
  at: number
): { drafts: Draft[]; intro: Intro } {
  for (const inline of inlineItemsOf(text, block)) {
    if (isOneQuestion(text, inline)) continue
    const drafts = asksOf(text, block, inline, given, at)
    if (drafts.length > 0) return { drafts, intro: 'none' }
  }
  return { drafts: [], intro: 'none' }
}

/** "What is it doing to (1) train its staff and (2) keep it?" counts clauses, not questions. */
export function isOneQuestion(text: string, { before, items }: InlineItems): boolean {
  const opening = text.slice(before.start, before.end)
  const last = items.at(-1)?.span
  return (
    /[a-z,]$/.test(opening) &&
    last !== undefined &&
    /\?["')]?$/.test(text.slice(last.start, last.end)) &&
    items.every(({ span }) => /[a-z]/.test(text.charAt(span.start)))
  )
}

function asksOf(text: string, block: Span, inline: InlineItems, given: Intro, at: number): Draft[] {
  const before = text.slice(inline.before.start, inline.before.end)
  const opening =
    sentencesOf(text, inline.before)
      .map(s => text.slice(s.start, s.end))
      .at(-1) ?? ''
  const asked = hear(opening, true)
  const list: List = {
    kind: 'list',
    items: inline.items.map(item => ({
      marker:
        item.number === null ? null : { form: '', style: 'number', value: 0, number: item.number, length: 0 },
      pieces: [item.span],
      items: []
    }))
  }
  const intro: Intro =
    given === 'asks' || (before !== '' && (asked.way !== null || asked.isIntro) && !asked.isAnnouncement)
      ? 'asks'
      : before === ''
        ? 'none'
        : introWord(opening)
  const drafts = fromList(text, list, intro, at)
  if (drafts.every(d => d.from !== 'item')) return []
  const rest = textAfter(inline, block, text)
  const lead = proseDrafts(
    text,
    { start: inline.before.start, end: Math.max(inline.before.start, inline.before.end - opening.length) },
    at
  )
  return [...lead, ...drafts, ...(rest === null ? [] : proseDrafts(text, rest, at))]
}
