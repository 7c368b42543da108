import { filterQuery, type QuestionFilter, readQuestionFilter } from '../domain/question-filter.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { paginate } from '../web/pagination.ts'
import { formatsOf } from './file-links.ts'
import { picturesOf } from './pictures.ts'
import { presentFilter, presentQuestionRow } from './present.ts'
import { withTexts } from './texts.ts'

const pageSize = 25

/** The page of a list of questions, narrowed and sorted as its address says. */
export async function questionsPage(listing: Listing, query: Readonly<Record<string, unknown>>) {
  const { filter, ignored } = readQuestionFilter(query, listing.isKnown)
  const found = listing.find(filter)
  const pages = paginate(found.total, query.page, pageSize, page => questionsHref(filter, page))
  const shown = await withTexts(found.slice(pages.skip, pages.skip + pageSize))
  return {
    title: 'Questions',
    section: 'questions' as const,
    description: 'Questions that Members of Congress put to agencies by letter, and what came back.',
    feed: `/questions.atom${withMark(filterQuery(filter))}`,
    formats: formatsOf('/questions', filter, ['csv', 'json', 'atom', 'ics']),
    followHref: paths.newSubscription(filterQuery(filter)),
    pages,
    pictures: picturesOf(found),
    ...presentFilter(filter, ignored, listing, questionsHref),
    questions: shown.map(({ listed, record }) => presentQuestionRow(listed, record, listing))
  }
}

export const questionsHref = (filter: QuestionFilter, page = 1): string =>
  paths.questions(filterQuery(filter, page))

const withMark = (query: string): string => query && `?${query}`
