import { bars } from '../charts/bars.ts'
import { stackedColumns } from '../charts/columns.ts'
import type { Chart } from '../charts/svg.ts'
import { type AgeBucket, ageBucketLabels, ageBuckets } from '../domain/answers.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { type Drawn, type FoundQuestions, readDrawn } from '../listing.ts'

/** Pictures of a list of questions: how old its unanswered ones are, what came back by year asked, and when answers came. */
export function picturesOf(found: FoundQuestions): readonly Chart[] {
  if (found.total === 0) return []
  const drawn = kept.get(found) ?? draw(found)
  kept.set(found, drawn)
  return drawn
}

/** A listing gives the same list for the same filter, and each page of it has the same pictures. */
const kept = new WeakMap<FoundQuestions, readonly Chart[]>()

interface Alike extends Drawn {
  readonly count: number
}

function draw({ drawn, total }: FoundQuestions): readonly Chart[] {
  const alike = [...drawn].map(([value, count]): Alike => ({ ...readDrawn(value), count }))
  return [unansweredByAge(alike, total), byYear(alike, total), ...answersOverTime(alike, total)]
}

function unansweredByAge(alike: readonly Alike[], total: number): Chart {
  const counts = new Map<AgeBucket, number>()
  for (const { age, group, count } of alike)
    if (group !== 'answered') counts.set(age, (counts.get(age) ?? 0) + count)
  const unanswered = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const shown = ageBuckets.filter(bucket => bucket !== 'no_date' || counts.has(bucket))
  return bars({
    id: 'unanswered-by-age',
    title: 'Unanswered questions by the time since they were asked',
    description: `${unanswered} of ${total} questions are unanswered.`,
    columns: ['Asked', 'Unanswered questions'],
    bars: shown.map(bucket => ({ label: ageBucketLabels[bucket], value: counts.get(bucket) ?? 0 }))
  })
}

/** None where no answer has a day. */
function answersOverTime(alike: readonly Alike[], total: number): Chart[] {
  const years = new Map<number, number>()
  let answered = 0
  let undated = 0
  for (const { group, answeredIn, count } of alike) {
    if (group !== 'answered') continue
    answered += count
    if (answeredIn === null) undated += count
    else years.set(answeredIn, (years.get(answeredIn) ?? 0) + count)
  }
  if (years.size === 0) return []
  const [first, last] = [Math.min(...years.keys()), Math.max(...years.keys())]
  return [
    bars({
      id: 'answers-over-time',
      title: 'Answered questions by the year in which the answer came',
      description: `From ${first} to ${last}; ${answered} of ${total} questions are answered${undated === 0 ? '' : `, ${undated} of them on a day that is not known`}.`,
      columns: ['Year', 'Answered questions'],
      bars: yearsFrom(first, last).map(year => ({ label: String(year), value: years.get(year) ?? 0 }))
    })
  ]
}

const yearsFrom = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

function byYear(alike: readonly Alike[], total: number): Chart {
  const years = new Map<number, Record<string, number>>()
  for (const { year, group, count } of alike) {
    if (year === null) continue
    const counts = years.get(year) ?? {}
    counts[group] = (counts[group] ?? 0) + count
    years.set(year, counts)
  }
  const asked = [...years.keys()]
  const first = Math.min(...asked)
  const last = Math.max(...asked)
  const all = asked.length === 0 ? [] : yearsFrom(first, last)
  return stackedColumns({
    id: 'by-year',
    title: 'Questions by the year of their letter, and what came back',
    description:
      asked.length === 0
        ? 'No dated question.'
        : `From ${first} to ${last}, ${total} questions; each column is divided by what came back.`,
    along: 'Year',
    kinds: publicGroups.map(group => ({ key: group, label: publicGroupLabels[group] })),
    columns: all.map(year => ({ label: String(year), counts: years.get(year) ?? {} }))
  })
}
