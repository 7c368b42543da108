import assert from 'node:assert/strict'
import { clockAt } from '../../server/clock.ts'
import { runOnce, startLoop } from '../../server/jobs/loop.ts'
import { latestDay, momentsOf, readAsOf } from '../../server/jobs/moment.ts'
import { type Job, schedule } from '../../server/jobs/schedule.ts'
import { type MailWorld, openMailWorld } from './mail-world.ts'

describe('what happens by itself', () => {
  let world: MailWorld

  before(async () => {
    world = await openMailWorld('2026-11-20T12:00')
  })
  after(() => world.close())

  const job = (name: string, run: Job['run']): Job => ({ name, everyMs: 1, why: 'A test.', run })

  it('has a name, a time and a reason each', () => {
    assert.equal(new Set(schedule.map(({ name }) => name)).size, schedule.length)
    for (const { everyMs, why } of schedule) {
      assert.ok(everyMs >= 1000)
      assert.match(why, /\w+ \w+.*\.$/)
    }
  })

  it('runs at its times until it is stopped, one run after the other', async () => {
    let [runs, atOnce, most] = [0, 0, 0]
    const stopped = await new Promise<() => Promise<void>>(resolve => {
      const loop = startLoop(
        [
          job('counting', async () => {
            atOnce += 1
            most = Math.max(most, atOnce)
            await Promise.resolve()
            atOnce -= 1
            runs += 1
            if (runs === 3) resolve(() => loop.stop())
          })
        ],
        world.deps
      )
    })
    await stopped()
    const after = runs
    await new Promise(resolve => setImmediate(resolve))
    assert.equal(runs, after)
    assert.equal(most, 1)
  })

  it('says so in the log when a run took long, with the name of the job', async () => {
    const { signal } = new AbortController()
    const before = world.logged.length
    await runOnce(
      job('crawling', async () => {}),
      { ...world.deps, signal },
      0
    )
    await runOnce(
      job('running', async () => {}),
      { ...world.deps, signal }
    )
    const lines = world.logged.slice(before).map(line => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ msg, job: name }) => [msg, name]),
      [['slow job', 'crawling']]
    )
  })

  it('is tried again after it failed, and the failure is logged with its name', async () => {
    let tries = 0
    await new Promise<void>(resolve => {
      const loop = startLoop(
        [
          job('stumbling', async () => {
            tries += 1
            if (tries === 1) throw new Error('The store was away.')
            if (tries === 2) void loop.stop().then(resolve)
          })
        ],
        world.deps
      )
    })
    assert.equal(tries, 2)
    assert.ok(world.logged.some(line => line.includes('stumbling') && line.includes('The store was away.')))
  })

  it('does everything there is to do once, on the example letters, without a failure', async () => {
    world.logged.length = 0
    const signal = new AbortController().signal
    await world.staff('editor', 'editor')
    for (const one of schedule) await one.run({ ...world.deps, signal })
    await schedule.find(({ name }) => name === 'send')?.run({ ...world.deps, signal })
    assert.deepEqual(
      world.logged.filter(line => line.includes('"level":50')),
      []
    )
    assert.equal(world.server.got.length, 1)
  })
})

describe('a moment', () => {
  const desk = (id: string, zone: string) => ({
    id,
    zone,
    hour: 8,
    steps: {
      daysBefore: [],
      businessDaysBefore: [],
      daysAfter: [],
      isMonthly: false,
      reviewDays: [],
      uncheckedDays: 90,
      daysApart: 3
    },
    calendar: { inaugurationDay: false, closures: [] },
    secondPersonId: null
  })

  it('given as local time is that hour at every desk', () => {
    const moment = readAsOf('2021-04-05T09:00')
    assert.ok(moment)
    const zones = momentsOf(moment, [desk('1', 'America/New_York'), desk('2', 'Pacific/Honolulu')])
    assert.deepEqual(
      zones.map(({ now, today }) => [now.toISOString(), today]),
      [
        ['2021-04-05T13:00:00.000Z', '2021-04-05'],
        ['2021-04-05T19:00:00.000Z', '2021-04-05']
      ]
    )
  })

  it('that is now may be another day at another desk', () => {
    const moment = { isAsOf: false as const, now: clockAt(new Date('2026-11-20T03:00:00Z')).now() }
    const [one] = momentsOf(moment, [desk('1', 'America/New_York')])
    assert.equal(one?.today, '2026-11-19')
    assert.equal(latestDay(moment), '2026-11-20')
  })

  for (const wrong of [
    '',
    'tomorrow',
    '2021-02-29',
    '2021-04-05T25:00',
    '2021-04-05 09:00',
    '2021-04-05T09:00Z',
    '05/04/2021'
  ])
    it(`is not read from "${wrong}"`, () => assert.equal(readAsOf(wrong), null))
})
