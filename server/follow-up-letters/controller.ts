import type { Response as Answer, Request } from 'express'
import { z } from 'zod'
import type { LetterRecord, RecipientRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { cellsOf } from '../../models/standing.ts'
import type { Clock } from '../clock.ts'
import { isOpen } from '../domain/cells.ts'
import { longDay } from '../domain/day.ts'
import { nothingStated } from '../domain/due-date.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { logLetter } from '../letters/logging.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import {
  editableLetter,
  type LetterAtDesk,
  mayEdit,
  occasionOf,
  readableLetter
} from '../web/desk-records.ts'
import { requiredText } from '../web/fields.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { sendWordFile, type WordParagraph } from '../web/word-file.ts'
import { composeFollowUp, type FollowUpLetter, followUpText } from './compose.ts'

const draftForm = z.object({ text: requiredText('The letter is empty.', 200_000) })

/** A drafted letter that asks again for what is open: read, taken along, or saved as a draft. Never sent. */
export const followUpLettersController = ({ clock }: { readonly clock: Clock }) => {
  const drafted = async (req: Request, found: LetterAtDesk) =>
    draftFor(found, req.query.to ?? req.body?.to, occasionOf(req, found.desk, clock).on)

  return {
    async show(req: Request, res: Answer) {
      const found = await readableLetter(req)
      render(res, 'follow-up-letters/show', {
        ...page(found.letter, await drafted(req, found), {}, {}),
        mayEdit: mayEdit(viewerOf(req), found.letter)
      })
    },

    async text(req: Request, res: Answer) {
      const found = await readableLetter(req)
      const { draft } = await drafted(req, found)
      res
        .type('text/plain; charset=utf-8')
        .set('Content-Disposition', `attachment; filename="follow-up-${found.letter.slug}.txt"`)
        .send(`${followUpText(draft)}\n`)
    },

    async docx(req: Request, res: Answer) {
      const found = await readableLetter(req)
      const { draft } = await drafted(req, found)
      await sendWordFile(res, `follow-up-${found.letter.slug}`, wordParagraphs(draft))
    },

    /** Saved as a letter without a date or questions, linked to the first: nothing in it is open. */
    async create(req: Request, res: Answer) {
      const found = await editableLetter(req)
      const { letter, desk } = found
      const made = await drafted(req, found)
      const form = readForm(draftForm, req.body)
      if (!form.isValid)
        return renderInvalid(res, 'follow-up-letters/show', {
          ...page(letter, made, typedText(req.body), form.errors),
          mayEdit: true
        })
      const { by, at, on } = occasionOf(req, desk, clock)
      const source = {
        kind: 'typed' as const,
        title: 'Drafted from this record',
        link: null,
        retrievedOn: null
      }
      const saved = await logLetter(
        {
          key: `follow-up:${String(letter._id)}:${String(made.recipient._id)}:${at.toISOString()}`,
          subject: `Draft follow-up: ${letter.subject}`,
          text: null,
          source,
          letterDate: null,
          dateAsSaid: `drafted on ${longDay(on)}, not sent`,
          chamber: letter.chamber,
          signatories: letter.signatories,
          recipients: [{ name: made.recipient.name, title: made.recipient.title, organization: made.office }],
          due: nothingStated,
          topics: letter.topics,
          follows: [{ letterId: letter._id, quote: null }],
          versions: [{ kind: 'draft', title: 'Draft', text: form.data.text, on, dateAsSaid: null, source }],
          // Whoever works on the letter works on its follow-up.
          sharedWith: letter.sharedWith,
          note: 'A draft for a Member to sign. Log the letter itself once it is sent.',
          questions: []
        },
        desk,
        by,
        at
      )
      recordChange(req, 'draft of a follow-up letter', null, saved.slug)
      flash(req, 'success', 'The draft is saved, internal to the desk. Nothing was sent.')
      res.redirect(303, paths.letter(saved.slug))
    }
  }
}

interface Draft {
  readonly draft: FollowUpLetter
  readonly recipient: RecipientRecord
  readonly office: string
  readonly others: readonly { label: string; value: string; isSelected: boolean }[]
}

/** For the chosen recipient; else for the first that something open was put to. */
async function draftFor({ letter, desk }: LetterAtDesk, chosen: unknown, today: string): Promise<Draft> {
  const [questions, responses, names] = await Promise.all([
    Question.ofLetter(letter._id),
    Response.toLetter(letter._id),
    Organization.named(letter.recipients.map(({ organizationId }) => organizationId))
  ])
  const cells = questions.flatMap(({ number, position, text, ...question }) =>
    cellsOf(question, letter, responses, desk).map(cell => ({ number, position, text, cell }))
  )
  const open = (one: RecipientRecord) =>
    cells.some(({ cell }) => cell.recipient._id.equals(one._id) && isOpen(cell.finding))
  const recipient =
    letter.recipients.find(({ _id }) => String(_id) === chosen) ??
    letter.recipients.find(open) ??
    letter.recipients[0]
  if (!recipient) throw new NotFound('The letter has no recipient on record.')
  const officeOf = (one: RecipientRecord) => names.get(String(one.organizationId))?.name ?? 'The office'
  const asked = cells.filter(({ cell }) => cell.recipient._id.equals(recipient._id))
  return {
    draft: composeFollowUp(letter, recipient, officeOf(recipient), asked, today),
    recipient,
    office: officeOf(recipient),
    others: letter.recipients.map(one => ({
      label: [officeOf(one), one.name].filter(Boolean).join(', '),
      value: String(one._id),
      isSelected: one === recipient
    }))
  }
}

const page = (
  letter: LetterRecord,
  { draft, recipient, others }: Draft,
  values: Record<string, string>,
  errors: FieldErrors
) => ({
  title: 'Follow-up letter',
  section: 'desk' as const,
  breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
  draft,
  isEmpty: draft.questions.length === 0,
  others: others.length > 1 ? others : [],
  to: String(recipient._id),
  action: paths.followUpLetter(letter.slug),
  textHref: `${paths.followUpLetter(letter.slug, 'txt')}?to=${String(recipient._id)}`,
  docxHref: `${paths.followUpLetter(letter.slug, 'docx')}?to=${String(recipient._id)}`,
  values: { text: followUpText(draft), ...values },
  errors
})

const wordParagraphs = (draft: FollowUpLetter): WordParagraph[] => [
  { text: draft.date },
  ...lines(draft.insideAddress),
  { text: draft.salutation, above: 10 },
  ...draft.opening.map(text => ({ text })),
  ...draft.questions.flatMap(({ number, text, status }): WordParagraph[] => [
    { text: `${number}. ${text}`, kind: 'quoted' },
    { text: status, kind: 'note' }
  ]),
  ...(draft.answered ? [{ text: draft.answered }] : []),
  ...draft.closing.map(text => ({ text })),
  { text: 'Sincerely,' },
  ...draft.signatures.flatMap(([name = '', ...rest]): WordParagraph[] => [
    { text: name, kind: 'line', above: 36 },
    ...lines(rest)
  ])
]

const lines = (texts: readonly string[]): WordParagraph[] =>
  texts.map(text => ({ text, kind: 'line' as const }))
