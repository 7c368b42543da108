import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { latestVersion } from '../../models/migrations/migrate.ts'
import { readLayout } from '../../models/migrations/state.ts'
import { dbOf } from '../../server/database.ts'
import { examine } from '../../server/doctor/examine.ts'
import { recordChecks } from '../../server/doctor/records.ts'
import { surroundingChecks } from '../../server/doctor/surroundings.ts'
import { loadDump } from '../../server/dump/load.ts'
import { readManifest } from '../../server/dump/manifest.ts'
import { openWorld, type World } from '../support/world.ts'
import { dumpOf, releases, storeBytes } from './kept.ts'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))

describe('what earlier releases wrote', () => {
  it('is kept for this release too', () => {
    assert.ok(releases().includes(version), `node --import tsx/esm test/releases/make-release.ts ${version}`)
  })
})

for (const release of releases())
  describe(`the records of release ${release}`, () => {
    let folder: string
    let world: World
    const { collections } = readManifest(dumpOf(release))

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'reply-due-release-'))
      await writeFile(join(folder, 'store.mdb'), storeBytes(release), { mode: 0o600 })
      world = await openWorld({ env: { DATA_DIR: folder }, withoutSmtp: true })
    })
    after(async () => {
      await world?.close()
      await rm(folder, { recursive: true, force: true })
    })

    const isWhole = async () => {
      const db = dbOf(world.database.connection)
      assert.equal((await readLayout(db))?.version, latestVersion())
      for (const { name, documents } of collections)
        assert.equal(await db.collection(name).countDocuments(), documents, name)
      const lines: string[] = []
      const now = world.clock.now()
      const checks = [...surroundingChecks(world.config, db, true, now), ...recordChecks(db, now)]
      // Mails of the day it was taken wait in it; that they are late is right.
      const others = checks.filter(({ name }) => name !== 'mail leaves')
      const { faults } = await examine(others, line => void lines.push(line))
      assert.equal(faults, 0, lines.join('\n'))
    }
    const pagesAnswer = async () => {
      for (const path of [
        '/',
        '/letters',
        '/letters/leahy-2021',
        '/questions',
        '/search?q=firearms',
        '/data.ndjson'
      ])
        assert.equal((await world.visitor().get(path)).status, 200, path)
      const page = await world.visitor().get('/letters/leahy-2021')
      assert.match(page.text, /6 questions/)
    }

    it('are brought to this one from its data folder: all of them, nothing wrong, and every page answers', async () => {
      await isWhole()
      await pagesAnswer()
    })

    it('are loaded from its dump with the same outcome', async () => {
      const db = dbOf(world.database.connection)
      await loadDump(db, dumpOf(release), { now: world.clock.now(), replaces: true })
      await isWhole()
      await pagesAnswer()
    })
  })
