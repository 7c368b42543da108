import type { Response as Answer, Request } from 'express'
import type { Types } from 'mongoose'
import type { z } from 'zod'
import { checked, extended, pursued, quieted } from '../../models/cell-changes.ts'
import { type CellChange, changeCellsAnyway } from '../../models/changing.ts'
import { type FindingRecord, Question, type QuestionRecord } from '../../models/question.ts'
import type { Clock } from '../clock.ts'
import { isOpen } from '../domain/cells.ts'
import { Conflict, type FieldErrors, Invalid, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import {
  editableLetter,
  editableQuestion,
  idAt,
  type LetterAtDesk,
  mayEdit,
  occasionOf,
  readableLetter,
  readableQuestion
} from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { cellPage } from './cell-page.ts'
import { type CellKey, checkForm, extensionForm, judgementForm, pursuitForm, quietForm } from './form.ts'
import { cellsAt, draft, storeJudgements } from './judgement.ts'
import { matrixPage } from './matrix-page.ts'

/** What the desk does about a letter's cells, one or many at once. */
export const findingsController = ({ clock }: { readonly clock: Clock }) => {
  /** A change that holds whatever else was changed meanwhile, at the chosen cells. */
  async function changeChosen<Form extends z.ZodType<{ cell: CellKey[] }>>(
    req: Request,
    res: Answer,
    schema: Form,
    changeOf: (finding: FindingRecord, form: z.output<Form>, at: ReturnType<typeof occasionOf>) => CellChange,
    said: (count: number, form: z.output<Form>) => string
  ) {
    const found = await editableLetter(req)
    const form = readForm(schema, req.body)
    if (!form.isValid) return showAgain(req, res, found, form.errors)
    const occasion = occasionOf(req, found.desk, clock)
    const count = await changeMany(found, form.data.cell, occasion, finding =>
      changeOf(finding, form.data, occasion)
    )
    flash(req, 'success', said(count, form.data))
    res.redirect(303, backTo(req, found.letter.slug))
  }

  async function showAgain(req: Request, res: Answer, found: LetterAtDesk, errors: FieldErrors) {
    const today = occasionOf(req, found.desk, clock).on
    const chosen = [req.body?.cell].flat().filter(one => typeof one === 'string')
    renderInvalid(res, 'findings/index', {
      ...(await matrixPage(found, today, chosen)),
      mayEdit: true,
      values: typedText(req.body),
      errors
    })
  }

  return {
    async index(req: Request, res: Answer) {
      const found = await readableLetter(req)
      const today = occasionOf(req, found.desk, clock).on
      render(res, 'findings/index', {
        ...(await matrixPage(found, today, null)),
        mayEdit: mayEdit(viewerOf(req), found.letter),
        values: {},
        errors: {}
      })
    },

    /** Still nothing: one press for every open question of the letter, or for those that are chosen. */
    async check(req: Request, res: Answer) {
      const found = await editableLetter(req)
      const form = readForm(checkForm, req.body)
      if (!form.isValid) throw new Invalid(form.errors)
      const keys = form.data.cell.length > 0 ? form.data.cell : await openCells(found.letter._id)
      const occasion = occasionOf(req, found.desk, clock)
      const count = await changeMany(found, keys, occasion, finding => checked(finding, occasion))
      flash(
        req,
        'success',
        `Checked today, still nothing: ${count} ${count === 1 ? 'question' : 'questions'} of “${found.letter.subject}”.`
      )
      res.redirect(303, backTo(req, found.letter.slug))
    },

    quiet: (req: Request, res: Answer) =>
      changeChosen(
        req,
        res,
        quietForm,
        (finding, form) => quieted(finding, form.quietUntil, form.quietBecause),
        (count, form) => `No mail about ${counted(count)} until ${form.quietUntil}.`
      ),

    pursue: (req: Request, res: Answer) =>
      changeChosen(
        req,
        res,
        pursuitForm,
        (finding, form) => pursued(finding, form.pursuit, form.pursuitBecause),
        (count, form) =>
          form.pursuit === 'rested'
            ? `The desk lets ${counted(count)} rest. What is unanswered stays shown as unanswered.`
            : `The desk presses ${counted(count)} again.`
      ),

    extend: (req: Request, res: Answer) =>
      changeChosen(
        req,
        res,
        extensionForm,
        (finding, form, at) => extended(finding, form.extendedUntil, form.extendedBecause, at),
        (count, form) => `${capital(counted(count))} extended to ${form.extendedUntil}.`
      ),

    async show(req: Request, res: Answer) {
      const found = await readableQuestion(req)
      const finding = findingAt(req, found.question)
      const today = occasionOf(req, found.desk, clock).on
      render(res, 'findings/show', {
        ...(await cellPage(found, finding, today, null)),
        mayEdit: mayEdit(viewerOf(req), found.letter)
      })
    },

    /** A judgement without a reply in hand: withdrawn by the asker, taken back, or put right. */
    async judge(req: Request, res: Answer) {
      const found = await editableQuestion(req)
      const finding = findingAt(req, found.question)
      const occasion = occasionOf(req, found.desk, clock)
      const again = async (errors: FieldErrors, isConflict: boolean) => ({
        ...(await cellPage(found, finding, occasion.on, { body: req.body ?? {}, errors, isConflict })),
        mayEdit: true
      })
      const form = readForm(judgementForm, req.body)
      if (!form.isValid) return renderInvalid(res, 'findings/show', await again(form.errors, false))
      const key = { ...form.data.cell[0], questionId: found.question._id, recipientId: finding.recipientId }
      const [cell] = await cellsAt([{ ...key, revision: key.revision ?? -1 }])
      if (!cell) throw new NotFound()
      const drafted = await draft(cell, form.data, req.body, null, occasion)
      if ('refused' in drafted)
        return renderInvalid(res, 'findings/show', await again(drafted.refused, false))
      try {
        await storeJudgements([{ cell, change: drafted.change }], occasion, found.desk)
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
        res.status(409)
        return render(res, 'findings/show', await again({}, true))
      }
      flash(req, 'success', 'The judgement is recorded, and what it was before is kept in the history.')
      res.redirect(303, paths.finding(String(found.question._id), String(finding.recipientId)))
    }
  }
}

/** Changes cells of one letter, a write a question; says how many cells were changed. */
async function changeMany(
  { letter, desk }: LetterAtDesk,
  keys: readonly CellKey[],
  occasion: ReturnType<typeof occasionOf>,
  changeOf: (finding: FindingRecord) => CellChange
): Promise<number> {
  const questions = new Map(keys.map(({ questionId }) => [String(questionId), questionId]))
  let count = 0
  for (const questionId of questions.values()) {
    const changed = await changeCellsAnyway(
      questionId,
      question => changesOf(question, keys, letter._id, changeOf),
      occasion,
      { letter, desk }
    )
    if (changed) count += changesOf(changed, keys, letter._id, changeOf).length
  }
  return count
}

const changesOf = (
  question: QuestionRecord,
  keys: readonly CellKey[],
  letterId: Types.ObjectId,
  changeOf: (finding: FindingRecord) => CellChange
): CellChange[] =>
  question.letterId.equals(letterId)
    ? question.findings
        .filter(({ recipientId }) =>
          keys.some(key => key.questionId.equals(question._id) && key.recipientId.equals(recipientId))
        )
        .map(changeOf)
    : []

const openCells = async (letterId: Types.ObjectId): Promise<CellKey[]> =>
  (await Question.ofLetter(letterId)).flatMap(({ _id, revision, findings }) =>
    findings.filter(isOpen).map(({ recipientId }) => ({ questionId: _id, recipientId, revision }))
  )

function findingAt(req: Request, question: QuestionRecord): FindingRecord {
  const recipientId = idAt(req, 'recipientId')
  const finding = question.findings.find(one => one.recipientId.equals(recipientId))
  if (!finding) throw new NotFound('The question was not put to that recipient.')
  return finding
}

/** My desk sends its presses from its own page and goes back to it. */
const backTo = (req: Request, slug: string): string => {
  const places: Readonly<Record<string, string>> = { desk: paths.myDesk(), letter: paths.letter(slug) }
  return places[String(req.body?.backTo)] ?? paths.findings(slug)
}

const counted = (count: number): string => `${count} ${count === 1 ? 'question' : 'questions'}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
