import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Subscription } from '../../models/subscription.ts'
import { logLetter } from '../../server/letters/logging.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('two organizations that are one', () => {
  let world: World
  let admin: Person
  before(async () => {
    world = await openWorld()
    admin = await world.signedInAs('desk-admin')
    await Organization.calledOrAdded('Bureau of Industry and Security')
    await logLetter(
      {
        key: 'merger',
        subject: 'Licences',
        text: 'Why?',
        source: { kind: 'typed', title: '', link: null, retrievedOn: null },
        letterDate: '2025-02-03',
        chamber: null,
        signatories: [],
        recipients: [{ name: null, title: null, organization: 'Bureau of Industrial Security' }],
        due: { basis: 'none', date: null, count: null, from: null, quote: null },
        topics: [],
        visibility: 'public',
        questions: [
          {
            number: null,
            text: 'Why?',
            start: 0,
            end: 4,
            ask: 'information',
            parts: [],
            about: ['Bureau of Industrial Security']
          }
        ]
      },
      await world.desk(),
      { id: null, name: 'The editor' },
      world.clock.now()
    )
    const follows = {
      speed: 'weekly' as const,
      state: 'confirmed' as const,
      askedAt: world.clock.now(),
      coveredUntil: world.clock.now()
    }
    for (const filter of [
      'organization=bureau-of-industrial-security',
      'organization=bureau-of-industry-and-security'
    ])
      await Subscription.create({ address: 'reader@example.org', filter, ...follows })
  })
  after(() => world.close())

  it('keep everything recorded of either, and who followed either', async () => {
    const page = await admin.get('/organizations/bureau-of-industrial-security/merger')
    assert.match(page.text, /1 letter put to it, 1 question about it/)
    const linked = await admin.get('/organizations/bureau-of-industrial-security')
    assert.match(linked.text, /href="\/organizations\/bureau-of-industrial-security\/merger"/)
    const merged = await admin.post('/organizations/bureau-of-industrial-security/merger', {
      into: 'Bureau of Industry and Security'
    })
    assert.equal(merged.headers.location, '/organizations/bureau-of-industry-and-security')
    const one = await Organization.findOne({ slug: 'bureau-of-industry-and-security' }).orFail().lean()
    const question = await Question.findOne().orFail().lean()
    const letter = await Letter.findOne().orFail().lean()
    for (const id of [
      letter.recipients[0]?.organizationId,
      question.findings[0]?.organizationId,
      ...question.about,
      ...question.letter.organizationIds
    ])
      assert.equal(String(id), String(one._id))
    assert.equal((await Organization.called('Bureau of Industrial Security'))?.slug, one.slug)
    assert.deepEqual(
      (await Subscription.find().lean()).map(({ filter }) => filter),
      ['organization=bureau-of-industry-and-security']
    )
  })

  it('are found under the old address', async () => {
    const answer = await world.visitor().get('/organizations/bureau-of-industrial-security')
    assert.deepEqual(
      [answer.status, answer.headers.location],
      [301, '/organizations/bureau-of-industry-and-security']
    )
  })

  it('are not one organization and itself, nor one and none', async () => {
    for (const into of ['Bureau of Industry and Security', 'Office of Ferries', '']) {
      const answer = await admin.post('/organizations/bureau-of-industry-and-security/merger', { into })
      assert.equal(answer.status, 422)
    }
  })

  it('are merged by desk admins, not by editors', async () => {
    const editor = await world.signedInAs('editor')
    assert.equal((await editor.get('/organizations/bureau-of-industry-and-security/merger')).status, 403)
  })
})
