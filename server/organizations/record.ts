import type { ListedLetter } from '../catalog.ts'
import { bars } from '../charts/bars.ts'
import { type AskedFacts, answerTimes, firstReplies } from '../domain/answers.ts'
import { daysBetween } from '../domain/day.ts'
import type { Listing } from '../listing.ts'

/**
 * How long an organization took: medians to acknowledgment, interim and substantive reply, each with how many letters
 * had one out of how many were put to it. Replies that this reader may not see count for nobody.
 */
export function answerTimesOf(letters: readonly ListedLetter[], listing: Listing) {
  const dated = letters.filter(letter => letter.letterDate !== null)
  const first = dated.flatMap(({ letterDate }) => letterDate ?? []).sort()[0]
  if (first === undefined) return null
  const today = listing.reader.todayAt(dated[0]?.deskId ?? '')
  const asked = dated.map(
    (letter): AskedFacts => ({
      askedOn: letter.letterDate ?? first,
      ...firstReplies(listing.repliesTo(letter))
    })
  )
  const times = answerTimes(asked, { from: first, until: today })
  return {
    from: times.from,
    until: times.until,
    rows: [
      { label: 'Acknowledgment', ...times.acknowledgment },
      { label: 'Interim reply', ...times.interim },
      { label: 'Substantive reply', ...times.substantive }
    ],
    chart: distribution(asked)
  }
}

const stretches: readonly (readonly [string, number])[] = [
  ['Within 30 days', 30],
  ['31 to 90 days', 90],
  ['91 to 180 days', 180],
  ['181 days to 1 year', 365],
  ['Over 1 year', Number.POSITIVE_INFINITY]
]

/** How many letters had their substantive reply within which time; those without one are a bar of their own. */
function distribution(asked: readonly AskedFacts[]) {
  const days = asked.flatMap(({ askedOn, substantiveOn }) =>
    substantiveOn && substantiveOn >= askedOn ? [daysBetween(askedOn, substantiveOn)] : []
  )
  if (days.length === 0) return null
  const within = stretches.map(([label, most], index) => {
    const least = stretches[index - 1]?.[1] ?? -1
    return { label, value: days.filter(count => count > least && count <= most).length }
  })
  return bars({
    id: 'time-to-answer',
    title: 'Time from letter to substantive reply',
    description: `${days.length} of ${asked.length} letters have a substantive reply on record.`,
    columns: ['Time', 'Letters'],
    bars: [...within, { label: 'None recorded', value: asked.length - days.length }]
  })
}
