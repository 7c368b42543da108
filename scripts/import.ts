import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Desk, type DeskRecord } from '../models/desk.ts'
import { systemClock } from '../server/clock.ts'
import { importTable } from '../server/imports/from-file.ts'
import { importFolder } from '../server/intake/folder.ts'
import { makeLog } from '../server/log.ts'
import { runScript, WrongCall } from './run-script.ts'

const usage = `npm run import -- FILE.csv | FOLDER [--desk SLUG] [--to ORGANIZATION] [--map FIELD=HEADING ...] [--dry-run]
  FILE.csv  a correspondence log, or a spreadsheet with a row for each question; FOLDER  files of letters, for review
  --to      whom the letters were put to, where no column says
  --map     what a column holds, where its heading does not say; it is remembered for tables with the same headings`

/** Takes over a log, a spreadsheet or a folder of letters. Twice is once. */
await runScript(async ({ config }) => {
  const { path, desk: slug, to, map, isDry } = words()
  const desk = await deskCalled(slug)
  const kind = await stat(path).catch(() => {
    throw new WrongCall(`${path} cannot be read.`)
  })
  const now = systemClock.now()
  if (kind.isDirectory()) {
    const names = (await readdir(path)).filter(name => !name.startsWith('.')).sort()
    const paths = names.map(name => ({ name, path: join(path, name) }))
    return void console.log((await importFolder(paths, desk, now, makeLog(config), isDry)).join('\n'))
  }
  console.log((await importTable(path, desk, { organization: to, map, isDry, now })).join('\n'))
})

function words() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        desk: { type: 'string' },
        to: { type: 'string' },
        map: { type: 'string', multiple: true, default: [] },
        'dry-run': { type: 'boolean', default: false }
      }
    })
    const [path] = positionals
    if (!path || positionals.length > 1) throw new Error('')
    return {
      path,
      desk: values.desk ?? null,
      to: values.to ?? null,
      map: values.map,
      isDry: values['dry-run']
    }
  } catch {
    throw new WrongCall(usage)
  }
}

async function deskCalled(slug: string | null): Promise<DeskRecord> {
  const desks = await Desk.find().sort({ slug: 1 }).lean<DeskRecord[]>()
  const desk = slug === null && desks.length === 1 ? desks[0] : desks.find(one => one.slug === slug)
  if (desk) return desk
  const said = desks.map(one => one.slug).join(', ')
  throw new WrongCall(
    said
      ? `Say which desk: --desk ${said.replaceAll(', ', ' or ')}`
      : 'There is no desk yet: start the server once.'
  )
}
