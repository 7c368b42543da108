import assert from 'node:assert/strict'
import { addMails, type Cluster, openCluster, readers, until } from '../soak/cluster.ts'

const MAILS = 200

describe('three web and three worker processes on one store', function () {
  this.timeout(300_000)
  let cluster: Cluster
  const killed = new Set<string>()

  before(async () => {
    cluster = await openCluster(3, 3)
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
    const { webs, workers, smtp, db } = cluster
    const reading = readers(cluster, ['/', '/letters', '/questions', '/about'], url => killed.has(url))
    let open = () => {}
    const gate = new Promise<void>(resolve => {
      open = resolve
    })
    smtp.beforeData = () => gate
    await addMails(db, MAILS)
    const [web, otherWeb] = webs
    const [worker, otherWorker] = workers
    assert.ok(web && otherWeb && worker && otherWorker)

    web.program.kill('SIGTERM')
    assert.equal(await web.program.ended, 0)
    const before = reading.answered
    await until('others answer', () => reading.answered > before + 20)
    killed.add(otherWeb.url)
    otherWeb.program.kill('SIGKILL')
    const after = reading.answered
    await until('the last one answers', () => reading.answered > after + 20)

    const holders = async () =>
      new Set(
        (await db.collection('deliveries').find({ state: 'leased' }).toArray()).map(one => one.lease.by)
      )
    await until('every worker holds mails', async () => (await holders()).size === 3)
    open()
    await until('mails go out', () => smtp.got.length > 10)
    worker.program.kill('SIGKILL')
    await until('more mails go out', () => smtp.got.length > 40)
    otherWorker.program.kill('SIGTERM')
    assert.equal(await otherWorker.program.ended, 0)

    const isSettled = async () => {
      const waiting = await db
        .collection('deliveries')
        .find({ nextTryAt: { $exists: true } })
        .toArray()
      return waiting.every(one => one.lease?.by.includes(`:${worker.program.pid}:`))
    }
    await until('all but what the killed one held is sent', isSettled)
    await reading.stop()

    assert.deepEqual(reading.lost, [])
    const deliveries = await db.collection('deliveries').find({ kind: 'reminder' }).toArray()
    assert.equal(deliveries.length, MAILS)
    const sent = new Set(deliveries.filter(({ state }) => state === 'sent').map(({ messageId }) => messageId))
    const got = smtp.got.map(({ raw }) => /^Message-ID: (\S+)/i.exec(raw)?.[1])
    assert.deepEqual(
      [...sent].filter(id => !got.includes(id)),
      [],
      'what is marked as sent arrived'
    )
    // The killed one may have handed over what it could not mark: those stay its own until its lease ends.
    const held = deliveries.filter(({ state }) => state === 'leased')
    assert.ok(held.length < 20, `${held.length} are held by the killed one`)
    assert.equal(new Set(got).size, got.length, 'nothing arrived twice')
  })

  it('say so while the store is away, and go on by themselves when it is back', async () => {
    const last = cluster.webs.find(({ url }, i) => i > 0 && !killed.has(url))
    assert.ok(last)
    const asked = async (path: string) => (await fetch(`${last.url}${path}`)).status
    await cluster.killStore()
    const page = await fetch(`${last.url}/letters`)
    assert.equal(page.status, 503)
    assert.equal(page.headers.get('retry-after'), '30')
    assert.match(await page.text(), /The records cannot be reached at the moment/)
    assert.deepEqual([await asked('/healthz'), await asked('/readyz')], [200, 503])
    await cluster.startStore()
    await until('it is ready again', async () => (await asked('/readyz')) === 200)
    assert.equal(await asked('/letters'), 200)
    assert.equal(await cluster.db.collection('deliveries').countDocuments({ kind: 'reminder' }), MAILS)
  })

  const tokenIn = (html: string): string => /name="_csrf"[^>]*value="([^"]+)"/.exec(html)?.[1] ?? html
})
