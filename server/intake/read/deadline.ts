import { datesIn, dayOf, daysAfter, endOfMonth, nextSuchDay, nextWeekday, suchDayNear } from './dates.ts'
import type { Frame } from './letter-body.ts'
import { sentencesIn } from './paragraphs.ts'
import { periodsIn } from './periods.ts'
import { oneLine, type Reading, spanAsGiven } from './reading.ts'
import { hear } from './requests.ts'
import type { Deadline, Span } from './types.ts'

interface Candidate {
  sentence: Span
  score: number
  date: string | null
  hasYear: boolean
  period: { count: number; unit: NonNullable<Deadline['unit']>; from: Deadline['from'] } | null
}

const noDeadline: Deadline = {
  kind: 'none',
  date: null,
  count: null,
  unit: null,
  from: null,
  quote: null,
  span: null
}

/**
 * By when the letter asks to be answered: a date or a period in a sentence about answering. Dates of hearings, laws,
 * promises and events are not deadlines; a briefing's is one only when nothing else is. The letter goes before its lead-in.
 */
export function deadlineOf(
  reading: Reading,
  given: string,
  frame: Frame,
  sentences: Span[],
  letterDate: string | null
): Deadline {
  const found =
    best(candidatesIn(reading.text, frame.body, letterDate, false, sentences)) ??
    best(candidatesIn(reading.text, frame.tail, letterDate).filter(c => c.score > 2)) ??
    best(candidatesIn(reading.text, frame.lead, letterDate, true))
  if (found === null) return noDeadline
  const span = spanAsGiven(reading, found.sentence)
  const quote = oneLine(given.slice(span.start, span.end))
  if (found.period !== null) return { ...noDeadline, kind: 'relative', ...found.period, quote, span }
  const warning = warningOf(found, letterDate)
  return {
    ...noDeadline,
    kind: 'date',
    date: found.date,
    quote,
    span,
    ...(warning === null ? {} : { warning })
  }
}

function warningOf(found: Candidate, letterDate: string | null): string | null {
  if (found.date !== null && letterDate !== null && found.date < letterDate)
    return `The letter asks for an answer by ${found.date}, which is before its own date, ${letterDate}.`
  if (!found.hasYear && letterDate === null)
    return 'The deadline names no year and the letter has no date: check the year.'
  return null
}

function best(candidates: Candidate[]): Candidate | null {
  let chosen: Candidate | null = null
  for (const c of candidates) if (chosen === null || c.score > chosen.score) chosen = c
  return chosen
}

function candidatesIn(
  text: string,
  within: Span,
  letterDate: string | null,
  isLead = false,
  sentences = sentencesIn(text, within)
): Candidate[] {
  const year =
    letterDate === null ? (yearOf(text, within) ?? yearOf(text, { start: 0, end: text.length })) : null
  const lastYear = letterDate === null && year === null ? lastYearIn(text, within) : null
  return sentences
    .map(whole => beforeList(text, whole))
    .flatMap((sentence): Candidate[] => {
      const said = oneLine(text.slice(sentence.start, Math.min(sentence.end, sentence.start + 3000)))
      if (!mayDate.test(said)) return []
      const score = answering(said, isLead)
      if (score <= 0) return []
      const { date, hasYear, isStated } = statedDay(said, letterDate, year, lastYear)
      if (date !== null || isStated) return [{ sentence, score, date, hasYear, period: null }]
      const period = periodsIn(said)[0]
      return period === undefined
        ? []
        : [
            {
              sentence,
              score: score - 0.1,
              date: null,
              hasYear: true,
              period: { count: period.count, unit: period.unit, from: period.from }
            }
          ]
    })
}

const listOpens = /:\s+(?=[\u2022\u25cf\u25aa*\u00b7(A-Z0-9-])/

/** A sentence up to the colon that opens a list in the same paragraph. */
function beforeList(text: string, sentence: Span): Span {
  const at = text.slice(sentence.start, Math.min(sentence.end, sentence.start + 1500)).search(listOpens)
  return at > 30 ? { start: sentence.start, end: sentence.start + at + 1 } : sentence
}

const mayDate = /\b(?:by|before|than|until|due|deadline|within|in|prior|from|receipt)\b/i
const answer = /\b(?:respon[ds]\w*|repl(?:y|ies)|answers?|answering|comply)\b/i
const hand =
  /\b(?:provid\w*|submit\w*|produc\w*|furnish\w*|deliver\w*|return\w*|send|receiv\w*|supply|complete|documents?|information|materials|records|confirm\w*|explain\w*|inform\w*|questions?|requests?|requested|following|report|update|list|copies|written|writing|let (?:us|me) know|advise|clarif\w*|address|tell|describe|identify|state|list|detail|know|account)\b/i
const brief = /\b(?:briefings?|brief|meeting|meet|call|schedule|hearing|testify|interviews?)\b/i
const elsewhere =
  /\b(?:you|your (?:agency|department|office|staff|company)|the (?:department|agency|administration|bureau|company|law|act|statute)) (?:\S+ )?(?:committed|promised|pledged|said|stated|agreed|indicated|announced|told|informed|anticipated|expects?|plans?|intends?|estimated|failed|missed|was|were|had|has|did)\b|\b(?:requires?|required|mandates?|directed|directs) (?:that )?(?:the|each|all|an?|federal|agencies)\b.{0,80}\bby\b|\bstatut\w+\b|\benactment\b|\bcomment period\b|\b(?:was|were) (?:due|required|supposed|scheduled|expected)\b|\bexpires?\b|\btakes? effect\b/i
const lawSays =
  /\b(?:law|statute|act|regulations?|section|rules?|u\.s\.c\.?)\b.{0,60}\b(?:requir|mandat|provid|direct|stipulat)\w*/i
const earlierAsk =
  /\b(?:we|i|the committee) (?:had |have )?(?:previously |also |originally )?(?:asked|requested|wrote|sought|directed)\b|\b(?:previous|prior|earlier|original|initial) (?:letter|request|deadline)\b/i
const leadAsk =
  /\b(?:senators?|representatives?|congress(?:man|woman|men)|lawmakers|members|chair\w*|ranking member|committee|letter|he|she|they|[A-Z][a-z]+) (?:\S+ ){0,6}?(?:ask|request|seek|demand|want|expect|g[ai]ve|set|call)\w*\b/

const dueWords =
  /\b(?:no|not) later than\b|\bdue\b|\bdeadline (?:is|of|for (?:your|this|a|the) (?:response|reply|answer)|to (?:respond|reply|answer))\b|\b(?:response|reply) deadline\b|\b(?:is|are|would be|will be) (?:requested|appreciated|expected|required)\b/i

/** The things asked for, and that they are to be handed over. */
const handedOver =
  /\b(?:these|those|requested|responsive|your|the) (?:\S+ ){0,2}(?:materials|documents|records|information|responses?|answers|items)\b.{0,40}\b(?:should|must|shall|are to|is to) be (?:provided|delivered|produced|submitted|returned|sent|received|furnished|made available)\b|\b(?:we|i) (?:must|need to) (?:have|receive) (?:this|these|them|it|your|all|the (?:documents|information|materials))\b/i

/** How surely a sentence is about answering this letter; nothing at or below zero. */
function answering(said: string, isLead: boolean): number {
  const heard = hear(said)
  const isAsking = heard.way !== null || heard.isLogistics || heard.isIntro
  if (
    /\?["')]?$/.test(said) &&
    !heard.isLogistics &&
    !/\bplease\b|^(?:can|could|would|will) (?:you|we)\b/i.test(said)
  )
    return 0
  const isAnswer = answer.test(said)
  const isThreat =
    !isLead &&
    /\b(?:respon[ds]\w*|produc\w+|provid\w+|compl\w+|requested|answer\w*|cooperat\w+)\b/i.test(said) &&
    /\b(?:fail\w*|refus\w*|continu\w+|not|unless|absent)\b/i.test(said) &&
    /^(?:if|should|in the event|absent|unless|failure)\b/i.test(said)
  const asksInLead = isLead && leadAsk.test(said) && (isAnswer || hand.test(said))
  if (!isAsking && !isThreat && !asksInLead && !(isAnswer && dueWords.test(said)) && !handedOver.test(said))
    return 0
  if (
    !isAnswer &&
    !hand.test(said) &&
    !brief.test(said) &&
    !/\bplease:$/i.test(said) &&
    !handedOver.test(said)
  )
    return 0
  const isOnlyBriefing =
    brief.test(said) &&
    !isAnswer &&
    !/\b(?:documents?|information|questions|written|requested|materials|records)\b/i.test(said)
  let score = isOnlyBriefing ? 0.6 : isAnswer ? 4 : 3
  if (isThreat && !isAsking) score -= 1.5
  if (heard.way === 'call' && !isAnswer) score -= 1
  if (/\b(?:no|not) later than\b/i.test(said)) score += 0.5
  if ((elsewhere.test(said) || lawSays.test(said)) && !/\b(?:please|we|i|our|my)\b/i.test(said)) score -= 4
  else if (elsewhere.test(said) && !/\bplease\b/i.test(said) && !heard.isLogistics) score -= 2.5
  if (earlierAsk.test(said) && !/\bplease\b/i.test(said)) score -= 5
  return score
}

const timeWord =
  /^(?:the|close|of|business|cob|c\.o\.b\.?|eob|end|the|day|noon|midnight|\d{1,2}(?::\d\d)?|\d{1,2}(?::\d\d)?(?:am|pm|a\.m\.?|p\.m\.?)|a\.?m\.?|p\.?m\.?|est|edt|et|eastern|standard|daylight|time|on|at|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thurs?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|this|coming|next|following|or|and|date|than|later|before|no|not|is|friday's|our|\(|\)|est\)|et\)|edt\)|\(cob\)|\(est\)|\(et\)|\(edt\)|a|working|workday|work|wednesday's)$/i

/** Whether what precedes a date says "by": the preposition, then nothing but hours and weekdays. */
function isBy(before: string): boolean {
  if (/\bdeadline\b[^.;]{0,40}\b(?:is|of)\s*$/i.test(before.slice(-80))) return true
  const words = oneLine(before.slice(-120).replace(/[,\u2013\u2014]/g, ' ')).split(' ')
  for (let i = words.length - 1; i >= 0 && words.length - i < 16; i--) {
    const word = (words[i] ?? '').toLowerCase()
    if (/^(?:by|before|than|due|deadline|prior)$/.test(word.replace(/[:(]/g, ''))) return true
    if (word === 'until') return /\b(?:respond|reply|answer|have) $/.test(`${words.slice(0, i).join(' ')} `)
    if (word === 'to' && /^prior$/i.test(words[i - 1] ?? '')) return true
    if (word === 'of' && /^deadline$/i.test(words[i - 1] ?? '')) return true
    if (!timeWord.test(word)) return false
  }
  return false
}

const byWeekday =
  /\b(?:by|before|than)\s(?:[\w:.]+\s){0,8}?(?:on\s|this\s|next\s)?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?!,?\s(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|\d))/i
const byMonthEnd =
  /\bby (?:the )?(?:end|close) of (?:(?:the|this) (month|week|year)|(next week)|(january|february|march|april|may|june|july|august|september|october|november|december)(?:,? ((?:19|20)\d\d))?)\b/i
const byTomorrow = /\b(?:by|before|than)\s(?:[\w:.]+\s){0,8}?(?<!\b(?:from|of|after)\s)(tomorrow|today)\b/i

/** The day a sentence names as its "by": a date, a weekday, the end of a month. */
function statedDay(
  said: string,
  letterDate: string | null,
  year: number | null,
  lastYear: number | null
): { date: string | null; hasYear: boolean; isStated: boolean } {
  for (const found of datesIn(said)) {
    const before = said.slice(0, found.start)
    if (!isBy(before) || isKnownDeadline(said, found.end)) continue
    if (found.year !== null)
      return { date: dayOf(found.year, found.month, found.day), hasYear: true, isStated: true }
    if (letterDate !== null)
      return { date: nextSuchDay(found.month, found.day, letterDate), hasYear: false, isStated: true }
    const weekday = weekdayBefore.exec(before)?.[1] ?? null
    const from = year ?? (weekday === null ? null : lastYear)
    const date = from === null ? null : suchDayNear(found.month, found.day, from, weekday)
    return { date, hasYear: false, isStated: true }
  }
  return {
    date: letterDate === null ? null : saidOtherwise(said, letterDate),
    hasYear: true,
    isStated: false
  }
}

/** "on track before the June 30 deadline": a deadline spoken of, not set. */
const isKnownDeadline = (said: string, end: number): boolean =>
  /^(?:st|nd|rd|th)?,?\sdeadline\b/.test(said.slice(end, end + 14)) &&
  !/\b(?:please|respond|reply|request\w*|ask|submit)\b/i.test(said)

const weekdayBefore = /\b(mon|tues|wednes|thurs|fri|satur|sun)day,?\s$/i

function saidOtherwise(said: string, letterDate: string): string | null {
  const end = byMonthEnd.exec(said)
  if (end !== null) {
    if (end[1]?.toLowerCase() === 'month') return endOfMonth(letterDate)
    if (end[1]?.toLowerCase() === 'year') return `${letterDate.slice(0, 4)}-12-31`
    if (end[1]?.toLowerCase() === 'week')
      return nextWeekday('friday', daysAfter(letterDate, -1) ?? letterDate)
    if (end[2] !== undefined)
      return nextWeekday(
        'friday',
        nextWeekday('sunday', daysAfter(letterDate, -1) ?? letterDate) ?? letterDate
      )
    const month = datesIn(`${end[3]} 1, 2024`)[0]?.month
    if (month === undefined) return null
    const first = end[4] === undefined ? nextSuchDay(month, 28, letterDate) : dayOf(Number(end[4]), month, 1)
    return first === null ? null : endOfMonth(first)
  }
  const tomorrow = byTomorrow.exec(said)
  const soon =
    tomorrow !== null && isBy(said.slice(0, tomorrow.index + tomorrow[0].length - (tomorrow[1]?.length ?? 0)))
      ? tomorrow[1]?.toLowerCase()
      : undefined
  if (soon !== undefined) return daysAfter(letterDate, soon === 'tomorrow' ? 1 : 0)
  const weekday = byWeekday.exec(said)
  const name = weekday?.[1]
  if (weekday === null || name === undefined) return null
  return isBy(said.slice(0, weekday.index + weekday[0].length - name.length))
    ? nextWeekday(name, letterDate)
    : null
}

/** The latest year a text speaks of at all, which a weekday may bear out. */
function lastYearIn(text: string, within: Span): number | null {
  const said = text.slice(within.start, Math.min(within.end, within.start + 40_000))
  const years = [...said.matchAll(/\b20[0-4]\d\b/g)].map(m => Number(m[0]))
  return years.length === 0 ? null : years.reduce((a, b) => Math.max(a, b))
}

/** For a letter without a date: the year it speaks of last, else the page around it. */
function yearOf(text: string, within: Span): number | null {
  const years = datesIn(text.slice(within.start, Math.min(within.end, within.start + 40_000))).flatMap(d =>
    d.year === null ? [] : [d.year]
  )
  return years.length === 0 ? null : Math.max(...years)
}
