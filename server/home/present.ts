import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import {
  type answerChoices,
  everyQuestion,
  filterQuery,
  type QuestionFilter
} from '../domain/question-filter.ts'
import type { GroupCounts } from '../domain/roll-up.ts'
import { checkedOnWords, presentLetterRow } from '../letters/present.ts'
import { isUnansweredFor, type Listing, neverChecked, notOpen, oncePer, timelinessFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentQuestionRow, withTexts } from '../questions/present.ts'

const shortList = 5

const href = (choices: QuestionFilter['choices'], sort: QuestionFilter['sort'] = 'age'): string =>
  paths.questions(filterQuery({ ...everyQuestion, choices, sort }))

/** The first page: how many questions are unanswered, out of how many, and which have waited longest. */
export async function presentHome(listing: Listing) {
  const { counts, overdue, longest, newest, letterCount, checked } = figuresOf(listing)
  const row = (letter: ListedLetter) => presentLetterRow(letter, listing.questionsOf(letter), listing)
  const [overdueRows, longestRows] = await Promise.all([
    rowsOf(overdue.first, { timeliness: ['overdue'] }, listing),
    rowsOf(longest.first, { answer: ['unanswered'] }, listing)
  ])
  return {
    title: 'Still unanswered',
    isHome: true,
    section: 'home' as const,
    description: `Letters from Members of Congress to agencies: ${counts.unanswered} of ${counts.counted} questions have no recorded answer.`,
    feed: '/questions.atom',
    counts,
    unansweredHref: href({ answer: ['unanswered'] }),
    groups: publicGroups.map(group => ({
      code: group,
      label: publicGroupLabels[group],
      count: counts.groups[group],
      href: href({ answer: [group] })
    })),
    letterCount,
    checked,
    overdue: {
      total: overdue.total,
      rows: overdueRows,
      href: href({ timeliness: ['overdue'] }, 'due')
    },
    longest: {
      total: longest.total,
      rows: longestRows,
      href: href({ answer: ['unanswered'] })
    },
    letters: newest.map(row),
    moreLetters: letterCount > shortList
  }
}

/** What the page says of the whole record, counted once for all who see the same. */
const figuresOf = oncePer((listing: Listing) => {
  const letters = listing.letters.filter(({ isMention }) => !isMention)
  const overdue = listing.find({ ...everyQuestion, choices: { timeliness: ['overdue'] }, sort: 'due' })
  const unanswered = listing.find({ ...everyQuestion, choices: { answer: ['unanswered'] } })
  const { counts } = listing.find(everyQuestion)
  return {
    counts: countsOf(listing),
    overdue: { total: counts.timeliness.get('overdue') ?? 0, first: firstOfEach(overdue) },
    longest: { total: counts.answer.get('unanswered') ?? 0, first: firstOfEach(unanswered) },
    newest: newestOf(letters),
    letterCount: letters.length,
    checked: checkedInAll(listing)
  }
})

function countsOf(listing: Listing): Pick<GroupCounts, 'counted' | 'unanswered' | 'groups'> {
  const { answer } = listing.find(everyQuestion).counts
  const of = (choice: (typeof answerChoices)[number]): number => answer.get(choice) ?? 0
  const groups = {
    no_reply: of('no_reply'),
    replied: of('replied'),
    answered: of('answered'),
    refused: of('refused')
  }
  return { counted: of('unanswered') + of('answered'), unanswered: of('unanswered'), groups }
}

/** The letters recorded last, found without putting all of them in order. */
function newestOf(letters: readonly ListedLetter[]): readonly ListedLetter[] {
  let newest: readonly ListedLetter[] = []
  for (const letter of letters) {
    const last = newest[shortList - 1]
    if (last && letter.loggedAt <= last.loggedAt) continue
    newest = [...newest, letter]
      .sort((one, other) => other.loggedAt.getTime() - one.loggedAt.getTime())
      .slice(0, shortList)
  }
  return newest
}

/** The first question of each letter on a list: one letter is no list. */
function firstOfEach(questions: Iterable<ListedQuestion>): readonly ListedQuestion[] {
  const byLetter = new Map<ListedLetter, ListedQuestion>()
  for (const question of questions) {
    if (byLetter.size === shortList) break
    if (!byLetter.has(question.letter)) byLetter.set(question.letter, question)
  }
  return [...byLetter.values()]
}

/** Each with how many more of its letter are on the list. */
async function rowsOf(
  questions: readonly ListedQuestion[],
  choices: QuestionFilter['choices'],
  listing: Listing
) {
  return (await withTexts(questions)).map(({ listed, record }) => {
    const count = countOf(listed.letter, choices, listing) - 1
    return {
      ...presentQuestionRow(listed, record, listing),
      more: count > 0 ? { count, href: href({ ...choices, letter: [listed.letter.slug] }) } : null
    }
  })
}

/** How many of a letter's questions meet the choices: counted among its own few, not on the whole list. */
const countOf = (letter: ListedLetter, choices: QuestionFilter['choices'], listing: Listing): number =>
  listing
    .questionsOf(letter)
    .filter(question =>
      choices.timeliness
        ? ['overdue', 'long_overdue'].includes(timelinessFor(question, listing.reader) ?? '')
        : isUnansweredFor(question, listing.reader)
    ).length

/** Of many questions a few are always new: how many nobody has looked after yet says more than `Not yet checked`. */
function checkedInAll(listing: Listing): string | null {
  const { counts, check } = listing.find(everyQuestion)
  const open = counts.open.get('yes') ?? 0
  const unchecked = check.get(neverChecked) ?? 0
  if (open === 0) return null
  if (unchecked === open) return 'Not yet checked'
  if (unchecked > 0)
    return `${unchecked.toLocaleString('en-US')} of ${open.toLocaleString('en-US')} open ones not yet checked`
  const [oldest = ''] = [...check.keys()].filter(day => day !== notOpen).sort()
  return checkedOnWords(oldest, today(listing))
}

/** Where desks have their own midnight, the first desk's day will do for "last checked". */
const today = ({ catalog, reader }: Listing): string => reader.todayAt([...catalog.desks.keys()][0] ?? '')
