import type { Response as Answer, Request } from 'express'
import { changeCells } from '../../models/changing.ts'
import type { DueStatementRecord } from '../../models/due-statement.ts'
import type { FindingRecord } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { longDay } from '../domain/day.ts'
import { countsFrom, dueBasisLabels } from '../domain/due-basis.ts'
import { Conflict, type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { editableQuestion, idAt, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { overrideForm, overrideKinds } from './override-form.ts'

/** The own due date of one question for one recipient, where it differs from the letter's. */
export const dueOverridesController = ({ clock }: { readonly clock: Clock }) => ({
  async edit(req: Request, res: Answer) {
    const found = await cellAt(req)
    const { due } = found.finding
    const values = {
      revision: String(found.question.revision),
      kind: due?.basis ?? 'letter',
      date: due?.date ?? '',
      count: due?.count ? String(due.count) : '',
      from: due?.from ?? '',
      quote: due?.quote ?? ''
    }
    render(res, 'recipients/due-date', page(found, values, {}))
  },

  async update(req: Request, res: Answer) {
    const found = await cellAt(req)
    const form = readForm(overrideForm, req.body)
    if (!form.isValid)
      return renderInvalid(res, 'recipients/due-date', page(found, typedText(req.body), form.errors))
    const { question, letter, desk, finding } = found
    const { revision, kind, date, count, from, quote } = form.data
    if (revision !== question.revision) throw new Conflict()
    const isPeriod = kind === 'calendar_days' || kind === 'business_days'
    const due: DueStatementRecord | null =
      kind === 'letter'
        ? null
        : {
            basis: kind,
            date: kind === 'stated' ? date : null,
            count: isPeriod ? Number(count) : null,
            from: isPeriod ? (from ?? 'letter') : null,
            quote
          }
    const entry = {
      what: 'due' as const,
      from: inWords(finding.due),
      to: inWords(due),
      because: quote,
      note: null,
      evidence: [],
      marks: []
    }
    const occasion = occasionOf(req, desk, clock)
    const formerDues = [...(finding.formerDues ?? []), { due: finding.due, until: occasion.on }]
    const change = { recipientId: finding.recipientId, set: { due, formerDues }, entry }
    await changeCells(question, [change], occasion, { letter, desk })
    flash(req, 'success', 'Recorded. The date is worked out anew.')
    res.redirect(303, paths.dueDate(String(question._id), String(finding.recipientId)))
  }
})

async function cellAt(req: Request) {
  const found = await editableQuestion(req)
  const recipientId = idAt(req, 'recipientId')
  const finding = found.question.findings.find(one => one.recipientId.equals(recipientId))
  if (!finding) throw new NotFound('The question was not put to such a recipient.')
  return { ...found, finding }
}

function inWords(due: DueStatementRecord | null): string {
  if (!due) return 'as the letter says'
  if (due.basis === 'stated' && due.date) return `stated: ${longDay(due.date)}`
  if (due.count === null) return 'no deadline'
  return `${due.count} ${due.basis === 'business_days' ? 'business ' : ''}days`
}

type Found = Awaited<ReturnType<typeof cellAt>> & { readonly finding: FindingRecord }

function page({ question, letter, finding }: Found, values: Record<string, string>, errors: FieldErrors) {
  const [id, recipientId] = [String(question._id), String(finding.recipientId)]
  return {
    title: 'Another due date for one question',
    section: 'desk' as const,
    breadcrumbs: [
      { label: letter.subject, href: paths.letter(letter.slug) },
      { label: `Question ${question.number ?? question.position}`, href: paths.question(id) }
    ],
    text: question.text,
    action: paths.dueOverride(id, recipientId),
    kinds: overrideKinds.map(value => ({
      value,
      label: value === 'letter' ? 'As the letter says: none of its own' : dueBasisLabels[value]
    })),
    starts: countsFrom.map(value => ({ value, label: startLabels[value] })),
    values,
    errors
  }
}

const startLabels: Record<(typeof countsFrom)[number], string> = {
  letter: 'The date of the letter',
  sent: 'The day it was sent',
  received: 'The day it was received'
}
