import type { Response as Answer, Request } from 'express'
import { z } from 'zod'
import { changeLetter } from '../../models/changing.ts'
import { restandLetter } from '../../models/restanding.ts'
import type { Clock } from '../clock.ts'
import type { FieldErrors } from '../errors.ts'
import { topicSlug } from '../listing.ts'
import { paths } from '../paths.ts'
import { editableLetter, type LetterAtDesk, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { listingOf } from '../web/reader.ts'
import { render, renderInvalid } from '../web/render.ts'
import { everyTopic } from './present.ts'

/** One name a topic: of two that lead to the same address the first is kept. */
function namesIn(text: string): string[] {
  const names = new Map<string, string>()
  for (const given of text.split(',')) {
    const name = given.trim().replace(/\s+/g, ' ')
    const slug = topicSlug(name)
    if (name !== '' && !names.has(slug)) names.set(slug, name)
  }
  return [...names.values()]
}

const topicsForm = z.object({
  revision: z.coerce.number().int(),
  topics: z
    .string({ error: 'Name the topics, separated by commas, or leave the field empty.' })
    .max(400, { error: 'That is more than 400 characters. A letter has a few topics.' })
    .transform(namesIn)
})

/** Which topics a letter has. Its questions are found, followed and counted under each. */
export const letterTopics = ({ clock }: { readonly clock: Clock }) => {
  const page = async (req: Request, { letter }: LetterAtDesk) => ({
    title: 'Topics of a letter',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    subject: letter.subject,
    action: paths.letterTopics(letter.slug),
    inUse: everyTopic(await listingOf(req, clock))
      .slice(0, 60)
      .map(({ name }) => name)
  })
  const showAgain = async (req: Request, res: Answer, found: LetterAtDesk, errors: FieldErrors) =>
    renderInvalid(res, 'topics/edit', {
      ...(await page(req, found)),
      values: { ...typedText(req.body), revision: found.letter.revision },
      errors
    })

  return {
    async edit(req: Request, res: Answer) {
      const found = await editableLetter(req)
      const { topics, revision } = found.letter
      const values = { topics: topics.join(', '), revision }
      render(res, 'topics/edit', { ...(await page(req, found)), values, errors: {} })
    },

    async update(req: Request, res: Answer) {
      const found = await editableLetter(req)
      const { letter, desk } = found
      const form = readForm(topicsForm, req.body)
      if (!form.isValid) return showAgain(req, res, found, form.errors)
      await changeLetter(
        { ...letter, revision: form.data.revision },
        {
          set: { topics: form.data.topics },
          what: 'topics',
          from: letter.topics.join(', ') || null,
          to: form.data.topics.join(', ') || null,
          because: null
        },
        occasionOf(req, desk, clock)
      )
      await restandLetter(letter._id)
      flash(req, 'success', 'The topics are saved.')
      res.redirect(303, paths.letter(letter.slug))
    }
  }
}
