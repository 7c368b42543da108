import assert from 'node:assert/strict'
import { Delivery } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { User } from '../../models/user.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { mailSite } from '../../server/mail/site.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { patience, tallyOf } from '../support/attack.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('an editor who wants to know what another desk works on, or to disturb it', function () {
  this.timeout(patience)
  const tally = tallyOf('Another desk’s records', 'ways of asking and of changing')
  let world: World
  let editor: Person
  let hostile: Person
  let secret: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    hostile = await world.signedInAs('editor', 'hostile')
    await User.updateOne({ _id: hostile.user._id }, { $set: { desks: [elsewhere._id] } })
    secret = await aLetter(world, {
      subject: 'Marmalade subsidies, kept to the desk',
      questions: ['How much marmalade was subsidized in each of the last five years?'],
      topics: ['marmalade'],
      dueOn: '2026-11-24'
    })
    await Letter.updateOne({ _id: secret._id }, { $set: { text: twelveQuestions } })
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const said = async (answer: Promise<{ text: string; status: number }>) => {
    const { text, status } = await answer
    const tells = /marmalade/i.test(text) || text.includes(secret.slug)
    tally.add(1, tells ? 1 : 0)
    assert.equal(tells, false, text.slice(0, 2000))
    return status
  }

  it('learns nothing by handing in the same text: neither that it is held nor its topics', async () => {
    const handedIn = await hostile.post('/intake', { text: twelveQuestions }).expect(303)
    const address = String(handedIn.headers.location)
    assert.equal(await said(hostile.get(address)), 200)
    assert.equal(await said(hostile.get(`${address}/differences/other`)), 404)
    const { status } = await hostile.get(`${address}/differences/${secret.slug}`)
    assert.equal(status, 404)
    assert.equal(await said(hostile.post(`${address}/versions`, { letter: 'other' })), 404)
    // The desk that holds it is told so.
    const own = await editor.post('/intake', { text: twelveQuestions }).expect(303)
    assert.match((await editor.get(String(own.headers.location))).text, /Marmalade subsidies/)
  })

  it('reads no subject of a mail to a colleague who belongs to another desk as well', async () => {
    const both = await world.signedInAs('editor', 'both')
    const elsewhere = await Desk.findOne({ slug: 'elsewhere' }).orFail().lean()
    const desk = await world.desk()
    await User.updateOne({ _id: both.user._id }, { $set: { desks: [desk._id, elsewhere._id] } })
    await editor.post(`/letters/${secret.slug}/assignees`, { people: String(both.user._id) }).expect(303)
    world.clock.set('2026-11-24T09:00')
    const deps = { clock: world.clock, log: world.log, site: mailSite(world.config, world.secrets) }
    await claimReminders(deps, { isAsOf: false, now: world.clock.now() })
    const mail = await Delivery.findOne({ userId: both.user._id }).orFail().lean()
    assert.match(mail.subject, /Marmalade/)
    assert.equal(await said(hostile.get('/mail')), 200)
    assert.match((await editor.get('/mail')).text, /Marmalade/)
  })

  it('ends no reminder of another desk by saying that they asked its public question again', async () => {
    const published = await aLetter(world, {
      subject: 'Public licenses',
      questions: ['How many licenses were denied?'],
      letterDate: '2026-08-01',
      dueOn: '2026-12-01'
    })
    await Letter.updateOne({ _id: published._id }, { $set: { visibility: 'public' } })
    await restandLetter(published._id)
    const later = await aLetter(world, {
      subject: 'Again',
      questions: ['How many licenses were denied, again?']
    })
    const desk = await Desk.findOne({ slug: 'elsewhere' }).orFail().lean()
    await Letter.updateOne({ _id: later._id }, { $set: { deskId: desk._id } })
    await Question.updateMany({ letterId: later._id }, { $set: { deskId: desk._id } })
    await restandLetter(later._id)
    const [question] = await questionsOf(published)
    const [asking] = await questionsOf(later)
    const answer = await hostile.post(`/questions/${String(asking?._id)}/re-asks`, {
      earlier: String(question?._id),
      because: 'They asked the same.'
    })
    assert.equal(answer.status, 303, answer.text)
    const [now] = await questionsOf(published)
    const isDisturbed = now?.standing.isOpen !== true || now.findings[0]?.pursuit !== 'pursuing'
    tally.add(1, isDisturbed ? 1 : 0)
    assert.equal(isDisturbed, false)
    world.clock.set('2026-12-01T09:00')
    const deps = { clock: world.clock, log: world.log, site: mailSite(world.config, world.secrets) }
    await claimReminders(deps, { isAsOf: false, now: world.clock.now() })
    const told = await Delivery.find({ userId: editor.user._id, kind: 'reminder' }).lean()
    assert.ok(told.some(({ mentions }) => mentions.some(({ letterId }) => letterId.equals(published._id))))
  })

  it('renames and merges no organization that letters of another desk name, also as the admin of a desk', async () => {
    const chief = await world.signedInAs('desk-admin', 'hostile-chief')
    const elsewhere = await Desk.findOne({ slug: 'elsewhere' }).orFail().lean()
    await User.updateOne({ _id: chief.user._id }, { $set: { desks: [elsewhere._id] } })
    await Organization.calledOrAdded('Office of Nothing')
    const path = '/organizations/department-of-examples'
    for (const answer of [
      await chief.get(`${path}/merger`),
      await chief.post(`${path}/merger`, { into: 'Office of Nothing' }),
      await chief.post(`${path}/record`, { name: 'Department of Nonsense', alsoCalled: '' })
    ]) {
      tally.add(1, answer.status === 403 ? 0 : 1)
      assert.equal(answer.status, 403)
      assert.match(answer.text, /Letters of other desks name this organization/)
    }
    assert.ok(await Organization.exists({ name: 'Department of Examples' }))
    // What nobody else names is theirs to put right.
    assert.equal((await chief.get('/organizations/office-of-nothing/merger')).status, 200)
    const admin = await world.signedInAs('site-admin')
    assert.equal((await admin.get(`${path}/merger`)).status, 200)
  })

  it('finds nothing of it by any list, search, file or address of their own', async () => {
    const [question] = await questionsOf(secret)
    const id = String(question?._id)
    for (const path of [
      '/desk',
      '/questions',
      '/questions.csv',
      '/letters.json',
      '/topics',
      '/search?q=subsidies',
      '/data.ndjson',
      '/api/v1/search?q=subsidies',
      '/organizations/department-of-examples',
      '/organizations/department-of-examples/outstanding',
      '/organizations/department-of-examples/outstanding.csv',
      `/questions/${id}`,
      `/questions/${id}/chain`,
      `/questions/${id}/reminders`,
      `/questions/${id}/division`,
      '/disputes',
      `/disputes/new?question=${id}`
    ])
      await said(hostile.get(path))
    assert.equal(
      await said(
        hostile.post('/disputes', { question: id, kind: 'wrong', said: 'x', email: 'a@example.org' })
      ),
      404
    )
  })
})
