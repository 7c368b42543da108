import { type CellState, groupOfState } from './cells.ts'
import { type Disposition, type PublicGroup, publicGroups } from './dispositions.ts'

/** One cell as a list needs it. */
export interface CellStanding {
  readonly state: CellState
  readonly isOpen: boolean
}

/**
 * From worst to best: how far the record is from an answer. Silence first, then a reply whose words nobody here
 * has seen, one not judged, one that says nothing to the question, a refusal, part of an answer, an answer.
 */
export const worstFirst: readonly CellState[] = [
  'no_reply',
  'reported',
  'not_public',
  'to_review',
  'acknowledged',
  'not_addressed',
  'referred',
  'declined',
  'not_held',
  'partial',
  'answered',
  'withdrawn'
]

/**
 * A question's state on a list: its worst open cell's. Where none is open, the worst of the rested ones; a question
 * is withdrawn only where it is withdrawn for every recipient, and so it is with no cell at all.
 */
export function questionState(cells: readonly CellStanding[]): CellState {
  const open = cells.filter(cell => cell.isOpen)
  const states = new Set((open.length > 0 ? open : cells).map(cell => cell.state))
  return worstFirst.find(state => states.has(state)) ?? 'withdrawn'
}

/** How many of the counted questions are in each public group; withdrawn ones are counted apart. */
export interface GroupCounts {
  /** The denominator: every question that is not withdrawn. */
  readonly counted: number
  readonly withdrawn: number
  readonly unanswered: number
  readonly groups: Readonly<Record<PublicGroup, number>>
}

export function groupCounts(states: readonly CellState[]): GroupCounts {
  const groups = Object.fromEntries(publicGroups.map(group => [group, 0])) as Record<PublicGroup, number>
  let withdrawn = 0
  for (const state of states) {
    const group = groupOfState(state)
    if (group === null) withdrawn += 1
    else groups[group] += 1
  }
  const counted = states.length - withdrawn
  return { counted, withdrawn, unanswered: counted - groups.answered, groups }
}

/** One question of a letter: how many parts it has and its state. */
export interface QuestionStanding {
  readonly parts: number
  readonly state: CellState
}

/** "6 questions, 15 parts: none answered; no reply recorded to 6". Parts are said where a question has several. */
export function whereItStands(questions: readonly QuestionStanding[]): string {
  if (questions.length === 0) return 'No questions recorded'
  const parts = questions.reduce((sum, question) => sum + question.parts, 0)
  const answered = questions.filter(question => question.state === 'answered').length
  const clauses = standingClauses.flatMap(({ states, says }) => {
    const count = questions.filter(question => states.includes(question.state)).length
    return count === 0 ? [] : [says(count)]
  })
  const inParts = parts > questions.length ? `, ${plural(parts, 'part')}` : ''
  return `${plural(questions.length, 'question')}${inParts}: ${[
    answeredClause(answered, questions.length),
    ...clauses
  ].join('; ')}`
}

const answeredClause = (answered: number, all: number): string => {
  if (answered === 0) return 'none answered'
  return answered === all ? 'all answered' : `${answered} answered`
}

const standingClauses: readonly {
  readonly states: readonly CellState[]
  readonly says: (count: number) => string
}[] = [
  { states: ['no_reply'], says: count => `no reply recorded to ${count}` },
  { states: ['reported'], says: count => `reply reported, text not held, to ${count}` },
  { states: ['not_public'], says: count => `reply received, not public, to ${count}` },
  { states: ['to_review'], says: count => `reply received, not yet reviewed, to ${count}` },
  { states: ['partial'], says: count => `${count} partly answered` },
  {
    states: ['acknowledged', 'not_addressed', 'referred'] satisfies Disposition[],
    says: count => `${count} replied to, not answered`
  },
  { states: ['declined', 'not_held'] satisfies Disposition[], says: count => `${count} refused or not held` },
  { states: ['withdrawn'], says: count => `${count} withdrawn` }
]

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
