import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { quieted } from '../../models/cell-changes.ts'
import { changeCellsAnyway, changeLetter } from '../../models/changing.ts'
import { Question } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { isOpen } from '../domain/cells.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import {
  editableLetter,
  idAt,
  keptLetter,
  type LetterAtDesk,
  mayEdit,
  occasionOf,
  readableLetter
} from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { contactForm, contactPublication, wayLabels, waysOfContact } from './form.ts'

/** Calls, mails and words in the corridor about a letter: internal unless published. */
export const contactsController = ({ clock }: { readonly clock: Clock }) => ({
  async index(req: Request, res: Answer) {
    const found = await readableLetter(req)
    const { on } = occasionOf(req, found.desk, clock)
    render(res, 'contacts/index', {
      ...page(found, { on }, {}),
      mayEdit: mayEdit(viewerOf(req), found.letter)
    })
  },

  async create(req: Request, res: Answer) {
    const found = await editableLetter(req)
    const { letter, desk } = found
    const occasion = occasionOf(req, desk, clock)
    const form = readForm(contactForm, req.body)
    const errors = form.isValid ? inFuture(form.data.on, occasion.on) : form.errors
    if (!form.isValid || errors)
      return renderInvalid(res, 'contacts/index', {
        ...page(found, typedText(req.body), errors ?? {}),
        mayEdit: true
      })
    const { quiets, how, ...contact } = form.data
    await changeLetter(
      letter,
      {
        push: {
          contacts: {
            _id: new Types.ObjectId(),
            ...contact,
            how: wayLabels[how],
            by: occasion.by,
            isPublished: false
          }
        },
        what: 'contact',
        from: null,
        to: `${contact.on}, ${contact.who}`,
        because: null
      },
      occasion
    )
    if (quiets && contact.nextOn !== null) await quietOpenCells(found, contact.nextOn, contact, occasion)
    flash(req, 'success', 'The contact is recorded, for the desk only.')
    res.redirect(303, paths.contacts(letter.slug))
  },

  async publish(req: Request, res: Answer) {
    const { letter, desk } = await keptLetter(req)
    const id = idAt(req, 'contactId')
    const at = letter.contacts.findIndex(({ _id }) => _id.equals(id))
    if (at < 0) throw new NotFound('The letter has no such contact.')
    const form = readForm(contactPublication, req.body)
    const isPublished = form.isValid && form.data.isPublished
    await changeLetter(
      letter,
      {
        set: { [`contacts.${at}.isPublished`]: isPublished },
        what: 'contact',
        from: isPublished ? 'internal' : 'published',
        to: isPublished ? 'published' : 'internal',
        because: null
      },
      occasionOf(req, desk, clock)
    )
    flash(
      req,
      'success',
      isPublished ? 'Visitors of the letter see this contact now.' : 'The contact is internal again.'
    )
    res.redirect(303, paths.contacts(letter.slug))
  }
})

const inFuture = (on: string, today: string): FieldErrors | null =>
  on > today ? { on: 'That day is still to come.' } : null

async function quietOpenCells(
  { letter, desk }: LetterAtDesk,
  until: string,
  contact: { who: string; said: string },
  occasion: ReturnType<typeof occasionOf>
): Promise<void> {
  const because = `${contact.who}: ${contact.said}`
  for (const { _id } of await Question.ofLetter(letter._id))
    await changeCellsAnyway(
      _id,
      question => question.findings.filter(isOpen).map(finding => quieted(finding, until, because)),
      occasion,
      { letter, desk }
    )
}

const page = ({ letter }: LetterAtDesk, values: Record<string, string>, errors: FieldErrors) => ({
  title: 'Contacts',
  section: 'desk' as const,
  breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
  action: paths.contacts(letter.slug),
  ways: waysOfContact.map(value => ({ value, label: wayLabels[value] })),
  contacts: [...letter.contacts]
    .sort((one, other) => (one.on < other.on ? 1 : -1))
    .map(contact => ({
      on: contact.on,
      who: contact.who,
      how: contact.how,
      said: contact.said,
      nextOn: contact.nextOn,
      by: contact.by.name,
      isPublished: contact.isPublished,
      action: paths.contact(letter.slug, String(contact._id))
    })),
  values,
  errors
})
