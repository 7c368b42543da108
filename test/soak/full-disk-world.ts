import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dbOf } from '../../server/database.ts'
import { writeDump } from '../../server/dump/write.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { openWorld } from '../support/world.ts'

// Run by full-disk.soak.ts on a small disk of its own: fills it, tries, makes room, tries again. Prints what came of it.
const [disk = ''] = process.argv.slice(2)
const world = await openWorld({ env: { DATA_DIR: join(disk, 'data') }, withoutSmtp: true })
await loadExamples(world.clock.now())
const editor = await world.signedInAs('editor')
const db = dbOf(world.database.connection)
const pressed = async () => {
  const { status, text } = await editor.post('/letters/leahy-2021/checks')
  return { status, message: /<p class="lede">([^<]*)/.exec(text)?.[1] ?? text }
}
const dumped = () =>
  writeDump(db, join(disk, 'dump'), world.clock.now()).then(
    () => 'done',
    error => error.message
  )

const before = await pressed()
const filler = await open(join(disk, 'filler'), 'w')
await filler.writeFile(Buffer.alloc(256 * 1024 * 1024)).catch(() => undefined)
await filler.close()
const full = {
  press: await pressed(),
  page: (await world.visitor().get('/letters/leahy-2021')).status,
  dump: await dumped(),
  isPartLeft: existsSync(join(disk, 'dump.partial'))
}
await rm(join(disk, 'filler'))
const after = { press: await pressed(), dump: await dumped() }
const { problems } = await db.admin().command({ checkStore: 1 })
console.log(
  JSON.stringify({
    before,
    full,
    after,
    problems,
    logged: world.logged.filter(line => /full|space/.test(line)).length
  })
)
await world.close()
