/** A sentence of a text: `text` is exactly what stands from `start` to `end` (UTF-16 units, end excluded). */
export interface Sentence {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * The sentences of a reply, in order, blank ones left out. A line that does not run on (a heading, a list item) is
 * one of its own; a sentence broken over lines is kept whole.
 */
export function splitIntoSentences(text: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  for (const end of endsIn(text)) {
    const sentence = trimmed(text, start, end)
    if (sentence) sentences.push(sentence)
    start = end
  }
  return sentences
}

function* endsIn(text: string): Generator<number> {
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '\n' && !runsOn(text, at)) yield at + 1
    else if ((sign === '.' || sign === '?' || sign === '!') && isEnd(text, at))
      yield afterClosing(text, at + 1)
  }
  yield text.length
}

/** A line runs on where the next begins with a small letter: a page copied with its line breaks. */
function runsOn(text: string, at: number): boolean {
  const next = /[^ \t\r]/.exec(text.slice(at + 1, at + 41))?.[0]
  const before = /[^ \t\r]/.exec([...text.slice(Math.max(0, at - 40), at)].reverse().join(''))?.[0]
  return (
    next !== undefined &&
    next !== '\n' &&
    before !== undefined &&
    !/[.?!:;]/.test(before) &&
    /\p{Ll}/u.test(next)
  )
}

/** A full stop ends a sentence when space and a capital, a digit or an opening sign follow, and no abbreviation precedes. */
function isEnd(text: string, at: number): boolean {
  const rest = text.slice(afterClosing(text, at + 1), at + 12)
  if (rest !== '' && !/^\s+["“‘'([]*[\p{Lu}\p{N}]/u.test(rest) && !/^\s*$/.test(rest)) return false
  if (text[at] !== '.') return true
  const word = /[\p{L}.]{1,12}$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0] ?? ''
  return !abbreviations.has(word.toLowerCase()) && !/^(?:\p{Lu}|(?:\p{L}\.)+\p{L})$/u.test(word)
}

function afterClosing(text: string, at: number): number {
  let end = at
  while (end < text.length && end < at + 4 && /["”’')\]]/.test(text[end] ?? '')) end += 1
  return end
}

const abbreviations = new Set(
  'mr mrs ms dr hon sen rep gov gen col lt sgt st no nos sec fig vs etc inc ltd co corp dept jr sr jan feb mar apr jun jul aug sept sep oct nov dec p pp'.split(
    ' '
  )
)

function trimmed(text: string, from: number, to: number): Sentence | null {
  const raw = text.slice(from, to)
  const body = raw.trim()
  if (body === '') return null
  const start = from + raw.indexOf(body)
  return { start, end: start + body.length, text: body }
}
