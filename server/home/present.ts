import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { checkedWords, presentLetterRow } from '../letters/present.ts'
import { isUnansweredFor, type Listing, stateFor, timelinessFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentQuestionRow, withTexts } from '../questions/present.ts'

const shortList = 5

const href = (choices: QuestionFilter['choices'], sort: QuestionFilter['sort'] = 'age'): string =>
  paths.questions(filterQuery({ ...everyQuestion, choices, sort }))

/** The first page: how many questions are unanswered, out of how many, and which have waited longest. */
export async function presentHome(listing: Listing) {
  const counts = groupCounts(listing.questions.map(question => stateFor(question, listing.reader)))
  const overdue = listing.find({ ...everyQuestion, choices: { timeliness: ['overdue'] }, sort: 'due' })
  const unanswered = listing.find({ ...everyQuestion, choices: { answer: ['unanswered'] } })
  const letters = listing.letters.filter(({ isMention }) => !isMention)
  const row = (letter: ListedLetter) => presentLetterRow(letter, listing.questionsOf(letter), listing)
  const rows = (questions: readonly ListedQuestion[], choices: QuestionFilter['choices']) =>
    firstOfEach(questions, choices, listing)
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
    letterCount: letters.length,
    checked: checkedInAll(listing),
    overdue: {
      total: overdue.questions.length,
      rows: await rows(overdue.questions, { timeliness: ['overdue'] }),
      href: href({ timeliness: ['overdue'] }, 'due')
    },
    longest: {
      total: unanswered.questions.length,
      rows: await rows(unanswered.questions, { answer: ['unanswered'] }),
      href: href({ answer: ['unanswered'] })
    },
    letters: letters
      .toSorted((one, other) => other.loggedAt.getTime() - one.loggedAt.getTime())
      .slice(0, shortList)
      .map(row),
    moreLetters: letters.length > shortList
  }
}

/** The first question of each letter on a list, with how many more of that letter are on it: one letter is no list. */
async function firstOfEach(
  questions: readonly ListedQuestion[],
  choices: QuestionFilter['choices'],
  listing: Listing
) {
  const byLetter = new Map<ListedLetter, ListedQuestion>()
  for (const question of questions) {
    if (byLetter.size === shortList) break
    if (!byLetter.has(question.letter)) byLetter.set(question.letter, question)
  }
  return (await withTexts([...byLetter.values()])).map(({ listed, record }) => {
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
  const open = listing.questions.filter(({ isOpen }) => isOpen)
  const unchecked = open.filter(({ checkedOn }) => checkedOn === null).length
  return unchecked > 0 && unchecked < open.length
    ? `${unchecked.toLocaleString('en-US')} of ${open.length.toLocaleString('en-US')} open ones not yet checked`
    : checkedWords(open, today(listing))
}

/** Where desks have their own midnight, the first desk's day will do for "last checked". */
const today = ({ catalog, reader }: Listing): string => reader.todayAt([...catalog.desks.keys()][0] ?? '')
