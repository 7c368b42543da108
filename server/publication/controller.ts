import type { Response as Answer, Request } from 'express'
import { DateTime } from 'luxon'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { keptLetter, type LetterAtDesk, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { publicationForm, withdrawalForm } from './form.ts'
import { previewOf } from './preview.ts'
import { changeVisibility } from './publishing.ts'

/** Publishing, with a preview of exactly what visitors will see; and withdrawing. */
export const publicationController = ({ clock }: { readonly clock: Clock }) => {
  const showAgain = async (req: Request, res: Answer, found: LetterAtDesk, errors: FieldErrors) =>
    renderInvalid(res, 'publication/show', {
      ...(await page(found, clock)),
      values: typedText(req.body),
      errors
    })
  return {
    async show(req: Request, res: Answer) {
      const found = await keptLetter(req)
      render(res, 'publication/show', { ...(await page(found, clock)), values: {}, errors: {} })
    },

    async update(req: Request, res: Answer) {
      const found = await keptLetter(req)
      const { letter, desk } = found
      const form = readForm(publicationForm, req.body)
      if (!form.isValid) return showAgain(req, res, found, form.errors)
      const { visibility, revision } = form.data
      const isPublished = isPublicAt(letter, clock.now())
      if (isPublished && visibility !== 'public')
        return showAgain(req, res, found, {
          visibility: 'The letter is public. Withdraw it below, with a reason that visitors are shown.'
        })
      const until = DateTime.fromISO(form.data.embargoUntil ?? '', { zone: desk.zone }).toJSDate()
      if (visibility === 'embargoed' && until <= clock.now())
        return showAgain(req, res, found, {
          embargoUntil: 'That moment has passed. Publish now, or give a later one.'
        })
      const published = {
        visibility,
        embargoUntil: visibility === 'embargoed' ? until : null,
        withdrawn: null,
        publishedAt: visibility === 'public' ? (letter.publishedAt ?? clock.now()) : null
      }
      await changeVisibility(letter, revision, published, null, occasionOf(req, desk, clock))
      flash(req, 'success', saidOf[visibility])
      res.redirect(303, paths.letter(letter.slug))
    },

    async withdraw(req: Request, res: Answer) {
      const found = await keptLetter(req)
      const { letter, desk } = found
      const form = readForm(withdrawalForm, req.body)
      if (!form.isValid) return showAgain(req, res, found, form.errors)
      if (!isPublicAt(letter, clock.now()))
        return showAgain(req, res, found, {
          reason: 'The letter is not public, so there is nothing to withdraw.'
        })
      const occasion = occasionOf(req, desk, clock)
      const { reason, revision } = form.data
      await changeVisibility(
        letter,
        revision,
        {
          visibility: 'withdrawn',
          embargoUntil: null,
          withdrawn: { on: occasion.on, reason },
          publishedAt: letter.publishedAt
        },
        reason,
        occasion
      )
      flash(req, 'success', 'The letter is withdrawn. Its address now says so, with the reason.')
      res.redirect(303, paths.publishing(letter.slug))
    }
  }
}

const saidOf = {
  public: 'Visitors can see the letter now.',
  embargoed: 'Visitors will see the letter from that moment on, by itself.',
  internal: 'The letter is internal to the desk.'
}

async function page({ letter, desk }: LetterAtDesk, clock: Clock) {
  const preview = await previewOf(letter, desk, clock)
  const isPublished = isPublicAt(letter, clock.now())
  return {
    title: `Publish: ${letter.subject}`,
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    publication: {
      visibility: letter.visibility,
      isPublished,
      isWithdrawn: letter.visibility === 'withdrawn',
      withdrawn: letter.withdrawn,
      embargoUntil: letter.visibility === 'embargoed' ? letter.embargoUntil : null,
      zone: desk.zone,
      revision: letter.revision,
      action: paths.publishing(letter.slug),
      withdrawalAction: paths.withdrawal(letter.slug),
      internalReplies: preview.internalReplies,
      choices: [
        { value: 'public', label: 'Publish now' },
        { value: 'embargoed', label: 'Publish from a set moment' },
        { value: 'internal', label: 'Keep it internal' }
      ]
    },
    letter: preview.letter
  }
}
