import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { Question, type QuestionRecord } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { type FieldErrors, Invalid } from '../errors.ts'
import { paths } from '../paths.ts'
import { editableQuestion, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mergeQuestions, renumberQuestion, splitQuestion } from './dividing.ts'
import { mergeForm, numberForm, splitForm } from './form.ts'

type Found = Awaited<ReturnType<typeof editableQuestion>>

/** Splitting, merging and renumbering questions after their letter was confirmed. */
export const divisionsController = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer) {
    const found = await unmoved(req)
    const { number, position } = found.question
    const values = { number: number ?? '', position: String(position) }
    render(res, 'divisions/show', await page(found, values, {}))
  },

  async split(req: Request, res: Answer) {
    const found = await unmoved(req)
    const form = readForm(splitForm, req.body)
    if (!form.isValid) return showAgain(req, res, found, form.errors)
    const made = await attempt(() =>
      splitQuestion(found.question, form.data, found, occasionOf(req, found.desk, clock))
    )
    if (made instanceof Invalid) return showAgain(req, res, found, made.fields)
    flash(req, 'success', 'The question is split. Its old address leads to both.')
    res.redirect(303, paths.findings(found.letter.slug))
  },

  async merge(req: Request, res: Answer) {
    const found = await unmoved(req)
    const form = readForm(mergeForm, req.body)
    if (!form.isValid) return showAgain(req, res, found, form.errors)
    const other = await Question.findById(new Types.ObjectId(form.data.other)).lean<QuestionRecord>()
    const joined = await attempt(() =>
      mergeQuestions(found.question, other, form.data, found, occasionOf(req, found.desk, clock))
    )
    if (joined instanceof Invalid) return showAgain(req, res, found, joined.fields)
    flash(req, 'success', 'The questions are merged. Both old addresses lead to the joined one.')
    res.redirect(303, paths.question(String(joined._id)))
  },

  async renumber(req: Request, res: Answer) {
    const found = await unmoved(req)
    const form = readForm(numberForm, req.body)
    if (!form.isValid) return showAgain(req, res, found, form.errors)
    await renumberQuestion(found.question, form.data, found, occasionOf(req, found.desk, clock))
    flash(req, 'success', 'The number is put right; the address of the question stays.')
    res.redirect(303, paths.question(String(found.question._id)))
  }
})

/** A question that was split or merged already has no further pieces: its heirs do. */
async function unmoved(req: Request): Promise<Found> {
  const found = await editableQuestion(req)
  if (found.question.movedTo)
    throw new Invalid({
      '': 'This question was split or merged already. Go on from the question it leads to.'
    })
  return found
}

async function attempt<Made>(make: () => Promise<Made>): Promise<Made | Invalid> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof Invalid) return error
    throw error
  }
}

const showAgain = async (req: Request, res: Answer, found: Found, errors: FieldErrors) =>
  renderInvalid(res, 'divisions/show', await page(found, typedText(req.body), errors))

async function page({ question, letter }: Found, values: Record<string, string>, errors: FieldErrors) {
  const id = String(question._id)
  const others = (await Question.ofLetter(letter._id)).filter(({ _id }) => !_id.equals(question._id))
  return {
    title: 'Split, merge or renumber',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    question: {
      name: `Question ${question.number ?? question.position}`,
      text: question.text,
      href: paths.question(id)
    },
    others: others.map(other => ({
      value: String(other._id),
      label: `Question ${other.number ?? other.position}: ${other.text.slice(0, 80)}`
    })),
    keepers: [
      { value: 'first', label: 'The first' },
      { value: 'second', label: 'The second' },
      { value: 'neither', label: 'Neither: both start without' }
    ],
    mergeKeepers: [
      { value: 'this', label: 'This question’s' },
      { value: 'other', label: 'The other’s' },
      { value: 'neither', label: 'Neither’s: it starts without' }
    ],
    actions: { split: paths.splits(id), merge: paths.merges(id), renumber: paths.numbers(id) },
    values,
    errors
  }
}
