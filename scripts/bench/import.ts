import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Import } from '../../models/import.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { dbOf } from '../../server/database.ts'
import { importTable } from '../../server/imports/from-file.ts'
import { lasting, printFigures } from './figures.ts'
import { onRecords } from './on-records.ts'

const QUESTIONS_EACH = 5

/** `npm run bench -- import --dir DIR [--count 200]`: a spreadsheet of so many letters with five questions each. */
export const run = (args: string[]) =>
  onRecords(args, 200, async ({ database, count }) => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
    const file = join(folder, `log-${process.pid}.csv`)
    const csv = table(count)
    writeFileSync(file, csv)
    const desk = await Desk.findOne({ slug: 'bench' }).orFail().lean<DeskRecord>()
    const options = { organization: 'Department of State', map: [], isDry: false, now: new Date() }
    const letters = await Letter.estimatedDocumentCount()
    const ours = await lasting(() => importTable(file, desk, options))
    const again = await lasting(() => importTable(file, desk, options))
    const added = (await Letter.estimatedDocumentCount()) - letters
    const made = await Letter.find({}).sort({ loggedAt: -1 }).limit(added).lean()
    const ids = made.map(({ _id }) => _id)
    const questions = await Question.find({ letterId: trusted({ $in: ids }) }).lean()
    const plain = await plainly(csv, made, questions, database)
    const beside = (value: number) => ({ what: 'csv-parse and insertMany of the same', value })
    printFigures(
      'import',
      { 'letters there': letters, 'letters added': added, questions: questions.length },
      [
        { what: 'imported', value: ours.ms / 1000, unit: 's', beside: beside(plain.ms / 1000) },
        {
          what: 'imported, processor',
          value: ours.cpuMs / 1000,
          unit: 's',
          beside: beside(plain.cpuMs / 1000)
        },
        { what: 'imported again, nothing new', value: again.ms / 1000, unit: 's' }
      ]
    )
    await Question.collection.deleteMany({ letterId: { $in: ids } })
    await Letter.collection.deleteMany({ _id: { $in: ids } })
    await Import.deleteMany({ name: `log-${process.pid}.csv` })
    rmSync(folder, { recursive: true })
  })

function table(count: number): string {
  const rows = Array.from({ length: count * QUESTIONS_EACH }, (_, at) => {
    const letter = Math.floor(at / QUESTIONS_EACH)
    const day = `2024-${String(1 + (letter % 12)).padStart(2, '0')}-${String(1 + (letter % 28)).padStart(2, '0')}`
    return `${day},Inspection round ${process.pid}-${letter},"How many inspections were carried out in part ${at}, and which office reviewed them?"`
  })
  return `Letter date,Subject,Question\n${rows.join('\n')}\n`
}

/** The same table parsed, and the same records stored, by the libraries alone. */
async function plainly(
  csv: string,
  letters: readonly object[],
  questions: readonly object[],
  { connection }: Parameters<Parameters<typeof onRecords>[2]>[0]['database']
): Promise<{ ms: number; cpuMs: number }> {
  const db = dbOf(connection)
  const [one, other] = [db.collection('bench_letters'), db.collection('bench_questions')]
  const took = await lasting(async () => {
    parse(csv, { columns: true })
    await one.insertMany(letters.map(letter => ({ ...letter })))
    await other.insertMany(questions.map(question => ({ ...question })))
  })
  await one.drop()
  await other.drop()
  return took
}
