import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Types } from 'mongoose'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Subscription } from '../../models/subscription.ts'
import { HOUR_MS } from '../../server/jobs/claiming.ts'
import { claimDigests } from '../../server/jobs/digests.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { killRounds } from '../jobs/kill-rounds.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'
import { takeStoreAway } from '../jobs/store-away.ts'
import { endPrograms, startProgram } from '../start/program.ts'

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

  it('ends with all sent, each as one mail, when the server drops a fifth of 2,000 after DATA', async () => {
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
    assert.deepEqual([...new Set(states)], ['sent'])
    assert.equal(texts.size, count)
    assert.ok([...texts.values()].every(copies => copies.size === 1))
  })

  it('computes what is owed over 100,000 questions with 200 due within a second, at a cost that follows what is due', async () => {
    await world.staff('editor', 'editor')
    const few = await owedWith(10_000)
    const many = await owedWith(100_000)
    for (const { stored, wallMs, cpuMs, said } of [few, many])
      console.log(
        `      ${stored} questions, 200 due: ${wallMs} ms and ${cpuMs} ms of processor time from reading to the claim, ${said} questions in the mail`
      )
    assert.ok(many.said >= 200)
    assert.ok(many.cpuMs < 1000, `${many.cpuMs} ms`)
    assert.ok(many.cpuMs < few.cpuMs * 3, 'ten times the record costs less than three times as much')
  })

  /** Grows the record to so many questions, makes 200 of them due and claims what is owed. */
  async function owedWith(stored: number) {
    await growRecord(stored - (await Question.countDocuments({})))
    await Delivery.deleteMany({})
    // None is due but these: as after a run that found nothing owed.
    await Question.collection.updateMany({}, { $set: { 'standing.nextStepOn': '2027-01-04' } })
    const some = await Question.find({ 'letter.slug': /^copy-/ })
      .limit(200)
      .lean<QuestionRecord[]>()
    await Question.collection.updateMany(
      { _id: { $in: some.map(({ _id }) => _id) } },
      { $set: { 'standing.nextStepOn': '2026-10-01' } }
    )
    const [started, used] = [performance.now(), process.cpuUsage()]
    const { lines } = await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() })
    const { user, system } = process.cpuUsage(used)
    const said = lines.flatMap(({ letters }) => letters).flatMap(({ questions }) => questions).length
    return {
      stored,
      wallMs: Math.round(performance.now() - started),
      cpuMs: Math.round((user + system) / 1000),
      said
    }
  }

  /** Copies of the example letter with six questions, until there are so many questions. */
  async function growRecord(count: number): Promise<void> {
    const letter = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean<LetterRecord>()
    const questions = await Question.find({ letterId: letter._id }).lean<QuestionRecord[]>()
    for (let made = 0; made < count; ) {
      const letters: LetterRecord[] = []
      const copies: QuestionRecord[] = []
      for (let batch = 0; batch < 200 && made < count; batch += 1) {
        const letterId = new Types.ObjectId()
        const slug = `copy-${letterId}`
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

  const zones: [string, number, number][] = [
    ['America/New_York', 7, 2],
    ['Pacific/Honolulu', 2, 8],
    ['America/Puerto_Rico', 4, 0]
  ]
  for (const [zone, weekday, hour] of zones) {
    it(`claims each weekly mail exactly once over ten simulated years in ${zone}, by clocks that are wrong and jump back`, async () => {
      await world.staff('editor', 'editor')
      await Desk.updateMany({}, { $set: { zone, digest: { weekday, hour } } })
      // A reply that waits to be reviewed is said every week.
      await Question.updateMany({ 'letter.slug': 'leahy-2021' }, { $set: { 'standing.isToReview': true } })
      let mails = 0
      const end = Date.parse('2036-01-01T12:00:00Z')
      for (
        let real = Date.parse('2026-01-01T12:00:00Z');
        real < end;
        real += (2 + Math.random() * 14) * HOUR_MS
      ) {
        const wrongBy = Math.random() < 0.05 ? -2 : 2 * Math.random() - 1
        const now = new Date(real + wrongBy * HOUR_MS)
        mails += (await claimDigests(world.deps, { isAsOf: false, now })).lines.length
      }
      const ledger = await Delivery.find({ kind: 'digest' }, { keys: 1 }).lean<DeliveryRecord[]>()
      const weeks = ledger.map(({ keys: [key = ''] }) => key.slice(-10)).sort()
      const gaps = weeks
        .slice(1)
        .map((week, i) => (Date.parse(week) - Date.parse(weeks[i] ?? '')) / (24 * HOUR_MS))
      console.log(`      ${zone}: ${weeks.length} weeks, ${mails} mails`)
      assert.ok(weeks.length >= 520)
      assert.equal(mails, weeks.length)
      assert.deepEqual([...new Set(gaps)], [7])
    })
  }
})

describe('mail sent by processes of their own, the long form', () => {
  it('sends a digest to 10,000 subscribers within 60 seconds and 300 MB', async () => {
    const { claimedMs, ms, mostMegabytes, cpuSeconds, got } = await digestOf(10_000)
    console.log(
      `      10,000 digests: claimed in ${Math.round(claimedMs)} ms, sent in ${Math.round(ms)} ms, ${Math.round(cpuSeconds)} s of processor time; at most ${mostMegabytes} MB resident in the process that claims and sends; the store and the mail server are others`
    )
    assert.deepEqual(got, { messages: 10_000, recipients: 10_000, different: 0 })
    assert.ok(ms < 60_000, `${ms} ms`)
    assert.ok(mostMegabytes < 300, `${mostMegabytes} MB`)
  })

  it('goes on by itself when the store was gone for a minute in mid-run', async () => {
    const { mails, copies, lost, different, states, failures } = await takeStoreAway(1000, 60_000)
    console.log(
      `      ${mails} mails, store gone for 60 s: ${copies} copies, ${lost} lost, ${different} different, ${failures} runs tried again`
    )
    assert.equal(lost, 0)
    assert.equal(different, 0)
    assert.deepEqual(states, ['sent'])
  })

  it('loses nothing and sends nothing that differs when it is killed 1,000 times', async () => {
    const seed = 20261109
    const { kills, mails, copies, lost, different } = await killRounds({
      kills: 1000,
      readers: 200,
      seed,
      mostMs: 900,
      ahead: 2
    })
    console.log(
      `      seed ${seed}: ${kills} kills, ${mails} mails, ${copies} copies, ${lost} lost, ${different} different`
    )
    assert.equal(lost, 0)
    assert.equal(different, 0)
  })
})

/** A week's mail to so many readers, by a process of its own to a mail server in another, from a store in a third. */
async function digestOf(count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-digest-'))
  const server = startProgram('test/mail/mail-server-process.ts', {})
  // As where several processes live on one store: what the store holds is not counted as the mails'.
  const store = startProgram('scripts/store.ts', {}, ['--dir', folder])
  try {
    await Promise.all([server.says('\n'), store.says('\n')])
    const digest = spawn(
      process.execPath,
      // As a worker is started that must stay small: see README.md.
      ['--max-old-space-size=160', '--import', 'tsx/esm', 'test/jobs/digest-process.ts', String(count)],
      {
        env: {
          ...process.env,
          DATA_DIR: folder,
          SMTP_URL: server.out().trim(),
          BASE_URL: 'https://due.example.org',
          MAIL_FROM: 'Reply Due <reply-due@example.org>'
        },
        stdio: ['pipe', 'pipe', 'inherit']
      }
    )
    digest.stdin.write('0\n')
    const at = new Map<string, number>()
    let last = ''
    for await (const line of createInterface({ input: digest.stdout })) {
      at.set(line.split(' ')[0] ?? '', performance.now())
      last = line
    }
    const { cpuMs, mostKilobytes } = JSON.parse(last.slice('done '.length))
    server.kill('SIGTERM')
    await server.ended
    const since = (from: string, to: string) => (at.get(to) ?? 0) - (at.get(from) ?? 0)
    return {
      claimedMs: since('started', 'claimed'),
      ms: since('started', 'done'),
      mostMegabytes: Math.round(Number(mostKilobytes) / 1000),
      cpuSeconds: Number(cpuMs) / 1000,
      got: JSON.parse(server.out().trim().split('\n').at(-1) ?? '')
    }
  } finally {
    endPrograms()
    await rm(folder, { recursive: true, force: true })
  }
}
