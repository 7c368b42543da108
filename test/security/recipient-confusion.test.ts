import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { isEmail, User } from '../../models/user.ts'
import { BadAddress, plainAddress } from '../../server/mail/address.ts'
import { patience, sample, tallyOf } from '../support/attack.ts'
import { sendAll } from '../support/every-mail.ts'
import { type Person, tokenIn } from '../support/people.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

/** Texts that one program takes for one address and another for two, for none, or for somebody else's. */
const confusing = [
  '',
  'editor',
  '@example.org',
  'editor@',
  'a@example.org,b@example.org',
  'a@example.org, b@example.org',
  'a@example.org;b@example.org',
  'a@example.org b@example.org',
  'a@example.org\tb@example.org',
  'a@example.org%2cb@example.org',
  '"a@example.org"@example.org',
  '"a b"@example.org',
  '"a,b@example.org"@example.org',
  '"a\\"@example.org,b"@example.org',
  'a(comment)@example.org',
  'a@(b@example.org)example.org',
  'a@example.org(comment)',
  'Editor <editor@example.org>',
  '<editor@example.org>',
  'editor@example.org>',
  'editor@example.org><b@example.org',
  'editor@example.org\r\nBcc: b@example.org',
  'editor@example.org\nRCPT TO:<b@example.org>',
  'editor\n@example.org',
  'editor@example.org\u0000',
  'editor@example.org\u0000b@example.org',
  'editor@exam\u202eple.org',
  'editor@exam\u200bple.org',
  'editor@example\u3002org,b',
  'editor@[127.0.0.1]',
  'editor@[IPv6:::1]',
  'editor@example..org',
  'editor@-example.org',
  'a..b@example.org',
  '.a@example.org',
  'é@example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(64)}.org`,
  `a@${'b.'.repeat(130)}org`,
  'a@b@example.org',
  '@relay.example.org:a@example.org',
  'relay.example.org!a@example.org,b',
  'group: a@example.org;',
  'undisclosed-recipients:;',
  '=?utf-8?q?a=40example.org=2Cb=40example.org?=',
  'editor@example.org/../x',
  'editor@example%2eorg'
]

describe('a text that is more or less than one address', function () {
  this.timeout(patience)
  const tally = tallyOf('Recipient confusion', 'addresses in forms')
  let world: World
  let admin: Person

  before(async () => {
    world = await openWorld()
    admin = await world.signedInAs('site-admin')
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('is no mailbox and no account', () => {
    for (const typed of confusing) {
      assert.throws(() => plainAddress(typed), BadAddress, JSON.stringify(typed))
      assert.equal(isEmail(typed), false, JSON.stringify(typed))
    }
    tally.add(confusing.length * 2)
  })

  it('is asked for again by every form that takes an address, and no mail goes out', async () => {
    const visitor = world.visitor()
    const _csrf = tokenIn(await visitor.get('/sign-in-links/new'))
    const forms: readonly ((email: string) => Promise<{ status: number }>)[] = [
      email => visitor.post('/subscriptions', { email, filter: '', speed: 'weekly' }),
      email => visitor.post('/sign-in-links', { _csrf, email }),
      email => admin.post('/account/email', { email, proof: PASSWORD }),
      email => admin.post('/people', { name: 'X', email, role: 'reader', desk: String(admin.user.desks[0]) })
    ]
    const accounts = await User.countDocuments()
    // How often one network address may ask is limited too, and is not what is tried here.
    const limits = world.database.connection.collection('limits')
    for (const email of sample(confusing, 16)) {
      await limits.deleteMany({})
      for (const send of forms) assert.equal((await send(email)).status, 422, JSON.stringify(email))
    }
    tally.add(sample(confusing, 16).length * forms.length)
    await sendAll(world)
    assert.equal(world.smtp.received.length, 0)
    await limits.deleteMany({})
    const left = [Delivery.countDocuments(), Subscription.countDocuments(), User.countDocuments()]
    assert.deepEqual(await Promise.all(left), [0, 0, accounts])
  })

  it('sent several times over is one address or none', async () => {
    const answer = await world
      .visitor()
      .agent.post('/subscriptions')
      .type('form')
      .send('email=a%40example.org&email=b%40example.org&filter=&speed=weekly')
    assert.equal(answer.status, 422)
    tally.add(1)
  })

  it('goes to exactly one recipient where it is taken after all', async () => {
    const taken = [
      'reader@bücher.example',
      'reader+a=b.example@example.org',
      "o'reader@example.org",
      'a%b@example.org'
    ]
    for (const email of taken)
      await world.visitor().post('/subscriptions', { email, filter: '', speed: 'weekly' })
    await sendAll(world)
    assert.deepEqual(
      world.smtp.received.map(({ to }) => to.length),
      taken.map(() => 1)
    )
    tally.add(taken.length)
  })
})
