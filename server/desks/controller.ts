import type { Response as Answer, Request } from 'express'
import { trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Dispute } from '../../models/dispute.ts'
import { currentCatalog } from '../catalog.ts'
import { type Clock, todayIn } from '../clock.ts'
import { paths } from '../paths.ts'
import { render } from '../web/render.ts'
import { type SignedIn, signedIn } from '../web/viewer.ts'
import { presentDesk } from './present.ts'
import { workOf } from './work.ts'

/** What a person's desks have to do now. */
export const desksController = ({ clock }: { readonly clock: Clock }) => ({
  async show(req: Request, res: Answer) {
    const viewer = signedIn(req)
    const desks = await desksOf(viewer)
    const today = todayIn(clock, desks[0]?.zone ?? 'America/New_York')
    const catalog = await currentCatalog()
    render(res, 'desks/show', {
      title: 'My desk',
      section: 'desk',
      today,
      mayEdit: viewer.role !== 'reader',
      ...(await presentDesk(await workOf(desks, today, catalog), desks, catalog, today)),
      reports: await reportsAt(viewer),
      desks: desks.map(({ name }) => name)
    })
  }
})

/** What readers say is wrong, and nobody has looked into yet. */
async function reportsAt(viewer: SignedIn) {
  const count = await Dispute.countAt(viewer.role === 'site-admin' ? null : viewer.desks, 'open')
  return { count, href: paths.disputes() }
}

const desksOf = (viewer: SignedIn): Promise<DeskRecord[]> =>
  Desk.find(viewer.role === 'site-admin' ? {} : { _id: trusted({ $in: [...viewer.desks] }) })
    .sort({ name: 1 })
    .lean<DeskRecord[]>()
