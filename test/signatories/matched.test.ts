import assert from 'node:assert/strict'
import { keepMembers, matchSignatories, readMembers } from '../../server/signatories/directory.ts'
import type { Person } from '../support/people.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a name on letters that is matched with a Member', () => {
  let world: World
  let editor: Person
  before(async () => {
    world = await openWorld({ now: '2026-11-02T09:00' })
    editor = await world.signedInAs('editor')
    await aLetter(world, { subject: 'Ferries', questions: ['Why?'], signer: 'Jane Q. Member' })
  })
  after(() => world.close())

  const old = '/signatories/jane-q-member'
  const directory = JSON.stringify([
    {
      id: { bioguide: 'M000001' },
      name: { first: 'Jane', last: 'Member', official_full: 'Jane Q. Member' },
      terms: [{ type: 'sen', state: 'VT', start: '2023-01-03', end: '2029-01-03' }]
    }
  ])

  it('has a page under its name until then', async () => {
    assert.equal((await editor.get(old)).status, 200)
  })

  it('leads from that page to the Member’s afterwards, for whoever may see the letter', async () => {
    await keepMembers(readMembers(directory))
    assert.equal(await matchSignatories(), 1)
    const answer = await editor.get(old)
    assert.deepEqual([answer.status, answer.headers.location], [301, '/signatories/m000001'])
    assert.equal((await editor.get('/signatories/m000001')).status, 200)
    assert.equal((await world.visitor().get(old)).status, 404)
  })
})
