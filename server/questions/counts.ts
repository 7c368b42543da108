import type { ListedQuestion } from '../catalog.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { oldestCheck } from '../letters/present.ts'
import { type Listing, latestChange, stateFor } from '../listing.ts'

/** What files and the API say of an organization's, a Member's or a topic's questions: counts with their denominator. */
export function questionCounts(questions: readonly ListedQuestion[], { reader }: Listing) {
  const { counted, unanswered, groups } = groupCounts(questions.map(question => stateFor(question, reader)))
  return {
    questions: counted,
    unanswered,
    noReplyRecorded: groups.no_reply,
    repliedNotAnswered: groups.replied,
    answered: groups.answered,
    refusedOrNotHeld: groups.refused,
    lastCheckedOn: oldestCheck(questions),
    changedAt: questions.length > 0 ? latestChange(questions).toISOString() : null
  }
}

/** In the order of a file's columns. */
export const questionCountColumns = [
  'questions',
  'unanswered',
  'noReplyRecorded',
  'repliedNotAnswered',
  'answered',
  'refusedOrNotHeld',
  'lastCheckedOn',
  'changedAt'
] as const satisfies (keyof ReturnType<typeof questionCounts>)[]
