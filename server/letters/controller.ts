import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'
import { restsOn } from '../web/kept-pages.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { smallListFile } from '../web/small-list-file.ts'
import { viewerOf } from '../web/viewer.ts'
import { lettersAsFile } from './formats.ts'
import { lettersPage, listLetters } from './list.ts'
import { presentLetter } from './present.ts'
import { groundOf, readableLetter, wholeLetter } from './record.ts'
import { letterForStaff } from './staff.ts'

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

  file: smallListFile(clock, (listing, query) =>
    lettersAsFile(listLetters(listing, query), listing, config.BASE_URL)
  ),

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const letter = await readableLetter(String(req.params.slug), listing)
    if (letter.slug !== req.params.slug) return res.redirect(301, paths.letter(letter.slug))
    restsOn(req, listing, groundOf(String(letter._id)))
    const shown = presentLetter(await wholeLetter(letter, listing), listing)
    render(res, 'letters/show', {
      title: shown.subject,
      section: 'letters',
      breadcrumbs: [{ label: 'Letters', href: paths.letters() }],
      description: [shown.from && `Letter from ${shown.from}`, shown.standing].filter(Boolean).join(': '),
      letter: { ...shown, staff: await letterForStaff(letter, viewerOf(req)) }
    })
  }
})
