import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'
import { questionFormats } from '../questions/present.ts'
import { formatOf, isUnchanged, smallFormats } from '../web/formats.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { searchPage } from './page.ts'
import { queryIn, search } from './search.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

export const searchPages = ({ clock, config }: Needs) => ({
  async show(req: Request, res: Answer): Promise<void> {
    const page = await searchPage(await listingOf(req, clock), req.query)
    render(res, 'search/show', { ...page, unlisted: true })
  },

  /** The questions that were found, the best first; as a feed, those that changed last first. */
  async file(req: Request, res: Answer): Promise<void> {
    const format = formatOf(req.params.format, smallFormats)
    const listing = await listingOf(req, clock)
    if (isUnchanged(req, res, listing.fingerprint())) return
    const query = queryIn(req.query.q)
    const found = await search(query, listing)
    await questionFormats[format](res, {
      page: paths.search(query, query && 'questions'),
      feed: `/search.atom${query && `?q=${encodeURIComponent(query)}`}`,
      title: query ? `Questions that say ${query}` : 'Questions',
      questions: found?.questions.hits ?? [],
      listing,
      baseUrl: config.BASE_URL
    })
  }
})
