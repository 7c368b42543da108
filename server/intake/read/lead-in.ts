import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { isOfficeWord, nameOf } from './names.ts'
import { sentencesIn } from './paragraphs.ts'
import { oneLine } from './reading.ts'
import { once } from './signatories.ts'
import type { Signatory, Span } from './types.ts'

const nameWord = "[A-Z][\\p{L}'.-]*"
const degree =
  '(?:M\\.?D|D\\.?D\\.?S|D\\.?P\\.?M|D\\.?O|D\\.?V\\.?M|O\\.?D|Ph\\.?D|P\\.?E|R\\.?N|J\\.?D|Pharm\\.?D)\\.?'
const surname = `[A-Z][\\p{L}'-]+(?:,?\\s(?:Jr|Sr)\\.?|\\s(?:II|III|IV))?(?:,?\\s${degree}(?![\\p{L}]))?`
const nameRun = `((?:${nameWord}\\s(?:"[A-Z][\\p{L}]+"\\s)?){0,4}?${surname})`
const nameInFull = `((?:${nameWord}\\s){0,3}${surname})`
const state =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]'
const tagged = new RegExp(
  `${nameRun},?\\s?(?:\\((?:(?:both|all)\\s)?(?:[RDI]\\.?\\s?[-\\u2013\\u2014]\\s?[A-Z][\\w.\\s'-]{1,14}|[A-Z]{2}(?:-|\\s)(?:\\d{1,2}|AL|[Aa]t[- ][Ll]arge)|${state})\\)|(?<=,\\s)[RDI]\\.?-[A-Z][\\w.']{1,12})`,
  'gu'
)
const titled = new RegExp(
  `\\b(?:U\\.S\\.\\s)?(?:Senators?|Sens?\\.|Representatives?|Reps?\\.|Congress(?:man|woman|men|member|members)|SEN\\.|SENATOR|REP\\.)\\s${nameInFull}`,
  'gu'
)
/** "Sens. Jane Doe, Pat Roe (D-VT) and Alex Example": all that a title in the plural names. */
const titledRun = new RegExp(
  `(?<!\\b(?:to|from|with|of|(?:introduced|sponsored|supported|authored|passed|chaired)\\sby)\\s(?:U\\.S\\.\\s)?)\\b(?:Senators|Sens\\.|SENS\\.|Representatives|Reps\\.|REPS\\.|Congress(?:men|women|members))\\s((?:${nameInFull}(?:\\s\\([^)]{2,30}\\))?(?:,\\s(?:and\\s)?|\\s(?:and|&)\\s)){1,20}${nameInFull})`,
  'gu'
)
const signing =
  /\b(?:wrote|writes?|writing|sen[dt]|led|leads?|joined|joins?|joining|co-?signed|signed|signers?|signatories|called|calls|ask(?:ed|s|ing)?|urg(?:ed|es|ing)|press(?:ed|es|ing)|question(?:ed|s|ing)|demand(?:ed|s|ing)?|request(?:ed|s|ing)?|seek(?:s|ing)?|letter|announced|investigat\w+|today)\b/i
const cosigned =
  /\b(?:co-?signers|co-?signatories|signers|also signed|co-?signed|signed by|joined by|joining|were joined|in addition to|signatories|other signers|signing the letter|signed (?:on to )?the letter|joined (?:in )?(?:the|sending|signing)|letter was (?:led|sent|signed))\b/i
const headlineVerb =
  /^((?:(?:Senators?|Sens?\.|Reps?\.|Representatives?|Congress(?:man|woman)|Chair(?:man|woman)?|Ranking Member|SEN\.|REP\.)\s)?[A-Z][\p{L}'-]+(?:(?:,\s|,?\s(?:and|&)\s)[A-Z][\p{L}'-]+){0,6})(?:,?\s(?:and|&)?\s?(?:Colleagues|Others|Lawmakers))?,?\s(?:Demands?|Calls?|Urges?|Press(?:es)?|Asks?|Seeks?|Questions?|Requests?|Leads?|Writes?|Sends?|Push(?:es)?|Wants?|Slams?|Presses|Probes?|Investigates?|Raises?|Blasts?|Joins?|Inquires?|Letter|Launch(?:es)?|Opens?|Follows?|Renews?|Reiterates?|Expresses)\b/u

/**
 * Members whom the text around the letter names as its writers. With a signature block only those it says signed too are
 * added; without one, those named with party and state, then with a title, then the surnames of the headline.
 */
export function signatoriesAround(text: string, frame: Frame, signed: Signatory[]): Signatory[] {
  const around = [frame.hail === null ? frame.body : frame.lead, frame.tail].map(span => ({
    start: span.start,
    end: Math.min(span.end, span.start + 12_000)
  }))
  if (signed.length > 0)
    return withoutKnown(
      named(text, around, said => cosigned.test(said) && !elsewhen.test(said), [tagged]),
      signed
    )
  const lead = around.slice(0, 1)
  const byTag = named(text, around, aboutLetter(tagged), [tagged])
  const byTitles = [...titledTogether(text, lead), ...titledAlone(text, lead)]
  if (byTag.length > 0) return asPrinted(text, [...byTag, ...withoutKnown(onceBySurname(byTitles), byTag)])
  const byTitle = named(text, lead, aboutLetter(titled), [titled])
  return byTitle.length > 0
    ? [...byTitle, ...withoutKnown(onceBySurname(byTitles), byTitle)]
    : byTitles.length > 0
      ? onceBySurname(byTitles)
      : inHeadline(text, frame)
}

/** In the order the text names them, without the first half of a longer name. */
function asPrinted(text: string, found: Signatory[]): Signatory[] {
  const signers = found.filter(
    s =>
      !found.some(
        other => other.name.startsWith(`${s.name} `) && !other.name.includes(' ', s.name.length + 1)
      )
  )
  const opening = text.slice(0, 24_000)
  const at = new Map(signers.map(s => [s, opening.indexOf(s.name)]))
  const place = (s: Signatory): number => at.get(s) ?? -1
  return signers.some(s => place(s) < 0) ? signers : [...signers].sort((a, b) => place(a) - place(b))
}

/** Whether a sentence names writers: the first that names Members at all, and each that speaks of the letter. */
function aboutLetter(pattern: RegExp): (said: string) => boolean {
  let isFirst = true
  return said => {
    if (isHeadline(said) && pattern !== tagged) return false
    if (!isFirst) return ofLetter.test(said) && !elsewhen.test(said)
    if (said.search(pattern) < 0 || elsewhen.test(said)) return signing.test(said)
    isFirst = isHeadline(said)
    return true
  }
}

const ofLetter =
  /\b(?:letters?|wrote|writing|sen[dt]|led|leads?|leading|joined|joins?|joining|(?:co-?)?signed|(?:co-?)?signers?|(?:co-?)?signatories|penn(?:ed|ing))\b/i

function named(
  text: string,
  spans: Span[],
  isAbout: (said: string) => boolean,
  patterns: RegExp[]
): Signatory[] {
  const found: Signatory[] = []
  for (const span of spans) {
    let isRoster = false
    for (const sentence of sentencesIn(text, span)) {
      const said = oneLine(text.slice(sentence.start, Math.min(sentence.end, sentence.start + 6000)))
      const listed: string | null = isRoster ? listedName(lineAt(text, sentence)) : null
      isRoster = listed !== null || (/:$/.test(said) && cosigned.test(said))
      if (listed !== null) add(found, listed)
      if (listed !== null || !isAbout(said)) continue
      for (const pattern of patterns) addWriters(found, said, pattern)
      for (const signer of rosterIn(said)) found.push(signer)
      if (found.length > 600) break
    }
  }
  return onceBySurname(found)
}

/** The line a sentence ends: an initial at its start may have been taken for a list's letter. */
const lineAt = (text: string, { start, end }: Span): string =>
  text.slice(text.lastIndexOf('\n', start) + 1, Math.min(end, start + 200)).trim()

/** The name that stands alone on a line of a list of signers. */
const listedName = (line: string): string | null =>
  line.length < 80 ? nameOf(line.replace(/,?\s\([^()]{2,12}\)$/, '').replace(onlyDegree, '')) : null

/** The names a sentence gives its writers; those it says the letter went to are left out. */
function addWriters(found: Signatory[], said: string, pattern: RegExp): void {
  let addressed = -1
  for (const m of said.matchAll(pattern)) {
    const before = said.slice(Math.max(0, m.index - 200), m.index)
    const isNextOfThem =
      addressed >= 0 && /^,?(?:\sand)?\s(?:[A-Z]\S*\s){0,8}$/.test(said.slice(addressed, m.index))
    if (isNextOfThem || wroteTo.test(before)) addressed = m.index + m[0].length
    else add(found, m[1])
  }
}

const wroteTo =
  /\b(?:letters?|wrote|writing|writes?|sent)\s(?:\S+\s){0,4}?to\s(?:the\s)?(?:[A-Z]\S*\s(?:(?:of|on|and|for)\s(?:the\s)?)?){0,9}$/

/** One Member with a title, as a writer: at the start, after "and", or after "joined by". */
const alone = new RegExp(
  `(?:^|[\\u2013\\u2014-]\\s?|,\\s|\\band\\s|\\bby\\s|\\b(?:joined|joins|joining|led|with)\\s)(?:(?:U\\.S\\.|House|Senate|Committee|Subcommittee|fellow)\\s|[A-Z][a-z]+'s\\s){0,3}(?:Senator|Sen\\.|Representative|Rep\\.|Congress(?:man|woman|member)|Ranking\\sMember|Chair(?:man|woman)?|Delegate)\\s((?:${nameWord}\\s){1,3}${surname})`,
  'gu'
)
const ledBy = new RegExp(`\\b(?:led|headed|spearheaded)\\sby\\s((?:${nameWord}\\s){1,3}${surname})`, 'gu')
/** Where a sentence comes to whom it was sent to, or to what is asked. */
const sentTo =
  /\b(?:letters?|wrote|writing|sent|write|urg\w+|call\w*|press\w+|push\w+|ask\w*|demand\w*|request\w*)\b.{0,60}?\b(?:to|on|from)\s(?:the\s|U\.S\.\s)?[A-Z]|\bto\s(?:the\s)?[A-Z]/

function titledAlone(text: string, spans: Span[]): Signatory[] {
  const found: Signatory[] = []
  for (const span of spans)
    for (const sentence of sentencesIn(text, span)) {
      const said = oneLine(text.slice(sentence.start, Math.min(sentence.end, sentence.start + 3000)))
      if (isHeadline(said) || elsewhen.test(said) || !signing.test(said)) continue
      const to = said.search(sentTo)
      const subject = said.slice(0, to < 0 ? said.length : to)
      for (const pattern of [alone, ledBy]) for (const m of subject.matchAll(pattern)) add(found, m[1])
      if (found.length > 0) break
    }
  return found
}

function titledTogether(text: string, spans: Span[]): Signatory[] {
  const found: Signatory[] = []
  for (const span of spans)
    for (const sentence of sentencesIn(text, span)) {
      const said = oneLine(text.slice(sentence.start, Math.min(sentence.end, sentence.start + 3000)))
      if (!signing.test(said) || elsewhen.test(said) || isHeadline(said)) continue
      if (found.length > 0 && !cosigned.test(said)) continue
      for (const m of said.matchAll(titledRun))
        for (const name of (m[1] ?? '').split(/,\s(?:and\s)?|\s(?:and|&)\s/))
          add(found, name.replace(/\s\([^)]*\)/, '').trim())
    }
  return found
}

/** Words of a headline are capitalised whatever they are, so names cannot be told in it. */
const isHeadline = (said: string): boolean => {
  if (/[.?!]["')]?$/.test(said)) return false
  const words = said.split(' ').filter(word => word.length > 4)
  return words.filter(word => /^[a-z]/.test(word)).length < words.length * 0.3
}

/** A sentence about another time than the letter's. */
const elsewhen =
  /^(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d)\b|(?:last|earlier this|later this) (?:week|month|year|spring|summer|fall|winter)\b|(?:previously|earlier),?\s)/i

const onlyDegree = new RegExp(`,?\\s${degree}$`, 'u')
const beforeName =
  /^.*\b(?:Senators?|Sens?\.|Rep[a-z]{4,10}tives?|Reps?\.?|Congress(?:man|woman|men|women|members?)|Chair(?:man|woman|s|men)?|Ranking|Members?|Leader|Whip|Speaker|Emerita|Delegates?|Committee|Subcommittee|Caucus|Today|The|In|And)\s/

function add(found: Signatory[], said: string | undefined): void {
  if (said === undefined) return
  const bare = said
    .replace(beforeName, '')
    .replace(/^U\.S\.\s/, '')
    .replace(/'s$/, '')
    .replace(onlyDegree, '')
  if (
    /^(?:[RDI]-|(?:Members?|Chairs?|Chair(?:man|woman)|Leader|Whip|Senators?|Committee|Subcommittee|Congress|Colleagues|Democrats|Republicans|House|Senate)$)/.test(
      bare
    )
  )
    return
  const name = nameOf(bare) ?? (/^[A-Z][\p{L}'-]{2,}$/u.test(bare) && !isOfficeWord(bare) ? bare : null)
  if (name !== null) found.push({ name, title: null, from: 'lead-in' })
}

const rosterCue =
  /\b(?:co-?signers|co-?signatories|signatories|signers|signed by|joined by|joining|signed the letter|signing the letter)\b.{0,120}?(?::|\b(?:are|were|by|include[ds]?|was)\b:?)\s/i

/**
 * Names given as a list after "Cosigners of the letter are:": surnames, or a surname with a first name in brackets. Where
 * semicolons part them, what follows a comma is an office.
 */
function rosterIn(said: string): Signatory[] {
  const cue = rosterCue.exec(said)
  if (cue === null) return []
  const list = said.slice(cue.index + cue[0].length).replace(afterName, '')
  const entries = (
    list.split(';').length > 2
      ? list.split(/;\s(?:and\s)?/).map(entry => entry.replace(/,\s(?!(?:Jr|Sr|II|III|IV)\b).*$/, ''))
      : list.split(/[,;]\s?(?:and\s)?|\sand\s/)
  ).map(entry => oneLine(entry.replace(/\.$/, '').replace(beforeName, '')))
  const names = entries.map(rosterName)
  const known = names.filter(name => name !== null)
  const isRoster = known.length > 2 && known.length >= entries.length * 0.8
  return isRoster ? known.map(name => ({ name, title: null, from: 'lead-in' as const })) : []
}

/** What follows a name after a comma and is no name: "Jr.", "M.D." */
const afterName = new RegExp(`,\\s(?:(?:Jr|Sr)\\.?|${degree})(?![\\p{L}])`, 'gu')
const stateOnly = new RegExp(`^(?:${state}|[RDI])$`)

function rosterName(entry: string): string | null {
  const bracketed = /^([\p{Lu}][\p{L}' -]{1,30})\s\(([\p{Lu}][\p{L}. ]{1,20})\)$/u.exec(entry)
  if (bracketed !== null && !stateOnly.test(bracketed[2] ?? '')) return `${bracketed[2]} ${bracketed[1]}`
  const bare = entry.replace(/\s?\([^)]{1,20}\)/g, '')
  return /^\p{Lu}[\p{L}'.-]{0,20}(?:\s\p{Lu}[\p{L}'.-]{0,20}){0,3}$/u.test(bare) && !isOfficeWord(bare)
    ? bare
    : null
}

/** A Member named in full and then by surname is one. */
function onceBySurname(found: Signatory[]): Signatory[] {
  const full = new Set(found.filter(s => s.name.includes(' ')).map(s => surnameOf(s.name)))
  return once(found.filter(s => s.name.includes(' ') || !full.has(s.name.toLowerCase())))
}

const surnameOf = (name: string): string =>
  (
    name
      .replace(/,?\s(?:Jr|Sr|II|III|IV)\.?$/, '')
      .split(' ')
      .at(-1) ?? ''
  ).toLowerCase()

function withoutKnown(found: Signatory[], signed: Signatory[]): Signatory[] {
  const known = new Set(signed.map(s => surnameOf(s.name)))
  return found.filter(s => !known.has(surnameOf(s.name)))
}

function inHeadline(text: string, frame: Frame): Signatory[] {
  const spans = [frame.lead, frame.head]
  const lines = spans.flatMap(span =>
    linesOf(text, { start: span.start, end: Math.min(span.end, span.start + 4000) })
  )
  for (const line of lines) {
    if (line.text.length > 220) continue
    const m = headlineVerb.exec(line.text)
    if (m?.[1] === undefined) continue
    const names = m[1]
      .split(/,\s(?:and\s|&\s)?|\s(?:and|&)\s/)
      .map(name =>
        name.replace(
          /^(?:Senators?|Sens?\.|Reps?\.|Representatives?|Congress(?:man|woman)|Chair(?:man|woman)?|Ranking Member|SEN\.|REP\.)\s/,
          ''
        )
      )
    const kept = names.filter(
      name =>
        !/^(?:Senators?|Members?|Lawmakers|Republicans|Democrats|Committee|House|Senate|Congress|Chairs?|Letter|Statement|News|Press)$/i.test(
          name
        )
    )
    if (kept.length > 0) return kept.map(name => ({ name, title: null, from: 'lead-in' as const }))
  }
  return []
}
