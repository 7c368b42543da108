import type { ListedLetter } from '../catalog.ts'
import {
  everyQuestion,
  filterQuery,
  isNarrowed,
  type QuestionFilter,
  readQuestionFilter
} from '../domain/question-filter.ts'
import type { FoundQuestions, Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { formatsOf, presentFilter } from '../questions/present.ts'
import { paginate } from '../web/pagination.ts'
import { presentLetterRow } from './present.ts'

const pageSize = 25

/** Letters in the order of a list: the latest first, undated ones last. */
export interface LetterList {
  readonly filter: QuestionFilter
  readonly ignored: readonly string[]
  readonly letters: readonly ListedLetter[]
  readonly mentions: readonly ListedLetter[]
}

/** The letters of a list: where it is narrowed, those with a question that meets it. */
export function listLetters(listing: Listing, query: Readonly<Record<string, unknown>>): LetterList {
  const { filter, ignored } = readQuestionFilter(query, listing.isKnown)
  return { filter, ignored, ...lettersMeeting(filter, listing) }
}

type Meeting = Pick<LetterList, 'letters' | 'mentions'>

/** A listing gives the same list for the same filter, and each page of it has the same letters. */
const kept = new WeakMap<FoundQuestions, Meeting>()

function lettersMeeting(filter: QuestionFilter, listing: Listing): Meeting {
  const found = listing.find(isNarrowed(filter) ? filter : everyQuestion)
  const known = kept.get(found)
  if (known) return known
  const meeting = isNarrowed(filter) ? new Set(found.questions.map(({ letter }) => letter)) : null
  const letters = listing.latestLetters().filter(letter => meeting === null || meeting.has(letter))
  const made = {
    letters: letters.filter(({ isMention }) => !isMention),
    mentions: letters.filter(({ isMention }) => isMention)
  }
  kept.set(found, made)
  return made
}

/** The page of the list of letters. */
export function lettersPage(listing: Listing, query: Readonly<Record<string, unknown>>) {
  const list = listLetters(listing, query)
  const hrefOf = (page: number) => lettersHref(list.filter, page)
  const pages = paginate(list.letters.length, query.page, pageSize, hrefOf)
  const row = (letter: ListedLetter) => presentLetterRow(letter, listing.questionsOf(letter), listing)
  return {
    title: 'Letters',
    section: 'letters' as const,
    description: 'Letters from Members of Congress to agencies, and where each of their questions stands.',
    feed: `/letters.atom${queryOf(list.filter)}`,
    formats: formatsOf('/letters', list.filter, ['csv', 'json', 'atom']),
    followHref: paths.newSubscription(filterQuery(list.filter)),
    pages,
    ...presentFilter(list.filter, list.ignored, listing, lettersHref),
    letters: list.letters.slice(pages.skip, pages.skip + pageSize).map(row),
    mentions: pages.page === 1 ? list.mentions.map(row) : []
  }
}

const queryOf = (filter: QuestionFilter): string => {
  const query = filterQuery(filter)
  return query && `?${query}`
}

const lettersHref = (filter: QuestionFilter, page = 1): string => {
  const query = filterQuery(filter, page)
  return `${paths.letters()}${query && `?${query}`}`
}
