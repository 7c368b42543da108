import type { Response as Answer, Request } from 'express'
import { Organization } from '../../models/organization.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { isAdmitted } from '../web/permissions.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { smallListFile } from '../web/small-list-file.ts'
import { viewerOf } from '../web/viewer.ts'
import { organizationsAsFile } from './formats.ts'
import { presentOrganization, presentOrganizations } from './present.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** The organizations' pages for every reader. */
export const organizationPages = ({ clock, config }: Needs) => ({
  async index(req: Request, res: Answer): Promise<void> {
    render(res, 'organizations/index', presentOrganizations(await listingOf(req, clock), req.query))
  },

  file: smallListFile(clock, listing => organizationsAsFile(listing, config.BASE_URL)),

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const shown = await presentOrganization(String(req.params.slug), listing)
    const merged = shown ? null : await Organization.findOne({ formerSlugs: String(req.params.slug) }).lean()
    if (merged) return res.redirect(301, paths.organization(merged.slug))
    if (!shown) throw new NotFound('No letter here was put to such an organization, and none is about it.')
    render(res, 'organizations/show', {
      title: shown.name,
      section: 'organizations',
      breadcrumbs: [{ label: 'Organizations', href: paths.organizations() }],
      description: `${shown.name}: ${shown.counts.unanswered} of ${shown.counts.counted} questions put to it have no recorded answer.`,
      feed: `/questions.atom?organization=${shown.slug}`,
      organization: shown,
      mergerHref: mayMerge(req) ? paths.merger(shown.slug) : null
    })
  }
})

/** The directory belongs to all desks: only their admins merge what is in it. */
function mayMerge(req: Request): boolean {
  const viewer = viewerOf(req)
  return viewer.kind === 'signed-in' && isAdmitted(viewer, 'desk-admin', false)
}
