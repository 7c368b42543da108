import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { changeLetter } from '../../models/changing.ts'
import { Intake, type IntakeRecord } from '../../models/intake.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { editableLetterById, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { intakeIn } from './access.ts'
import { wordDiff } from './word-diff.ts'

/** A text handed in beside a held letter that it resembles: what differs, and that it is another version of it. */
export const versionActs = (clock: Clock) => ({
  async differences(req: Request, res: Response): Promise<void> {
    const { intake } = await intakeIn(req)
    const letter = await likeLetter(req, intake)
    const runs = wordDiff(intake.text, letter.text ?? '')
    render(res, 'intake/differences', {
      title: 'What differs',
      section: 'new-letter',
      unlisted: true,
      subject: letter.subject,
      slug: letter.slug,
      letter: paths.letter(letter.slug),
      review: paths.intake(String(intake._id)),
      action: paths.intakeAct(String(intake._id), 'versions'),
      isTooMuch: runs === null,
      runs: runs?.map(({ kind, text }) => ({
        text,
        isAdded: kind === 'added',
        isRemoved: kind === 'removed'
      }))
    })
  },

  async keep(req: Request, res: Response): Promise<void> {
    const { intake, desk } = await intakeIn(req)
    const letter = await likeLetter(req, intake)
    const version = {
      _id: new Types.ObjectId(),
      kind: 'draft' as const,
      title: intake.subject || 'Draft',
      text: intake.text,
      on: intake.letterDate,
      dateAsSaid: null,
      source: intake.source
    }
    const change = {
      push: { versions: version },
      what: 'version',
      from: null,
      to: version.title,
      because: null
    }
    await changeLetter(letter, change, occasionOf(req, desk, clock))
    await Intake.updateOne({ _id: intake._id }, { $set: { state: 'logged', letterId: letter._id } })
    flash(req, 'success', 'The text is recorded as a draft of the letter. Its questions are not open.')
    res.redirect(303, paths.versions(letter.slug))
  }
})

/** The letter named in the address or the form, if the intake resembles it and the person may change it. */
async function likeLetter(req: Request, intake: IntakeRecord): Promise<LetterRecord> {
  const slug = String(req.params.letter ?? Reflect.get(req.body ?? {}, 'letter'))
  const letter = await Letter.atSlug(slug)
  const isLike = letter && intake.alike.some(({ letterId }) => letterId.equals(letter._id))
  const own = isLike ? await editableLetterById(signedIn(req), letter._id) : null
  if (!own || intake.state !== 'review') throw new NotFound('This text is not compared with that letter.')
  return own
}
