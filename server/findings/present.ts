import type { LetterRecord } from '../../models/letter.ts'
import type { OrganizationRecord } from '../../models/organization.ts'
import type { EvidenceRecord, FindingChangeRecord, QuestionRecord } from '../../models/question.ts'
import { type Cell, findingFacts } from '../../models/standing.ts'
import { type CellState, cellLabel, cellState, groupOfState, isOpen, lastChecked } from '../domain/cells.ts'
import { type Day, isDay, longDay } from '../domain/day.ts'
import {
  declineReasonLabels,
  dispositions,
  dispositionTable,
  partMarkLabels
} from '../domain/dispositions.ts'
import { evidenceKindLabels } from '../domain/responses.ts'
import { effectiveQuiet, staffTimeliness } from '../domain/timeliness.ts'
import { paths } from '../paths.ts'
import { cellKey } from './form.ts'

export type Names = ReadonlyMap<string, OrganizationRecord>

/** `Question 3`, or the number as printed, with its letter's count where none is printed. */
export const questionName = ({ number, position }: Pick<QuestionRecord, 'number' | 'position'>): string =>
  `Question ${number ?? position}`

/** The class of a state's badge. */
export const stateCode = (state: CellState): string =>
  state === 'to_review' ? 'review' : (groupOfState(state) ?? 'withdrawn')

/** One question for one recipient, with all that the desk knows and visitors may not. */
export function presentStaffCell(
  cell: Cell,
  question: QuestionRecord,
  letter: Pick<LetterRecord, 'slug'>,
  names: Names,
  today: Day
) {
  const { finding, recipient, responses, due } = cell
  const facts = findingFacts(finding)
  const state = cellState(facts, responses, 'staff')
  const quietUntil = effectiveQuiet(finding.quietUntil, due.promisedOn)
  const time = staffTimeliness({
    dueOn: due.dueOn,
    windowStart: due.windowStart,
    disposition: finding.disposition,
    answeredOn: finding.answeredOn,
    quietUntil,
    today,
    followUpOn: recipient.followUpOn
  })
  return {
    key: cellKey(question, finding),
    href: paths.finding(String(question._id), String(finding.recipientId)),
    office: names.get(String(finding.organizationId))?.name ?? 'An office',
    person: [recipient.name, recipient.title].filter(Boolean).join(', ') || null,
    letterHref: paths.letter(letter.slug),
    state,
    code: stateCode(state),
    label: cellLabel(facts, responses, 'staff'),
    checked: lastChecked('', finding.checkedOn, today).replace(/^, /, ''),
    time: time.label,
    timeCode: time.timeliness,
    dueOn: due.dueOn,
    followUpOn: due.dueOn === null ? recipient.followUpOn : null,
    promisedOn: due.promisedOn,
    isOpen: isOpen(finding),
    isRested: finding.pursuit === 'rested',
    pursuitBecause: finding.pursuitBecause,
    quietUntil: quietUntil !== null && quietUntil > today ? quietUntil : null,
    quietBecause: finding.quietBecause,
    because: finding.because,
    note: finding.note,
    declineReason: finding.declineReason && declineReasonLabels[finding.declineReason],
    referredTo: names.get(String(finding.referredTo))?.name ?? null,
    marks:
      question.parts.length < 2
        ? []
        : finding.marks.map(({ part, mark }) => ({ part, label: partMarkLabels[mark] })),
    evidence: finding.evidence.map(presentEvidence),
    judgedOn: finding.judgedOn,
    judgedBy: finding.judgedBy?.name ?? null,
    history: [...finding.history].reverse().map(presentChange)
  }
}

export type StaffCell = ReturnType<typeof presentStaffCell>

export const presentEvidence = (evidence: EvidenceRecord) => ({
  kind: evidenceKindLabels[evidence.kind],
  quote: evidence.quote,
  locator: evidence.locator,
  note: evidence.note,
  on: evidence.on,
  completeness:
    evidence.isComplete === null
      ? null
      : evidence.isComplete
        ? 'said to be complete'
        : 'not said to be complete',
  href: evidence.responseId
    ? `${paths.response(String(evidence.responseId))}${evidence.start === null ? '' : '#reply-text'}`
    : null
})

const presentChange = (change: FindingChangeRecord) => ({
  at: change.at,
  on: change.on,
  by: change.by.name,
  words: changeWords(change),
  because: change.because,
  note: change.note,
  evidence: change.evidence.map(presentEvidence)
})

/** `Judged: No reply recorded → Partly answered`. */
function changeWords({ what, from, to }: FindingChangeRecord): string {
  switch (what) {
    case 'judged':
      return from === to ? `Judged again: ${named(to)}` : `Judged: ${named(from)} → ${named(to)}`
    case 'checked':
      return 'Checked: nothing new'
    case 'pursuit':
      return to === 'rested' ? 'Rested' : 'Pressed again'
    case 'quiet':
      return to === null ? 'No longer quiet' : `Quiet until ${dayWords(to)}`
    case 'due':
      return to !== null && isDay(to) ? `Extended to ${longDay(to)}` : `Due date: ${to ?? ''}`
    case 'text':
      return 'The reply’s text put right'
    case 'moved':
      return to ?? 'Moved'
  }
}

const named = (code: string | null): string => {
  const disposition = dispositions.find(one => one === code)
  return disposition ? dispositionTable[disposition].label : (code ?? '')
}

const dayWords = (day: string | null): string => (day !== null && isDay(day) ? longDay(day) : (day ?? ''))
