import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { ObjectId } from 'bson'
import mongoose from 'mongoose'
import { compileFilter } from '../../server/embedded-mongo/match.ts'
import { docOf } from '../../server/embedded-mongo/values.ts'
import { processorMs } from '../support/processor-time.ts'
import { exampleOf } from './shapes.ts'
import { storeWithClient } from './support.ts'

const shapes: string[] = JSON.parse(readFileSync(new URL('./command-shapes.json', import.meta.url), 'utf8'))

/** The filters that may read a whole collection, each with why that is no list page's. */
const scans: Record<string, string> = {
  'questions {"movedTo":"null"}': 'every question is computed anew, by a job',
  'users {"disabledAt":"null"}': 'the staff are few',
  'users {"_id":{"$ne":"ObjectId"},"role":"string","disabledAt":"null"}': 'the staff are few',
  'letters {"isMention":"?false"}': 'how many there are is said to whoever runs the site',
  'letters {"isExample":"?true"}': 'the examples are brought and taken out by a command',
  'questions {"isExample":"?true"}': 'the same',
  'references {"isExample":"?true"}': 'the same',
  'responses {"isExample":"?true"}': 'the same',
  'deliveries {"to.address":"string"}': 'only a test looks so',
  'deliveries {"to.address":{"$eq":"string"}}': 'the same',
  'deliveries {"kind":"string"}': 'only a test looks so',
  'audit {"act":"regex"}': 'only a test looks so',
  'letters {"slug":"regex"}': 'only a test looks so',
  'questions {"letter.slug":"string","position":"#1"}': 'only a test looks so',
  'letters {"subject":"string"}': 'only a test looks so',
  'letters {"isMention":"?true"}': 'only a test looks so'
}

describe('The application’s queries', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  before(async () => {
    world = await storeWithClient()
    const models = new URL('../../models/', import.meta.url)
    for (const name of readdirSync(models)) if (name.endsWith('.ts')) await import(new URL(name, models).href)
    const db = world.client.db('replydue')
    for (const { schema, collection } of Object.values(mongoose.models))
      for (const [key, options] of schema.indexes())
        await db.command({
          createIndexes: collection.collectionName,
          indexes: [{ key, name: JSON.stringify(key), ...options }]
        })
  })
  after(() => world.close())

  it('find what a filter names by an index, but for those that may scan', async () => {
    const db = world.client.db('replydue')
    const unexpected: string[] = []
    for (const shape of shapes) {
      const command = JSON.parse(shape)
      const collection: string = command.find ?? command.aggregate ?? command.count ?? command.distinct ?? ''
      const filter: object = command.filter ?? command.query ?? command.pipeline?.[0].$match ?? {}
      if (collection === '' || Object.keys(filter).length === 0) continue
      const { queryPlanner } = await db.command({ explain: exampleOf(command) })
      const name = `${collection.slice(1)} ${JSON.stringify(filter)}`
      if (JSON.stringify(queryPlanner.winningPlan).includes('COLLSCAN') && !(name in scans))
        unexpected.push(name)
    }
    assert.deepEqual(unexpected, [])
  })

  it('ask about one of ten thousand ids at the cost of asking about one of ten', async () => {
    const ids = Array.from({ length: 10_000 }, () => new ObjectId())
    const among = (count: number) => compileFilter(docOf({ id: docOf({ $in: ids.slice(-count) }) }))
    const [few, many] = [among(10), among(10_000)]
    const all = ids.map(id => docOf({ id }))
    assert.equal(all.filter(doc => few(doc)).length, 10)
    const msOfFew = await processorMs(() => all.filter(doc => few(doc)))
    const msOfMany = await processorMs(() => assert.ok(all.every(doc => many(doc))))
    assert.ok(msOfMany < msOfFew * 20 + 50, `${msOfMany} ms beside ${msOfFew} ms`)
  })
})
