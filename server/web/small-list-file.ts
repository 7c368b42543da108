import type { Request, RequestHandler } from 'express'
import type { Clock } from '../clock.ts'
import type { Listing } from '../listing.ts'
import { formatOf, isUnchanged, type SmallList, sendSmallList, smallFormats } from './formats.ts'
import { listingOf } from './reader.ts'

/** Answers with a short list in the format at the end of its address, or that it has not changed. */
export const smallListFile =
  <Row extends Readonly<Record<string, unknown>>>(
    clock: Clock,
    asFile: (listing: Listing, query: Request['query']) => SmallList<Row>
  ): RequestHandler =>
  async (req, res) => {
    const format = formatOf(req.params.format, smallFormats)
    const listing = await listingOf(req, clock)
    if (isUnchanged(req, res, listing.fingerprint())) return
    await sendSmallList(res, format, asFile(listing, req.query))
  }
