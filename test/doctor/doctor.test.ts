import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { dbOf } from '../../server/database.ts'
import { examine } from '../../server/doctor/examine.ts'
import { recordChecks } from '../../server/doctor/records.ts'
import { surroundingChecks } from '../../server/doctor/surroundings.ts'
import { backUp } from '../../server/dump/back-up.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the doctor', () => {
  let world: World
  let lines: string[]

  before(async () => {
    world = await openWorld({ withoutSmtp: true })
    await loadExamples(world.clock.now())
    await world.signedInAs('site-admin')
  })
  after(() => world.close())
  beforeEach(() => {
    lines = []
  })

  const look = (repairs = false) => {
    const { config, database, clock } = world
    const db = dbOf(database.connection)
    const checks = [...surroundingChecks(config, db, true, clock.now()), ...recordChecks(db, clock.now())]
    return examine(checks, line => void lines.push(line), repairs)
  }
  const said = () => lines.join('\n')

  it('finds nothing wrong with the example letters as they were loaded', async () => {
    assert.equal((await look()).faults, 0, said())
    assert.match(said(), /note {3}there is a backup of this week\n.*npm run backup/)
    await backUp(world.database.connection, world.config.DATA_DIR, { now: new Date() })
    lines = []
    await look()
    assert.match(said(), /ok {5}there is a backup of this week/)
  })

  it('makes an index that is missing, when asked to', async () => {
    await Letter.collection.dropIndex('slug_1')
    assert.equal((await look()).faults, 1)
    assert.match(said(), /letters lacks slug_1\. To do: npm run doctor -- --repair/)
    assert.deepEqual(await look(true), { faults: 0, repaired: 1 })
    assert.equal((await look()).faults, 0)
  })

  it('writes copies anew that do not agree with their letter', async () => {
    await Question.collection.updateOne({}, { $set: { 'letter.subject': 'something else' } })
    assert.equal((await look()).faults, 1)
    assert.match(said(), /the questions of 1 letters carry copies that do not agree/)
    assert.deepEqual(await look(true), { faults: 0, repaired: 1 })
    assert.equal((await look()).faults, 0)
  })

  it('says which letter is missing where questions were left behind', async () => {
    const letterId = new Types.ObjectId()
    const { insertedId } = await Question.collection.insertOne({ letterId, position: 1 })
    assert.equal((await look()).faults, 1)
    assert.ok(said().includes(`questions of 1 letters that are not there: ${letterId}`))
    await Question.collection.deleteOne({ _id: insertedId })
  })

  it('finds a passage again that a broken-off correction of its reply left behind, and names what is lost', async () => {
    const editor = await world.signedInAs('editor')
    const letter = await aLetter(world, { subject: 'Passages', questions: ['What was done?', 'By whom?'] })
    const text = 'Much was done in the north. The office did it.'
    const reply = await aReply(editor, letter, { text })
    for (const [at, quote] of [
      [0, 'Much was done in the north.'],
      [1, 'The office did it.']
    ] as const) {
      await editor
        .post(`/responses/${String(reply._id)}/findings`, {
          cell: await cellOf(letter, at),
          disposition: 'answered',
          'mark-1': 'answered',
          quote
        })
        .expect(303)
    }
    const before = (await look()).faults
    // What a process leaves that dies between the two writes of a correction.
    const right = `${'A word before. '}${text.replace('in the north', 'in the far north')}`
    await Response.updateOne({ _id: reply._id }, { $set: { text: right } })
    lines = []
    assert.equal((await look()).faults, before + 2)
    const [first, second] = await questionsOf(letter)
    assert.match(said(), new RegExp(`1 questions quote a reply at a place[^\n]*/questions/${second?._id}`))
    assert.match(said(), new RegExp(`1 questions quote words that a corrected[^\n]*/questions/${first?._id}`))
    await look(true)
    const evidence = (await questionsOf(letter))[1]?.findings[0]?.evidence[0]
    assert.equal(right.slice(evidence?.start ?? 0, evidence?.end ?? 0), 'The office did it.')
    assert.equal((await look()).faults, before + 1)
    await Response.updateOne({ _id: reply._id }, { $set: { text } })
    assert.equal((await look(true)).faults, 0, said())
  })

  it('says that mail does not leave', async () => {
    const now = world.clock.now()
    const composedAt = new Date(now.getTime() - 2 * 24 * 60 * 60 * 1000)
    await Delivery.claim({
      keys: ['late'],
      kind: 'reminder',
      to: { name: 'The editor', address: 'editor@example.org' },
      subject: 'Due',
      raw: Buffer.from('a mail'),
      messageId: '<late@example.org>',
      slotAt: composedAt,
      graceUntil: null,
      composedAt
    })
    assert.equal((await look()).faults, 1)
    assert.match(said(), /1 mails wait, the oldest since 2026-11-18/)
    await Delivery.deleteMany({})
  })

  it('says that others can read the data folder', async function () {
    if (process.platform === 'win32') return this.skip()
    chmodSync(world.config.DATA_DIR, 0o755)
    assert.equal((await look()).faults, 1)
    assert.match(said(), /can be read by other users\. To do: chmod 700/)
    chmodSync(world.config.DATA_DIR, 0o700)
  })

  it('says which settings do not fit each other', async () => {
    const { database, clock } = world
    const config = {
      ...world.config,
      SMTP_URL: 'smtp://mail.example.org',
      MAIL_FROM: 'Reply Due <reply-due@localhost>',
      BASE_URL: 'http://due.example.org'
    }
    const checks = surroundingChecks(config, dbOf(database.connection), true, clock.now()).slice(0, 1)
    const { faults } = await examine(checks, line => void lines.push(line))
    assert.equal(faults, 2)
    assert.match(said(), /set MAIL_FROM to a real mailbox/)
    assert.match(said(), /put a proxy with TLS in front/)
  })
})
