import type { Request, Response } from 'express'
import type { DeskRecord } from '../../models/desk.ts'
import {
  Intake,
  type IntakeDraft,
  type IntakeQuestionRecord,
  type IntakeRecord
} from '../../models/intake.ts'
import { type Clock, todayIn } from '../clock.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { listingOf } from '../web/reader.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { actorIn, intakeIn } from './access.ts'
import { confirm, whyNotReady } from './confirming.ts'
import { countLikeEarlier } from './earlier-questions.ts'
import { add, mergeWithNext, move, setDropped, split } from './edits.ts'
import { fieldOf, readDraft } from './form.ts'
import { locate, locateSentence } from './locate.ts'
import { reviewPage } from './present.ts'
import { askOf } from './read/ask-kind.ts'
import { reviewFacts } from './review-facts.ts'

/** The review page, and each act on it: all save what was typed, then do their one thing and lead back. */
export function reviewActs(clock: Clock) {
  const answerStale = (req: Request, res: Response, typedOver: IntakeRecord, desk: DeskRecord) => {
    if (wantsJson(req)) return void res.status(409).json({ detail: staleNotice })
    return showReview(clock, res, typedOver, desk, { notice: staleNotice, status: 409 })
  }

  const act =
    (change: Change): ((req: Request, res: Response) => Promise<void>) =>
    async (req, res) => {
      const { intake, desk } = await intakeIn(req)
      if (intake.state !== 'review') return res.redirect(303, paths.intake(String(intake._id)))
      const { draft, errors, typed } = readDraft(req.body, intake)
      const changed = change(draft, req.body, intake)
      const found = { ...errors, ...changed.errors }
      const now = { ...intake, ...draft }
      if (Object.keys(found).length > 0)
        return showReview(clock, res, now, desk, {
          errors: found,
          typed: { ...typed, ...changed.typed },
          status: 422
        })
      const revision = revisionIn(req.body)
      const saved = { ...draft, questions: changed.questions, changedAt: clock.now() }
      if (!(await Intake.change(intake._id, revision, saved))) return answerStale(req, res, now, desk)
      if (wantsJson(req)) return void res.json({ revision: revision + 1 })
      res.redirect(303, `${paths.intake(String(intake._id))}${changed.place ? `#${changed.place}` : ''}`)
    }

  return {
    save: act(draft => ({ questions: draft.questions })),

    addQuestion: act((draft, body, { text }) => {
      const words = fieldOf(body, 'words')
      const from = Number(fieldOf(body, 'wordsAt') || Number.NaN)
      const span = (Number.isInteger(from) ? locate(text, words, from) : null) ?? locateSentence(text, words)
      if (!span) return { questions: draft.questions, errors: { words: notInLetter }, typed: { words } }
      const questions = add(draft.questions, text, span, askOf(text.slice(span.start, span.end)))
      return { questions, place: placeOf(questions.find(one => !draft.questions.includes(one))) }
    }),

    split: act((draft, body, { text }) => {
      const id = fieldOf(body, 'question')
      const questions = split(draft.questions, id, Number(fieldOf(body, `cut-${id}`)), text)
      return {
        questions,
        place: placeOf(questions.find(one => !draft.questions.some(held => held._id.equals(one._id))))
      }
    }),

    merge: act((draft, body) => {
      const id = fieldOf(body, 'question')
      return { questions: mergeWithNext(draft.questions, id), place: `question-${id}-text` }
    }),

    move: act((draft, body) => {
      const [direction, id = ''] = fieldOf(body, 'question').split(' ')
      return {
        questions: move(draft.questions, id, direction === 'up' ? 'up' : 'down'),
        place: `question-${id}-text`
      }
    }),

    drop: act((draft, body) => {
      const id = fieldOf(body, 'question')
      const listed = draft.questions.filter(({ isDropped }) => !isDropped)
      const at = listed.findIndex(({ _id }) => String(_id) === id)
      return {
        questions: setDropped(draft.questions, id, true),
        place: placeOf(listed[at + 1] ?? listed[at - 1])
      }
    }),

    restore: act((draft, body) => {
      const id = fieldOf(body, 'question')
      return { questions: setDropped(draft.questions, id, false), place: `question-${id}-text` }
    }),

    async confirm(req: Request, res: Response): Promise<void> {
      const { intake, desk } = await intakeIn(req)
      if (intake.state !== 'review') return res.redirect(303, paths.intake(String(intake._id)))
      const { draft, errors, typed } = readDraft(req.body, intake)
      const ready = { ...intake, ...draft }
      const found = { ...errors, ...whyNotReady(draft) }
      if (Object.keys(found).length > 0)
        return showReview(clock, res, ready, desk, { errors: found, typed, status: 422 })
      const saved = { ...draft, changedAt: clock.now() }
      if (!(await Intake.change(intake._id, revisionIn(req.body), saved)))
        return answerStale(req, res, ready, desk)
      const letter = await confirm(ready, desk, actorIn(req), clock.now())
      recordChange(req, 'letter', null, `${letter.slug}: ${letter.subject}`)
      flash(req, 'success', 'The letter is logged. Only your desk sees it until it is published.')
      const like = await countLikeEarlier(letter, viewerOf(req), clock.now())
      if (like > 0)
        flash(
          req,
          'info',
          `${like === 1 ? 'One of its questions looks' : `${like} of its questions look`} like earlier ones: see “Earlier and later askings” below.`
        )
      res.redirect(303, paths.letter(letter.slug))
    }
  }
}

/** The review page of an intake, with what was typed over it and what is wrong with that. */
export async function showReview(
  clock: Clock,
  res: Response,
  intake: IntakeRecord,
  desk: DeskRecord,
  told: Told = {}
): Promise<void> {
  const { errors = {}, typed = {}, notice = null, status = 200 } = told
  const listing = await listingOf(res.req, clock)
  const facts = await reviewFacts(intake, todayIn(clock, desk.zone), listing, { typed, errors })
  const page = {
    title: intake.subject ? `Review: ${intake.subject}` : 'Review a letter',
    section: 'new-letter' as const,
    unlisted: true,
    notice,
    ...reviewPage(intake, facts),
    errors
  }
  if (status === 422) return renderInvalid(res, 'intake/review', page)
  res.status(status)
  render(res, 'intake/review', page)
}

interface Told {
  errors?: Readonly<Record<string, string>>
  typed?: Readonly<Record<string, string>>
  notice?: string | null
  status?: number
}

/** What an act makes of the questions, where the page goes back to, or why it could not. */
type Change = (
  draft: IntakeDraft,
  body: unknown,
  intake: IntakeRecord
) => {
  questions: IntakeQuestionRecord[]
  place?: string
  errors?: Record<string, string>
  typed?: Record<string, string>
}

const placeOf = (question: IntakeQuestionRecord | undefined): string =>
  question ? `question-${question._id}-text` : 'questions'

const wantsJson = (req: Request): boolean => req.accepts(['html', 'json']) === 'json'

/** The revision the page was made from; one that never was, where the form does not say. */
function revisionIn(body: unknown): number {
  const revision = Number(fieldOf(body, 'revision') || -1)
  return Number.isInteger(revision) ? revision : -1
}

const notInLetter = 'These words do not stand in the letter. Copy them from its text.'
const staleNotice =
  'This letter was changed in another window or by somebody else meanwhile. What you typed is below and is not saved: save it to put it in place of theirs, or reload the page to see theirs.'
