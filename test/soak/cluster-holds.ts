import assert from 'node:assert/strict'
import { addMails, type Cluster, type Instance, openCluster, readers, until } from './cluster.ts'

/**
 * Several web and worker processes on one `npm run store`, under a load, of which all but the last of each role are
 * ended in turn, by a signal to stop and by a kill; then the store is, for so long. The short form runs with every
 * `npm test`; in the long one mail waits meanwhile.
 */
export function clusterHolds(webs: number, workers: number, mails: number, awayMs = 0): void {
  let cluster: Cluster
  const killed = new Set<string>()

  before(async () => {
    cluster = await openCluster(webs, workers)
  })
  after(() => cluster?.close())

  it('share their secrets and sessions through the store alone', async () => {
    const [one, other] = cluster.webs
    assert.ok(one && other)
    const first = await fetch(`${one.url}/sign-in`)
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    assert.match(cookie, /^session=/)
    const second = await fetch(`${other.url}/sign-in`, { headers: { cookie } })
    assert.equal(tokenIn(await second.text()), tokenIn(await first.text()))
    assert.equal(await cluster.db.collection('secrets').countDocuments({}), 1)
  })

  it('lose no request and no mail while they are stopped and killed in turn', async () => {
    const { smtp, db } = cluster
    const reading = readers(cluster, ['/', '/letters', '/questions', '/about'], url => killed.has(url))
    let open = () => {}
    const gate = new Promise<void>(resolve => {
      open = resolve
    })
    smtp.beforeData = () => gate
    await addMails(db, mails)
    for (const [at, web] of cluster.webs.slice(0, -1).entries()) {
      await endInTurn(web, at)
      const before = reading.answered
      await until('the others answer', () => reading.answered > before + 20)
    }

    const leased = () => db.collection('deliveries').find({ state: 'leased' }).toArray()
    const holders = async () => new Set((await leased()).map(one => one.lease.by))
    await until('every worker holds mails', async () => (await holders()).size === workers)
    open()
    for (const [at, worker] of cluster.workers.slice(0, -1).entries()) {
      const before = smtp.got.length
      await until('mails go out', () => smtp.got.length > before + 5)
      // The first is killed, so that the short form has one too.
      await endInTurn(worker, at + 1)
    }
    const isLost = (one: { lease?: { by: string } }) =>
      cluster.workers.some(
        ({ url, program }) => killed.has(url) && one.lease?.by.includes(`:${program.pid}:`)
      )
    await until('all but what the killed ones held is sent', async () => {
      const waiting = await db
        .collection<{ lease?: { by: string } }>('deliveries')
        .find({ nextTryAt: { $exists: true } })
        .toArray()
      return waiting.every(isLost)
    })
    await reading.stop()

    assert.deepEqual(reading.lost, [])
    const deliveries = await db.collection('deliveries').find({ kind: 'reminder' }).toArray()
    assert.equal(deliveries.length, mails)
    const sent = new Set(deliveries.filter(({ state }) => state === 'sent').map(({ messageId }) => messageId))
    const got = smtp.got.map(({ raw }) => /^Message-ID: (\S+)/i.exec(raw)?.[1])
    assert.deepEqual(
      [...sent].filter(id => !got.includes(id)),
      [],
      'what is marked as sent arrived'
    )
    // A killed one may have handed over what it could not mark: those stay its own until its lease ends.
    const held = deliveries.filter(({ state }) => state === 'leased')
    assert.ok(held.length < 20 * workers, `${held.length} are held by those that were killed`)
    assert.equal(new Set(got).size, got.length, 'nothing arrived twice')
  })

  /** The first is asked to stop, the next is killed, and so on. */
  async function endInTurn({ program, url }: Instance, turn: number): Promise<void> {
    const isAsked = turn % 2 === 0
    if (!isAsked) killed.add(url)
    program.kill(isAsked ? 'SIGTERM' : 'SIGKILL')
    assert.equal(await program.ended, isAsked ? 0 : 'SIGKILL')
  }

  it('say so while the store is away, and go on by themselves when it is back', async () => {
    const last = cluster.webs.at(-1)
    assert.ok(last)
    const asked = async (path: string) => (await fetch(`${last.url}${path}`)).status
    if (awayMs > 0) await addMails(cluster.db, mails, mails)
    await cluster.killStore()
    const back = performance.now() + awayMs
    do {
      const page = await fetch(`${last.url}/letters`)
      assert.equal(page.status, 503)
      assert.equal(page.headers.get('retry-after'), '30')
      assert.match(await page.text(), /The records cannot be reached at the moment/)
      assert.deepEqual([await asked('/healthz'), await asked('/readyz')], [200, 503])
    } while (performance.now() < back)
    await cluster.startStore()
    await until('it is ready again', async () => (await asked('/readyz')) === 200)
    assert.equal(await asked('/letters'), 200)
    const of = (filter: object) =>
      cluster.db.collection('deliveries').countDocuments({ kind: 'reminder', ...filter })
    const all = awayMs > 0 ? 2 * mails : mails
    assert.equal(await of({}), all)
    if (awayMs > 0)
      await until(
        'what waited goes out',
        async () => (await of({ state: 'sent' })) >= all - (await of({ state: 'leased' }))
      )
  })

  const tokenIn = (html: string): string => /name="_csrf"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? html
}
