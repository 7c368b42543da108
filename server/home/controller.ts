import type { Response as Answer, Request } from 'express'
import type { Clock } from '../clock.ts'
import { listingOf } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { presentHome } from './present.ts'

export const homePages = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer): Promise<void> {
    render(res, 'home/show', await presentHome(await listingOf(req, clock)))
  }
})
