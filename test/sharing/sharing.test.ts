import assert from 'node:assert/strict'
import { Audit } from '../../models/audit.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { User } from '../../models/user.ts'
import { upcomingSteps } from '../../server/domain/owed.ts'
import { loadDue } from '../../server/due-letters.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a letter of two desks', () => {
  let world: World
  let editor: Person
  let partner: Person
  let chiefThere: Person
  let letter: LetterRecord
  let elsewhere: DeskRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    elsewhere = (await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })).toObject()
    partner = await world.signedInAs('editor', 'partner')
    chiefThere = await world.signedInAs('desk-admin', 'chief-there')
    for (const { user } of [partner, chiefThere])
      await User.updateOne({ _id: user._id }, { $set: { desks: [elsewhere._id] } })
    letter = await aLetter(world, {
      subject: 'The joint letter',
      questions: ['What was exported?', 'Who checked it?'],
      dueOn: '2026-11-30'
    })
  })
  after(() => world.close())

  const at = (noun: string) => `/letters/${letter.slug}${noun && `/${noun}`}`
  const now = () => Letter.findById(letter._id).orFail().lean<LetterRecord>()
  const toldOf = async (): Promise<string[]> => {
    const due = await loadDue({ today: '2026-11-20', isAsOf: false, isWhole: true })
    const days = upcomingSteps(due.facts, '2026-11-20', 14)
    return [
      ...new Set(
        days.flatMap(({ mails }) => mails.map(({ personId }) => due.people.get(personId)?.name ?? ''))
      )
    ].sort()
  }

  it('is nothing to the other desk until the desk that keeps it shares it', async () => {
    assert.equal((await partner.get(at(''))).status, 404)
    assert.equal((await partner.post(at('shares'), { desk: 'elsewhere' })).status, 404)
    assert.match((await editor.get(at('sharing'))).text, /Share the letter/)
    assert.equal((await editor.post(at('shares'), { desk: 'nowhere' })).status, 422)
    assert.equal((await editor.post(at('shares'), { desk: 'elsewhere' })).status, 303)
    assert.equal((await partner.get(at(''))).status, 200)
    assert.equal((await editor.post(at('shares'), { desk: 'elsewhere' })).status, 422)
  })

  it('is checked, chased, replied to and judged by either', async () => {
    assert.equal((await partner.post(at('checks'))).status, 303)
    const contact = { on: '2026-11-19', who: 'The office', how: 'phone', said: 'They are on it.' }
    assert.equal((await partner.post(at('contacts'), contact)).status, 303)
    const reply = await aReply(partner, letter, { text: 'We exported nothing.' })
    for (const person of [partner, editor])
      assert.equal((await person.get(`/responses/${reply._id}/findings`)).status, 200)
    assert.equal((await partner.get(`/responses/${reply._id}/edit`)).status, 200)
    assert.match((await partner.get(at(''))).text, /We exported nothing/)
    assert.equal(
      (await partner.post(`/responses/${reply._id}/publication`, { visibility: 'public' })).status,
      403
    )
    assert.equal(
      (await editor.post(`/responses/${reply._id}/publication`, { visibility: 'public' })).status,
      303
    )
    assert.match(await cellOf(letter, 0), /\./)
  })

  it('is published, withdrawn and shared by the desk that keeps it alone', async () => {
    const refused = [
      await partner.get(at('publication')),
      await partner.post(at('publication'), { visibility: 'public', revision: '0' }),
      await partner.post(at('withdrawal'), { reason: 'No', revision: '0' }),
      await partner.post(at('shares'), { desk: 'example' }),
      await partner.post(at('shares/removal'), { desk: 'elsewhere' })
    ]
    assert.deepEqual(
      refused.map(({ status }) => status),
      [403, 403, 403, 403, 403]
    )
    assert.match(refused[0]?.text ?? '', /Example desk keeps it/)
    assert.doesNotMatch((await partner.get(at('sharing'))).text, /Share the letter/)
    assert.equal((await now()).visibility, 'internal')
  })

  it('is one its own desk is reminded of, and somebody of the other only where assigned', async () => {
    assert.deepEqual(await toldOf(), ['The editor'])
    assert.equal((await editor.post(at('assignees'), { people: String(partner.user._id) })).status, 303)
    assert.deepEqual(await toldOf(), ['The partner'])
    const stranger = await world.signedInAs('reader', 'looker')
    assert.equal((await editor.post(at('assignees'), { people: String(stranger.user._id) })).status, 422)
    assert.match((await editor.get(at('sharing'))).text, /value="[0-9a-f]{24}" checked/)
  })

  it('stands in what was done at both desks', async () => {
    let text = ''
    for (let turn = 0; turn < 100 && !/shared: Elsewhere/.test(text); turn += 1)
      text = (await chiefThere.get('/audit')).text
    assert.match(text, /The editor/)
    assert.match(text, /shared: Elsewhere/)
    const entries = await Audit.find({ act: 'POST /letters/:slug/checks' }).lean()
    assert.deepEqual(
      entries[0]?.desks.map(String).sort(),
      [String(elsewhere._id), String(letter.deskId)].sort()
    )
    assert.ok((entries[0]?.changes.length ?? 0) >= 2, 'each cell is named')
  })

  it('is the other desk’s no more when sharing stops, and nobody of it stays assigned', async () => {
    assert.equal((await editor.post(at('shares/removal'), { desk: 'elsewhere' })).status, 303)
    assert.equal((await partner.get(at(''))).status, 404)
    assert.deepEqual((await now()).assignees, [])
    assert.deepEqual(await toldOf(), ['The editor'])
    const whats = (await now()).history.map(({ what }) => what)
    assert.deepEqual(
      whats.filter(what => what === 'shared'),
      ['shared', 'shared']
    )
  })
})
