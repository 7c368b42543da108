import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { mongo } from 'mongoose'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { openWorld, type World } from '../support/world.ts'
import { type Got, openReplicaSet, type ReplicaSet } from './replica-set.ts'

// No replica set could be run where this was written: two members that greet as one show what is sent to which.
describe('with PUBLIC_READS=secondaryPreferred, on a replica set', () => {
  let folder: string
  let set: ReplicaSet
  let world: World

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-set-'))
    set = await openReplicaSet(folder)
    world = await openWorld({ env: { MONGODB_URI: set.uri, PUBLIC_READS: 'secondaryPreferred' } })
    await loadExamples(world.clock.now())
  })
  after(async () => {
    await world?.close()
    await set?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => void set.got.splice(0))

  const reads = (member: Got['member']) =>
    set.got.filter(one => one.member === member && ['find', 'aggregate'].includes(one.name))
  const collectionsOf = (got: readonly Got[]) => [
    ...new Set(got.map(({ name, command }) => String(command[name])))
  ]
  const timeOf = ({ command }: Got): mongo.Timestamp => command.readConcern?.afterClusterTime

  it('a page for a visitor is read from a secondary, the revision from the primary before it', async () => {
    const page = await world.visitor().get('/letters/leahy-2021')
    assert.equal(page.status, 200)
    assert.ok(collectionsOf(reads('secondary')).includes('letters'))
    assert.ok(collectionsOf(reads('secondary')).includes('questions'))
    assert.deepEqual(collectionsOf(reads('primary')), ['revisions'])
    const [first] = set.got.filter(({ name }) => name === 'find')
    assert.equal(first?.command.find, 'revisions')
    for (const { command } of reads('secondary'))
      assert.equal(command.$readPreference?.mode, 'secondaryPreferred')
  })

  it('a withdrawal holds at once: a secondary is asked for nothing older', async () => {
    const { visitor } = world
    assert.equal((await visitor().get('/letters/leahy-2021')).status, 200)
    const withdrawn = { on: '2026-11-20', reason: 'Published in error.' }
    await Letter.updateOne({ slug: 'leahy-2021' }, { $set: { visibility: 'withdrawn', withdrawn } })
    const written = set.got.findLast(({ name, command }) => name === 'update' && command.update === 'letters')
    assert.ok(written)
    set.got.splice(0)
    assert.equal((await visitor().get('/letters/leahy-2021')).status, 410)
    assert.ok(reads('secondary').length > 0)
    for (const one of reads('secondary'))
      assert.ok(timeOf(one)?.greaterThan(written.at), `${JSON.stringify(one.command)} after ${written.at}`)
    await Letter.updateOne({ slug: 'leahy-2021' }, { $set: { visibility: 'public', withdrawn: null } })
  })

  it('whoever is signed in is answered by the primary alone', async () => {
    const editor = await world.signedInAs('editor')
    set.got.splice(0)
    assert.equal((await editor.get('/letters/leahy-2021')).status, 200)
    assert.deepEqual(collectionsOf(reads('secondary')), [])
  })

  it('exports, feeds and the API are near reads too, and no account or mail is ever read so', async () => {
    for (const path of ['/data.ndjson', '/letters.atom', '/questions.csv', '/api/v1/letters', '/sign-in'])
      assert.equal((await world.visitor().get(path)).status, 200, path)
    const shown = ['desks', 'letters', 'members', 'organizations', 'questions', 'references', 'responses']
    const near = collectionsOf(reads('secondary'))
    assert.ok(near.includes('questions'))
    assert.deepEqual(
      near.filter(name => !shown.includes(name)),
      []
    )
    assert.ok(reads('secondary').every(one => timeOf(one) !== undefined))
  })
})
