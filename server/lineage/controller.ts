import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { changeLetter } from '../../models/changing.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import { type FieldErrors, Invalid, NotFound } from '../errors.ts'
import { proposalsFor } from '../intake/earlier-questions.ts'
import { paths } from '../paths.ts'
import {
  editableLetter,
  editableQuestion,
  idAt,
  type LetterAtDesk,
  mayEdit,
  mayRead,
  occasionOf
} from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { askedBefore, askedLater, recordReAsk } from './asking-again.ts'
import { reAskForm, relationForm } from './form.ts'
import { type AudienceOf, presentChain, presentRelated } from './present.ts'

/** Which questions ask again what was asked before, and which letters are related. */
export const lineageController = ({ clock }: { readonly clock: Clock }) => {
  const audienceFor =
    (req: Request): AudienceOf =>
    letter => {
      if (mayRead(viewerOf(req), letter)) return 'staff'
      return isPublicAt(letter, clock.now()) ? 'public' : null
    }

  const showAgain = async (req: Request, res: Answer, found: LetterAtDesk, errors: FieldErrors) =>
    renderInvalid(res, 'lineage/edit', {
      ...(await page(req, found, clock)),
      values: typedText(req.body),
      errors
    })

  return {
    async show(req: Request, res: Answer) {
      const question = await Question.findById(idAt(req, 'id')).lean<QuestionRecord>()
      const letter = question && (await Letter.findById(question.letterId).lean<LetterRecord>())
      const audienceOf = audienceFor(req)
      if (!question || !letter || !audienceOf(letter)) throw new NotFound('There is no such question here.')
      const questions = [...(await askedBefore(question)), question, ...(await askedLater(question))]
      render(res, 'lineage/show', {
        title: 'Every asking of a question',
        section: 'questions',
        breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
        question: { text: question.text, href: paths.question(String(question._id)) },
        askings: await presentChain(questions, question, audienceOf),
        related: await presentRelated(questions, audienceOf)
      })
    },

    async edit(req: Request, res: Answer) {
      const found = await editableLetter(req)
      render(res, 'lineage/edit', { ...(await page(req, found, clock)), values: {}, errors: {} })
    },

    async reAsk(req: Request, res: Answer) {
      const { question, letter, desk } = await editableQuestion(req)
      const form = readForm(reAskForm, req.body)
      if (!form.isValid) return showAgain(req, res, { letter, desk }, form.errors)
      const earlier = await Question.findById(new Types.ObjectId(form.data.earlier)).lean<QuestionRecord>()
      const earlierLetter = earlier && (await Letter.findById(earlier.letterId).lean<LetterRecord>())
      if (!earlier || !earlierLetter || !audienceFor(req)(earlierLetter))
        return showAgain(req, res, { letter, desk }, { earlier: 'There is no such question.' })
      try {
        const mayRest = mayEdit(viewerOf(req), earlierLetter)
        await recordReAsk(question, letter, earlier, { ...form.data, mayRest }, occasionOf(req, desk, clock))
      } catch (error) {
        if (error instanceof Invalid) return showAgain(req, res, { letter, desk }, error.fields)
        throw error
      }
      flash(req, 'success', 'Recorded as asked again. Its age counts from the first asking.')
      res.redirect(303, paths.chain(String(question._id)))
    },

    async relate(req: Request, res: Answer) {
      const found = await editableLetter(req)
      const { letter, desk } = found
      const form = readForm(relationForm, req.body)
      if (!form.isValid) return showAgain(req, res, found, form.errors)
      const other = await Letter.atSlug(form.data.other)
      if (!other || !audienceFor(req)(other))
        return showAgain(req, res, found, { other: 'There is no such letter.' })
      if (other._id.equals(letter._id))
        return showAgain(req, res, found, { other: 'A letter is not related to itself.' })
      if (letter.related.some(({ letterId }) => letterId.equals(other._id)))
        return showAgain(req, res, found, { other: 'That is on record already.' })
      await changeLetter(
        letter,
        {
          push: { related: { letterId: other._id, because: form.data.because } },
          what: 'related',
          from: null,
          to: other.subject,
          because: form.data.because
        },
        occasionOf(req, desk, clock)
      )
      flash(req, 'success', 'The letters are recorded as related.')
      res.redirect(303, paths.lineage(letter.slug))
    }
  }
}

async function page(req: Request, { letter }: LetterAtDesk, clock: Clock) {
  const questions = await Question.ofLetter(letter._id)
  const proposals = await proposalsFor(letter, questions, viewerOf(req), clock.now())
  return {
    title: 'Earlier and later askings',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    relationsAction: paths.relations(letter.slug),
    related: letter.related.length,
    questions: questions.map(question => ({
      name: `Question ${question.number ?? question.position}`,
      text: question.text,
      chainHref: paths.chain(String(question._id)),
      action: paths.reAsks(String(question._id)),
      reAsks: question.reAsks.length,
      proposals: (proposals.get(String(question._id)) ?? []).map(proposal => ({
        id: String(proposal.question._id),
        text: proposal.question.text,
        subject: proposal.letter.subject,
        slug: proposal.letter.slug,
        href: paths.question(String(proposal.question._id)),
        on: proposal.letter.letterDate,
        score: Math.round(proposal.score * 100),
        isSameAsker: proposal.isSameAsker
      }))
    }))
  }
}
