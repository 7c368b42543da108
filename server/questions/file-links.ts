import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { paths } from '../paths.ts'

const formatLabels = { csv: 'CSV', json: 'JSON', atom: 'Atom feed', ics: 'Calendar' } as const
export type ListFormat = keyof typeof formatLabels

/** Links to the same list, with the same filters, in other formats. */
export const formatsOf = (base: string, filter: QuestionFilter, formats: readonly ListFormat[]) =>
  formats.map(format => ({
    label: formatLabels[format],
    href: `${base}.${format}${withMark(filterQuery(filter))}`
  }))

/** Every way to take along or to follow the questions of a record's page: files, feed, calendar, mail. */
export const reuseOf = (choices: QuestionFilter['choices']) => {
  const filter = { ...everyQuestion, choices }
  return {
    formats: formatsOf('/questions', filter, ['csv', 'json', 'atom', 'ics']),
    followHref: paths.newSubscription(filterQuery(filter))
  }
}

const withMark = (query: string): string => query && `?${query}`
