import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { presentOrganization, presentOrganizations } from './present.ts'

/** The organizations' pages for every reader. */
export const organizationPages = ({ clock }: { readonly clock: Clock }) => ({
  async index(req: Request, res: Answer): Promise<void> {
    render(res, 'organizations/index', presentOrganizations(await listingOf(req, clock)))
  },

  async show(req: Request, res: Answer): Promise<void> {
    const listing = await listingOf(req, clock)
    const shown = await presentOrganization(String(req.params.slug), listing)
    if (!shown) throw new NotFound('No letter here was put to such an organization, and none is about it.')
    render(res, 'organizations/show', {
      title: shown.name,
      section: 'organizations',
      breadcrumbs: [{ label: 'Organizations', href: paths.organizations() }],
      description: `${shown.name}: ${shown.counts.unanswered} of ${shown.counts.counted} questions put to it have no recorded answer.`,
      feed: `/questions.atom?organization=${shown.slug}`,
      organization: shown
    })
  }
})
