import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { search } from './search.ts'

export const searchPages = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer): Promise<void> {
    const found = await search(req.query.q, await listingOf(req, clock))
    render(res, 'search/show', {
      title: found.query ? `Search: ${found.query}` : 'Search',
      unlisted: true,
      ...found
    })
  }
})
