import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { User } from '../../models/user.ts'
import type { Moment } from '../../server/jobs/moment.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { openOutbox } from '../../server/mail/outbox.ts'
import { sendNow } from '../../server/mail/send-now.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { type MailWorld, openMailWorld } from './mail-world.ts'

const weekBefore: Moment = { isAsOf: true, local: '2021-04-05T09:00' }

describe('reminders', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00')
    await world.staff('editor', 'editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    await world.forgetMail()
  })

  it('owe one mail a week before the follow-up date of the 2021 letter, with its six questions', async () => {
    const { lines, claimed } = await claimReminders(world.deps, weekBefore)
    assert.equal(lines.length, 1)
    assert.equal(lines[0]?.to, 'editor@example.org')
    const section = lines[0]?.letters.find(({ letter }) => letter === 'leahy-2021')
    assert.equal(section?.step, 'before_7_days')
    const ids = (await Question.find({ 'letter.slug': 'leahy-2021' }).lean()).map(({ _id }) => String(_id))
    assert.deepEqual(section?.questions.toSorted(), ids.toSorted())
    assert.equal(ids.length, 6)

    assert.equal((await sendNow(world.deps, claimed)).sent, 1)
    const mail = await world.server.got[0]?.parsed()
    assert.equal(world.server.got[0]?.from, 'reply-due@example.org')
    assert.deepEqual(world.server.rcpts, ['editor@example.org'])
    const header = (name: string) => mail?.headerLines.find(({ key }) => key === name)?.line
    assert.equal(header('from'), 'From: Reply Due <reply-due@example.org>')
    assert.equal(header('to'), 'To: The editor <editor@example.org>')
    assert.equal(header('auto-submitted'), 'Auto-Submitted: auto-generated')
    assert.equal(header('list-id'), 'List-ID: Reply Due reminders <reminders.reply-due.example.org>')
    assert.match(header('message-id') ?? '', /^Message-ID: <[0-9a-f]{40}@example\.org>$/)
    assert.match(mail?.text ?? '', /Its follow-up date, Monday, April 12, 2021, is in 7\s+days/)
    assert.doesNotMatch(mail?.text ?? '', /Reply reported/, 'the reported reply is of April 22')
    assert.match(mail?.text ?? '', /No reply recorded/)
    assert.match(String(mail?.html), /href="https:\/\/due\.example\.org\/letters\/leahy-2021"/)
    assert.doesNotMatch(String(mail?.html), /<img|src=/)
  })

  it('are not owed a second time', async () => {
    await claimReminders(world.deps, weekBefore)
    assert.deepEqual((await claimReminders(world.deps, weekBefore)).lines, [])
  })

  it('are claimed by one of several processes that run at once', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => claimReminders(world.worker(), weekBefore)))
    assert.equal(runs.flatMap(({ lines }) => lines).length, 1)
    await Promise.all([1, 2, 3].map(() => sendWaiting(world.worker())))
    assert.equal(world.server.got.length, 1)
  })

  it('write nothing in a dry run', async () => {
    const dry = await claimReminders(world.deps, weekBefore, { isDryRun: true })
    assert.equal(dry.lines.length, 1)
    assert.equal(await Delivery.countDocuments({}), 0)
  })

  it('speak of one letter again on the third day at the earliest, and of the latest step only', async () => {
    await claimReminders(world.deps, { isAsOf: true, local: '2021-04-08T09:00' })
    const steps = async (local: string) =>
      (await claimReminders(world.deps, { isAsOf: true, local })).lines
        .flatMap(({ letters }) => letters)
        .filter(({ letter }) => letter === 'leahy-2021')
        .map(({ step }) => step)
    assert.deepEqual(await steps('2021-04-09T09:00'), [])
    assert.deepEqual(await steps('2021-04-12T09:00'), ['before_1_business_days'])
    assert.deepEqual(await steps('2021-04-13T09:00'), [])
    assert.deepEqual(await steps('2021-04-15T09:00'), ['after_1_days'])
  })

  it('wait for the hour of the desk and for a business day', async () => {
    const count = async (local: string) =>
      (await claimReminders(world.deps, { isAsOf: true, local }, { isDryRun: true })).lines.length
    assert.equal(await count('2021-04-05T07:59'), 0)
    assert.equal(await count('2021-04-10T12:00'), 0)
    assert.equal(await count('2021-04-05T08:00'), 1)
  })

  it('go to assigned staff alone, where a letter has any', async () => {
    const colleague = await world.staff('editor', 'colleague')
    await Letter.updateMany({}, { $set: { assignees: [colleague._id] } })
    const { lines } = await claimReminders(world.deps, weekBefore, { isDryRun: true })
    assert.deepEqual(
      lines.map(({ to }) => to),
      ['colleague@example.org']
    )
    await Letter.updateMany({}, { $set: { assignees: [] } })
    await User.deleteOne({ _id: colleague._id })
  })

  it('are one mail also where more letters are owed than are read together: all are claimed, twelve are shown', async () => {
    const letter = await Letter.collection.findOne({ slug: 'leahy-2021' })
    const question = await Question.collection.findOne({ 'letter.slug': 'leahy-2021' })
    assert.ok(letter && question)
    const [alone] = (await claimReminders(world.deps, weekBefore, { isDryRun: true })).lines
    const questions = alone?.letters.flatMap(one => one.questions).length ?? 0
    const letters = (alone?.letters.length ?? 0) + 110
    const ids = Array.from({ length: 110 }, () => new Types.ObjectId())
    await Letter.collection.insertMany(
      ids.map((_id, at) => ({ ...letter, _id, slug: `copy-${at}`, followUpOn: null, isExample: false }))
    )
    await Question.collection.insertMany(
      ids.map(letterId => ({ ...question, _id: new Types.ObjectId(), letterId, isExample: false }))
    )
    const { lines, claimed } = await claimReminders(world.deps, weekBefore)
    assert.equal(lines.length, 1)
    assert.equal(lines[0]?.letters.length, letters)
    assert.equal(lines[0]?.subject, `${letters} letters to follow up: ${questions + 110} open questions`)
    assert.equal((await Delivery.findOne({}).orFail().lean<DeliveryRecord>()).keys.length, questions + 110)
    assert.equal((await sendNow(world.deps, claimed)).sent, 1)
    const mail = await world.server.got[0]?.parsed()
    assert.match(mail?.text ?? '', new RegExp(`And ${letters - 12} more letters`))
    assert.deepEqual((await claimReminders(world.deps, weekBefore)).lines, [])
    await Question.collection.deleteMany({ letterId: { $in: ids } })
    await Letter.collection.deleteMany({ _id: { $in: ids } })
  })

  it('leave a step claimed in the outbox folder alone when a mail server is set later', async () => {
    const outbox = openOutboxDeps(world)
    const { claimed } = await claimReminders(outbox, weekBefore)
    assert.equal((await sendNow(outbox, claimed)).sent, 1)
    await claimReminders(world.deps, weekBefore)
    await sendWaiting(world.deps)
    assert.equal(world.server.got.length, 0)
  })

  it('find by the day of the next look what is owed now, and look no further until then', async () => {
    world.clock.set('2026-11-20T12:00')
    const now = (): Moment => ({ isAsOf: false, now: world.clock.now() })
    const before = await claimReminders(world.deps, now())
    assert.equal(before.lines.length, 1)
    const stored = await Question.find({}).lean()
    assert.ok(stored.every(({ standing }) => standing.nextStepOn && standing.nextStepOn > '2026-11-20'))
    assert.deepEqual((await claimReminders(world.deps, now())).lines, [])
    const next = stored.map(({ standing }) => standing.nextStepOn ?? '').sort()[0]
    world.clock.set(`${next}T12:00`)
    assert.equal((await claimReminders(world.deps, now())).lines.length, 1)
  })

  it('are not owed a second time when the clock jumps back, by two hours or over midnight', async () => {
    const owedAt = async (local: string) => {
      world.clock.set(local)
      const moment: Moment = { isAsOf: false, now: world.clock.now() }
      return (await claimReminders(world.deps, moment, { isWhole: true })).lines.length
    }
    assert.equal(await owedAt('2026-11-20T09:00'), 1)
    assert.equal((await sendWaiting(world.deps)).sent, 1)
    for (const local of ['2026-11-20T07:00', '2026-11-20T08:00', '2026-11-19T23:30', '2026-11-20T09:00'])
      assert.equal(await owedAt(local), 0, local)
  })
})

const openOutboxDeps = (world: MailWorld) => ({
  ...world.worker(),
  transport: openOutbox(`${world.config.DATA_DIR}/outbox`)
})
