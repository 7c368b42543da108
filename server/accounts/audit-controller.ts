import type { Request, RequestHandler } from 'express'
import { DateTime } from 'luxon'
import { Audit, type AuditQuery, type AuditRecord } from '../../models/audit.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { isDay } from '../domain/day.ts'
import { paths } from '../paths.ts'
import { formatOf, sendCsv, sendLines } from '../web/formats.ts'
import { typedText } from '../web/forms.ts'
import { paginate } from '../web/pagination.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { auditRow } from './present.ts'

const PAGE = 50
const EXPORTED = 500

/** What was done and what was refused, for the admins of the desks whose people did it or whose records it touched. */
export const index: RequestHandler = async (req, res) => {
  const { query, values, asText, zone } = await askedFor(req)
  const total = await Audit.countOf(query)
  const pages = paginate(total, req.query.page, PAGE, page => paths.audit(page, asText))
  const entries = await Audit.latestOf(query, pages.skip, PAGE)
  render(res, 'accounts/audit', {
    title: 'What was done',
    section: 'audit',
    pages,
    zone,
    entries: entries.map(auditRow),
    action: paths.audit(),
    values,
    isFiltered: asText !== '',
    csvHref: paths.auditFile('csv', asText),
    linesHref: paths.auditFile('ndjson', asText)
  })
}

/** The same acts, all of them, as a table or one JSON object a line. */
export const file: RequestHandler = async (req, res) => {
  const format = formatOf(req.params.format, ['csv', 'ndjson'] as const)
  const { query } = await askedFor(req)
  res.attachment(`audit.${format}`)
  if (format === 'ndjson') return sendLines(res, lines(query))
  const columns = ['at', 'by', 'act', 'address', 'status', 'changes', 'request']
  await sendCsv(res, columns, rows(query))
}

/** Follows the trail backwards in pieces: what is added meanwhile is later and moves none of them twice into sight. */
async function* found(query: AuditQuery): AsyncGenerator<AuditRecord> {
  const until = query.until ?? (await Audit.latestOf(query, 0, 1))[0]?.at
  const asOf = until ? { ...query, until: query.until ?? new Date(until.getTime() + 1) } : query
  for (let skip = 0; ; skip += EXPORTED) {
    const entries = await Audit.latestOf(asOf, skip, EXPORTED)
    yield* entries
    if (entries.length < EXPORTED) return
  }
}

async function* rows(query: AuditQuery) {
  for await (const { at, by, act, address, status, changes, requestId } of found(query)) {
    const said = changes.map(({ what, from, to }) => `${what}: ${from ?? ''} > ${to ?? ''}`).join('; ')
    yield [at.toISOString(), by?.name ?? null, act, address, status, said, requestId]
  }
}

async function* lines(query: AuditQuery) {
  for await (const { at, by, act, address, status, changes, requestId } of found(query))
    yield {
      at: at.toISOString(),
      by: by && { id: by.id, name: by.name },
      act,
      address,
      status,
      changes,
      request: requestId
    }
}

/** Days are the first desk's: it says which day it was for whoever asks. */
async function askedFor(req: Request) {
  const viewer = signedIn(req)
  const { by = '', about = '', from = '', until = '', refused = '' } = typedText(req.query)
  const values = {
    by: by.slice(0, 200),
    about: about.slice(0, 200),
    from,
    until,
    refused: refused === 'yes' ? 'yes' : ''
  }
  const [first] = viewer.desks
  const desk = first ? await Desk.findById(first).lean<DeskRecord>() : null
  const zone = desk?.zone ?? 'America/New_York'
  const query: AuditQuery = {
    desks: viewer.role === 'site-admin' ? null : viewer.desks,
    by: values.by || undefined,
    about: values.about || undefined,
    isRefused: values.refused === 'yes' || undefined,
    from: isDay(from) ? DateTime.fromISO(from, { zone }).toJSDate() : undefined,
    until: isDay(until) ? DateTime.fromISO(until, { zone }).plus({ days: 1 }).toJSDate() : undefined
  }
  const asText = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()
  return { query, values, asText, zone }
}
