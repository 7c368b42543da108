import type { Request, RequestHandler } from 'express'
import { Audit } from '../../models/audit.ts'
import { paths } from '../paths.ts'
import { sendCsv } from '../web/formats.ts'
import { paginate } from '../web/pagination.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { auditRow } from './present.ts'

const PAGE = 50
const EXPORTED = 500

/** What was done and what was refused, for the admins of the desks whose people did it. */
export const index: RequestHandler = async (req, res) => {
  const desks = readableDesks(req)
  const total = await Audit.countOf(desks)
  const pages = paginate(total, req.query.page, PAGE, page => paths.audit(page))
  const entries = await Audit.latestOf(desks, pages.skip, PAGE)
  render(res, 'accounts/audit', {
    title: 'What was done',
    section: 'audit',
    pages,
    entries: entries.map(auditRow),
    csvHref: paths.auditFile()
  })
}

export const file: RequestHandler = async (req, res) => {
  res.attachment('audit.csv')
  const columns = ['at', 'by', 'act', 'address', 'status', 'changes', 'request']
  await sendCsv(res, columns, rows(readableDesks(req)))
}

async function* rows(desks: readonly string[] | null) {
  for (let skip = 0; ; skip += EXPORTED) {
    const entries = await Audit.latestOf(desks, skip, EXPORTED)
    for (const { at, by, act, address, status, changes, requestId } of entries) {
      const said = changes.map(({ what, from, to }) => `${what}: ${from ?? ''} > ${to ?? ''}`).join('; ')
      yield [at.toISOString(), by?.name ?? null, act, address, status, said, requestId]
    }
    if (entries.length < EXPORTED) return
  }
}

function readableDesks(req: Request): readonly string[] | null {
  const viewer = signedIn(req)
  return viewer.role === 'site-admin' ? null : viewer.desks
}
