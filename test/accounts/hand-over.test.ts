import assert from 'node:assert/strict'
import { Desk } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { User } from '../../models/user.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('somebody who leaves a desk', () => {
  let world: World
  let chief: Person
  let leaver: Person
  let heir: Person
  let letters: LetterRecord[]
  let deskId: string

  before(async () => {
    world = await openWorld()
    chief = await world.signedInAs('desk-admin', 'chief')
    leaver = await world.signedInAs('editor', 'leaver')
    heir = await world.signedInAs('editor', 'heir')
    deskId = String((await world.desk())._id)
    letters = []
    for (const subject of ['One letter', 'Another letter'])
      letters.push(await aLetter(world, { subject, questions: ['What was exported?', 'By whom?'] }))
    for (const { slug } of letters)
      await leaver.post(`/letters/${slug}/assignees`, {
        people: [String(leaver.user._id), ...(slug.startsWith('another') ? [String(heir.user._id)] : [])]
      })
    const [first, second] = await questionsOf(letters[0] as LetterRecord)
    for (const [person, question] of [
      [leaver, first],
      [leaver, second],
      [heir, second]
    ] as const)
      await person.post(`/questions/${question?._id}/reminders`, { on: '2026-12-01' })
    await Desk.updateOne({ _id: deskId }, { $set: { secondPersonId: leaver.user._id } })
  })
  after(() => world.close())

  const page = () => `/people/${leaver.user._id}/hand-over`
  const assignees = async () =>
    (await Letter.find().sort({ subject: -1 }).lean<LetterRecord[]>()).map(({ assignees: ids }) =>
      ids.map(String).sort()
    )

  it('holds what the page says, and cannot go before somebody takes it over', async () => {
    const { text } = await chief.get(page())
    assert.match(text, /2 assigned letters, 2 personal reminders, the copies of what is long overdue/)
    const answer = await chief.post(page(), { desk: 'example', to: '', leaves: 'yes' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /Choose who takes over/)
    const moved = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    const admin = await world.signedInAs('site-admin')
    const dropped = { name: 'The leaver', role: 'editor', desks: String(moved._id) }
    const refused = await admin.post(`/people/${leaver.user._id}`, dropped)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Hand them over first/)
  })

  it('is not taken out by an editor, by an admin of another desk, nor by themselves', async () => {
    assert.equal((await heir.get(page())).status, 403)
    const stranger = await world.signedInAs('desk-admin', 'stranger')
    await User.updateOne(
      { _id: stranger.user._id },
      { $set: { desks: [(await Desk.findOne({ slug: 'elsewhere' }).lean())?._id] } }
    )
    assert.equal((await stranger.get(page())).status, 404)
    assert.equal(
      (await stranger.post(page(), { desk: 'example', to: String(heir.user._id), leaves: 'yes' })).status,
      404
    )
    const own = `/people/${chief.user._id}/hand-over`
    assert.equal(
      (await chief.post(own, { desk: 'example', to: String(heir.user._id), leaves: 'yes' })).status,
      422
    )
  })

  it('leaves all of it to one colleague in one step, with a line of history at each letter', async () => {
    const answer = await chief.post(page(), { desk: 'example', to: String(heir.user._id), leaves: 'yes' })
    assert.equal(answer.status, 303)
    const heirId = String(heir.user._id)
    assert.deepEqual(await assignees(), [[heirId], [heirId]])
    const reminders = await PersonalReminder.find().lean()
    assert.deepEqual([...new Set(reminders.map(({ personId }) => String(personId)))], [heirId])
    assert.equal(reminders.length, 2, 'one for the same question and day is one')
    assert.equal(String((await Desk.findById(deskId).lean())?.secondPersonId), heirId)
    const last = (await Letter.findById(letters[0]?._id).lean<LetterRecord>())?.history.at(-1)
    assert.deepEqual(
      [last?.what, last?.from, last?.to, last?.by.name],
      ['assigned', 'The leaver', 'The heir', 'The chief']
    )
  })

  it('is out at once: sessions, account and mail; their name stays with what they did', async () => {
    assert.equal((await leaver.get('/desk')).status, 303)
    const user = await User.findById(leaver.user._id).lean()
    assert.deepEqual(user?.desks, [])
    assert.notEqual(user?.disabledAt, null)
    const first = (await Letter.findById(letters[0]?._id).lean<LetterRecord>())?.history.find(
      ({ what }) => what === 'assigned'
    )
    assert.equal(first?.by.name, 'The leaver')
    let text = ''
    for (let turn = 0; turn < 100 && !/left, account ended/.test(text); turn += 1)
      text = (await chief.get('/audit')).text
    assert.match(text, /what is held at Example desk: The leaver → The heir: 2 assigned letters/)
  })

  it('may also stay and only hand over, and keeps what they have at other desks', async () => {
    const elsewhere = await Desk.findOne({ slug: 'elsewhere' }).lean()
    await User.updateOne({ _id: heir.user._id }, { $addToSet: { desks: elsewhere?._id } })
    const path = `/people/${heir.user._id}/hand-over`
    assert.equal(
      (await chief.post(path, { desk: 'example', to: String(chief.user._id), leaves: 'no' })).status,
      303
    )
    assert.deepEqual(await assignees(), [[String(chief.user._id)], [String(chief.user._id)]])
    assert.equal((await heir.get('/desk')).status, 200)
    assert.equal((await chief.post(path, { desk: 'elsewhere', to: '', leaves: 'yes' })).status, 422)
    assert.equal((await chief.post(path, { desk: 'example', to: '', leaves: 'yes' })).status, 303)
    const user = await User.findById(heir.user._id).lean()
    assert.deepEqual([user?.desks.map(String), user?.disabledAt], [[String(elsewhere?._id)], null])
  })
})
