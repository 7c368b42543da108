import { filterQuery, type QuestionFilter } from '../domain/question-filter.ts'

const formatLabels = { csv: 'CSV', json: 'JSON', atom: 'Atom feed', ics: 'Calendar' } as const
export type ListFormat = keyof typeof formatLabels

/** Links to the same list, with the same filters, in other formats. */
export const formatsOf = (base: string, filter: QuestionFilter, formats: readonly ListFormat[]) =>
  formats.map(format => ({
    label: formatLabels[format],
    href: `${base}.${format}${withMark(filterQuery(filter))}`
  }))

const withMark = (query: string): string => query && `?${query}`
