import type { Response as Answer, Request } from 'express'
import { trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { Response } from '../../models/response.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { Gone, NotFound } from '../errors.ts'
import { type Listing, mayRead } from '../listing.ts'
import { paths } from '../paths.ts'
import { formatOf, isUnchanged, sendSmallList, smallFormats } from '../web/formats.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { lettersAsFile } from './formats.ts'
import { lettersPage, listLetters } from './list.ts'
import { presentLetter, type WholeLetter } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** The letters' pages for every reader. */
export const letterPages = ({ clock, config }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    render(res, 'letters/index', lettersPage(listing, req.query))
  },

  async file(req: Request, res: Answer): Promise<void> {
    const format = formatOf(req.params.format, smallFormats)
    const listing = await listingOf(req, clock)
    if (isUnchanged(req, res, listing.fingerprint())) return
    const list = listLetters(listing, req.query)
    await sendSmallList(res, format, lettersAsFile(list, listing, config.BASE_URL))
  },

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const letter = await readableLetter(String(req.params.slug), listing)
    if (letter.slug !== req.params.slug) return res.redirect(301, paths.letter(letter.slug))
    const shown = presentLetter(await wholeLetter(letter), listing)
    render(res, 'letters/show', {
      title: shown.subject,
      section: 'letters',
      breadcrumbs: [{ label: 'Letters', href: paths.letters() }],
      description: [shown.from && `Letter from ${shown.from}`, shown.standing].filter(Boolean).join(': '),
      letter: shown
    })
  }
})

/** The letter at an address, if this reader may see it; throws Gone with the reason where it was withdrawn. */
export async function readableLetter(slug: string, listing: Listing): Promise<LetterRecord> {
  const letter = await Letter.atSlug(slug)
  if (!letter) throw new NotFound('There is no such letter here.')
  const asListed = { ...letter, deskId: String(letter.deskId), sharedWith: letter.sharedWith.map(String) }
  if (mayRead(asListed, listing.reader)) return letter
  if (letter.visibility === 'withdrawn') throw new Gone(withdrawalOf(letter))
  throw new NotFound('There is no such letter here.')
}

const withdrawalOf = ({ withdrawn }: LetterRecord): string =>
  withdrawn
    ? `This letter was published here and withdrawn on ${withdrawn.on}: ${withdrawn.reason}`
    : 'This letter was published here and withdrawn.'

async function wholeLetter(letter: LetterRecord): Promise<WholeLetter> {
  const named = [...letter.follows, ...letter.related].flatMap(({ letterId }) => (letterId ? [letterId] : []))
  const [desk, questions, responses, references, speaking, spokenOf] = await Promise.all([
    Desk.findById(letter.deskId).orFail().lean<DeskRecord>(),
    Question.ofLetter(letter._id),
    Response.toLetter(letter._id),
    Reference.ofLetter(letter._id),
    Letter.speakingOf(letter._id),
    Letter.find({ _id: trusted({ $in: named }) }).lean<LetterRecord[]>()
  ])
  return { letter, desk, questions, responses, references, others: [...speaking, ...spokenOf] }
}
