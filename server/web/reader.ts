import type { Request } from 'express'
import { type Catalog, currentCatalog } from '../catalog.ts'
import { type Clock, todayIn } from '../clock.ts'
import { type Listing, listingFor, type Reader } from '../listing.ts'
import { mayReadDesk, type Viewer, viewerOf } from './viewer.ts'

/** What the sender of a request may see of the record, as it stands now. */
export async function listingOf(req: Request, clock: Clock): Promise<Listing> {
  const catalog = await currentCatalog()
  return listingFor(catalog, readerFor(viewerOf(req), catalog, clock))
}

export function readerFor(viewer: Viewer, catalog: Pick<Catalog, 'desks'>, clock: Clock): Reader {
  const days = new Map<string, string>()
  return {
    key: keyOf(viewer),
    now: clock.now(),
    seesDesk: deskId => mayReadDesk(viewer, deskId),
    todayAt: deskId => {
      const zone = catalog.desks.get(deskId)?.zone ?? 'America/New_York'
      const day = days.get(zone) ?? todayIn(clock, zone)
      days.set(zone, day)
      return day
    }
  }
}

const keyOf = (viewer: Viewer): string => {
  if (viewer.kind === 'visitor') return 'visitor'
  return viewer.role === 'site-admin' ? 'every desk' : [...viewer.desks].sort().join(',')
}
