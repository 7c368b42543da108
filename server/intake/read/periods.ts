import type { Deadline } from './types.ts'

/** A period a text states: ten business days, counted from what it says, or null when it does not say. */
export interface Period {
  start: number
  end: number
  count: number
  unit: NonNullable<Deadline['unit']>
  from: Deadline['from']
}

const small =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' '
  )
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const number = `(?:\\d{1,3}|an?|(?:${tens.join('|')})(?:[- ](?:${small.slice(0, 9).join('|')}))?|${small.join('|')})`
const unit = "(?:full\\s)?(business|working|calendar|legislative|week)?[- ]?\\s?(day|week|month|hour)s?'?"
const counted = `(${number})\\s?(?:\\((\\d{1,3})\\)\\s?)?[- ]?${unit}`
const after =
  "(?:\\s(?:time\\s)?(?:of|from|after|following|upon|since)\\s((?:(?:the|your|its|our|this|date|of|day|you|receive|receiving|receipt|letter|today|today's|request|sending|sent|dated|transmission|that|which|correspondence|inquiry|upon|was|is|were|now|communication|delivery)\\b\\s?){1,9}|\\S+(?:\\s\\S+){0,3}))?"
const within = new RegExp(
  `\\b(?:within|in|no later than|not later than|no more than|not more than|by)\\s(?:the\\s)?(?:next\\s)?(?:period of\\s)?${counted}${after}`,
  'gi'
)
const fromNow = new RegExp(
  `\\b${counted}\\s(?:of|from|after|following|upon)\\s((?:the\\s)?(?:date|receipt|receiving|your receipt|today|this letter|now)\\b(?:\\s(?:of|this|the|letter|receipt|your|request|correspondence|on)){0,5})`,
  'gi'
)

/** The periods for answering that a sentence states. A period since or after some event of its own is none of them. */
export function periodsIn(sentence: string): Period[] {
  const found: Period[] = []
  for (const pattern of [within, fromNow]) {
    for (const m of sentence.matchAll(pattern)) {
      const isApart = found.every(p => m.index >= p.end || m.index + m[0].length <= p.start)
      const period = isApart ? periodOf(m) : null
      if (period !== null) found.push(period)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function periodOf(m: RegExpExecArray): Period | null {
  const [all, said, figure, kind, span, start] = m
  const count = figure === undefined ? worth(said ?? '') : Number(figure)
  if (count === null || count === 0 || span === undefined) return null
  const from = start === undefined ? null : startOf(start)
  if (from === undefined) return null
  const isBusiness = /business|working|legislative|week/i.test(kind ?? '') && /day/i.test(span)
  return {
    start: m.index,
    end: m.index + all.length,
    count: inDays(count, span.toLowerCase()),
    unit: isBusiness ? 'business_days' : 'calendar_days',
    from
  }
}

function inDays(count: number, span: string): number {
  if (span === 'week') return count * 7
  if (span === 'month') return count * 30
  return span === 'hour' ? Math.ceil(count / 24) : count
}

/** What a period counts from; undefined when it is an event the letter does not set. */
function startOf(said: string): Deadline['from'] | undefined {
  if (/\brecei(?:pt|v)/i.test(said) || /\bdelivery\b/i.test(said)) return 'received'
  if (/\b(?:sent|sending|transmission)\b/i.test(said)) return 'sent'
  if (/\b(?:this|letter|today|today's|now|correspondence)\b/i.test(said)) return 'letter'
  if (/^the (?:date|day)\b(?! of (?!this))/i.test(said)) return 'letter'
  return undefined
}

function worth(said: string): number | null {
  const word = said.toLowerCase()
  if (/^\d+$/.test(word)) return Number(word)
  if (/^an?$/.test(word)) return 1
  const [ten, one] = word.split(/[- ]/)
  const unitValue = small.indexOf(one ?? ten ?? '') + 1
  const tenValue = tens.indexOf(ten ?? '')
  if (tenValue >= 0) return (tenValue + 2) * 10 + (one === undefined ? 0 : unitValue)
  return unitValue > 0 ? unitValue : null
}
