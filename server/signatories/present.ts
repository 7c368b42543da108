import type { MemberRecord } from '../../models/member.ts'
import type { Day } from '../domain/day.ts'
import { yearOf } from '../domain/day.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { chamberLabels } from '../domain/letters.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { presentLetterRow } from '../letters/present.ts'
import { type Listing, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { formatsOf, presentQuestionRow, reuseOf, withTexts } from '../questions/present.ts'
import { unknownIn } from '../web/ignored.ts'
import { paginate } from '../web/pagination.ts'

const pageSize = 50

/** The page of the list of Members. */
export function presentSignatories(listing: Listing, query: Readonly<Record<string, unknown>>) {
  const all = everySignatory(listing)
  const pages = paginate(all.length, query.page, pageSize, number => `${paths.signatories()}?page=${number}`)
  return {
    title: 'Members',
    section: 'signatories' as const,
    description: 'Members of Congress who signed a letter that this record holds.',
    formats: formatsOf('/signatories', everyQuestion, ['csv', 'json', 'atom']),
    ignored: unknownIn(query, ['page']),
    feed: '/signatories.atom',
    pages,
    signatories: all.slice(pages.skip, pages.skip + pageSize)
  }
}

/** Everybody who signed a letter, by surname, with how much of what they asked is unanswered. */
export function everySignatory(listing: Listing) {
  const { counts } = listing.find(everyQuestion)
  const { counts: unanswered } = listing.find({ ...everyQuestion, choices: { answer: ['unanswered'] } })
  const names = new Map<string, { name: string; letters: number }>()
  for (const letter of listing.letters)
    for (const { slug, name } of letter.signatories)
      names.set(slug, { name, letters: (names.get(slug)?.letters ?? 0) + (letter.isMention ? 0 : 1) })
  return [...names]
    .map(([slug, { name, letters }]) => ({
      slug,
      name,
      href: paths.signatory(slug),
      letters,
      asked: counts.signatory.get(slug) ?? 0,
      unanswered: unanswered.signatory.get(slug) ?? 0
    }))
    .sort(
      (one, other) =>
        surname(one.name).localeCompare(surname(other.name)) || one.name.localeCompare(other.name)
    )
}

const surname = (name: string): string =>
  name
    .replace(/,? (Jr|Sr|I{2,3}|IV)\.?$/, '')
    .split(' ')
    .at(-1) ?? name

const href = (choices: QuestionFilter['choices']): string =>
  paths.questions(filterQuery({ ...everyQuestion, choices }))

/** One Member: what they asked, what is unanswered. Null where this reader sees no letter of theirs. */
export async function presentSignatory(slug: string, member: MemberRecord | null, listing: Listing) {
  const letters = listing.letters.filter(letter => letter.signatories.some(one => one.slug === slug))
  const name = letters[0]?.signatories.find(one => one.slug === slug)?.name
  if (name === undefined) return null
  const asked = listing.isKnown('signatory', slug)
    ? listing.find({ ...everyQuestion, choices: { signatory: [slug] } }).questions
    : []
  const unanswered = asked.length
    ? listing.find({ ...everyQuestion, choices: { signatory: [slug], answer: ['unanswered'] } }).questions
    : []
  const counts = groupCounts(asked.map(question => stateFor(question, listing.reader)))
  const rows = await withTexts(unanswered.slice(0, 10))
  return {
    slug,
    name,
    ...service(member, todayOf(listing)),
    counts,
    groups: publicGroups.map(group => ({
      code: group,
      label: publicGroupLabels[group],
      count: counts.groups[group],
      href: href({ answer: [group], signatory: [slug] })
    })),
    unansweredHref: href({ answer: ['unanswered'], signatory: [slug] }),
    unansweredCount: unanswered.length,
    longest: rows.map(({ listed, record }) => presentQuestionRow(listed, record, listing)),
    letters: letters
      .toSorted((one, other) => (other.letterDate ?? '').localeCompare(one.letterDate ?? ''))
      .slice(0, 25)
      .map(letter => presentLetterRow(letter, listing.questionsOf(letter), listing)),
    letterCount: letters.filter(({ isMention }) => !isMention).length,
    lettersHref: `${paths.letters()}?signatory=${slug}`,
    ...reuseOf({ signatory: [slug] })
  }
}

const todayOf = ({ catalog, reader }: Listing): Day => reader.todayAt([...catalog.desks.keys()][0] ?? '')

/** Where and when the Member serves or served; nothing where the name is not matched to a Member. */
function service(member: MemberRecord | null, today: Day) {
  const terms = member?.terms.toSorted((one, other) => (one.start < other.start ? -1 : 1)) ?? []
  const last = terms.at(-1)
  if (!last) return { serves: null, hasLeft: false, leftOn: null }
  const seat = last.district === null ? last.state : `${last.state}-${last.district || 'at large'}`
  const hasLeft = last.end <= today
  return {
    serves: `${chamberLabels[last.chamber]}, ${seat}; last term recorded here ${yearOf(last.start)} to ${yearOf(last.end)}`,
    hasLeft,
    leftOn: hasLeft ? last.end : null
  }
}

export { signatoriesAsFile } from './formats.ts'
