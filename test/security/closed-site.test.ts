import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { Letter } from '../../models/letter.ts'
import { Subscription } from '../../models/subscription.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { claimAnswerNotices } from '../../server/jobs/answer-notices.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { confirmationPath, settingsPath } from '../../server/mail/subscription-link.ts'
import { whyUnwanted } from '../../server/mail/wanted.ts'
import { patience, tallyOf } from '../support/attack.ts'
import { questionsOf } from '../support/replied-letter.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

/** What the record holds and nothing else of the site says. */
const tells = /leahy|grijalva|sedena|pompeo|blinken|Customs and Border|third-party/i

describe('a site whose pages are closed to visitors', function () {
  this.timeout(patience)
  const tally = tallyOf('Closed site', 'pages, feeds, files, API addresses, links and mails')
  let world: World

  before(async () => {
    world = await openWorld({ env: { PUBLIC_PAGES: 'off' } })
    await loadExamples(world.clock.now())
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('tells visitors nothing of the record at any address of the router, in any format', async () => {
    const letter = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
    const [question] = await questionsOf(letter)
    const office = await world.visitor().get('/organizations').redirects(0)
    assert.equal(office.status, 303)
    const paths = mountedRoutes(world)
      .filter(({ method }) => method === 'GET')
      .flatMap(({ path }) =>
        path.includes(':format')
          ? ['csv', 'json', 'atom', 'ics', 'svg', 'ndjson'].map(format => path.replace(':format', format))
          : [path]
      )
      .map(path =>
        path
          .replace('/letters/:slug', '/letters/leahy-2021')
          .replace('/organizations/:slug', '/organizations/department-of-state')
          .replace('/signatories/:slug', '/signatories/patrick-leahy')
          .replace('/questions/:id', `/questions/${String(question?._id)}`)
          .replace(':recipientId', String(letter.recipients[0]?._id))
          .replace(':day', '2026-11-20')
          .replace(/\*\w+|:\w+/g, 'none')
      )
    assert.ok(paths.length > 120)
    const open: string[] = []
    for (const path of [...paths, '/search?q=sedena', '/api/v1/search?q=sedena'])
      for (const accept of ['text/html', 'application/json']) {
        const { text, body, status } = await world.visitor().get(path).set('Accept', accept)
        // Where to go after signing in is what was asked for.
        const said = (text ?? String(body)).replace(/Redirecting to \S+/, '')
        if (tells.test(said) || (status === 200 && /\/(letters|questions|api)\b/.test(path)))
          open.push(`${path}: ${status}`)
      }
    tally.add(2 * paths.length, open.length)
    assert.deepEqual(open, [])
    const staff = await world.signedInAs('reader')
    assert.match((await staff.get('/letters/leahy-2021').expect(200)).text, tells)
  })

  it('answers a program with an error it can read and a robot with no', async () => {
    const refused = await world.visitor().get('/api/v1/letters')
    assert.equal(refused.status, 403)
    assert.match(String(refused.headers['content-type']), /application\/problem\+json/)
    assert.equal((await world.visitor().get('/robots.txt')).text, 'User-agent: *\nDisallow: /\n')
  })

  it('writes nothing of the record to subscribers, by mail or behind a link they hold', async () => {
    const at = world.clock.now()
    const asked = { askedAt: at, coveredUntil: at }
    const [weekly, atOnce] = await Promise.all(
      (['weekly', 'at_once'] as const).map(speed =>
        Subscription.create({
          ...asked,
          speed,
          address: `${speed}@example.org`,
          state: 'confirmed',
          confirmedAt: at
        })
      )
    )
    assert.ok(weekly && atOnce)
    const waiting = await Subscription.create({
      ...asked,
      speed: 'weekly',
      address: 'new@example.org',
      state: 'asked'
    })
    for (const path of [
      confirmationPath(world.secrets, String(waiting._id), at),
      settingsPath(world.secrets, String(weekly._id))
    ]) {
      const shown = (await world.visitor().get(path).expect(200)).text
      const pressed = path.includes('confirmation') ? (await world.visitor().post(path).expect(200)).text : ''
      tally.add(2, tells.test(shown + pressed) ? 1 : 0)
      assert.doesNotMatch(shown + pressed, tells)
      if (pressed) assert.match(pressed, /open to its staff alone at present/)
    }
    world.clock.set('2027-03-01T09:00')
    const deps = jobDeps(world)
    const moment = { isAsOf: false as const, now: world.clock.now() }
    assert.deepEqual((await claimSubscriberDigests(deps, moment)).lines, [])
    assert.equal(await claimAnswerNotices(deps), 0)
    // The same clock and records on an open site do owe a mail.
    const open = { ...deps, site: { ...deps.site, isPublic: true } }
    assert.ok((await claimSubscriberDigests(open, moment)).lines.length > 0)
    // What was claimed while it was open does not leave once it is closed.
    const [mail] = await Delivery.find({ kind: 'digest' }).lean()
    assert.ok(mail && mail.publicLetterIds.length > 0)
    assert.equal(await whyUnwanted(mail, world.clock.now(), false), null)
    assert.match(
      (await whyUnwanted(mail, world.clock.now(), deps.isClosed))?.because ?? '',
      /closed to visitors/
    )
    tally.add(3)
  })
})
