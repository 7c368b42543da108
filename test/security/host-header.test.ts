import assert from 'node:assert/strict'
import { loadExamples } from '../../server/examples/load.ts'
import { patience, sample, tallyOf } from '../support/attack.ts'
import { askForLink, readerAddress, sendAll } from '../support/every-mail.ts'
import { browserless } from '../support/people.ts'
import { addressOf, mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

const evil = {
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Proto': 'gopher',
  'X-Forwarded-Server': 'evil.example',
  'X-Host': 'evil.example',
  'X-Original-URL': '//evil.example/',
  'X-HTTP-Host-Override': 'evil.example',
  Forwarded: 'host=evil.example;proto=gopher'
}

describe('the host that a request names', function () {
  this.timeout(patience)
  const tally = tallyOf('Host header poisoning', 'answers and mails')
  let world: World

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('stands in no answer, by any route a visitor has, nor in its headers', async () => {
    const known: Readonly<Record<string, string>> = {
      '/letters/:slug': '/letters/leahy-2021',
      '/organizations/:slug': '/organizations/department-of-state',
      '/letters.:format': '/letters.atom',
      '/questions.:format': '/questions.ics'
    }
    const paths = mountedRoutes(world)
      .filter(
        ({ method, permission }) => method === 'GET' && ['anyone', 'visitor'].includes(permission.least)
      )
      .map(({ path }) => known[path] ?? addressOf(path.replace(':format', 'atom')))
    const always = [
      ...Object.values(known),
      '/.well-known/security.txt',
      '/sitemap.xml',
      '/robots.txt',
      '/desk'
    ]
    for (const path of new Set([...always, ...sample(paths, 12)]))
      for (const host of ['evil.example', 'evil.example:80@127.0.0.1']) {
        const { text, body, headers } = await world
          .visitor()
          .get(path)
          .set({ ...evil, Host: host })
        const said = `${JSON.stringify(headers)}${text ?? ''}${JSON.stringify(body)}`
        assert.ok(!/evil|gopher/.test(said), `${path}: ${/.{60}(evil|gopher).{20}/.exec(said)?.[0]}`)
        tally.add(1)
      }
  })

  it('stands in no page that is kept for the next reader', async () => {
    await world
      .visitor()
      .get('/letters?page=1')
      .set({ ...evil, Host: 'evil.example' })
    const page = await world.visitor().get('/letters?page=1')
    assert.equal(page.status, 200)
    assert.ok(!page.text.includes('evil'))
    tally.add(1)
  })

  it('stands in no mail: every link begins with BASE_URL', async () => {
    const staff = await world.signedInAs('editor')
    const visitor = browserless(world.server)
    visitor.agent.set(evil)
    await visitor.agent
      .post('/subscriptions')
      .set('Host', 'evil.example')
      .type('form')
      .send({ email: readerAddress, filter: '', speed: 'weekly' })
    await askForLink(visitor, staff.user.email)
    await sendAll(world)
    assert.equal(world.smtp.received.length, 2)
    for (const { mail, raw } of world.smtp.received) {
      assert.ok(!raw.toString().includes('evil'))
      const links = [...`${mail.text}${String(mail.html)}`.matchAll(/\bhttps?:\/\/[^\s"<)]+/g)].map(
        ([link]) => link
      )
      assert.ok(links.length > 1)
      for (const link of links) assert.ok(link.startsWith(world.url), link)
      tally.add(1)
    }
  })
})
