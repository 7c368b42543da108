import type { Response as Answer, Request } from 'express'
import { changeLetter } from '../../models/changing.ts'
import type { LetterRecord, RecipientRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { restandLetter } from '../../models/restanding.ts'
import type { Clock } from '../clock.ts'
import type { Day } from '../domain/day.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { editableLetter, idAt, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { recipientForm } from './form.ts'

/** One addressee of a letter: when it arrived, its control number, what was promised or granted, the desk's own date. */
export const recipientsController = ({ clock }: { readonly clock: Clock }) => ({
  async edit(req: Request, res: Answer) {
    const { letter } = await editableLetter(req)
    const { recipient } = recipientAt(req, letter)
    render(res, 'recipients/edit', await page(letter, recipient, valuesOf(recipient, letter), {}))
  },

  async update(req: Request, res: Answer) {
    const { letter, desk } = await editableLetter(req)
    const { recipient, at } = recipientAt(req, letter)
    const form = readForm(recipientForm, req.body)
    const errors = form.isValid ? whyNot(form.data.receivedOn, letter) : form.errors
    if (!form.isValid || errors)
      return renderInvalid(
        res,
        'recipients/edit',
        await page(letter, recipient, typedText(req.body), errors ?? {})
      )
    const { revision, extendedUntil, extendedBecause, ...fields } = form.data
    const occasion = occasionOf(req, desk, clock)
    const place = `recipients.${at}`
    await changeLetter(
      { _id: letter._id, revision },
      {
        set: Object.fromEntries(
          Object.entries({
            ...fields,
            promiseRecordedOn: recordedOn(fields.promisedOn, recipient, occasion.on)
          }).map(([field, value]) => [`${place}.${field}`, value])
        ),
        push: {
          ...(extendedUntil && {
            [`${place}.extensions`]: { until: extendedUntil, on: occasion.on, because: extendedBecause }
          }),
          ...formerPromise(place, recipient, fields.promisedOn, occasion.on)
        },
        what: `recipient ${recipient.name ?? recipient.title ?? ''}`.trim(),
        from: said(recipient),
        to: said({ ...fields, extensions: extendedUntil ? [{ until: extendedUntil }] : [] }),
        because: extendedBecause ?? fields.followUpBecause
      },
      occasion
    )
    await restandLetter(letter._id)
    flash(req, 'success', 'Recorded. The due dates of the letter’s questions are worked out anew.')
    res.redirect(303, paths.letter(letter.slug))
  }
})

/** A promise goes on record the day it is written down; another day promised is another promise. */
function recordedOn(promisedOn: Day | null, recipient: RecipientRecord, today: Day): Day | null {
  if (promisedOn === null) return null
  return promisedOn === recipient.promisedOn ? (recipient.promiseRecordedOn ?? null) : today
}

/** A promise that another takes the place of, or none, is kept with the day until which it stood. */
const formerPromise = (place: string, recipient: RecipientRecord, promisedOn: Day | null, today: Day) =>
  recipient.promisedOn === null || recipient.promisedOn === promisedOn
    ? {}
    : {
        [`${place}.formerPromises`]: {
          promisedOn: recipient.promisedOn,
          recordedOn: recipient.promiseRecordedOn ?? null,
          until: today
        }
      }

function recipientAt(req: Request, letter: LetterRecord): { recipient: RecipientRecord; at: number } {
  const id = idAt(req, 'recipientId')
  const at = letter.recipients.findIndex(({ _id }) => _id.equals(id))
  const recipient = letter.recipients[at]
  if (!recipient) throw new NotFound('The letter has no such recipient.')
  return { recipient, at }
}

const whyNot = (receivedOn: string | null, letter: LetterRecord): FieldErrors | null => {
  const sent = letter.sentOn ?? letter.letterDate
  return receivedOn !== null && sent !== null && receivedOn < sent
    ? { receivedOn: 'It cannot have been received before it was sent.' }
    : null
}

type Known = Pick<RecipientRecord, 'receivedOn' | 'controlNumber' | 'promisedOn' | 'followUpOn'> & {
  readonly extensions: readonly { until: string }[]
}

const said = ({ receivedOn, controlNumber, promisedOn, followUpOn, extensions }: Known): string =>
  [
    `received ${receivedOn ?? 'not recorded'}`,
    `control number ${controlNumber ?? 'none'}`,
    `promised ${promisedOn ?? 'nothing'}`,
    `follow up ${followUpOn ?? 'no date'}`,
    ...extensions.map(({ until }) => `extended to ${until}`)
  ].join('; ')

const valuesOf = (recipient: RecipientRecord, letter: LetterRecord): Record<string, string> => ({
  revision: String(letter.revision),
  receivedOn: recipient.receivedOn ?? '',
  controlNumber: recipient.controlNumber ?? '',
  promisedOn: recipient.promisedOn ?? '',
  followUpOn: recipient.followUpOn ?? '',
  followUpBecause: recipient.followUpBecause ?? ''
})

async function page(
  letter: LetterRecord,
  recipient: RecipientRecord,
  values: Record<string, string>,
  errors: FieldErrors
) {
  const names = await Organization.named([recipient.organizationId])
  const office = names.get(String(recipient.organizationId))?.name ?? 'An office'
  return {
    title: `Recipient: ${office}`,
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    recipient: {
      office,
      person: [recipient.name, recipient.title].filter(Boolean).join(', ') || null,
      extensions: recipient.extensions.map(({ until, on, because }) => ({ until, on, because }))
    },
    action: paths.recipient(letter.slug, String(recipient._id)),
    values,
    errors
  }
}
