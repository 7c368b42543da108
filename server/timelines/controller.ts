import type { Response as Answer, Request } from 'express'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response } from '../../models/response.ts'
import { isPublicAt } from '../../models/visibility.ts'
import { timeline } from '../charts/timeline.ts'
import { type Clock, todayIn } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { mayRead } from '../web/desk-records.ts'
import { render } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { eventsOf, withDaysBetween } from './events.ts'

/** What happened to a letter, as text and as a picture. */
export const timelinesController = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer) {
    const viewer = viewerOf(req)
    const letter = await Letter.atSlug(String(req.params.slug))
    const isStaff = letter !== null && mayRead(viewer, letter)
    if (!letter || !(isStaff || isPublicAt(letter, clock.now())))
      throw new NotFound('There is no such letter here.')
    const [desk, questions, responses, references, speaking] = await Promise.all([
      Desk.findById(letter.deskId).orFail().lean<DeskRecord>(),
      Question.ofLetter(letter._id),
      Response.toLetter(letter._id),
      Reference.ofLetter(letter._id),
      Letter.speakingOf(letter._id)
    ])
    const later = speaking.filter(
      other => followsIt(other, letter) && (mayRead(viewer, other) || isPublicAt(other, clock.now()))
    )
    const facts = { letter, questions, responses, references, later }
    const events = eventsOf(facts, isStaff ? 'staff' : 'public')
    render(res, 'timelines/show', {
      title: 'Timeline',
      section: 'letters',
      breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
      subject: letter.subject,
      events: withDaysBetween(events),
      chart: timeline('timeline', 'What happened, and when', events, todayIn(clock, desk.zone))
    })
  }
})

const followsIt = (other: LetterRecord, letter: LetterRecord): boolean =>
  other.follows.some(({ letterId }) => letterId?.equals(letter._id))
