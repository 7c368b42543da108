import type { Response as Answer, Request } from 'express'
import { isValidObjectId } from 'mongoose'
import { listenTo } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type Clock, todayIn } from '../clock.ts'
import { isOpen } from '../domain/cells.ts'
import { addDays, type Day, isDay, longDay } from '../domain/day.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { type MailAct, readMailLink } from '../mail/mail-link.ts'
import type { MailSite } from '../mail/site.ts'
import { paths } from '../paths.ts'
import { actedAs, concernsDesks, recordChange } from '../web/audit-trail.ts'
import { render, renderInvalid } from '../web/render.ts'
import { chased, lookedAndFoundNothing, quietUntil } from './acts.ts'

interface Needs {
  readonly clock: Clock
  readonly site: MailSite
}

/** The letter, the person and the act that a link in a reminder names. */
interface Followed {
  readonly act: MailAct
  readonly letter: LetterRecord
  readonly desk: DeskRecord
  readonly person: UserRecord
  readonly today: Day
}

interface Typed {
  readonly until: string
  readonly because: string
  readonly who: string
  readonly said: string
}

const nothingTyped: Typed = { until: '', because: '', who: '', said: '' }

/**
 * What the links in a reminder lead to. Opening one changes nothing: the page asks once, and its button does it. The
 * signed address is the proof of who asks, so no session is needed.
 */
export const mailLinkPages = ({ clock, site }: Needs) => ({
  async show(req: Request, res: Answer): Promise<void> {
    const followed = await followedBy(req, site, clock)
    render(
      res,
      'mail/link',
      await presentLink(followed, req, { ...nothingTyped, until: addDays(followed.today, 14) })
    )
  },

  async create(req: Request, res: Answer): Promise<void> {
    const followed = await followedBy(req, site, clock)
    const typed = typedIn(req.body)
    const errors = errorsIn(followed, typed)
    if (Object.keys(errors).length > 0)
      return renderInvalid(res, 'mail/link', { ...(await presentLink(followed, req, typed)), errors })
    const { letter, desk, person, today } = followed
    const occasion = { by: { id: person._id, name: person.name }, at: clock.now(), on: today }
    actedAs(req, occasion.by)
    concernsDesks(req, [letter.deskId, ...letter.sharedWith])
    listenTo(occasion, (what, from, to) => recordChange(req, what, from, to))
    if (followed.act === 'still-nothing') await lookedAndFoundNothing(letter, desk, occasion)
    if (followed.act === 'chased') await chased(letter, occasion, typed)
    if (followed.act === 'quiet') await quietUntil(letter, desk, occasion, typed.until, typed.because)
    render(res, 'mail/link-done', {
      title: doneWords[followed.act](typed),
      unlisted: true,
      letter: letterLink(letter)
    })
  }
})

const doneWords: Record<MailAct, (typed: Typed) => string> = {
  'still-nothing': () => 'Noted: you looked today and found nothing new',
  chased: () => 'Noted: you chased them',
  quiet: ({ until }) => `Quiet until ${longDay(until)}`
}

const askWords: Record<MailAct, string> = {
  'still-nothing': 'Still nothing?',
  chased: 'You chased them?',
  quiet: 'Quiet until a day'
}

async function followedBy(req: Request, site: MailSite, clock: Clock): Promise<Followed> {
  const over = new NotFound('This link does not work any more. Sign in, and do it on the letter’s page.')
  // Which day it is depends on the desk, which is not known yet: a link works until its day is over everywhere.
  const link = readMailLink(site.secrets, req.path, todayIn(clock, 'Etc/GMT+12'))
  if (!link || !isValidObjectId(link.letterId) || !isValidObjectId(link.userId)) throw over
  const letter = await Letter.findById(link.letterId).lean<LetterRecord>()
  const person = await User.findOne({ _id: link.userId, disabledAt: null }).lean<UserRecord>()
  const isAtDesk =
    letter && person?.desks.some(id => [letter.deskId, ...letter.sharedWith].some(desk => desk.equals(id)))
  if (!letter || !person || !isAtDesk || person.role === 'reader') throw over
  const desk = await Desk.findById(letter.deskId).orFail().lean<DeskRecord>()
  return { act: link.act, letter, desk, person, today: todayIn(clock, desk.zone) }
}

async function presentLink({ act, letter, person }: Followed, req: Request, values: Typed) {
  const questions = await Question.ofLetter(letter._id)
  const open = questions.filter(({ findings }) => findings.some(isOpen))
  return {
    title: askWords[act],
    unlisted: true,
    action: req.path,
    letter: letterLink(letter),
    person: person.name,
    questions: open.map(({ _id, position, text }) => ({ position, text, href: paths.question(String(_id)) })),
    isStillNothing: act === 'still-nothing',
    isChased: act === 'chased',
    isQuiet: act === 'quiet',
    replyHref: paths.newResponse(letter.slug),
    values,
    errors: {} as FieldErrors
  }
}

const letterLink = ({ subject, slug }: LetterRecord) => ({ subject, href: paths.letter(slug) })

function errorsIn({ act, today }: Followed, { until, because, who, said }: Typed): FieldErrors {
  if (act === 'chased')
    return {
      ...(!who && { who: 'Say whom you reached or tried to reach.' }),
      ...(!said && { said: 'Say in a line what came of it.' })
    }
  if (act !== 'quiet') return {}
  return {
    ...(!(isDay(until) && until > today) && { until: 'Choose a day after today.' }),
    ...(!because && { because: 'Say why, so that a colleague understands.' })
  }
}

function typedIn(body: unknown): Typed {
  const sent = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : [])
  const text = (name: string): string => {
    const value: unknown = sent.get(name)
    return typeof value === 'string' ? value.trim().slice(0, 2000) : ''
  }
  return { until: text('until'), because: text('because'), who: text('who'), said: text('said') }
}
