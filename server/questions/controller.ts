import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { type Day, isDay } from '../domain/day.ts'
import { filterQuery, readQuestionFilter } from '../domain/question-filter.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { mayEdit } from '../web/desk-records.ts'
import { formatOf, isUnchanged } from '../web/formats.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { questionAsOf } from './as-of.ts'
import { citationOf } from './citation.ts'
import { dueDatePage } from './due-date-page.ts'
import { questionFormats } from './formats.ts'
import { questionsPage } from './list.ts'
import { readableQuestion } from './record.ts'
import { questionForStaff } from './staff.ts'
import { presentWhole } from './whole.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

const formats = ['csv', 'json', 'atom', 'ics'] as const

/** The questions' pages for every reader. */
export const questionPages = ({ clock, config }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    render(res, 'questions/index', await questionsPage(await listingOf(req, clock), req.query))
  },

  async file(req: Request, res: Answer): Promise<void> {
    const format = formatOf(req.params.format, formats)
    const listing = await listingOf(req, clock)
    if (isUnchanged(req, res, listing.fingerprint())) return
    const { filter } = readQuestionFilter(req.query, listing.isKnown)
    const { questions } = listing.find(filter)
    const query = filterQuery(filter)
    await questionFormats[format](res, {
      page: paths.questions(query),
      feed: `/questions.atom${query && `?${query}`}`,
      questions,
      listing,
      baseUrl: config.BASE_URL
    })
  },

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const whole = await readableQuestion(String(req.params.id), listing)
    const shown = presentWhole(whole, listing)
    render(res, 'questions/show', {
      ...pageOf(shown),
      question: {
        ...shown,
        citation: citationOf(whole, shown, listing, config.BASE_URL),
        staff: questionForStaff(whole.question, whole.letter, viewerOf(req))
      }
    })
  },

  async asOf(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const whole = await readableQuestion(String(req.params.id), listing)
    const day = dayAsked(req.params.day, listing.reader.todayAt(String(whole.letter.deskId)))
    const shown = presentWhole(questionAsOf(whole, day), listing, day)
    const isAskedLater = whole.letter.letterDate !== null && whole.letter.letterDate > day
    render(res, 'questions/as-of', { ...pageOf(shown), unlisted: true, question: shown, day, isAskedLater })
  },

  async dueDate(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const whole = await readableQuestion(String(req.params.id), listing)
    const page = dueDatePage(whole, String(req.params.recipientId), listing)
    render(res, 'questions/due-date', {
      title: 'How the due date comes about',
      section: 'questions',
      ...page,
      editHref: mayEdit(viewerOf(req), whole.letter) ? page.editHref : null
    })
  }
})

const pageOf = (shown: ReturnType<typeof presentWhole>) => ({
  title: `Question ${shown.position}: ${cut(shown.text, 70)}`,
  section: 'questions' as const,
  breadcrumbs: [
    { label: 'Letters', href: paths.letters() },
    { label: shown.letter.subject, href: shown.letter.href }
  ],
  description: cut(shown.text, 200)
})

function dayAsked(given: unknown, today: Day): Day {
  if (typeof given !== 'string' || !isDay(given))
    throw new NotFound('A record is shown as of a day, written like 2026-11-22.')
  if (given > today) throw new NotFound('That day has not come yet: there is no record of it.')
  return given
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, text.lastIndexOf(' ', length))} …` : text
