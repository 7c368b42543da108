import assert from 'node:assert/strict'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose, { mongo } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { latestVersion } from '../../models/migrations/migrate.ts'
import { readLayout } from '../../models/migrations/state.ts'
import { Question } from '../../models/question.ts'
import { backupsIn } from '../../server/backups.ts'
import { type Database, dbOf, openDatabase } from '../../server/database.ts'
import { backUp, forgetOldBackups } from '../../server/dump/back-up.ts'
import { loadDump } from '../../server/dump/load.ts'
import { fileOf, hashOf, type Manifest } from '../../server/dump/manifest.ts'
import { batchesOf, verifyDump } from '../../server/dump/read.ts'
import { writeDump } from '../../server/dump/write.ts'
import { loadExamples } from '../../server/examples/load.ts'

const now = new Date('2026-11-20T17:00:00Z')

/** Values whose types are easily lost on the way: each must come back as what it was. */
const kinds = {
  _id: new mongo.ObjectId('0123456789abcdef01234567'),
  whole: new mongo.Int32(5),
  double: new mongo.Double(5),
  long: mongo.Long.fromString('4294967296'),
  day: '2026-11-20',
  instant: new Date('1969-12-31T23:59:59.999Z'),
  bytes: new mongo.Binary(Buffer.from([0, 10, 13, 255])),
  lines: 'one\ntwo\u2028three\u0000\ud83d\ude00',
  nothing: null,
  nested: { list: [1, [2, { three: new mongo.Double(3) }]], empty: {} }
}

describe('a dump', () => {
  let folder: string
  let database: Database
  let dump: string
  let manifest: Manifest

  const at = (name: string) => join(folder, name)
  const open = async (name: string): Promise<void> => {
    database = await openDatabase({ DATA_DIR: at(name) })
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-dump-'))
    await open('office')
    await loadExamples(now)
    await dbOf(database.connection)
      .collection('oddities')
      .insertOne({ ...kinds })
    await database.connection.collection('sessions').insertOne({ expires: now })
    await database.connection.collection<{ _id: string }>('secrets').insertOne({ _id: 'secrets' })
    await Delivery.claim(delivery('waiting'))
    dump = at('dump')
    manifest = await writeDump(dbOf(database.connection), dump, now)
    await database.close()
  })
  after(async () => {
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => database.close())

  it('is loaded into another store and dumped there with an equal hash, every type as it was', async () => {
    await open('cluster')
    await loadDump(dbOf(database.connection), dump, { now })
    const again = await writeDump(dbOf(database.connection), at('again'), now)
    assert.equal(again.hash, manifest.hash)
    assert.deepEqual(counts(again), counts(manifest))
    assert.equal(await Letter.countDocuments({ isMention: false }), 2)
    const found = await dbOf(database.connection)
      .collection('oddities')
      .findOne({}, { promoteValues: false, promoteLongs: false })
    const written = (value: unknown) => mongo.BSON.EJSON.stringify(value, { relaxed: false })
    assert.equal(written(found), written(kinds))
    assert.equal((await readLayout(dbOf(database.connection)))?.version, latestVersion())
  })

  it('holds no session and no secret', async () => {
    await open('office')
    assert.ok(manifest.collections.every(({ name }) => !['sessions', 'secrets', 'limits'].includes(name)))
  })

  it('is not loaded over records that are there, unless that was asked for', async () => {
    await open('full')
    await mongoose.connection.collection('letters').insertOne({ slug: 'mine' })
    await assert.rejects(loadDump(dbOf(database.connection), dump, { now }), /1 in letters.*add --replace/s)
    assert.equal(await mongoose.connection.collection('letters').countDocuments({ slug: 'mine' }), 1)
    await loadDump(dbOf(database.connection), dump, { now, replaces: true })
    assert.equal(await mongoose.connection.collection('letters').countDocuments({ slug: 'mine' }), 0)
    assert.ok((await Letter.collection.listIndexes().toArray()).some(({ name }) => name === 'slug_1'))
  })

  it('is refused with one line, and nothing changed, where it was cut short or altered', async () => {
    await open('refusing')
    const letters = 'letters.ejsonl.gz'
    const damages: [string, (broken: string) => void, RegExp][] = [
      ['no manifest', broken => rmSync(join(broken, 'manifest.json')), /no complete dump/],
      ['a manifest cut short', broken => truncateSync(join(broken, 'manifest.json'), 200), /is no JSON/],
      ['a file that is missing', broken => rmSync(join(broken, letters)), /letters.*missing/],
      [
        'a file cut short',
        broken => truncateSync(join(broken, letters), 400),
        /letters.*cut short or damaged/
      ],
      [
        'a checksum of other bytes',
        broken => altered(broken, { sha256: '0'.repeat(64) }),
        /letters.*checksum/
      ],
      ['a count of other records', broken => altered(broken, { documents: 77 }), /letters.*of 77/],
      ['a list that was altered', broken => altered(broken, { documents: 77 }, 'the old hash'), /altered/]
    ]
    for (const [what, damage, message] of damages) {
      const broken = at('broken')
      await cp(dump, broken, { recursive: true })
      damage(broken)
      await assert.rejects(
        loadDump(dbOf(database.connection), broken, { now }),
        (error: Error) => message.test(error.message) && !error.message.includes('\n'),
        what
      )
      await rm(broken, { recursive: true })
    }
    assert.equal(await Letter.estimatedDocumentCount(), 0)
  })

  it('of a newer layout is refused', async () => {
    await open('refusing')
    const newer = at('newer')
    await cp(dump, newer, { recursive: true })
    writeFileSync(join(newer, 'manifest.json'), JSON.stringify({ ...manifest, layout: 99 }))
    await assert.rejects(loadDump(dbOf(database.connection), newer, { now }), /newer release \(layout 99/)
  })

  it('that was cut short while it was loaded keeps the server from starting, until it is loaded again', async () => {
    await open('killed')
    const broken = at('half')
    await cp(dump, broken, { recursive: true })
    // Past its check the file fails: what a disk does, or a kill.
    const first = manifest.collections.find(({ documents }) => documents > 0)
    assert.ok(first)
    await loadDump(dbOf(database.connection), broken, {
      now,
      progress: name => {
        if (name === first.name) throw new Error('killed')
      }
    }).catch(() => undefined)
    await database.close()
    await assert.rejects(openDatabase({ DATA_DIR: at('killed') }), /npm run load -- --replace .*half/)
    database = await openDatabase({ DATA_DIR: at('killed') }, { isLoading: true })
    await loadDump(dbOf(database.connection), broken, { now, replaces: true })
    await database.close()
    await open('killed')
    assert.equal(await Letter.countDocuments({ isMention: false }), 2)
  })

  it('taken under write load has the questions of every letter it has', async () => {
    await open('busy')
    const [letters, questions] = [Letter.collection, Question.collection]
    let isDone = false
    let written = 0
    const writing = (async () => {
      for (; !isDone; written += 1) {
        const [letterId, id] = [new mongo.ObjectId(), new mongo.ObjectId()]
        await questions.insertOne({ _id: id, letterId, position: 1 })
        await letters.insertOne({ _id: letterId, slug: `letter-${written}`, asks: id })
      }
    })()
    while (written < 50) await new Promise(setImmediate)
    const { folder: taken } = await backUp(database.connection, at('busy'), { now })
    isDone = true
    await writing
    await verifyDump(taken)
    const dumped = { letters: [] as string[], questions: new Set<string>() }
    for await (const batch of batchesOf(taken, 'letters'))
      dumped.letters.push(...batch.map(one => String(one.asks)))
    for await (const batch of batchesOf(taken, 'questions'))
      for (const { _id } of batch) dumped.questions.add(String(_id))
    assert.ok(dumped.letters.length >= 50)
    assert.deepEqual(
      dumped.letters.filter(id => !dumped.questions.has(id)),
      []
    )
    await database.close()
    await open('restored')
    const backup = await loadDump(dbOf(database.connection), taken, { now })
    const again = await writeDump(dbOf(database.connection), at('of the restored'), now)
    assert.deepEqual([counts(again), again.hash], [counts(backup), backup.hash])
  })

  it('that is cut short by whatever leaves nothing under its name, and is taken anew', async () => {
    await open('office')
    const cut = at('cut')
    const failing = writeDump(dbOf(database.connection), cut, now, name => {
      if (name === 'questions') throw new Error('cut short')
    })
    await assert.rejects(failing, /cut short/)
    assert.deepEqual(
      (await readdir(folder)).filter(name => name.startsWith('cut')),
      []
    )
    assert.equal((await writeDump(dbOf(database.connection), cut, now)).hash, manifest.hash)
  })

  it('is kept so many times, and one from before an upgrade for good', async () => {
    await open('kept')
    const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
    for (const hours of [0, 1, 2]) await backUp(database.connection, at('kept'), { now: later(hours) })
    await backUp(database.connection, at('kept'), { now: later(0), name: 'before-layout-2-from-1' })
    assert.deepEqual(await forgetOldBackups(at('kept'), 2), ['2026-11-20T170000Z'])
    assert.deepEqual((await readdir(backupsIn(at('kept')))).toSorted(), [
      '2026-11-20T170000Z-before-layout-2-from-1',
      '2026-11-20T180000Z',
      '2026-11-20T190000Z'
    ])
  })

  const counts = ({ collections }: Manifest) =>
    Object.fromEntries(
      collections.filter(one => one.documents > 0).map(({ name, documents }) => [name, documents])
    )

  /** Changes what the manifest says of the letters; its own hash is made right again unless it shall not be. */
  function altered(broken: string, change: Partial<Manifest['collections'][number]>, hash?: string): void {
    const file = join(broken, 'manifest.json')
    const read: Manifest = JSON.parse(readFileSync(file, 'utf8'))
    const collections = read.collections.map(one => (one.name === 'letters' ? { ...one, ...change } : one))
    writeFileSync(file, JSON.stringify({ ...read, collections, hash: hash ?? hashOf(collections) }))
  }

  it('is made of one file a collection', async () => {
    await open('kept')
    const files = await readdir(dump)
    for (const { name } of manifest.collections) assert.ok(files.includes(fileOf('', name)))
  })
})

const delivery = (key: string) => ({
  keys: [key],
  kind: 'reminder' as const,
  to: { name: 'The editor', address: 'editor@example.org' },
  subject: 'Due',
  raw: Buffer.from('a mail'),
  messageId: `<${key}@example.org>`,
  slotAt: now,
  graceUntil: null,
  composedAt: now
})
