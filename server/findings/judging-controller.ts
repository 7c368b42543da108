import type { Response as Answer, Request } from 'express'
import { trusted } from 'mongoose'
import type { CellChange } from '../../models/changing.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { Clock } from '../clock.ts'
import { Conflict, type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { presentResponse } from '../responses/present.ts'
import { editableResponse, mayEdit, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { judgementForm } from './form.ts'
import { type CellAtHand, cellsAt, draft, storeJudgements } from './judgement.ts'
import { type Attempt, judgingPage, waitingCells } from './judging-page.ts'

/** One reply beside the questions it was sent to answer. */
export const judgingController = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer) {
    const { response } = await editableResponse(req)
    const open = typeof req.query.open === 'string' ? req.query.open : null
    render(res, 'findings/judging', await page(req, response, open, null))
  },

  async create(req: Request, res: Answer) {
    const { response, desk } = await editableResponse(req)
    const occasion = occasionOf(req, desk, clock)
    const form = readForm(judgementForm, req.body)
    if (!form.isValid) return showAgain(req, res, response, form.errors)
    const cells = (await cellsAt(form.data.cell)).filter(({ letter }) => mayEdit(viewerOf(req), letter))
    const refused = whyNotTogether(cells, form.data.cell.length, response)
    if (refused) return showAgain(req, res, response, refused)
    const judgements: { cell: CellAtHand; change: CellChange }[] = []
    for (const cell of cells) {
      const drafted = await draft(cell, form.data, req.body, response, occasion)
      if ('refused' in drafted) return showAgain(req, res, response, drafted.refused)
      judgements.push({ cell, change: drafted.change })
    }
    try {
      await storeJudgements(judgements, occasion, desk)
    } catch (error) {
      if (error instanceof Conflict) return showConflict(req, res, response)
      throw error
    }
    await goOn(
      req,
      res,
      response,
      judgements.map(({ cell }) => cell)
    )
  }
})

/** Every cell must be there, and one that the reply speaks for: evidence from another letter's reply is none. */
function whyNotTogether(
  cells: readonly CellAtHand[],
  asked: number,
  response: ResponseRecord
): FieldErrors | null {
  if (cells.length < asked)
    return { cell: 'One of these questions was split, merged or taken away meanwhile.' }
  const isForeign = cells.some(({ responses }) => !responses.some(({ _id }) => _id.equals(response._id)))
  return isForeign ? { cell: 'This reply does not answer that letter for that recipient.' } : null
}

/** To the next question that waits for this reply to be judged. */
async function goOn(req: Request, res: Answer, response: ResponseRecord, done: readonly CellAtHand[]) {
  const waiting = waitingCells({ response, letters: await lettersOf(req, response) })
  const count = done.length === 1 ? 'The judgement is' : `${done.length} judgements are`
  const left = waiting.length === 0 ? 'Every question is judged for this reply.' : `${waiting.length} to go.`
  flash(req, 'success', `${count} recorded. ${left}`)
  const [next] = waiting
  res.redirect(303, `${paths.judge(String(response._id))}${next ? `#${next}` : ''}`)
}

async function showAgain(
  req: Request,
  res: Answer,
  response: ResponseRecord,
  errors: FieldErrors
): Promise<void> {
  const shown = await page(req, response, null, attemptOf(req, errors, false))
  renderInvalid(res, 'findings/judging', { ...shown, values: {}, errors: shown.fieldErrors })
}

/** 409: what is on record now stands beside what was typed, and the form carries the new revision. */
async function showConflict(req: Request, res: Answer, response: ResponseRecord): Promise<void> {
  const shown = await page(req, response, null, attemptOf(req, {}, true))
  res.status(409)
  render(res, 'findings/judging', { ...shown, title: `Changed meanwhile: ${shown.title}` })
}

const attemptOf = (req: Request, errors: FieldErrors, isConflict: boolean): Attempt => ({
  cells: [req.body?.cell].flat().filter(one => typeof one === 'string'),
  body: req.body ?? {},
  errors,
  isConflict
})

/** The letters that a reply answers and this person may change, with their questions. */
async function lettersOf(req: Request, response: ResponseRecord) {
  const ids = response.covers.map(({ letterId }) => letterId)
  const found = await Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
  const letters = found.filter(letter => mayEdit(viewerOf(req), letter))
  return Promise.all(
    letters.map(async letter => ({ letter, questions: await Question.ofLetter(letter._id) }))
  )
}

async function page(req: Request, response: ResponseRecord, open: string | null, attempt: Attempt | null) {
  const withQuestions = await lettersOf(req, response)
  const letters = withQuestions.map(({ letter }) => letter)
  const [first] = letters
  if (!first) throw new NotFound()
  const allResponses = (await Promise.all(letters.map(({ _id }) => Response.toLetter(_id)))).flat()
  const unique = [...new Map(allResponses.map(one => [String(one._id), one])).values()]
  const judging = await judgingPage({ response, letters: withQuestions, allResponses: unique }, open, attempt)
  const attempted = attempt?.cells[0]?.split('.').slice(0, 2) ?? []
  const anchor = attempted.length === 2 ? `cell-${attempted.join('-')}` : ''
  return {
    title: 'Judge a reply',
    section: 'desk' as const,
    breadcrumbs: [{ label: first.subject, href: paths.letter(first.slug) }],
    response: presentResponse(response, letters, new Map()),
    deskHref: paths.myDesk(),
    action: paths.judge(String(response._id)),
    fieldErrors: Object.fromEntries(
      Object.entries(attempt?.errors ?? {}).map(([field, message]) => [
        anchor ? `${anchor}-${field}` : field,
        message
      ])
    ),
    ...judging
  }
}
