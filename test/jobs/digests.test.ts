import assert from 'node:assert/strict'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { Subscription } from '../../models/subscription.ts'
import { claimAnswerNotices } from '../../server/jobs/answer-notices.ts'
import { claimDigests } from '../../server/jobs/digests.ts'
import { type Moment, readAsOf } from '../../server/jobs/moment.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { type MailWorld, openMailWorld } from './mail-world.ts'

describe('weekly mail', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2026-11-02T12:00')
    await world.staff('editor', 'editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    await world.forgetMail()
    await Subscription.deleteMany({})
    await Letter.updateMany({}, { $set: { visibility: 'public' } })
  })

  const now = (): Moment => ({ isAsOf: false, now: world.clock.now() })
  const follow = (address: string, speed: 'weekly' | 'at_once', filter = '') =>
    Subscription.create({
      address,
      filter,
      speed,
      state: 'confirmed',
      askedAt: world.clock.now(),
      confirmedAt: world.clock.now(),
      coveredUntil: world.clock.now()
    })
  /** Judges the question at a place of a letter as answered, now. */
  const answer = async (slug: string, position: number): Promise<QuestionRecord> => {
    const question = await Question.findOne({ 'letter.slug': slug, position }).orFail().lean<QuestionRecord>()
    const at = world.clock.now()
    const entry = {
      at,
      on: '2026-11-05',
      by: { id: null, name: 'The editor' },
      what: 'judged',
      from: 'no_reply',
      to: 'answered'
    }
    await Question.updateOne(
      { _id: question._id },
      {
        $set: { 'findings.0.disposition': 'answered', 'findings.0.judgedOn': '2026-11-05' },
        $push: { 'findings.0.history': entry },
        $inc: { revision: 1 }
      }
    )
    await restandLetter(question.letterId)
    return question
  }
  /** As if it had never been judged. */
  const unjudge = async ({ _id, letterId, findings }: QuestionRecord) => {
    await Question.updateOne({ _id }, { $set: { findings }, $inc: { revision: 1 } })
    await restandLetter(letterId)
  }
  const text = async () => (await world.server.got.at(-1)?.parsed())?.text ?? ''

  it('goes to the staff of a desk with what is due soon, by its own command', async () => {
    const { lines } = await claimDigests(world.deps, { isAsOf: true, local: '2021-04-05T09:00' })
    assert.equal(lines.length, 1)
    assert.equal(lines[0]?.to, 'editor@example.org')
    assert.match(lines[0]?.subject ?? '', /Example desk: 6 due soon/)
    assert.equal(lines[0]?.sections.due_soon?.length, 6)
    assert.equal(lines[0]?.until.toISOString(), '2021-04-05T12:00:00.000Z')
    assert.deepEqual((await claimDigests(world.deps, { isAsOf: true, local: '2021-04-05T10:00' })).lines, [])
  })

  it('of a past day tells what stood then: what was judged since is not known yet', async () => {
    world.clock.set('2026-11-05T12:00')
    const question = await answer('leahy-2021', 3)
    const id = String(question._id)
    const on = async (local: string) => {
      const { lines } = await claimDigests(world.deps, { isAsOf: true, local }, { isDryRun: true })
      return lines[0]?.sections
    }
    const then = await on('2021-04-05T09:00')
    assert.equal(then?.due_soon?.length, 6)
    assert.ok(then?.due_soon?.includes(id))
    assert.equal(then?.newly_answered, undefined)
    assert.deepEqual((await on('2026-11-09T09:00'))?.newly_answered, [id])
    await follow('reader@example.org', 'weekly')
    await Subscription.updateMany({}, { coveredUntil: new Date('2021-03-01T12:00:00Z') })
    const run = await claimSubscriberDigests(
      world.deps,
      { isAsOf: true, local: '2021-04-05T09:00' },
      { isDryRun: true }
    )
    assert.equal(run.lines[0]?.subject, 'Reply Due: 9 still unanswered')
    assert.ok(!JSON.stringify(run.lines[0]?.sections).includes('newly_answered'))
    await unjudge(question)
  })

  it('comes also from a desk whose time zone this machine does not know, and to all others as ever', async () => {
    const { _id } = await world.desk()
    const other = await Desk.create({ slug: 'other', name: 'Other desk', zone: 'Mars/Olympus_Mons' })
    for (const zone of ['America/New_York', 'Mars/Olympus_Mons']) {
      await Desk.updateOne({ _id }, { $set: { zone } })
      for (const moment of [readAsOf('2021-04-05T09:00'), now()]) {
        assert.ok(moment)
        await claimDigests(world.deps, moment, { isDryRun: true })
        await claimReminders(world.deps, moment, { isDryRun: true })
        await claimSubscriberDigests(world.deps, moment, { isDryRun: true })
      }
    }
    await Desk.updateOne({ _id }, { $set: { zone: 'America/New_York' } })
    const { lines } = await claimDigests(
      world.deps,
      { isAsOf: true, local: '2021-04-05T09:00' },
      { isDryRun: true }
    )
    assert.equal(lines.length, 1)
    await Desk.deleteOne({ _id: other._id })
  })

  it('is moved to Tuesday by a federal holiday, and left out once its day is over', async () => {
    const lines = async (local: string) =>
      (await claimDigests(world.deps, { isAsOf: true, local }, { isDryRun: true })).lines.length
    assert.equal(await lines('2021-05-31T12:00'), 0, 'Memorial Day')
    assert.equal(await lines('2021-04-06T07:59'), 1, 'within a day')
    assert.equal(await lines('2021-04-06T09:00'), 0, 'later than a day')
  })

  it('brings a subscriber the answer of the week once, and nothing in a quiet week', async () => {
    world.clock.set('2026-11-03T12:00')
    await follow('reader@example.org', 'weekly')
    world.clock.set('2026-11-05T12:00')
    await answer('leahy-2021', 1)
    world.clock.set('2026-11-09T08:05')
    const runs = await Promise.all([1, 2, 3].map(() => claimSubscriberDigests(world.worker(), now())))
    assert.equal(runs.flatMap(({ lines }) => lines).length, 1)
    await sendWaiting(world.deps)
    assert.equal(world.server.got.length, 1)
    const mail = await world.server.got[0]?.parsed()
    assert.equal(mail?.subject, 'Reply Due: 1 answered')
    assert.match(await text(), /Newly answered/)
    const raw = world.server.got[0]?.raw.replace(/\r\n[ \t]+/g, ' ') ?? ''
    assert.match(raw, /^List-Unsubscribe: <https:\/\/due\.example\.org\/stops\/subscription\/[^>]+>\r$/m)
    assert.match(raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)

    world.clock.set('2026-11-16T08:05')
    assert.deepEqual((await claimSubscriberDigests(world.deps, now())).lines, [])
  })

  it('is not owed a second time when the clock jumps back two hours, before or after it has left', async () => {
    world.clock.set('2026-11-03T12:00')
    await follow('reader@example.org', 'weekly')
    const question = await answer('leahy-2021', 2)
    const claim = async (local: string) => {
      world.clock.set(local)
      const staff = await claimDigests(world.deps, now())
      const readers = await claimSubscriberDigests(world.deps, now())
      return staff.lines.length + readers.lines.length
    }
    assert.equal(await claim('2026-11-09T09:30'), 2)
    assert.equal(await claim('2026-11-09T07:30'), 0)
    assert.equal((await sendWaiting(world.deps)).sent, 2)
    for (const local of ['2026-11-09T07:31', '2026-11-09T08:00', '2026-11-09T09:30', '2026-11-10T07:59'])
      assert.equal(await claim(local), 0)
    assert.equal(world.server.got.length, 2)
    await unjudge(question)
  })

  it('says after four quiet weeks what is still unanswered', async () => {
    world.clock.set('2026-11-10T12:00')
    await follow('reader@example.org', 'weekly')
    const said: string[] = []
    for (const day of ['2026-11-16', '2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14']) {
      world.clock.set(`${day}T08:05`)
      said.push(
        ...(await claimSubscriberDigests(world.deps, now())).lines.map(({ subject }) => `${day} ${subject}`)
      )
    }
    assert.deepEqual(said, ['2026-12-07 Reply Due: 8 still unanswered'])
  })

  it('holds nothing about letters that are not public, also when one is withdrawn after it was written', async () => {
    world.clock.set('2026-11-10T12:00')
    await follow('reader@example.org', 'weekly')
    await follow('other@example.org', 'weekly', 'letter=grijalva-lowenthal-2019')
    world.clock.set('2026-11-12T12:00')
    await answer('grijalva-lowenthal-2019', 1)
    world.clock.set('2026-11-16T08:05')
    assert.equal((await claimSubscriberDigests(world.deps, now())).lines.length, 2)
    await Letter.updateOne({ slug: 'grijalva-lowenthal-2019' }, { $set: { visibility: 'withdrawn' } })
    assert.equal((await sendWaiting(world.deps)).cancelled, 2)
    assert.equal(world.server.got.length, 0)
    const states = (await Delivery.find({}).lean<DeliveryRecord[]>()).map(
      ({ cancelledBecause }) => cancelledBecause
    )
    assert.deepEqual([...new Set(states)], ['A letter in it is not public any more.'])
  })

  it('comes at once to who wants that, when an answer has stood for ten minutes, once', async () => {
    world.clock.set('2026-11-17T12:00')
    await follow('reader@example.org', 'at_once')
    world.clock.set('2026-11-18T12:00')
    await answer('leahy-2021', 2)
    world.clock.set('2026-11-18T12:05')
    assert.equal(await claimAnswerNotices(world.deps), 0)
    world.clock.set('2026-11-18T12:11')
    const claims = await Promise.all([1, 2, 3].map(() => claimAnswerNotices(world.worker())))
    assert.equal(
      claims.reduce((sum, count) => sum + count, 0),
      1
    )
    await sendWaiting(world.deps)
    assert.match((await world.server.got[0]?.parsed())?.subject ?? '', /^A question was answered: /)
    world.clock.set('2026-11-18T13:00')
    assert.equal(await claimAnswerNotices(world.deps), 0)
  })
})
