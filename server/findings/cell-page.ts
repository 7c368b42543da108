import { Organization } from '../../models/organization.ts'
import type { FindingRecord } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { cellsOf, responsesFor } from '../../models/standing.ts'
import type { Day } from '../domain/day.ts'
import { type Disposition, dispositionTable, partMarkLabels, partMarks } from '../domain/dispositions.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { responseTitle } from '../responses/present.ts'
import type { editableQuestion } from '../web/desk-records.ts'
import { presentStaffCell, questionName } from './present.ts'

/** What can be said of a cell without a reply in hand. What a reply says is judged beside its text. */
const choices: readonly Disposition[] = ['withdrawn', 'no_reply']

interface CellAttempt {
  readonly body: Readonly<Record<string, unknown>>
  readonly errors: FieldErrors
  readonly isConflict: boolean
}

/** One cell: what is on record, its whole history, and what can be done about it. */
export async function cellPage(
  { question, letter, desk }: Awaited<ReturnType<typeof editableQuestion>>,
  finding: FindingRecord,
  today: Day,
  attempt: CellAttempt | null
) {
  const responses = await Response.toLetter(letter._id)
  const cell = cellsOf(question, letter, responses, desk).find(one =>
    one.finding.recipientId.equals(finding.recipientId)
  )
  if (!cell) throw new NotFound()
  const names = await Organization.named([
    finding.organizationId,
    ...(finding.referredTo ? [finding.referredTo] : [])
  ])
  const own = responsesFor(letter._id, finding.recipientId, responses)
  const typed = (field: string): string => {
    const sent = attempt?.body[field]
    return typeof sent === 'string' ? sent : ''
  }
  return {
    title: `${questionName(question)}: what came back`,
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    question: {
      name: questionName(question),
      text: question.text,
      href: paths.question(String(question._id)),
      divisionHref: paths.division(String(question._id)),
      chainHref: paths.chain(String(question._id)),
      parts: question.parts.map((part, index) => ({
        number: index + 1,
        text: part.text,
        marks: partMarks.map(value => ({ value, label: partMarkLabels[value] }))
      }))
    },
    letter: { subject: letter.subject, href: paths.letter(letter.slug), on: letter.letterDate },
    cell: presentStaffCell(cell, question, letter, names, today),
    replies: own.map(response => ({
      title: responseTitle(response),
      isMention: response.isMention,
      isWaiting: !response.isMention && !finding.judgedResponses.some(id => id.equals(response._id)),
      href: paths.response(String(response._id)),
      judgeHref: `${paths.judge(String(response._id))}?open=cell-${String(question._id)}-${String(finding.recipientId)}#cell-${String(question._id)}-${String(finding.recipientId)}`
    })),
    choices: choices
      .filter(value => value !== finding.disposition)
      .map(value => ({
        value,
        label: value === 'no_reply' ? 'Take the judgement back' : dispositionTable[value].label,
        isSelected: typed('disposition') === value
      })),
    action: paths.finding(String(question._id), String(finding.recipientId)),
    findingsHref: paths.findings(letter.slug),
    newResponseHref: paths.newResponse(letter.slug),
    isConflict: attempt?.isConflict ?? false,
    values: { because: typed('because'), note: typed('note') },
    errors: attempt?.errors ?? {}
  }
}
