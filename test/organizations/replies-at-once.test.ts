import assert from 'node:assert/strict'
import { MongoClient } from 'mongodb'
import { Letter } from '../../models/letter.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { type EmbeddedStore, openStore } from '../../server/embedded-mongo/index.ts'
import { aLetter, aReply } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe("An organization's page", () => {
  let world: World
  let store: EmbeddedStore
  let elsewhere: MongoClient
  let reply: ResponseRecord

  before(async () => {
    world = await openWorld()
    const letter = await aLetter(world, {
      subject: 'Ports',
      questions: ['How many?'],
      letterDate: '2026-09-01'
    })
    await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    await restandLetter(letter._id)
    reply = await aReply(await world.signedInAs('editor'), letter, {
      kind: 'interim',
      receivedOn: '2026-09-11',
      text: 'We are counting.'
    })
    await Response.updateOne({ _id: reply._id }, { $set: { visibility: 'public' } })
    // What another process does reaches the same store over a connection of its own.
    store = await openStore({ dir: world.config.DATA_DIR })
    elsewhere = await new MongoClient(store.uri).connect()
  })
  after(async () => {
    await elsewhere.close()
    await store.close()
    await world.close()
  })

  const interim = async (): Promise<string> => {
    const { text } = await world.visitor().get('/organizations/department-of-examples')
    return /Interim reply<\/th>\s*<td[^>]*>([^<]*)/.exec(text)?.[1]?.trim() ?? 'no such row'
  }

  it('says how long an interim reply took', async () => assert.match(await interim(), /^10 days/))

  it('says it anew as soon as the reply is corrected here', async () => {
    await Response.updateOne({ _id: reply._id }, { $set: { receivedOn: '2026-09-21' } })
    assert.match(await interim(), /^20 days/)
  })

  it('says it anew as soon as the reply is corrected by another process', async () => {
    const db = elsewhere.db('replydue')
    const writeElsewhere = async (receivedOn: string, touched: object) => {
      await interim()
      await db.collection('responses').updateOne({ _id: reply._id }, { $set: { receivedOn } })
      await db
        .collection<{ _id: string; recent: object[] }>('revisions')
        .updateOne(
          { _id: 'records' },
          { $inc: { n: 1 }, $push: { recent: { $each: [touched], $slice: -40 } } }
        )
      return interim()
    }
    const touched = { letters: [], questions: [] }
    const id = String(reply._id)
    assert.match(
      await writeElsewhere('2026-10-01', { ...touched, replies: [id], directory: false }),
      /^30 days/
    )
    // An older release does not say which replies it touched.
    assert.match(await writeElsewhere('2026-10-11', touched), /^40 days/)
  })

  it('takes a reply that is made internal out at once', async () => {
    await Response.updateOne({ _id: reply._id }, { $set: { visibility: 'internal' } })
    assert.doesNotMatch(await interim(), /40 days/)
  })
})
