import { dateLine, datesIn, dayOf } from './dates.ts'
import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { isSignerTitle } from './names.ts'
import type { RunningHeads } from './page-furniture.ts'
import { sentencesIn } from './paragraphs.ts'
import type { Chamber, Signatory } from './types.ts'

/** The letter's own date: on a line above the salutation, in a running head, or as the lead-in names it; else null. */
export function dateOf(text: string, frame: Frame, heads: RunningHeads): string | null {
  const lines = linesOf(text, frame.head).filter(line => !line.isBlank)
  for (const line of lines.reverse()) {
    const date = dateLine(line.text) ?? stampedDate(line.text)
    if (date !== null) return date
  }
  return (
    dateAbove(text, frame) ??
    heads.date ??
    dateAfter(text, frame) ??
    dateInLead(text, frame) ??
    dateOfRelease(text, frame)
  )
}

/** When a message that forwards the letter was sent. */
const messageSent = /^\W*(?:sent|forwarded)\s?:/i

/** A date set beside other matter of the head: "Washington, D.C., March 4, 2011", or a stamp in an address block. */
function stampedDate(line: string): string | null {
  if (line.length > 400 || /[a-z]{3}\.\s/.test(line) || messageSent.test(line)) return null
  const found = datesIn(line).filter(date => date.year !== null)
  const date = found.at(-1)
  return date?.year ? dayOf(date.year, date.month, date.day) : null
}

/** A date line just above the block, with nothing but titles between. */
function dateAbove(text: string, frame: Frame): string | null {
  const lines = linesOf(text, frame.lead).filter(line => !line.isBlank)
  const last = lines.at(-1)
  if (last === undefined) return null
  const date = dateLine(last.text)
  if (date !== null) return date
  const end =
    /(?:^|[\s:.])((?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2},?\s(?:19|20)\d\d)$/.exec(
      last.text.slice(-60)
    )
  return end?.[1] === undefined ? null : dateLine(end[1])
}

/** Without a salutation: a date on a line of its own near the top; with one, a date line among the signatures. */
function dateAfter(text: string, frame: Frame): string | null {
  const within = frame.hail === null ? { start: 0, end: Math.min(frame.body.end, 1500) } : frame.signature
  for (const line of linesOf(text, within)) {
    const date = line.isBlank ? null : dateLine(line.text)
    if (date !== null) return date
  }
  return null
}

const tellsOfLetter = /\b(?:letter|wrote|written|writing|sent)\b/i

/** A date the lead-in gives the letter: "the March 20 letter", "a letter sent on July 18th, 2011". */
function dateInLead(text: string, frame: Frame): string | null {
  for (const sentence of sentencesIn(text, {
    start: frame.lead.start,
    end: Math.min(frame.lead.end, frame.lead.start + 20_000)
  })) {
    const said = text.slice(sentence.start, sentence.end).slice(0, 1200)
    if (!tellsOfLetter.test(said)) continue
    for (const date of datesIn(said)) {
      const before = said.slice(Math.max(0, date.start - 40), date.start)
      const after = said.slice(date.end, date.end + 20)
      const isLetters =
        /^\s{0,9},?\s{0,9}letter\b/.test(after) ||
        /\bletter\b.{0,30}\b(?:dated|sent on|of|on)\s$|\b(?:sent|wrote|dated)\b.{0,30}\bon\s$|\bdated\s$/i.test(
          before
        )
      if (
        !isLetters ||
        /\breceived\b/i.test(before) ||
        /\b(?:first|earlier|previous|prior|another|last|initial)\s(?:\S+\s)?letter\b/i.test(before)
      )
        continue
      const year = date.year ?? likelyYear(text)
      if (year !== null) return dayOf(year, date.month, date.day)
    }
  }
  return null
}

const otherDay =
  /\b(?:yesterday|(?:last|earlier this|this|previous) (?:week|month|year)|(?:on |late |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|last night|recently)\b/i

/** The date a release bears on a line of its own, where what it says of the letter names no other day. */
function dateOfRelease(text: string, frame: Frame): string | null {
  if (frame.hail === null) return null
  const opening = { start: frame.lead.start, end: Math.min(frame.lead.end, frame.lead.start + 1500) }
  const lines = linesOf(text, opening).filter(line => !line.isBlank)
  const at = lines.slice(0, 8).findIndex(line => dateLine(line.text) !== null)
  const said = lines.slice(at + 1).filter(line => line.text.length > 100 && tellsOfLetter.test(line.text))
  return at < 0 || said.length === 0 || said.slice(0, 2).some(line => otherDay.test(line.text.slice(0, 400)))
    ? null
    : dateLine(lines[at]?.text ?? '')
}

/** The year the text's full dates speak of most. */
function likelyYear(text: string): number | null {
  const counts = new Map<number, number>()
  for (const { year } of datesIn(text.slice(0, 40_000)))
    if (year !== null) counts.set(year, (counts.get(year) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? null
}

const senateWords =
  /\bUnited States Senat(?:e|or)\b|\bU\.?S\.? Senat(?:e|ors?)\b|\bSens?\.\s|\bSenators?\s[A-Z]/
const houseWords =
  /\bMembers? of Congress\b|\bHouse of Representatives\b|\bRepresentatives?\s[A-Z]|\bReps?\.\s|\bCongress(?:man|woman|men)\b/

const titledName =
  /^(?:U\.S\. )?(?:Senators?|Sens?\.|Representatives?|Reps?\.|Congress(?:man|woman|men|women))\s/

/** The chamber the signers sit in, from their titles, the letterhead, or how the lead-in names them. */
export function chamberOf(text: string, frame: Frame, signers: Signatory[]): Chamber | null {
  const titles = signers.map(signer => signer.title ?? '').join('\n')
  const signature = linesOf(text, frame.signature)
    .map(line => line.text)
    .filter(line => isSignerTitle(line) || titledName.test(line))
    .join('\n')
  return (
    chamberIn(`${titles}\n${signature}`, /senat|\bsens?\./i, /congress|representative|house|\breps?\./i) ??
    chamberIn(
      letterhead(text, frame),
      /united states senate|u\.s\. senate|senate committee/i,
      /house of representatives|congress of the united states|house committee/i
    ) ??
    chamberIn(
      bodyOpening(text, frame),
      /\b(?:senate|senator)\b/i,
      /\b(?:house (?:committee|of)|members? of congress|representative)\b/i
    ) ??
    chamberIn(
      text.slice(frame.lead.start, Math.min(frame.lead.end, frame.lead.start + 1500)),
      senateWords,
      houseWords
    )
  )
}

const letterhead = (text: string, frame: Frame): string =>
  linesOf(text, frame.head)
    .map(line => line.text)
    .filter(line => line.length < 60)
    .slice(0, 4)
    .join('\n')

const bodyOpening = (text: string, frame: Frame): string => {
  const opening = text.slice(frame.body.start, frame.body.start + 400)
  return /^[\s\S]{0,40}\b(?:as|on behalf of)\b[\s\S]{0,160}/i.exec(opening)?.[0] ?? ''
}

function chamberIn(said: string, senate: RegExp, house: RegExp): Chamber | null {
  const isSenate = senate.test(said)
  const isHouse = house.test(said)
  if (isSenate && isHouse) return 'joint'
  if (isSenate) return 'senate'
  return isHouse ? 'house' : null
}
