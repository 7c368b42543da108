import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mongo } from 'mongoose'
import { fingerprintOf, indexesWanted, makeIndexes } from '../../models/migrations/indexes.ts'
import { migrate } from '../../models/migrations/migrate.ts'
import { layouts, readLayout } from '../../models/migrations/state.ts'
import { type Migration, migrations } from '../../models/migrations/table.ts'
import { type EmbeddedStore, openStore } from '../../server/embedded-mongo/index.ts'
import { startProgram } from '../start/program.ts'

const root = join(import.meta.dirname, '../..')

describe('the migration', () => {
  let folder: string
  let store: EmbeddedStore
  let client: mongo.MongoClient
  let db: mongo.Db

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-'))
    store = await openStore({ dir: folder })
    client = await new mongo.MongoClient(store.uri).connect()
    db = client.db()
  })
  beforeEach(() => db.dropDatabase())
  after(async () => {
    await client.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const next = (migrations.at(-1)?.version ?? 0) + 1
  const marking: Migration = {
    version: next,
    what: 'mark each letter',
    change: async db => void (await db.collection('letters').updateMany({}, { $inc: { marks: 1 } }))
  }
  const longer = [...migrations, marking]
  const marks = async () => (await db.collection('letters').findOne({}))?.marks

  it('knows every model, so that the list of indexes does not depend on who asks for it', () => {
    const models = readdirSync(join(root, 'models')).filter(file =>
      /[=\s]model[<(]/.test(file.endsWith('.ts') ? readFileSync(join(root, 'models', file), 'utf8') : '')
    )
    const known = readFileSync(join(root, 'models/all.ts'), 'utf8')
    assert.deepEqual(
      models.filter(file => !known.includes(`'./${file}'`)),
      []
    )
  })

  it('numbers its rows one after the other', () => {
    assert.deepEqual(
      migrations.map(({ version }) => version),
      migrations.map((_, i) => i + 1)
    )
  })

  it('makes every index that the models and the libraries ask for', async () => {
    await migrate(db)
    for (const { collection, indexes } of indexesWanted()) {
      const there = indexes.length > 0 ? await db.collection(collection).listIndexes().toArray() : []
      const keys = there.filter(({ name }) => name !== '_id_').length
      assert.equal(keys, indexes.length, collection)
    }
  })

  it('costs one read once it was done for a release', async () => {
    await migrate(db)
    const commands: string[] = []
    const watched = new mongo.MongoClient(store.uri, { monitorCommands: true })
    watched.on('commandStarted', ({ commandName }) => commands.push(commandName))
    await migrate(watched.db())
    await watched.close()
    assert.deepEqual(
      commands.filter(name => name !== 'endSessions'),
      ['find']
    )
  })

  it('is run by one of several instances that start at once', async () => {
    await db.collection('letters').insertOne({ slug: 'one' })
    await Promise.all(Array.from({ length: 5 }, () => migrate(db, { table: longer })))
    assert.equal(await marks(), 1)
    assert.equal(await db.collection('migrations').countDocuments({}), 1, 'the lock is given back')
  })

  it('takes a backup before it changes records, and none of a store that is new', async () => {
    const backups: string[] = []
    const beforeChange = async (from: number, to: number) => void backups.push(`${from} to ${to}`)
    await migrate(db, { beforeChange })
    assert.deepEqual(backups, [])
    await migrate(db, { table: longer, beforeChange })
    assert.deepEqual(backups, [`${next - 1} to ${next}`])
  })

  it('starts again where a killed one stopped, at once when its process is known to be gone', async () => {
    await db.collection('letters').insertOne({ slug: 'one' })
    await migrate(db)
    let tries = 0
    const failing: Migration = {
      ...marking,
      change: async () => {
        tries += 1
        throw new Error('killed')
      }
    }
    await assert.rejects(migrate(db, { table: [...migrations, failing] }), /killed/)
    const { hostname } = await import('node:os')
    await db.collection<{ _id: string }>('migrations').insertOne({
      _id: 'lock',
      by: 'the one that was killed',
      host: hostname(),
      pid: 2 ** 22 + 1,
      until: new Date(Date.now() + 3_600_000)
    } as { _id: string })
    await migrate(db, { table: longer })
    assert.equal(tries, 1)
    assert.equal(await marks(), 1)
    assert.equal((await readLayout(db))?.version, next)
  })

  it('killed half-way in a process of its own is done by the next start, and nothing is lost', async () => {
    const dir = join(folder, 'killed')
    const program = startProgram('test/migrations/killed-half-way.ts', {}, [dir])
    assert.equal(await program.ended, 'SIGKILL', program.err())
    const again = await openStore({ dir })
    const there = await new mongo.MongoClient(again.uri).connect()
    const letters = there.db().collection('letters')
    assert.equal((await readLayout(there.db()))?.version, next - 1)
    assert.equal(await letters.countDocuments({ isMarked: true }), 1)
    const change = async () => void (await letters.updateMany({}, { $set: { isMarked: true } }))
    const told: string[] = []
    await migrate(there.db(), {
      table: [...migrations, { ...marking, change }],
      tell: line => void told.push(line)
    })
    assert.deepEqual(told, [`Bringing the records to layout ${next}: mark each letter.`])
    assert.equal(await letters.countDocuments({ isMarked: true }), 3)
    assert.equal(await there.db().collection('migrations').countDocuments({}), 1, 'the lock is given back')
    await there.close()
    await again.close()
  })

  it('stops older code on newer records with one line', async () => {
    await migrate(db, { table: longer })
    await assert.rejects(migrate(db), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`newer release \\(layout ${next}, this one knows ${next - 1}\\)`)
      )
      assert.ok(!error.message.includes('\n'))
      return true
    })
  })

  it('refuses records of a load that was cut short, and says how to go on', async () => {
    await migrate(db)
    const loading = { from: '/backups/monday', at: new Date(0) }
    await layouts(db).updateOne({ _id: 'layout' }, { $set: { loading } })
    await assert.rejects(migrate(db), /npm run load -- --replace \/backups\/monday/)
  })

  it('makes an index anew whose definition changed', async () => {
    const collection = 'letters'
    await makeIndexes(db, [{ collection, indexes: [{ key: { slug: 1 } }] }])
    await makeIndexes(db, [{ collection, indexes: [{ key: { slug: 1 }, unique: true }] }])
    const made = await db.collection(collection).listIndexes().toArray()
    assert.deepEqual(
      made.map(({ name, unique }) => [name, unique ?? false]),
      [
        ['_id_', false],
        ['slug_1', true]
      ]
    )
  })

  it('says which records stand in the way of an index that must be unique', async () => {
    await db.collection('letters').insertMany([{ slug: 'same' }, { slug: 'same' }])
    await assert.rejects(
      makeIndexes(db, [{ collection: 'letters', indexes: [{ key: { slug: 1 }, unique: true }] }]),
      /Two records of letters have the same slug/
    )
  })

  it('knows another list of indexes by its fingerprint', () => {
    const one = [{ collection: 'letters', indexes: [{ key: { slug: 1 as const } }] }]
    const other = [{ collection: 'letters', indexes: [{ key: { slug: 1 as const }, unique: true }] }]
    assert.notEqual(fingerprintOf(one), fingerprintOf(other))
  })
})
