import assert from 'node:assert/strict'
import { isLongForm, patience, tallyOf } from '../support/attack.ts'
import { trySignIn } from '../support/sign-in-form.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

describe('a password that is guessed', function () {
  this.timeout(patience)
  const tally = tallyOf('Brute force', 'guesses beyond the limit')
  let world: World

  before(async () => {
    world = await openWorld()
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('is refused after ten tries in a quarter of an hour, whatever address the tries claim to come from', async () => {
    await world.signedInAs('editor', 'hunted')
    const statuses: number[] = []
    for (let turn = 1; turn <= 12; turn++) {
      const from = `203.0.113.${turn}`
      const spoofed = {
        'X-Forwarded-For': `${from}, 198.51.100.${turn}`,
        'X-Real-IP': from,
        Forwarded: `for=${from}`,
        'CF-Connecting-IP': from,
        'True-Client-IP': from
      }
      statuses.push(
        (await trySignIn(world, { email: 'hunted@example.org', password: `guess ${turn}` }, spoofed)).status
      )
    }
    assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429])
    for (const email of ['HUNTED@example.org', ' hunted@example.org', 'Hunted@Example.Org ']) {
      const right = await trySignIn(world, { email, password: PASSWORD })
      assert.equal(right.status, 429)
      assert.ok(Number(right.headers['retry-after']) > 800)
      assert.match(right.text, /Too many tries\. Try again in 15 minutes\./)
    }
    tally.add(5)
    await world.signedInAs('editor', 'other')
  })

  it('is guessed no more often by who holds a session of the account', async () => {
    const stolen = await world.signedInAs('editor', 'borrowed')
    const statuses: number[] = []
    for (let turn = 1; turn <= 6; turn++) {
      const guess = `guess ${turn}`
      const fields = { current: guess, password: 'copper lantern 82 harbour' }
      statuses.push((await stolen.post('/account/password', fields)).status)
      statuses.push((await stolen.post('/account/email', { email: 'mine@example.org', proof: guess })).status)
    }
    assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429])
    tally.add(2)
  })

  it('of many accounts is guessed a hundred times from one address: long form', async function () {
    if (!isLongForm) this.skip()
    await world.database.connection.collection('limits').deleteMany({})
    const statuses: number[] = []
    for (let turn = 1; turn <= 130; turn++)
      statuses.push(
        (await trySignIn(world, { email: `nobody-${turn}@example.org`, password: 'guess' })).status
      )
    assert.equal(statuses.indexOf(429), 100)
    assert.ok(statuses.slice(100).every(status => status === 429))
    tally.add(30)
  })
})
