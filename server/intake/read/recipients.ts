import { dateLine } from './dates.ts'
import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { nameOf, properCase, splitColumns } from './names.ts'
import type { RunningHeads } from './page-furniture.ts'
import { oneLine, withoutEnd } from './reading.ts'
import type { Recipient } from './types.ts'

const honorific =
  /^(?:(?:the\s)?(?:right\s)?hon(?:orable|\.)|(?:mr|mrs|ms|dr|messrs)\.?|general(?! (?:services|accounting|counsel|manager|dynamics|motors|electric|mills))|gen\.|lieutenant general|lt\. gen\.|major general|brigadier general|admiral|adm\.|vice admiral|colonel|col\.|captain|ambassador|professor|the reverend|sir|dame)\s+(?=[A-Z\u2018'])/i
const office =
  /\b(?:secretary|administrator|director|commissioner|chair(?:man|woman|person)?|president|ceo|chief|attorney general|inspector general|surgeon general|solicitor general|comptroller general|comptroller|ambassador|counsel|superintendent|postmaster general|archivist|librarian|officer|governor|mayor|administrative|acting|treasurer|registrar|trustee|provost|chancellor|dean|founder|owner|partner|manager|head|architect|representative|under secretary|deputy|executive|commander|commandant|adjutant|special agent|coordinator|senator|chairs?|ranking member|vice president|general counsel|principal|advisor|adviser|member)\b/i
const body =
  /\b(?:department|agency|office|bureau|administration|commission|board|corporation|corp\.?|service|services|institutes?|centers?|inc\.?|llc|l\.l\.c\.|llp|ltd\.?|company|co\.|university|college|authority|foundation|council|committee|association|system|systems|army|navy|air force|marine corps|coast guard|guard|white house|house of representatives|senate|congress|group|holdings|bank|technologies|trust|partners|society|union|league|network|airlines|industries|international|hospital|health|library|archives|court|courts|mission|embassy|division|command|organization|fund|exchange|platforms|laboratories|pharmaceuticals|media|energy|resources)\b/i
const number =
  /^\d+\s|^(?:one|two|three|four|five)\s\w{1,30}\s(?:street|avenue|plaza|center|way|drive|place|square|circle)/i
const zip = /\b\d{5}(?:-\d{4})?\b/
const road =
  /\b(?:street|st\.|avenue|ave\.?|boulevard|blvd\.?|road|rd\.|drive|parkway|highway|lane|plaza|suite|room|floor|p\.?o\.? box|mail ?stop|bldg\.?|building)\b.{0,30}$/i
const capital =
  /\bwashington,?\s{0,9}d\.?\s?c\b|\brayburn\b|\blongworth\b|\bdirksen\b|\bhart senate\b|\brussell senate\b/i
const city = /^[a-z]{2,30}(?:\s[a-z]{2,30}){0,2}\s?,\s[a-z]{2,30}(?:\s[a-z]{2,30})?$/i

/** Whether a line of an address says where: a street, a city and its state, a building. */
const isStreet = (line: string): boolean =>
  number.test(line) || zip.test(line) || road.test(line.slice(-60)) || capital.test(line) || city.test(line)

const via =
  /^(?:via|by|sent via|transmitted|delivered|submitted)\s.{0,60}$|@|^c\/o\b|^(?:re|subject|attn|attention|cc)\b\s?[:.]|^https?:|^(?:tel|fax|phone|email)\b/i

/** The addressees of the blocks above the salutation; without a block, whom the salutation or a running head names. */
export function recipientsOf(text: string, frame: Frame, heads: RunningHeads): Recipient[] {
  const hailed = frame.hail === null ? [] : hailedIn(oneLine(text.slice(frame.hail.start, frame.hail.end)))
  const blocks = blocksOf(text, frame)
  const found = blocks.map(recipientIn).filter(r => r.name !== null || r.organization !== null)
  const named = found.length > 0 ? found : frame.hail !== null ? hailed : headed(heads)
  return named
    .slice(0, 60)
    .map((recipient, i) =>
      completed(recipient, hailed[i] ?? (named.length === 1 ? hailed[0] : undefined), text, frame)
    )
}

/** The address blocks: the lines of the head from the first addressee on, cut where a new person begins. */
function blocksOf(text: string, frame: Frame): string[][] {
  const rows = linesOf(text, frame.head)
  const columns = withNames(columnsOf(rows.map(row => row.text)))
  const blocks: string[][] = []
  let isAfterGap = true
  let isStarted = false
  for (const [i, line] of columns.entries()) {
    if (line === '') {
      isAfterGap = true
      continue
    }
    if (dateLine(line) !== null || via.test(line) || isLetterhead(line)) {
      if (dateLine(line) !== null) blocks.length = 0
      isAfterGap = true
      continue
    }
    const current = blocks.at(-1)
    const isPerson = honorific.test(line)
    if (isPerson) isStarted = true
    const hasAddress = current?.some(l => isStreet(l)) ?? false
    if (
      current === undefined ||
      isPerson ||
      ((isAfterGap || nameOf(line.replace(degrees, '')) !== null) && hasAddress && !isStreet(line)) ||
      (isAfterGap && isNextPerson(columns, i, current))
    )
      blocks.push([line])
    else current.push(line)
    isAfterGap = false
  }
  return isStarted
    ? blocks
        .filter(
          block =>
            block.some(l => honorific.test(l) || (office.test(l) && body.test(l))) ||
            (nameOf(block[0] ?? '') !== null && office.test(block[1] ?? ''))
        )
        .slice(0, 60)
    : blocks
        .slice(-8)
        .map(fromAddressee)
        .filter(block => block.length > 0)
}

/** What a page's own lines begin with. */
const pageLine = /^(?:letters?|search|home|share|print|download|menu|skip|contact|about|news|press|public)\b/i

/** A block from its first line that can name an addressee on: a person, an office or a body. */
function fromAddressee(block: string[]): string[] {
  const at = block.findIndex(
    line =>
      !pageLine.test(line) &&
      (nameOf(line.replace(degrees, '')) !== null || office.test(line) || body.test(line))
  )
  return at < 0 ? [] : block.slice(at)
}

/** A name over an office, after a block that has both: people addressed one after the other without their streets. */
function isNextPerson(lines: string[], i: number, block: string[]): boolean {
  const below = lines.slice(i + 1).find(line => line !== '') ?? ''
  return (
    nameOf((lines[i] ?? '').replace(degrees, '')) !== null &&
    office.test(below) &&
    block.slice(1).some(line => office.test(line))
  )
}

/** "The Honorable" alone in a line goes with the name below it. */
function withNames(lines: string[]): string[] {
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last !== undefined && /^(?:the\s)?hon(?:orable|\.)$/i.test(last) && /^\p{Lu}/u.test(line))
      joined[joined.length - 1] = `${last} ${line}`
    else joined.push(line)
  }
  return joined
}

/** Two address blocks side by side are read one after the other. */
function columnsOf(rows: string[]): string[] {
  const split = rows.map(splitColumns)
  const pairs = split.filter(parts => parts.length === 2).length
  if (pairs < 3 || pairs < split.filter(parts => parts.length > 0).length * 0.5)
    return rows.flatMap((row, i) =>
      (split[i]?.length ?? 0) > 1 && !/^\W*$/.test(row) ? (split[i] ?? []) : [row]
    )
  return [...split.map(parts => parts[0] ?? ''), '', ...split.map(parts => parts[1] ?? '')]
}

const isLetterhead = (line: string): boolean =>
  /^(?:congress of the united states|united states senate|u\.s\. senate|u\.s\. house of representatives|united states house of representatives|house of representatives|committee on [a-z ,&]+|washington,? d\.?c\.?.{0,14})$/i.test(
    line
  ) || /^[#*=_-]{3,}$/.test(line)

function recipientIn(block: string[]): Recipient {
  const lines = block.flatMap(cutLine)
  const recipient: Recipient = { name: null, title: null, organization: null }
  const first = (lines[0] ?? '').replace(degrees, '')
  let from = 0
  if (honorific.test(first)) {
    recipient.name = personName(first.replace(honorific, '').replace(honorific, ''))
    from = 1
  } else if (
    !body.test(first) &&
    !isStreet(first) &&
    /^[A-Z][\p{L}.'-]+(?:\s[\p{L}.'-]+){1,4}$/u.test(first)
  ) {
    recipient.name = personName(
      first.replace(
        /^(?:(?:acting|deputy|under|assistant)\s)?(?:secretary|administrator|director|commissioner|chair(?:man|woman)?|attorney general)\s/i,
        ''
      )
    )
    from = 1
  }
  const titles: string[] = []
  for (const line of lines.slice(from)) {
    if (isStreet(line) && !/\b(?:department|office|agency)\b/i.test(line)) continue
    const isOffice =
      office.test(line) &&
      !/^(?:united states |u\.s\. |the )?(?:department|office|bureau|agency|executive office|administration)\b/i.test(
        line
      )
    if (isOffice && recipient.organization === null && titles.length < 3) titles.push(line)
    else if (
      recipient.organization === null &&
      (body.test(line) || titles.length > 0 || recipient.name !== null)
    )
      recipient.organization = line
  }
  recipient.title = titles.length > 0 ? withoutEnd(titles.join(', '), ',;') : null
  if (recipient.organization === null) fromTitle(recipient)
  recipient.organization = recipient.organization?.replace(/(?<=[a-z]{3})\s\d{1,4}$/, '') ?? null
  return recipient
}

/** "Commander, Veterans of an Example" is an office and a body, where nothing else names the body. */
function fromTitle(recipient: Recipient): void {
  const parts = /^([^,]{3,40}),\s(\p{Lu}[^,]{2,80}\s[^,]{2,80})$/u.exec(recipient.title ?? '')
  if (parts?.[1] === undefined || parts[2] === undefined || office.test(parts[2])) return
  recipient.title = parts[1]
  recipient.organization = parts[2]
}

/** "The Honorable Jane Doe, Secretary" is two lines. */
function cutLine(line: string): string[] {
  const parts = line.split(
    /,\s+(?=(?!DVM|USAF|USMC|USCG|FACP|MBA|MPA|MPH|USN|USA|LLC|LLP|INC)[A-Z]{3,6}$|[Tt]he\s[A-Z]|(?:(?:U\.S\.|United States)\s)?(?:Department|Office|Bureau|Agency|Federal|National)\s|(?:[A-Z][a-z]+\s){0,3}(?:Secretary|Director|Administrator|Commissioner|Chair|President|Chief|Attorney|Inspector|Comptroller|Acting|CEO|Executive|General)\b)/
  )
  return parts.map(part => part.replace(/[,;]$/, '').trim()).filter(part => part !== '')
}

const degrees =
  /,?\s(?:(?:M\.?D|Ph\.?\s?D|Esq|D\.?O|J\.?D|M\.?P\.?H|R\.?N|D\.?V\.?M|USN|USA|USAF|USMC|USCG|FACP|MBA|MPA)\b\.?,?\s?){1,6}(?:\(ret\.?\))?$/i

const personName = (said: string): string | null => {
  const whole = withoutEnd(said.replace(degrees, ''), ',;:')
  const bracket = whole.search(/\s\(/)
  const name = oneLine(bracket < 0 ? whole : whole.slice(0, bracket))
  return name === '' || name.length > 80 ? null : name.split(' ').map(properCase).join(' ')
}

const titleOfHail =
  /^((?:(?:mr|madam|madame|mrs|ms)\.?\s)?(?:(?:acting|deputy|under|assistant|principal|vice|interim|administrator|executive|associate|former)\s){0,3}(?:secretary|administrator|director|commissioner|chair(?:man|woman|person)?|president|attorney general|inspector general|surgeon general|comptroller general|comptroller|ambassador|superintendent|postmaster general|postmaster|archivist|general|admiral|governor|mayor|ceo|chief|judge|justice|dr\.|mr\.?|ms\.?|mrs\.?|senator|representative|congress(?:man|woman)|secretary-designate))\b\.?\s*(.*)$/i

/** Whom a salutation names: "Dear Secretary Doe and Administrator Roe:". */
function hailedIn(hail: string): Recipient[] {
  const said = withoutEnd(hail.replace(/^["']?dear\s+/i, ''), `:,;. "'`)
  return said
    .split(/,\s(?:and\s)?|\sand\s/)
    .map(part => part.trim())
    .filter(part => part !== '' && part.length < 80)
    .map(part => {
      const m = titleOfHail.exec(part)
      const title = m?.[1] === undefined || /^(?:mr|ms|mrs|dr)\.?$/i.test(m[1]) ? null : m[1]
      const name = oneLine(m?.[2] ?? part)
      return {
        name: name === '' ? null : name,
        title: title?.replace(/^(?:mr|madam|madame|mrs|ms)\.?\s/i, '') ?? null,
        organization: null
      }
    })
}

const headed = (heads: RunningHeads): Recipient[] =>
  heads.name === null
    ? []
    : [
        {
          name: personName(
            heads.name
              .replace(honorific, '')
              .replace(/^(?:secretary|director|administrator|commissioner|chair(?:man|woman)?)\s/i, '')
          ),
          title: null,
          organization: null
        }
      ]

const departments: [RegExp, string][] = [
  [
    /^secretary of (?:the )?(state|defense|commerce|labor|education|energy|agriculture|transportation|homeland security|health and human services|housing and urban development|veterans affairs)$/i,
    'Department of $1'
  ],
  [/^secretary of (the (?:treasury|interior|army|navy|air force))$/i, 'Department of $1'],
  [/^attorney general$/i, 'Department of Justice']
]

/** What the block leaves out is taken from the salutation, from the title, or from how the letter names the person. */
function completed(
  recipient: Recipient,
  hailed: Recipient | undefined,
  text: string,
  frame: Frame
): Recipient {
  const title = recipient.title ?? hailed?.title ?? null
  const implied = title === null ? null : impliedBy(title)
  const organization =
    recipient.organization ??
    implied ??
    (recipient.name === null ? null : namedWith(recipient.name, text, frame)) ??
    sentTo(text, frame)
  return { name: nameUpTo(recipient.name, hailed?.name) ?? hailed?.name ?? null, title, organization }
}

/** A name ends with the surname that the salutation says; what a scan left after it is no part of it. */
function nameUpTo(name: string | null, hailed: string | null | undefined): string | null {
  if (name === null || !hailed) return name
  const at = name.indexOf(` ${hailed} `)
  const end = at + 1 + hailed.length
  return at < 0 || /^,?\s(?:Jr|Sr|II|III|IV)\b/.test(name.slice(end)) ? name : name.slice(0, end)
}

const sentToPattern =
  /\bletters?\b.{0,120}?\bto (?:the )?((?:U\.S\.\s)?(?:Department of (?:the )?[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+){0,4}|(?:[A-Z]\w+\s(?:(?:of|and|for)\s)?){1,6}(?:Department|Agency|Administration|Commission|Bureau|Service|Office)))\b/

/** The organization the lead-in says the letter went to. */
const sentTo = (text: string, frame: Frame): string | null =>
  sentToPattern.exec(
    oneLine(text.slice(frame.lead.start, Math.min(frame.lead.end, frame.lead.start + 8000)))
  )?.[1] ?? null

function impliedBy(title: string): string | null {
  for (const [pattern, name] of departments) {
    const m = pattern.exec(title)
    if (m !== null)
      return oneLine(
        name
          .replace('$1', m[1] ?? '')
          .replace(/\b[a-z]/g, c => c.toUpperCase())
          .replace(/\b(?:Of|The|And)\b/g, w => w.toLowerCase())
      )
  }
  return null
}

/** The organization set before a title and the surname in the lead-in: "National Example Service Director Doe". */
function namedWith(name: string, text: string, frame: Frame): string | null {
  const surname = name.split(' ').at(-1) ?? name
  const lead = text.slice(frame.lead.start, Math.min(frame.lead.end, frame.lead.start + 8000))
  const at = lead.indexOf(surname)
  if (at < 0 || surname.length < 3) return null
  const before = oneLine(lead.slice(Math.max(0, at - 140), at))
  const m =
    /((?:[A-Z][\w&.-]{0,30}\s(?:(?:of|the|and|for|on)\s){0,2}){1,8})(?:\([A-Z&.-]{2,12}\)\s)?(?:Acting\s)?(?:Secretary|Director|Administrator|Commissioner|Chair(?:man|woman)?|CEO|President|Chief)\s(?:[A-Z][\w.'-]*\s){0,3}$/.exec(
      `${before} `
    )
  return m?.[1] === undefined
    ? null
    : oneLine(m[1]).replace(/^(?:Today|The|In|On|To|And|From|A)\s/, '') || null
}
