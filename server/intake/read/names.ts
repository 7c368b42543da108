import { oneLine, withoutEnd } from './reading.ts'

const titleWord =
  /\b(?:chair(?:man|woman|person)?|co-chair|vice|ranking|senat(?:or|ors|e)|representatives?|congress(?:man|woman|men|ional)?|committees?|subcommittees?|united|states|u\.s\.|house|leader|speaker|delegate|commissioner|secretary|director|president|minority|majority|whip|caucus|counsel|chief|staff|assistant|attorney|general|deputy|acting|administrator|district|judiciary|finance|oversight|reform|commerce|energy|affairs|services|office|department|washington|building|enclosures?|attachments?|page|cc|from|to|subject|re|date|press|release|contact|phone|fax|sincerely|respectfully|regards|tel|office|resident|co-sponsor|health|government|appropriations|armed|veterans|budget|rules|ways|means|science|intelligence|agriculture|education|labor|homeland|security|natural|resources|transportation|infrastructure|small|business|ethics|administration|foreign|relations|banking|environment|public|works|technology|space|investigations|accountability|aging|pensions|innovation|competition|antitrust|privacy|subcommittees|management|regulatory|commission|foundation|corporation|institute|institutes|agency|agencies|bureau|association|council|university|board|bank|fund|authority|trustees|pending|calendar|recommendations|and|of|on|the|for|at|with)\b/i

/** Whether a word is one of an office or its field ("Co-Chairs", "Education"), and no surname. */
export const isOfficeWord = (word: string): boolean => titleWord.test(word) || /^(?:co-)?chairs$/i.test(word)

const stateName =
  /^(?:new (?:hampshire|jersey|mexico|york)|north (?:carolina|dakota)|south (?:carolina|dakota)|west virginia|rhode island|puerto rico|american samoa|virgin islands)$/i
const particle = /^(?:de|da|del|della|di|la|le|van|von|der|den|st\.?|san|dos|y|el|al|bin)$/i
const suffix = /^(?:jr|sr|ii|iii|iv|m\.?d|d\.?d\.?s|d\.?o|ph\.?d|esq|d\.?v\.?m|r\.?n)\.?$/i
const honorific =
  /^(?:\/s\/|s\/|x|the honorable|hon\.?|honorable|united states senators?|members? of congress|u\.?s\.? senators?|u\.?s\.? representatives?|u\.?s\.? reps?\.?|u\.?s\.? sens?\.?|senators?|sens?\.?|representatives?|reps?\.?|congress(?:man|woman|men|member)|delegate|del\.|chair(?:man|woman)?|ranking member|(?:(?:senate|house|assistant|deputy)\s){0,2}(?:(?:majority|minority|democratic|republican)\s)?(?:leader|whip)|mr\.|ms\.|mrs\.|dr\.)\s+/i

/** A person's name in proper case, when a line holds one and nothing else ("SEN. JANE Q. MEMBER (D-VT)"), or null. */
export function nameOf(line: string): string | null {
  const bare = withoutTags(line)
  if (bare.length < 4 || bare.length > 60 || /[0-9?!:;@#_=<>{}|]/.test(bare) || /\(\d/.test(line)) return null
  if (titleWord.test(bare) || stateName.test(bare)) return null
  const words = bare
    .replaceAll(',', ' ')
    .split(' ')
    .filter(word => word !== '')
  if (words.length < 2 || words.length > 6 || !words.every(isNameWord)) return null
  const main = words.filter(word => !suffix.test(word))
  const last = main.at(-1) ?? ''
  if (main.length < 2 || last.replace(/[^\p{L}]/gu, '').length < 2 || particle.test(last)) return null
  if (/^[a-z]/.test(main[0] ?? '')) return null
  return words
    .map(properCase)
    .map((word, i) => (i > 0 && suffix.test(word) && /^[js]r/i.test(word) ? word : word))
    .join(' ')
}

/** The line without honorifics before a name and without party, state or district after it. */
export function withoutTags(line: string): string {
  let bare = oneLine(
    line
      .slice(0, 200)
      .replace(/^[\s*_~.,'"\u2022-]+/, '')
      .replace(/\((?:[^)]{1,30})\)/g, ' ')
  )
  for (let n = 0; n < 3; n++) bare = bare.replace(honorific, '')
  bare = bare.replace(
    /,?\s(?:[RDI]-[A-Z][\w.-]{1,8}|(?:M\.?C|M\.?D|D\.?O|D\.?D\.?S|D\.?P\.?M|D\.?V\.?M|P\.?E|Ph\.?D|Pharm\.?D|R\.?N|J\.?D|O\.?D|MPH)\.?)$/,
    ''
  )
  const kept = withoutEnd(bare, ' ,.;*_?')
  return bare.indexOf('.', kept.length) >= 0 && /\b(?:jr|sr|[A-Z])$/i.test(kept) ? `${kept}.` : kept
}

function isNameWord(word: string): boolean {
  if (particle.test(word) || suffix.test(word)) return true
  return /^["'(]?\p{Lu}[\p{L}'.\u2019-]{0,24}["')]?$/u.test(word)
}

/** "MCCASKILL" and "VAN HOLLEN" as people write them; a word that has lower case of its own is left alone. */
export function properCase(word: string): string {
  if (/^(?:II|III|IV)$/.test(word)) return word
  if (/^(?:M\.?D|D\.?D\.?S|D\.?O|PH\.?D)\.?$/i.test(word)) return word
  if (/\p{Ll}/u.test(word) && !/^Mc\p{Lu}{2,}$/u.test(word)) return word
  if (word.replace(/[^\p{L}]/gu, '').length < 2) return word
  const lower = word.toLowerCase()
  const raised = lower.replace(
    /(^|[-'.("\u2019])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase()
  )
  return raised
    .replace(/^Mc(\p{Ll})/u, (_, letter: string) => `Mc${letter.toUpperCase()}`)
    .replace(/^(Jr|Sr)$/, '$1.')
}

const memberTitle =
  /^(?:u\.?\s?s\.?|united\s+states)\s+(?:senat(?:or|e)|represe?ntative|house|congress)|^members?\s+of\s+congress|^(?:senator|representative|congress(?:man|woman))$|^(?:co-|vice\s+)?chair(?:man|woman|person)?\b|^ranking\s+(?:minority\s+|republican\s+|democratic\s+)?(?:member|republican|democrat)|^(?:majority|minority|democratic|republican)\s+(?:leader|whip)|^speaker\b|^president pro|^delegate\b|^resident commissioner/i

/** Whether a line is what stands under a Member's signature: "United States Senator", "Chairman", "Member of Congress". */
export const isSignerTitle = (line: string): boolean => memberTitle.test(oneLine(line.slice(0, 120)))

const oneMember =
  /^(?:U\.S\. )?(?:Senator|Congress(?:man|woman)|Representative|Sen\.|Rep\.) (\p{Lu}[\p{L}'-]{2,30}(?: \p{Lu}[\p{L}'-]{2,30})?)$/u

/** "Senator Doe" alone in a line. */
export const surnameAfterTitle = (part: string): string | null => oneMember.exec(oneLine(part))?.[1] ?? null

const manyMembers =
  /^(?:U\.S\. )?(?:Senators|Sens\.|Representatives|Reps\.|Congress(?:men|women|members)|Members of Congress) /

/** "Senators Jane Doe and Pat Roe" alone in a line; empty when it holds anything else. */
export function namesAfterTitle(line: string): string[] {
  const said = oneLine(line.slice(0, 1000))
  const title = manyMembers.exec(said)
  if (title === null) return []
  const names = said
    .slice(title[0].length)
    .split(/,\s(?:and\s)?|\sand\s/)
    .map(nameOf)
  const known = names.filter(name => name !== null)
  return known.length > 1 && known.length === names.length ? known : []
}

/** The columns of a line: parts set apart by tabs or at least two spaces. */
export const splitColumns = (line: string): string[] =>
  line
    .split(/\t+| {2,}/)
    .map(part => part.trim())
    .filter(part => part !== '')
