import { type Line, linesOf } from './lines.ts'
import { type Edit, edited, type Reading } from './reading.ts'
import type { Span } from './types.ts'

const longLine = 240
const salutation =
  /(?<!["'(])Dear\s(?=[A-Z])[^\n:,!?"]{2,96}(?:,\s(?:and\s)?(?:(?:Acting\s|Deputy\s)?(?:Secretary|Administrator|Director|Commissioner|Chair(?:man|woman)?|Attorney General|President|General|Ambassador)|Mr\.|Ms\.|Mrs\.|Dr\.)\s[A-Z][\w'-]{1,30}(?:\s[A-Z][\w'-]{1,30})?){0,6}[:,]/g
/** A salutation whose punctuation a scan lost, told by the sentence that opens after it. */
const bareSalutation =
  /(?<!["'(])Dear\s(?:(?:Acting|Deputy|Assistant|Under|Vice)\s)?(?:Secretary|Administrator|Director|Commissioner|Chair(?:man|woman)?|Attorney General|Inspector General|Comptroller General|Postmaster General|President|Ambassador|Mr\.|Ms\.|Mrs\.|Dr\.)\s[A-Z][\w'-]{1,30}(?=\s(?:We|I|As|On|In|Thank|It|This|The|Your|Last|For|Today|Earlier|Congratulations)\s)/g
const overMark = /(?<=[.?!"')\]]\s{0,4})(?:#{3}|# # #)/g
const closing =
  /(?:Sincerely(?:\syours)?|Very truly yours|Respectfully(?:\s(?:yours|submitted))?|Yours truly|Cordially|(?:Best|Kind|Warm|Sincere)\s[Rr]egards|Regards)\s?,/g
const fullDate =
  /(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2},?\s?(?:19|20)\d\d(?=(?:\s{1,3}[.'])?\s{0,3}(?:The Hon|Hon\.|Mr|Ms|Mrs|Dr|Via|VIA|[A-Z]))/g
const addressee = /(?:The\s(?:Right\s)?Honorable|Hon\.|(?:Mr|Ms|Mrs|Dr)\.)\s(?=[A-Z])/g
const gluedColon = /(?<=[a-z0-9]{2}:)(?=[A-Z][a-z]{0,12}[\s,])/g
const gluedSentence = /(?<=(?:[a-z]{3}|[A-Z]{2}|\d{3})[.?!]["')]?)(?=(?:[A-Z][a-z]{1,14}|[AI])[\s,])/g
const gluedDate =
  /(?<=[a-z])(?=(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2},?\s(?:19|20)\d\d)/g
const gluedWord =
  /(?<=[a-z]{2}|[A-Z]{3}|[A-Z]\.)(?=(?:Chairman|Chairwoman|Ranking|Attorney General|Secretary|Director|Administrator|Commissioner|United States (?:Department|Senat)|U\.S\. (?:Department|Senat)|Department|Member of Congress|Washington,))|(?<=[a-z]{2})(?=\d{2,5}\s)/g
const addressPart =
  /\s(?=(?:[A-Z]{2,6}\s)?(?:(?:Acting|Deputy|Assistant|Under)\s)?(?:Secretary|Administrator|Director|Commissioner|Chair(?:man|woman|person)?|Attorney General|Inspector General|President|Chief|Comptroller|Ranking Member|Superintendent|Archivist|Postmaster General|CEO)\b|(?:The White House|U\.S\.|United States|Federal|National|The Department|Department|Office|Bureau|Committee|Washington,)\s|(?:\d{2,5}|P\.O\.)\s(?:[A-Z]|\d{1,3}\S{0,3}\s[A-Z]))/g
const afterTitle =
  /(?<=\b(?:Administrator|Director|Commissioner|Chair(?:man|woman)?|Secretary|President|CEO|Officer|Counsel|Attorney General|Inspector General|Postmaster General|Superintendent))\s(?=(?!General|and\s|Officer|Counsel|Executive|Secretary|Director|Chief|President|Administrator)[A-Z][A-Za-z]+\s)/g
const wideGap = / {3,}(?=\S)/g
const gapAfterSentence = /(?<=[.?!:]["')]{0,2}) {3,}(?=[A-Z"'(])/g
const signerTitle = /\s(?=(?:United States Senat(?:or|e)|U\.?S\.? Senator|Members? of Congress)\b)/g

/**
 * A text that arrived as one line gets back the line breaks of a letter's frame: around the salutation, the address
 * blocks, the date and the closing. A line that is only long is left alone.
 */
export function withLostBreaks(reading: Reading): Reading {
  const at = new Map<number, string>()
  for (const line of linesOf(reading.text)) {
    if (line.text.length < longLine) {
      frameOfShortLine(reading.text, line, at)
      continue
    }
    for (const m of matchesIn(reading.text, gluedDate, line)) at.set(m.start, '\n')
    const punctuated = matchesIn(reading.text, salutation, line)
    const hails = punctuated.length > 0 ? punctuated : matchesIn(reading.text, bareSalutation, line)
    const ends = matchesIn(reading.text, closing, line)
    for (const hail of hails) breakAround(at, hail)
    for (const end of ends) breakAround(at, end)
    for (const over of matchesIn(reading.text, overMark, line)) breakAround(at, over)
    const head = { start: line.start, end: hails[0]?.start ?? line.start }
    frameOfHead(reading.text, head, at)
    const tail = { start: ends.at(-1)?.end ?? line.end, end: line.end }
    for (const m of matchesIn(reading.text, gluedWord, tail)) at.set(m.start, '\n')
    for (const m of matchesIn(reading.text, signerTitle, tail)) at.set(m.start, '\n')
    for (const m of matchesIn(reading.text, wideGap, tail)) at.set(m.start, '\n')
    for (const m of matchesIn(reading.text, gapAfterSentence, { start: line.start, end: tail.start }))
      at.set(m.start, '\n\n')
    for (const m of matchesIn(reading.text, gluedColon, line)) at.set(m.start, '\n\n')
    for (const m of matchesIn(reading.text, gluedSentence, line)) at.set(m.start, '\n\n')
  }
  const edits: Edit[] = [...at]
    .sort((a, b) => a[0] - b[0])
    .map(([start, text]) => ({ start, end: start, text }))
  return edited(reading, edits)
}

const datedAddressee = /^[A-Z][a-z]{2,8}\s\d{1,2},?\s(?:19|20)\d\d(?=\s{1,4}(?:The Hon|Hon|Mr|Ms|Mrs|Dr))/
const addressLine = /^(?:The\s)?[A-Z][\w.,'&-]*\s[A-Z].*\b\d{5}(?:-\d{4})?$/

/** A salutation that the letter's first words follow in its line, as printed records set it. */
const runInHail = /^dear\s[^:,]{2,60}(?::(?=\s+\p{Lu})|,(?=\s+(?:we|i|as|on|in|this|the|thank)\s))/iu

/** A salutation and the letter's first words, a date and an addressee in one line, or a whole address block in one. */
function frameOfShortLine(text: string, line: Line, at: Map<number, string>): void {
  const hail = runInHail.exec(line.text)
  if (hail !== null) {
    at.set(line.start + hail[0].length, '\n\n')
    return
  }
  const date = datedAddressee.exec(line.text)
  if (date !== null) at.set(line.start + date[0].length, '\n\n')
  if (line.text.length < 60 || !addressLine.test(line.text) || /[a-z]{3}\.\s[A-Z]/.test(line.text)) return
  breakAddress(text, { start: line.start + 8, end: line.end }, at)
}

function frameOfHead(text: string, head: Span, at: Map<number, string>): void {
  const dates = matchesIn(text, fullDate, head)
  for (const m of dates) breakAround(at, m)
  const addressees = matchesIn(text, addressee, head)
  const dated = dates.at(-1)?.end
  if (addressees.length === 0 && dated !== undefined && head.end - dated < 400)
    breakAddress(text, { start: dated + 4, end: head.end }, at)
  const last = addressees.filter(m => head.end - m.start < 900)
  for (const m of last) at.set(m.start, '\n\n')
  const block = { start: last[0]?.start ?? head.end, end: head.end }
  for (const m of matchesIn(text, gluedWord, block)) if (!at.has(m.start)) at.set(m.start, '\n')
  for (const m of matchesIn(text, / {2,}/g, block)) at.set(m.start, '\n')
  for (const [i, from] of last.entries())
    breakAddress(text, { start: from.end, end: last[i + 1]?.start ?? head.end }, at)
}

/** A block in one line: name, office, organization and street each begin a line; "of the ..." goes with what it follows. */
function breakAddress(text: string, block: Span, at: Map<number, string>): void {
  for (const m of matchesIn(text, afterTitle, block)) at.set(m.start, '\n')
  for (const m of matchesIn(text, addressPart, block)) {
    if (/[A-Za-z]{3}\.?\s\d{1,2},?$/.test(text.slice(Math.max(0, m.start - 14), m.start))) continue
    const isContinued =
      !text.startsWith('The White House', m.end) &&
      /\b(?:of|the|and|for|U\.S\.|States|Acting|Deputy|Assistant|Under|(?<!(?:Attorney|Inspector|Postmaster|Comptroller|Surgeon|Solicitor)\s)General|Vice|Federal|National)$/.test(
        text.slice(Math.max(0, m.start - 24), m.start)
      )
    const isShortName =
      /\s[A-Z]{2,6}$/.test(text.slice(Math.max(0, m.start - 8), m.start)) && at.has(lastSpace(text, m.start))
    if (!isContinued && !isShortName && !at.has(m.start)) at.set(m.start, '\n')
  }
}

/** Where the word before `at` is parted from the one before it. */
const lastSpace = (text: string, at: number): number => text.lastIndexOf(' ', at - 1)

function breakAround(at: Map<number, string>, span: Span): void {
  at.set(span.start, '\n\n')
  at.set(span.end, '\n\n')
}

function matchesIn(text: string, pattern: RegExp, within: Span): Span[] {
  if (within.end <= within.start) return []
  return [...text.slice(within.start, within.end).matchAll(pattern)].map(m => ({
    start: within.start + m.index,
    end: within.start + m.index + m[0].length
  }))
}
