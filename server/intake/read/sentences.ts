import { isSpace, trimmed } from './reading.ts'
import type { Span } from './types.ts'

/** Abbreviations that never end a sentence. */
const titles = new Set(
  "mr mrs ms messrs dr prof sen sens rep reps hon gov gen col lt sgt capt cmdr adm maj rev st ft mt no nos sec secs art ch p pp par fig vol v vs cf e.g i.e eg ie viz dept div dist comm subcomm cong res stat fed reg pub jan feb mar apr jun jul aug sept oct nov dec approx est ass't asst assoc".split(
    ' '
  )
)
/** Abbreviations that may end one: they do when the next word opens a sentence. */
const tails = new Set(
  'u.s u.k u.n d.c inc corp co ltd llc bros jr sr etc al a.m p.m n.w n.e s.w s.e ph.d m.d esq ave blvd rd sep u.s.c c.f.r'.split(
    ' '
  )
)

const openers = new Set(
  'the a an this that these those it its he she they we i you your our their his her in on at for from with without under over after before since during while when where why how what which who whose whom if as although though because given according additionally also further furthermore moreover however therefore thus accordingly finally please describe explain provide list identify does do did has have had is are was were will would can could should may and but or specifically to first second third such any all no not please'.split(
    ' '
  )
)

/**
 * The sentences of a stretch of text. Made for letters: titles, initials, statutes and addresses do not end a sentence,
 * and one glued to the next by a lost line break ("a review?If so") does.
 */
export function sentencesOf(text: string, within: Span): Span[] {
  const spans: Span[] = []
  let from = within.start
  const cut = (end: number) => {
    const span = trimmed(text, { start: from, end })
    if (span.end > span.start) spans.push(span)
    from = end
  }
  for (let i = within.start; i < within.end; i++) {
    const char = text.charCodeAt(i)
    if (char !== 46 && char !== 63 && char !== 33) continue
    let after = i + 1
    while (after < within.end && '.?!"\')]'.includes(text.charAt(after))) after++
    if (after >= within.end) break
    if (isBoundary(text, i, after, from, within.end)) cut(after)
    i = after - 1
  }
  cut(within.end)
  return spans
}

function isBoundary(text: string, mark: number, after: number, from: number, end: number): boolean {
  let next = after
  while (next < end && isSpace(text.charCodeAt(next))) next++
  if (next >= end) return true
  const opening = text.charAt(next)
  if (text.charAt(mark) === '?' && mark > from && isSpace(text.charCodeAt(mark - 1)) && /\d/.test(opening))
    return false
  if (next === after) return isGlued(text, mark, after)
  if (/[a-z,;:)\]]/.test(opening)) return false
  if (text.charAt(mark) !== '.') return true
  if (isAside(text, next)) return false
  if (
    text.charAt(mark + 1) === '.' &&
    text.charAt(mark + 3) !== '.' &&
    !/["')\]]/.test(text.charAt(after - 1))
  )
    return false
  return endsWord(wordBefore(text, mark, from), wordAt(text, next, end), opening)
}

/** A dash that runs on in lower case: "Senator Doe (R-Kan.) - chairman of the panel - wrote". */
const isAside = (text: string, at: number): boolean => /^[-\u2013\u2014]\s[a-z]/.test(text.slice(at, at + 3))

/** What goes on after "5:00 P.M." in a text set in capitals. */
const afterHour = /^(?:ON|BY|OF|E[SD]?T|EASTERN|[CMP][SD]?T|AND|TO|LOCAL)$/

function endsWord(before: string, next: string, opening: string): boolean {
  const word = before.toLowerCase()
  if (/^[AP]\.M$/.test(before) && afterHour.test(next)) return false
  if (tails.has(word)) return openers.has(next.toLowerCase())
  if (titles.has(word)) return false
  if (/^[A-Za-z]$/.test(before)) return before === 'I' ? openers.has(next.toLowerCase()) : false
  if (/^(?:[A-Za-z]\.)+[A-Za-z]$/.test(before)) return openers.has(next.toLowerCase())
  return /["'([A-Z0-9$\u00a7\u2022*\u2013\u2014-]/.test(opening) || opening.charCodeAt(0) > 127
}

/** A lost line break: a lower-case word or figure, the mark, and at once a capitalised word. */
function isGlued(text: string, mark: number, after: number): boolean {
  const isWord = /^(?:[A-Z"'][a-z]|[IA]\s)/.test(text.slice(after, after + 2))
  if (!isWord || after - mark > 2) return false
  if (/[A-Z]{2}$/.test(text.slice(Math.max(0, mark - 2), mark)))
    return openers.has(wordAt(text, after, after + 30).toLowerCase())
  if (!/[a-z0-9"')]/.test(text.charAt(mark - 1))) return false
  const before = wordBefore(text, mark, Math.max(0, mark - 40))
  return before.length > 2 && !/[@/:]/.test(before) && !/^www/.test(before)
}

function wordBefore(text: string, mark: number, from: number): string {
  let start = mark
  const least = Math.max(from, mark - 40)
  while (start > least && /[A-Za-z0-9.'@/:&]/.test(text.charAt(start - 1))) start--
  return text.slice(start, mark).replace(/^['.]+/, '')
}

function wordAt(text: string, start: number, end: number): string {
  let from = start
  while (from < end && /["'([]/.test(text.charAt(from))) from++
  let to = from
  while (to < end && to - from < 30 && /[A-Za-z']/.test(text.charAt(to))) to++
  return text.slice(from, to)
}
