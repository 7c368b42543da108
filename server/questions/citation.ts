import { dayIn, longDay } from '../domain/day.ts'
import { type Chamber, chamberLabels } from '../domain/letters.ts'
import { fromWhom } from '../domain/signers.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import type { PresentedWhole, WholeQuestion } from './whole.ts'

/** How to cite a question: each says who recorded it, which desk judged it, when it was last checked, and the source. */
export function citationOf(
  { question, letter, desk }: WholeQuestion,
  shown: PresentedWhole,
  listing: Listing,
  baseUrl: string
) {
  const today = listing.reader.todayAt(String(letter.deskId))
  const asOfHref = `${paths.question(String(question._id))}/as-of/${today}`
  const when = letter.letterDate ? longDay(letter.letterDate) : (letter.dateAsSaid ?? 'undated')
  const from = fromWhom(letter) ?? 'signatories not known here'
  const to = shown.cells.map(({ office, addressee }) => addressee ?? office).join('; ')
  const found = shown.cells
    .map(({ office, label, checked }) => `${shown.cells.length > 1 ? `${office}: ` : ''}${label}${checked}`)
    .join('; ')
  const isJudged = shown.cells.some(({ judgedOn }) => judgedOn !== null)
  const recorded = `as recorded by ${desk.name} on ${longDay(dayIn(question.loggedAt, desk.zone))}, ${isJudged ? `judged by ${desk.name}` : 'not judged'}`
  const source = `Source: ${letter.source.title || 'the letter'}${letter.source.link ? `, ${letter.source.link}` : ''}`
  const link = baseUrl + asOfHref
  return {
    today,
    asOfHref,
    plain: `Question ${question.position} of the letter of ${when} from ${from} to ${to}: “${question.text}” ${found} (${recorded}; as of ${longDay(today)}). ${link}. ${source}.`,
    legal: `Letter from ${authors(letter.signatories)}${houseOf(letter.chamber)}, to ${to}, question ${question.position} (${bluebookDay(letter.letterDate) ?? when}), ${link} (${found}; ${recorded}). ${source}.`,
    bibtex: bibtex({
      key: `reply-due-${letter.slug}-${question.position}`,
      author: letter.signatories.map(({ name }) => name),
      hasOthers: (letter.signersStated ?? 0) > letter.signatories.length,
      title: `Question ${question.position}: ${letter.subject}`,
      howpublished: `Letter to ${to}`,
      year: letter.letterDate?.slice(0, 4) ?? '',
      date: letter.letterDate ?? '',
      url: link,
      note: `${found}; ${recorded}; as of ${today}. ${source}`
    }),
    link: `${baseUrl}${paths.letter(letter.slug)}#:~:text=${passage(question.text)}`
  }
}

const houseOf = (chamber: Chamber | null): string =>
  chamber === null || chamber === 'joint' ? '' : `, U.S. ${chamberLabels[chamber]}`

/** `Patrick Leahy et al.`, as law reviews do for more than two. */
const authors = (signatories: readonly { name: string }[]): string => {
  const names = signatories.map(({ name }) => name)
  return names.length > 2 ? `${names[0]} et al.` : names.join(' & ') || 'Members of Congress'
}

const months = [
  'Jan.',
  'Feb.',
  'Mar.',
  'Apr.',
  'May',
  'June',
  'July',
  'Aug.',
  'Sept.',
  'Oct.',
  'Nov.',
  'Dec.'
]

/** `Mar. 12, 2021`. */
const bluebookDay = (day: string | null): string | null =>
  day && `${months[Number(day.slice(5, 7)) - 1]} ${Number(day.slice(8))}, ${day.slice(0, 4)}`

interface BibtexEntry {
  readonly key: string
  readonly author: readonly string[]
  readonly hasOthers: boolean
  readonly title: string
  readonly howpublished: string
  readonly year: string
  readonly date: string
  readonly url: string
  readonly note: string
}

function bibtex({ key, author, hasOthers, url, ...fields }: BibtexEntry): string {
  const names = [...author.map(escaped), ...(hasOthers ? ['others'] : [])].join(' and ')
  const rows = [
    ['author', names],
    ...Object.entries(fields).map(([name, value]) => [name, escaped(value)]),
    ['url', url]
  ].filter(([, value]) => value !== '')
  return `@misc{${key},\n${rows.map(([name, value]) => `  ${name} = {${value}}`).join(',\n')}\n}`
}

/** BibTeX hands its fields to TeX, where these ten mean something. */
const escaped = (text: string): string =>
  text
    .replace(/[\\{}]/g, one => (one === '\\' ? '/' : ''))
    .replace(/[&%$#_]/g, one => `\\${one}`)
    .replace(/~/g, '\\textasciitilde{}')
    .replace(/\^/g, '\\textasciicircum{}')

/** A text fragment (`start,end`) that a browser scrolls to and marks. */
const passage = (text: string): string => {
  const words = text.trim().split(/\s+/)
  const encoded = (some: readonly string[]) => encodeURIComponent(some.join(' ')).replace(/-/g, '%2D')
  return words.length <= 10 ? encoded(words) : `${encoded(words.slice(0, 5))},${encoded(words.slice(-5))}`
}
