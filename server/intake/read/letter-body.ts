import { dateLine } from './dates.ts'
import { endsSentence, type Line, linesOf } from './lines.ts'
import { isSignerTitle, nameOf, namesAfterTitle, splitColumns, surnameAfterTitle } from './names.ts'
import type { Span } from './types.ts'

/** A letter inside its text: what precedes it, its address block, salutation, body, signatures, and what follows. */
export interface Frame {
  lead: Span
  head: Span
  hail: Span | null
  body: Span
  signature: Span
  tail: Span
  /** Whether anything marks the end: a closing, or names with their titles. */
  isClosed: boolean
}

const hail =
  /^["']?dear\s+(?!colleagues?\b)[a-z].{0,160}$|^(?:gentlemen|ladies and gentlemen|to whom it may concern)\s?:/i
const titleHail =
  /^["']?(?:(?:mr|madame?|mrs|ms|dr)\.?\s)?(?:(?:acting|deputy|under|assistant)\s)?(?:secretary|administrator|director|commissioner|chair(?:man|woman)?|attorney general|inspector general|comptroller general|postmaster general|ambassador|president|mr\.?|ms\.?|mrs\.?|dr\.?|general|admiral)(?:,?\s(?:&|\p{L}[\p{L}.'-]*)){0,9}[:,]$/iu
const hasLowerWord = /\s(?!and\s)[a-z]/
const hailEnd = /[:,;.]["']?$/
const closing =
  /^(?:yours\s+)?(?:sincerely|very sincerely|sincere regards|sincere thanks|very truly yours|respectfully|truly yours|cordially|faithfully|best regards|kind regards|warm regards|warmest regards|regards|best wishes|with (?:best|kind|warm|sincere|great)\b.{0,40}(?:regards|wishes|appreciation|respect)|in (?:solidarity|service)|with appreciation|with gratitude)(?:\s(?:yours|submitted))?\s?[,.:;]?$/i
const closingWithName = /^(?:sincerely|respectfully(?: submitted)?|very truly yours|regards),\s+\S/i
const closingWithTitle =
  /^(?:sincerely|respectfully(?: submitted)?|very truly yours|regards),\s+\S+\s+\S.{0,60}\b(?:united states senat(?:or|e)|u\.?s\.? senator|members? of congress|chair(?:man|woman)?|ranking member)\b/i
const letterOver = /^(?:#\s?#\s?#|-\s?30\s?-|###.*|\* ?\* ?\*)$/
const addressWords =
  /\b(?:honorable|avenue|street|suite|room|building|floor|boulevard|drive|road|n\.?w\.?|s\.?w\.?|washington|d\.?c\.?|department|agency|office|bureau|commission|board|corporation|authority|secretary|administrator|director|chairman|chair|president|officer|p\.?o\.? box)\b|\b\d{5}(?:-\d{4})?$/i

/** Finds the letter: the salutation whose letter holds most, its address block above it and its signatures below. */
export function frameOf(text: string): Frame {
  const lines = linesOf(text)
  const hails = lines.flatMap((_, i) => (isHail(lines, i) ? [i] : []))
  const at = bestHail(lines, hails)
  if (at === null) return frameWithoutHail(text, lines)
  const headFrom = headStart(lines, at)
  const next = hails.find(h => h > at && headStart(lines, h) > at + 3)
  const until = next === undefined ? lines.length : headStart(lines, next)
  const line = lines[at]
  const hailTo = line === undefined ? 0 : line.end
  const lead = { start: 0, end: startOf(lines, headFrom, text) }
  const head = { start: lead.end, end: line?.from ?? 0 }
  return { lead, head, hail: { start: line?.start ?? 0, end: hailTo }, ...ending(text, lines, at + 1, until) }
}

function isHail(lines: Line[], i: number): boolean {
  const line = lines[i]
  if (line === undefined || line.text.length > 180) return false
  if (line.text.length < 90 && titleHail.test(line.text) && !hasLowerWord.test(line.text))
    return opensProse(lines, i + 1)
  if (!hail.test(line.text)) return false
  return hailEnd.test(line.text) || line.text.split(' ').length <= 6
}

/** Whether running text that speaks to somebody begins here: what tells "Secretary Example:" from a line of an address. */
function opensProse(lines: Line[], from: number): boolean {
  const next =
    lines
      .slice(from, from + 3)
      .find(line => !line.isBlank)
      ?.text.slice(0, 200) ?? ''
  return (
    next.length > 40 && /^["']?(?:\p{Lu}|\p{Ll}).*\s\p{Ll}+\s\p{Ll}+/u.test(next) && dateLine(next) === null
  )
}

/** Of several salutations on a page, the one with the longest letter before a closing; the first when alike. */
function bestHail(lines: Line[], hails: number[]): number | null {
  let best: number | null = null
  let most = -1
  hails.slice(0, 20).forEach((at, n) => {
    const until = hails[n + 1] ?? lines.length
    let size = 0
    for (let i = at + 1; i < until; i++) {
      const text = lines[i]?.text ?? ''
      if (isClosing(text)) {
        size += 2000
        break
      }
      size += Math.min(text.length, 2000) + (text.includes('?') ? 1500 : 0)
      if (size > 60_000) break
    }
    if (size > most * 1.5) {
      most = size
      best = at
    }
  })
  return best
}

export const isClosing = (line: string): boolean =>
  (line.length < 80 && (closing.test(line) || closingWithName.test(line))) ||
  (line.length < 300 && closingWithTitle.test(line))

/** The first line of the address block: upward from the salutation until running prose, or a line that introduces it. */
function headStart(lines: Line[], at: number): number {
  let first = at
  for (let i = at - 1; i >= 0 && at - i < 60; i--) {
    const line = lines[i]
    if (line === undefined) break
    if (line.isBlank) continue
    if (isRunningText(line.text) || introducesLetter(line.text)) break
    first = i
  }
  return first
}

const isRunningText = (text: string): boolean =>
  dateLine(text) === null &&
  !/\b\d{5}(?:-\d{4})?$/.test(text) &&
  (text.length > 130 ||
    (text.split(/\s+/).length > 11 && !addressWords.test(text)) ||
    (/[a-z]{3}\.$/.test(text) && text.split(' ').length > 7))

const introducesLetter = (text: string): boolean =>
  /^(?:=|_|-|\*){5,}$/.test(text) ||
  (/\b(?:letter|text)\b/i.test(text) && /:$|\b(?:below|follows|following|here)\b.{0,20}$/i.test(text))

function ending(
  text: string,
  lines: Line[],
  from: number,
  until: number
): Omit<Frame, 'lead' | 'head' | 'hail'> {
  const bodyStart = startOf(lines, from, text)
  const end = startOf(lines, until, text)
  for (let i = from; i < until; i++) {
    const line = lines[i]
    if (line === undefined || !isClosing(line.text)) continue
    const signatureEnd = signatureStop(lines, i + 1, until)
    return framed(bodyStart, line.from, startOf(lines, signatureEnd, text), end, true)
  }
  for (let i = from; i < until; i++) {
    const line = lines[i]
    if (line === undefined || line.isBlank) continue
    if (letterOver.test(line.text)) return framed(bodyStart, line.from, line.from, end, false)
    if (isSignedHere(lines, i, until)) {
      return framed(bodyStart, line.from, startOf(lines, signatureStop(lines, i, until), text), end, true)
    }
  }
  return framed(bodyStart, end, end, end, false)
}

const framed = (start: number, bodyEnd: number, signatureEnd: number, end: number, isClosed: boolean) => ({
  body: { start, end: Math.max(start, bodyEnd) },
  signature: { start: bodyEnd, end: Math.max(bodyEnd, signatureEnd) },
  tail: { start: signatureEnd, end: Math.max(signatureEnd, end) },
  isClosed
})

/** A name, and a Member's title in the line after it, where a letter has no closing words. */
function isSignedHere(lines: Line[], i: number, until: number): boolean {
  const name = lines[i]?.text ?? ''
  if (isNamesTogether(lines, i)) return true
  if (isTitledName(name)) {
    const rest = lines.slice(i, Math.min(i + 8, until)).filter(line => !line.isBlank)
    if (rest.length > 1 && rest.slice(0, 2).every(line => isTitledName(line.text))) return true
  }
  if (name.length > 90 || !splitColumns(name).every(part => nameOf(part) !== null)) return false
  const next = lines.slice(i + 1, Math.min(i + 3, until)).find(line => !line.isBlank)
  return next !== undefined && next.text.length < 90 && isSignerTitle(next.text)
}

/** "Senator Jane Doe" alone in a line. */
const isTitledName = (line: string): boolean =>
  /^(?:(?:senate|house|assistant|deputy)\s){0,2}(?:(?:majority|minority|democratic|republican)\s)?(?:leader|whip|senator|sen\.|representative|rep\.|congress(?:man|woman))\s/i.test(
    line
  ) &&
  line.length < 60 &&
  (nameOf(line) !== null || surnameAfterTitle(line) !== null)

/** "Senators Jane Doe and Pat Roe" alone in a line, after a sentence's end and before no prose. */
function isNamesTogether(lines: Line[], i: number): boolean {
  if (namesAfterTitle(lines[i]?.text ?? '').length === 0) return false
  const before = lines.slice(Math.max(0, i - 3), i).findLast(line => !line.isBlank)
  const after = lines.slice(i + 1, i + 4).find(line => !line.isBlank)
  return before !== undefined && endsSentence(before.text) && (after === undefined || after.text.length < 160)
}

const signatureEnds =
  /^(?:cc|c\.c\.|enclosures?|encl\.?|attachments?|appendix|exhibit|bcc|background|about|contact|press contact|instructions|definitions|questions?|document requests?|issues?:|source:|related)\b/i

/** The line where the signatures end: prose, a copy list, an enclosure, or the release's end. */
function signatureStop(lines: Line[], from: number, until: number): number {
  let last = from
  for (let i = from; i < until && i - from < 900; i++) {
    const line = lines[i]
    if (line === undefined) break
    if (line.isBlank) continue
    if (letterOver.test(line.text) || signatureEnds.test(line.text)) break
    if (line.text.length > 160 || isSignatureProse(line.text)) break
    last = i + 1
  }
  return last
}

const isSignatureProse = (text: string): boolean => {
  const words = text.split(/\s+/)
  if (/^(?:\[\d+\]|\(?\d{1,2}[.)])\s/.test(text)) return true
  const lower = words.filter(word => /^[a-z]/.test(word)).length
  return (words.length > 7 && lower > words.length * 0.4) || /[a-z]\?$|[a-z]{2}:$/.test(text)
}

/** A text without a salutation: a fragment, or a release that quotes the letter; all of it is read as the body. */
function frameWithoutHail(text: string, lines: Line[]): Frame {
  const none = { start: 0, end: 0 }
  return { lead: none, head: none, hail: null, ...ending(text, lines, 0, lines.length) }
}

const startOf = (lines: Line[], i: number, text: string): number => lines[i]?.from ?? text.length
