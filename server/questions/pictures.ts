import type { ListedQuestion } from '../catalog.ts'
import { bars } from '../charts/bars.ts'
import { stackedColumns } from '../charts/columns.ts'
import type { Chart } from '../charts/svg.ts'
import { ageBucketLabels, ageBucketOf, ageBuckets } from '../domain/answers.ts'
import { groupOfState } from '../domain/cells.ts'
import { yearOf } from '../domain/day.ts'
import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { isUnansweredFor, type Listing, stateFor } from '../listing.ts'

/** Pictures of a list of questions: how old its unanswered ones are, and what came back to those of each year. */
export function picturesOf(questions: readonly ListedQuestion[], listing: Listing): readonly Chart[] {
  if (questions.length === 0) return []
  const drawn = kept.get(questions) ?? [unansweredByAge(questions, listing), byYear(questions, listing)]
  kept.set(questions, drawn)
  return drawn
}

/** A listing gives the same list for the same filter, and each page of it has the same pictures. */
const kept = new WeakMap<readonly ListedQuestion[], readonly Chart[]>()

function unansweredByAge(questions: readonly ListedQuestion[], { reader }: Listing): Chart {
  const unanswered = questions.filter(question => isUnansweredFor(question, reader))
  const counts = new Map<string, number>()
  for (const { firstAskedOn, letter } of unanswered) {
    const bucket = ageBucketOf(firstAskedOn, reader.todayAt(letter.deskId))
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  }
  const shown = ageBuckets.filter(bucket => bucket !== 'no_date' || counts.has(bucket))
  return bars({
    id: 'unanswered-by-age',
    title: 'Unanswered questions by the time since they were asked',
    description: `${unanswered.length} of ${questions.length} questions are unanswered.`,
    columns: ['Asked', 'Unanswered questions'],
    bars: shown.map(bucket => ({ label: ageBucketLabels[bucket], value: counts.get(bucket) ?? 0 }))
  })
}

function byYear(questions: readonly ListedQuestion[], { reader }: Listing): Chart {
  const years = new Map<number, Record<string, number>>()
  for (const question of questions) {
    const group = groupOfState(stateFor(question, reader))
    const { letterDate } = question.letter
    if (group === null || letterDate === null) continue
    const counts = years.get(yearOf(letterDate)) ?? {}
    counts[group] = (counts[group] ?? 0) + 1
    years.set(yearOf(letterDate), counts)
  }
  const asked = [...years.keys()]
  const first = Math.min(...asked)
  const last = Math.max(...asked)
  const all = asked.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return stackedColumns({
    id: 'by-year',
    title: 'Questions by the year of their letter, and what came back',
    description:
      asked.length === 0
        ? 'No dated question.'
        : `From ${first} to ${last}, ${questions.length} questions; each column is divided by what came back.`,
    along: 'Year',
    kinds: publicGroups.map(group => ({ key: group, label: publicGroupLabels[group] })),
    columns: all.map(year => ({ label: String(year), counts: years.get(year) ?? {} }))
  })
}
