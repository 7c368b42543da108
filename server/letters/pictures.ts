import type { LetterRecord } from '../../models/letter.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { matrix } from '../charts/matrix.ts'
import type { Chart } from '../charts/svg.ts'
import { type Happening, timeline } from '../charts/timeline.ts'
import type { Day } from '../domain/day.ts'
import { responseKindLabels } from '../domain/responses.ts'
import type { PresentedQuestion } from '../questions/present.ts'

/** A letter at a glance: what happened when, and, where several offices were asked, what came back from each. */
export function letterPictures(
  letter: LetterRecord,
  questions: readonly PresentedQuestion[],
  responses: readonly ResponseRecord[],
  today: Day
): Chart[] {
  const line = timeline('timeline', 'What happened, and when', happened(letter, questions, responses), today)
  return [
    ...(line ? [line] : []),
    ...(letter.recipients.length > 1 ? [recipientsByQuestions(questions)] : [])
  ]
}

function happened(
  letter: LetterRecord,
  questions: readonly PresentedQuestion[],
  responses: readonly ResponseRecord[]
): Happening[] {
  const days: (Happening | null)[] = [
    letter.letterDate ? { on: letter.letterDate, what: 'Letter' } : null,
    ...letter.recipients.map(({ receivedOn }) => (receivedOn ? { on: receivedOn, what: 'Received' } : null)),
    ...responses.map(({ receivedOn, datedOn, isMention, kind }) => {
      const on = receivedOn ?? datedOn
      return on ? { on, what: isMention ? 'Reply reported' : responseKindLabels[kind] } : null
    }),
    ...questions.flatMap(({ cells }) =>
      cells.map(({ due }) => (due ? { on: due.on, what: 'Answer due' } : null))
    ),
    lastCheck(questions)
  ]
  const known = new Map(days.flatMap(one => (one ? [[`${one.on} ${one.what}`, one] as const] : [])))
  return [...known.values()]
}

function lastCheck(questions: readonly PresentedQuestion[]): Happening | null {
  const days = questions.flatMap(({ cells }) => cells.flatMap(({ checkedOn }) => checkedOn ?? [])).sort()
  const last = days.at(-1)
  return last ? { on: last, what: 'Last checked' } : null
}

function recipientsByQuestions(questions: readonly PresentedQuestion[]): Chart {
  const offices = new Map(
    questions.flatMap(({ cells }) => cells.map(({ recipientId, office }) => [recipientId, office] as const))
  )
  return matrix({
    id: 'matrix',
    title: 'What came back, by recipient and question',
    columns: questions.map(({ position }) => String(position)),
    rows: [...offices].map(([recipientId, label]) => ({
      label,
      cells: questions.map(({ cells }) => cells.find(cell => cell.recipientId === recipientId) ?? null)
    }))
  })
}
