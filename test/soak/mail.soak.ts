import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Subscription } from '../../models/subscription.ts'
import { digestSlot } from '../../server/domain/digest.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { killRounds } from '../jobs/kill-rounds.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'

describe('mail, the long form', () => {
  let world: MailWorld

  beforeEach(async () => {
    world = await openMailWorld('2026-10-01T12:00')
  })
  afterEach(() => world.close())

  const follow = async (count: number) => {
    const at = world.clock.now()
    for (let start = 0; start < count; start += 1000)
      await Subscription.insertMany(
        Array.from({ length: Math.min(1000, count - start) }, (_, number) => ({
          address: `reader${start + number}@example.org`,
          speed: 'weekly',
          state: 'confirmed',
          askedAt: at,
          confirmedAt: at,
          coveredUntil: at
        }))
      )
  }
  const messageIdOf = (raw: string): string => /^Message-ID: (\S+)/m.exec(raw)?.[1] ?? ''

  it('sends a digest to 10,000 subscribers within 60 seconds and 300 MB', async () => {
    const count = 10_000
    await follow(count)
    world.clock.set('2026-11-09T08:05')
    const before = process.memoryUsage().rss
    let peak = before
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }, 100)
    const started = performance.now()
    const { lines } = await claimSubscriberDigests(world.deps, { isAsOf: false, now: world.clock.now() })
    const claimedMs = performance.now() - started
    const { sent } = await sendWaiting(world.deps)
    const ms = performance.now() - started
    clearInterval(watch)
    console.log(
      `      ${count} digests: claimed in ${Math.round(claimedMs)} ms, sent in ${Math.round(ms)} ms; memory ${Math.round(peak / 1e6)} MB, of which ${Math.round(before / 1e6)} MB before, with the mail server and everything it received in the same process`
    )
    assert.equal(lines.length, count)
    assert.equal(sent, count)
    assert.equal(new Set(world.server.got.map(({ to }) => to[0])).size, count)
    assert.ok(ms < 60_000, `${ms} ms`)
  })

  it('lets three workers share 10,000 messages without sending one twice', async () => {
    const count = 10_000
    await follow(count)
    world.clock.set('2026-11-09T08:05')
    await claimSubscriberDigests(world.deps, { isAsOf: false, now: world.clock.now() })
    const tallies = await Promise.all([1, 2, 3].map(() => sendWaiting(world.worker())))
    console.log(
      `      three workers: ${tallies.map(({ sent }) => sent).join(' + ')}, ${world.server.got.length} deliveries`
    )
    assert.equal(world.server.got.length, count)
    assert.equal(new Set(world.server.got.map(({ raw }) => messageIdOf(raw))).size, count)
  })

  it('ends with all sent or to be tried again, none given up, when the server drops a fifth of 2,000 after DATA', async () => {
    const count = 2000
    await follow(count)
    world.clock.set('2026-11-09T08:05')
    await claimSubscriberDigests(world.deps, { isAsOf: false, now: world.clock.now() })
    world.server.manner = (_to, tries) => (tries % 5 === 0 ? 'drop after DATA' : 'take')
    for (let runs = 0; runs < 40 && (await Delivery.waiting()).count > 0; runs += 1) {
      await sendWaiting(world.deps)
      world.clock.set(new Date(world.clock.now().getTime() + 20 * 60_000))
    }
    const states = (await Delivery.find({}, { state: 1 }).lean<DeliveryRecord[]>()).map(({ state }) => state)
    const texts = new Map<string, Set<string>>()
    for (const { to, raw } of world.server.got)
      texts.set(to[0] ?? '', (texts.get(to[0] ?? '') ?? new Set()).add(raw))
    console.log(
      `      ${count} mails, ${world.server.got.length} copies, states: ${[...new Set(states)].join(', ')}`
    )
    assert.deepEqual(
      states.filter(state => state !== 'sent' && state !== 'deferred'),
      []
    )
    assert.ok([...texts.values()].every(copies => copies.size === 1))
  })

  it('computes what is owed over 100,000 questions with 200 due within a second', async () => {
    await world.staff('editor', 'editor')
    await growRecord(100_000)
    await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() }, { isWhole: true })
    await Delivery.deleteMany({})
    const some = await Question.find({ 'letter.slug': /^copy-/ })
      .limit(200)
      .lean<QuestionRecord[]>()
    await Question.collection.updateMany(
      { _id: { $in: some.map(({ _id }) => _id) } },
      { $set: { 'standing.nextStepOn': '2026-10-01' } }
    )
    const started = performance.now()
    const { lines } = await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() })
    const ms = Math.round(performance.now() - started)
    const said = lines.flatMap(({ letters }) => letters).flatMap(({ questions }) => questions).length
    console.log(
      `      100,000 questions, 200 due: ${ms} ms from reading to the claim, ${lines.length} mail, ${said} questions in it`
    )
    assert.ok(ms < 1000, `${ms} ms`)
  })

  /** Copies of the example letter with six questions, until there are so many questions. */
  async function growRecord(count: number): Promise<void> {
    const letter = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean<LetterRecord>()
    const questions = await Question.find({ letterId: letter._id }).lean<QuestionRecord[]>()
    for (let made = 0, number = 0; made < count; number += 1) {
      const letters: LetterRecord[] = []
      const copies: QuestionRecord[] = []
      for (let batch = 0; batch < 200 && made < count; batch += 1) {
        const letterId = new Types.ObjectId()
        const slug = `copy-${number}-${batch}`
        letters.push({ ...letter, _id: letterId, slug })
        for (const question of questions) {
          // A later day than today's, as after a run that found nothing owed.
          const standing = { ...question.standing, nextStepOn: '2027-01-04' }
          copies.push({
            ...question,
            _id: new Types.ObjectId(),
            letterId,
            letter: { ...question.letter, slug },
            standing
          })
          made += 1
        }
      }
      await Letter.collection.insertMany(letters)
      await Question.collection.insertMany(copies)
    }
  }

  it('finds each weekly slot exactly once over ten simulated years, in three zones', () => {
    for (const zone of ['America/New_York', 'Pacific/Honolulu', 'America/Puerto_Rico']) {
      const time = { weekday: 1, hour: 8, zone }
      const calendar = { inaugurationDay: false, closures: [] }
      const sent = new Map<string, number>()
      const end = Date.parse('2036-01-01T00:00:00Z')
      for (let at = Date.parse('2026-01-01T00:00:00Z'); at < end; at += 55 * 60_000) {
        const slot = digestSlot(new Date(at), time, calendar)
        if (slot.isInGrace && !sent.has(slot.week)) sent.set(slot.week, at - slot.at.getTime())
      }
      const weeks = [...sent.keys()].sort()
      const gaps = weeks
        .slice(1)
        .map((week, index) => (Date.parse(week) - Date.parse(weeks[index] ?? '')) / 86_400_000)
      console.log(`      ${zone}: ${weeks.length} weeks`)
      assert.deepEqual([...new Set(gaps)], [7])
    }
  })

  it('loses nothing and sends nothing that differs when it is killed 1,000 times', async () => {
    const [rounds, kills, seed] = [25, 40, 20261109]
    let [killed, lost, different] = [0, 0, 0]
    for (let round = 0; round < rounds; round += 1) {
      const figures = await killRounds(kills, 400, seed + round)
      killed += figures.kills
      lost += figures.lost
      different += figures.different
    }
    console.log(`      seeds from ${seed}: ${killed} kills, ${lost} lost, ${different} different`)
    assert.equal(lost, 0)
    assert.equal(different, 0)
  })
})
