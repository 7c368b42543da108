import type { ListedQuestion } from '../catalog.ts'
import { bars } from '../charts/bars.ts'
import { stackedColumns } from '../charts/columns.ts'
import type { Chart } from '../charts/svg.ts'
import { ageBucketLabels, ageBucketOf, ageBuckets } from '../domain/answers.ts'
import { groupOfState } from '../domain/cells.ts'
import { type Day, yearOf } from '../domain/day.ts'
import { type PublicGroup, publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { type Listing, type Reader, seesAsStaff } from '../listing.ts'

/** Pictures of a list of questions: how old its unanswered ones are, and what came back to those of each year. */
export function picturesOf(questions: readonly ListedQuestion[], listing: Listing): readonly Chart[] {
  if (questions.length === 0) return []
  const drawn = kept.get(questions) ?? [unansweredByAge(questions, listing), byYear(questions, listing)]
  kept.set(questions, drawn)
  return drawn
}

/** A listing gives the same list for the same filter, and each page of it has the same pictures. */
const kept = new WeakMap<readonly ListedQuestion[], readonly Chart[]>()

interface OfDay {
  readonly today: Day
  readonly day: Day | null
  readonly groups: Partial<Record<PublicGroup, number>>
}

/** Questions counted by a day of theirs and by what came back: many share one, and a letter's stand together. */
function byDays(
  questions: readonly ListedQuestion[],
  reader: Reader,
  dayOf: (question: ListedQuestion) => Day | null
): OfDay[] {
  const counted = new Map<Day, Map<Day | null, OfDay>>()
  let last: ListedQuestion['letter'] | null = null
  let isStaff = false
  let today = ''
  let days = new Map<Day | null, OfDay>()
  for (const question of questions) {
    if (question.letter !== last) {
      last = question.letter
      isStaff = seesAsStaff(reader, last)
      today = reader.todayAt(last.deskId)
      days = counted.get(today) ?? new Map()
      counted.set(today, days)
    }
    const group = groupOfState(isStaff ? question.state : question.publicState)
    if (group === null) continue
    const day = dayOf(question)
    const ofDay: OfDay = days.get(day) ?? { today, day, groups: {} }
    days.set(day, ofDay)
    ofDay.groups[group] = (ofDay.groups[group] ?? 0) + 1
  }
  return [...counted.values()].flatMap(days => [...days.values()])
}

function unansweredByAge(questions: readonly ListedQuestion[], { reader }: Listing): Chart {
  const counts = new Map<string, number>()
  let unanswered = 0
  for (const { today, day, groups } of byDays(questions, reader, ({ firstAskedOn }) => firstAskedOn)) {
    const bucket = ageBucketOf(day, today)
    const count = publicGroups.reduce(
      (sum, group) => sum + (group === 'answered' ? 0 : (groups[group] ?? 0)),
      0
    )
    if (count > 0) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
    unanswered += count
  }
  const shown = ageBuckets.filter(bucket => bucket !== 'no_date' || counts.has(bucket))
  return bars({
    id: 'unanswered-by-age',
    title: 'Unanswered questions by the time since they were asked',
    description: `${unanswered} of ${questions.length} questions are unanswered.`,
    columns: ['Asked', 'Unanswered questions'],
    bars: shown.map(bucket => ({ label: ageBucketLabels[bucket], value: counts.get(bucket) ?? 0 }))
  })
}

function byYear(questions: readonly ListedQuestion[], { reader }: Listing): Chart {
  const years = new Map<number, Record<string, number>>()
  for (const { day, groups } of byDays(questions, reader, ({ letter }) => letter.letterDate)) {
    if (day === null) continue
    const counts = years.get(yearOf(day)) ?? {}
    for (const [group, count] of Object.entries(groups)) counts[group] = (counts[group] ?? 0) + count
    years.set(yearOf(day), counts)
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
