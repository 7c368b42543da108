import type { Request, Response } from 'express'
import { trusted } from 'mongoose'
import { File } from '../../models/file.ts'
import { Intake, type IntakeRecord } from '../../models/intake.ts'
import { Letter } from '../../models/letter.ts'
import { filesNotNeeded } from '../../models/needed-files.ts'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { sendKept } from '../web/kept-file.ts'
import { render, renderInvalid } from '../web/render.ts'
import { actorIn, desksOf, intakeFileIn, intakeIn } from './access.ts'
import { valuesOf } from './form.ts'
import { keepUploads } from './kept-files.ts'
import { membersCalled } from './members.ts'
import { newIntakePage, readNewIntake } from './new-intake.ts'
import { readIntake, storeIntake, waitingForFiles } from './opening.ts'
import { filesOf, queueRows, workingPage } from './present.ts'
import { readQuickly } from './quick-reading.ts'
import { isReplyText } from './read/index.ts'
import type { FileReading } from './reading-queue.ts'
import { showReview } from './review.ts'

/** The pages of `/intake`, each finding, acting, answering. */
export function intakeController(clock: Clock, reading: FileReading) {
  return {
    async index(req: Request, res: Response): Promise<void> {
      const desks = await desksOf(req)
      const zones = new Map(desks.map(({ _id, zone }) => [String(_id), zone]))
      // Files whose process is gone are taken up again when somebody looks for them.
      reading.wake()
      const waiting = await Intake.waitingAt(desks.map(({ _id }) => _id))
      const rows = queueRows(waiting, ({ deskId }) => zones.get(String(deskId)) ?? 'America/New_York')
      render(res, 'intake/index', { title: 'Letters to review', section: 'new-letter', rows, hrefs })
    },

    async new(req: Request, res: Response): Promise<void> {
      render(res, 'intake/new', newIntakePage(await desksOf(req)))
    },

    async create(req: Request, res: Response): Promise<void> {
      const desks = await desksOf(req)
      const read = await readNewIntake(req, desks)
      const refuse = (errors: Record<string, string>, offersNone = false) =>
        renderInvalid(res, 'intake/new', { ...newIntakePage(desks, read.typed, offersNone), errors })
      if (!read.isValid) return refuse(read.errors)
      const { text, desk, uploads, acceptsNone } = read.data
      const intake =
        text === null ? waitingForFiles() : await readIntake(text, pasted, desk, await readQuickly(text))
      if (text !== null && intake.questions.length === 0 && !acceptsNone)
        return refuse({ text: isReplyText(text) ? likeReply : nothingAsked }, true)
      const files = await keepUploads(uploads, clock.now())
      const id = await storeIntake(intake, desk, actorIn(req), clock.now(), { files })
      recordChange(
        req,
        'text handed in',
        null,
        `${desk.name}: ${uploads.map(({ name }) => name).join(', ') || 'pasted'}`
      )
      if (text === null) reading.wake()
      res.redirect(303, paths.intake(String(id)))
    },

    async show(req: Request, res: Response): Promise<void> {
      const { intake, desk } = await intakeIn(req)
      if (intake.state === 'review') return showReview(clock, res, intake, desk)
      if (intake.state === 'logged') return showLogged(res, intake)
      if (intake.state === 'reading') {
        // Should the process that had it be gone, the page that waits for it starts it again.
        reading.wake()
        res.set('Refresh', '2')
      }
      render(res, 'intake/working', {
        title: 'Reading the letter',
        section: 'new-letter',
        unlisted: true,
        ...workingPage(intake)
      })
    },

    async readAgain(req: Request, res: Response): Promise<void> {
      const { intake } = await intakeIn(req)
      const chosen = valuesOf(req.body, 'file')
      const files = intake.files.map(file => ({ ...file, isChosen: chosen.includes(file.sha256) }))
      if (intake.state === 'logged' || !files.some(({ isChosen }) => isChosen))
        throw new NotFound('Choose a file that the letter is in.')
      await Intake.updateOne(
        { _id: intake._id, state: trusted({ $ne: 'logged' }) },
        {
          $set: { state: 'reading', files, failure: null, progress: null, leasedUntil: null },
          $inc: { revision: 1 }
        }
      )
      reading.wake()
      res.redirect(303, paths.intake(String(intake._id)))
    },

    async remove(req: Request, res: Response): Promise<void> {
      const { intake } = await intakeIn(req)
      if (intake.state === 'logged') throw new NotFound('This text is a letter by now.')
      await Intake.deleteOne({ _id: intake._id, state: trusted({ $ne: 'logged' }) })
      await File.forget(await filesNotNeeded(intake.files.map(({ sha256 }) => sha256)))
      recordChange(req, 'text handed in', intake.subject || 'without a subject', null)
      flash(req, 'info', 'The text was thrown away. No letter was logged.')
      res.redirect(303, paths.intakes())
    },

    async file(req: Request, res: Response): Promise<void> {
      const named = await intakeFileIn(req)
      const file = await File.findById(named.sha256).lean()
      if (!file) throw new NotFound()
      await sendKept(res, named.name, file)
    },

    async members(req: Request, res: Response): Promise<void> {
      const on = typeof req.query.on === 'string' && req.query.on !== '' ? req.query.on : null
      res.json(await membersCalled(typeof req.query.q === 'string' ? req.query.q : '', on))
    }
  }
}

async function showLogged(res: Response, intake: IntakeRecord): Promise<void> {
  const letter = await Letter.findById(intake.letterId).select({ slug: 1, subject: 1 }).lean()
  if (!letter) throw new NotFound('The letter this became is gone.')
  render(res, 'intake/logged', {
    title: 'Logged',
    section: 'new-letter',
    unlisted: true,
    subject: letter.subject,
    letter: paths.letter(letter.slug),
    files: filesOf(intake)
  })
}

const hrefs = { newLetter: paths.newLetter() }
const pasted = { kind: 'typed' as const, title: 'Pasted text', link: null, retrievedOn: null }
const likeReply =
  'This reads like a reply to a letter. Open the letter that it answers and log it there (“Log a reply”). If it is a letter of its own, tick “List the questions myself”.'
const nothingAsked =
  'No question was found in this text. Paste the whole letter; or, if it is all here, tick “List the questions myself”.'
