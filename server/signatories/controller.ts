import type { Response as Answer, Request } from 'express'
import { Member, type MemberRecord } from '../../models/member.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { slugOf } from '../domain/slug.ts'
import { NotFound } from '../errors.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { smallListFile } from '../web/small-list-file.ts'
import { signatoriesAsFile } from './formats.ts'
import { presentSignatories, presentSignatory } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** The signatories' pages for every reader. */
export const signatoryPages = ({ clock, config }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    render(res, 'signatories/index', presentSignatories(await listingOf(req, clock), req.query))
  },

  file: smallListFile(clock, listing => signatoriesAsFile(listing, config.BASE_URL)),

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const slug = String(req.params.slug)
    const member = await Member.findOne({ bioguide: slug.toUpperCase() }).lean<MemberRecord>()
    const shown = await presentSignatory(slug, member, listing)
    const now = shown ? null : matchedSince(slug, listing)
    if (now !== null) return res.redirect(301, paths.signatory(now))
    if (!shown) throw new NotFound('No letter here is signed by such a Member.')
    render(res, 'signatories/show', {
      title: shown.name,
      section: 'signatories',
      breadcrumbs: [{ label: 'Members', href: paths.signatories() }],
      description: `${shown.name}: ${shown.counts.unanswered} of ${shown.counts.counted} questions asked have no recorded answer.`,
      feed: `/questions.atom?signatory=${shown.slug}`,
      signatory: shown
    })
  }
})

/** A name's address before it was matched with a Member leads to the Member's. Null where it was nobody's. */
function matchedSince(slug: string, { letters }: Listing): string | null {
  const named = letters.flatMap(letter => letter.signatories).find(({ name }) => slugOf(name) === slug)
  return named?.slug ?? null
}
