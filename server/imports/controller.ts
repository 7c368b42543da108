import type { Request, Response } from 'express'
import { Types } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Import, type ImportRecord } from '../../models/import.ts'
import type { Clock } from '../clock.ts'
import { NotFound } from '../errors.ts'
import { actorIn, desksOf } from '../intake/access.ts'
import { plainName } from '../intake/files/kinds.ts'
import { fieldOf, valuesOf } from '../intake/form.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { flash } from '../web/flash.ts'
import { typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { uploadProblem, uploadsIn } from '../web/uploads.ts'
import { mayEditDesk, signedIn } from '../web/viewer.ts'
import { columnFields, guessed, headed, type Mapping, signatureOf } from './columns.ts'
import { rememberedOr } from './from-file.ts'
import { type LongImports, MOST_WHILE_WAITED_FOR, toldOf } from './long-imports.ts'
import { planImport } from './planning.ts'
import { importPage, newImportPage, workingPage } from './present.ts'
import { carriedOut, foreseen } from './running.ts'
import { NotTable, type Row, readTable } from './table.ts'

/** The pages of `/imports`, each finding, acting, answering. */
export function importsController(clock: Clock, beside: LongImports) {
  return {
    async new(req: Request, res: Response): Promise<void> {
      render(res, 'imports/new', newImportPage(await desksOf(req), {}))
    },

    async create(req: Request, res: Response): Promise<void> {
      const desks = await desksOf(req)
      const typed = typedText(req.body)
      const desk = desks.length === 1 ? desks[0] : desks.find(({ slug }) => slug === typed.desk)
      const [upload] = uploadsIn(req)
      const refuse = (errors: Record<string, string>) =>
        renderInvalid(res, 'imports/new', { ...newImportPage(desks, typed), errors })
      if (!desk) return refuse({ desk: 'Choose the desk that keeps these letters.' })
      if (!upload) return refuse({ files: uploadProblem(req) ?? 'Choose the table, saved as CSV.' })
      const now = clock.now()
      const file = await File.keep(upload.path, now)
      const rows = await rowsOf(file._id).catch(error => {
        if (error instanceof NotTable) return error.message
        throw error
      })
      if (typeof rows === 'string') return refuse({ files: rows })
      const { headings } = headed(rows)
      const last = await Import.lastFor(desk._id, signatureOf(headings))
      const made = await Import.create({
        deskId: desk._id,
        name: plainName(upload.name),
        fileId: file._id,
        signature: signatureOf(headings),
        mapping: [...rememberedOr(guessed(headings), last?.mapping)],
        organization: typed.organization?.trim() || last?.organization || null,
        createdAt: now,
        createdBy: actorIn(req),
        changedAt: now
      })
      recordChange(req, 'table handed in', null, `${desk.name}: ${made.name}`)
      res.redirect(303, paths.import(String(made._id)))
    },

    async show(req: Request, res: Response): Promise<void> {
      const { record, desk } = await importIn(req)
      const rows = await rowsOf(record.fileId)
      const plan = planOf(record, desk, rows)
      if (record.running) {
        // Should the process that had it be gone, the page that waits for it goes on with it.
        await beside.carryOn(record, plan, desk, record.running.by)
        res.set('Refresh', '2')
        return render(res, 'imports/working', workingPage(record, record.running))
      }
      const outcome = await foreseen(plan)
      render(res, 'imports/show', importPage(record, rows, outcome))
    },

    async update(req: Request, res: Response): Promise<void> {
      const { record } = await importIn(req)
      await Import.updateOne(
        { _id: record._id },
        { $set: { ...mappingIn(req, record), changedAt: clock.now() } }
      )
      res.redirect(303, paths.import(String(record._id)))
    },

    async logLetters(req: Request, res: Response): Promise<void> {
      const { record, desk } = await importIn(req)
      recordChange(req, 'letters of a table', null, `${desk.name}: ${record.name}`)
      const mapped = { ...record, ...mappingIn(req, record) }
      const plan = planOf(mapped, desk, await rowsOf(record.fileId))
      const { mapping, organization } = mapped
      const isLong = plan.letters.length > MOST_WHILE_WAITED_FOR
      const outcome = isLong ? null : await carriedOut(plan, desk, actorIn(req), clock.now())
      await Import.updateOne(
        { _id: record._id },
        { $set: { mapping, organization, changedAt: clock.now(), ...(outcome && { doneAt: clock.now() }) } }
      )
      if (outcome) flash(req, 'success', toldOf(outcome))
      else await beside.carryOn(record, plan, desk, actorIn(req))
      res.redirect(303, paths.import(String(record._id)))
    }
  }
}

async function importIn(req: Request): Promise<{ record: ImportRecord; desk: DeskRecord }> {
  const id = String(req.params.id)
  const record = Types.ObjectId.isValid(id) ? await Import.findById(id).lean<ImportRecord>() : null
  if (!record || !mayEditDesk(signedIn(req), String(record.deskId))) throw new NotFound()
  return { record, desk: await Desk.findById(record.deskId).orFail().lean<DeskRecord>() }
}

async function rowsOf(fileId: string): Promise<Row[]> {
  const file = await File.findById(fileId).orFail().lean()
  const pieces: Buffer[] = []
  for await (const piece of File.pieces(file)) pieces.push(piece)
  return readTable(Buffer.concat(pieces))
}

const planOf = (
  record: Pick<ImportRecord, 'mapping' | 'organization' | 'name'>,
  desk: DeskRecord,
  rows: readonly Row[]
) =>
  planImport(rows, {
    mapping: known(record.mapping),
    desk: desk.slug,
    organization: record.organization,
    source: record.name
  })

const known = (words: readonly (string | null)[]): Mapping =>
  words.map(word => columnFields.find(field => field === word) ?? null)

/** One choice a column, in their order; a field chosen twice counts for the first. */
function mappingIn(req: Request, record: ImportRecord): Pick<ImportRecord, 'mapping' | 'organization'> {
  const sent = valuesOf(req.body, 'column')
  const chosen = known(record.mapping.map((_, at) => sent[at] ?? null))
  return {
    mapping: chosen.map((field, at) => (chosen.indexOf(field) === at ? field : null)),
    organization: fieldOf(req.body, 'organization').trim().slice(0, 200) || null
  }
}
