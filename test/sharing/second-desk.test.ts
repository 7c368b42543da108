import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Intake } from '../../models/intake.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { User } from '../../models/user.ts'
import { claimDigests } from '../../server/jobs/digests.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { mailSite } from '../../server/mail/site.ts'
import { whyUnwanted } from '../../server/mail/wanted.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the second desk of a joint letter', () => {
  let world: World
  let editor: Person
  let partner: Person
  let joint: LetterRecord
  let own: LetterRecord
  let elsewhere: DeskRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    elsewhere = (await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })).toObject()
    partner = await world.signedInAs('editor', 'partner')
    await User.updateOne({ _id: partner.user._id }, { $set: { desks: [elsewhere._id] } })
    joint = await aLetter(world, {
      subject: 'The joint letter',
      questions: ['What was exported?', 'Who checked it?'],
      dueOn: '2026-11-24'
    })
    own = await aLetter(world, {
      subject: 'The first desk’s own letter',
      questions: ['What does nobody else know?'],
      dueOn: '2026-11-24',
      topics: ['marmalade']
    })
    await editor.post(`/letters/${joint.slug}/shares`, { desk: 'elsewhere' }).expect(303)
  })
  after(() => world.close())

  const deps = () => ({
    clock: world.clock,
    log: world.log,
    site: mailSite(world.config, world.secrets)
  })
  const moment = () => ({ isAsOf: false as const, now: world.clock.now() })
  const calendarOf = async (person: Person): Promise<string> => {
    const made = (await person.post('/account/calendar').expect(200)).text
    const path = /\/calendars\/[\w-]+\.ics/.exec(made)?.[0] ?? ''
    return (await world.visitor().get(path).expect(200)).text.replaceAll('\r\n ', '')
  }

  it('has it on its own page, in its calendar and on its list for the weekly call, and nothing else of the first', async () => {
    const pages = [
      (await partner.get('/desk').expect(200)).text,
      await calendarOf(partner),
      (await partner.get('/organizations/department-of-examples/outstanding').expect(200)).text,
      (await partner.get('/organizations/department-of-examples/outstanding.csv').expect(200)).text,
      (await partner.get('/mail').expect(200)).text,
      (await partner.get('/questions.csv').expect(200)).text
    ]
    for (const text of pages) {
      assert.match(text, /What was exported\?|The joint letter/)
      assert.doesNotMatch(text, /nobody else know|first desk’s own/)
    }
    assert.match(pages[0] ?? '', /kept by Example desk, shared with you/)
    assert.doesNotMatch((await editor.get('/desk')).text, /kept by/)
  })

  it('finds an internal reply to it by a word, and has it to review', async () => {
    await aReply(editor, joint, { text: 'Three barrels of periwinkle were exported.' })
    assert.match((await partner.get('/search?q=periwinkle').expect(200)).text, /barrels/)
    assert.match((await partner.get('/desk')).text, /Substantive reply received October 1, 2026/)
    assert.doesNotMatch((await world.visitor().get('/search?q=periwinkle')).text, /barrels/)
  })

  it('is offered no other letter of the first desk, and sees none that the same reply answers', async () => {
    assert.doesNotMatch((await partner.get(`/letters/${joint.slug}/responses/new`)).text, /first desk’s own/)
    assert.match((await editor.get(`/letters/${joint.slug}/responses/new`)).text, /first desk’s own/)
    const both = await aReply(editor, joint, { text: 'One answer to two letters.', alsoAnswers: own.slug })
    const path = `/responses/${String(both._id)}`
    const shown = (await partner.get(path).expect(200)).text
    assert.doesNotMatch(shown, /first desk’s own/)
    assert.doesNotMatch((await partner.get(`${path}/findings`).expect(200)).text, /nobody else know/)
    assert.match((await editor.get(path)).text, /first desk’s own/)
    // To put its record right would change what the first desk's other letter shows.
    assert.doesNotMatch(shown, /Put the record right/)
    const refused = await partner.get(`${path}/edit`)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /Example desk puts its record right/)
    const edit = { kind: 'interim', receivedOn: '2026-10-01', because: 'No', revision: '0' }
    assert.equal((await partner.post(`${path}/edit`, edit)).status, 403)
    const covers = (await Response.findById(both._id).orFail().lean()).covers.map(({ letterId }) => letterId)
    assert.deepEqual(covers, [joint._id, own._id])
  })

  it('drafts a follow-up letter that both desks have', async () => {
    const draft = { text: 'Dear Secretary: we ask again.' }
    const saved = await partner.post(`/letters/${joint.slug}/follow-up-letter`, draft).expect(303)
    for (const person of [partner, editor])
      assert.equal((await person.get(String(saved.headers.location))).status, 200)
  })

  it('has the file that the joint letter came in, and no other that was handed in with it', async () => {
    const files = await Promise.all(
      ['signed.txt', 'left-out.txt'].map(async (name, at) => {
        // Any two files will do.
        const path = join(import.meta.dirname, at === 0 ? 'sharing.test.ts' : 'second-desk.test.ts')
        const { _id: sha256, size } = await File.keep(path, world.clock.now())
        return { name, sha256, size, isChosen: name === 'signed.txt' }
      })
    )
    const _id = new Types.ObjectId()
    await Intake.collection.insertOne({
      _id,
      deskId: joint.deskId,
      letterId: joint._id,
      state: 'logged',
      files
    })
    const { text } = await partner.get(`/letters/${joint.slug}`).expect(200)
    assert.match(text, /signed\.txt/)
    assert.doesNotMatch(text, /left-out\.txt/)
    const statuses = async (person: Person) =>
      Promise.all(
        files.map(async ({ sha256 }) => (await person.get(`/intake/${String(_id)}/files/${sha256}`)).status)
      )
    assert.deepEqual(await statuses(partner), [200, 404])
    assert.deepEqual(await statuses(editor), [200, 200])
    assert.equal((await partner.get(`/intake/${String(_id)}`)).status, 404)
  })

  it('has it in its own digest; who belongs to both desks has it once, in the first’s', async () => {
    const both = await world.signedInAs('reader', 'both')
    const desk = await world.desk()
    await User.updateOne({ _id: both.user._id }, { $set: { desks: [desk._id, elsewhere._id] } })
    world.clock.set('2026-11-23T12:00')
    const { lines } = await claimDigests(deps(), moment(), { isDryRun: true })
    const ids = (await questionsOf(joint)).map(({ _id }) => String(_id))
    const told = (name: string) =>
      lines
        .filter(({ to }) => to === `${name}@example.org`)
        .map(
          ({ sections }) =>
            Object.values(sections)
              .flat()
              .filter(id => ids.includes(id)).length
        )
        .filter(count => count > 0)
    assert.equal(told('partner').length, 1)
    assert.equal(told('both').length, 1)
    assert.equal(told('editor').length, 1)
    const [foreign] = await questionsOf(own)
    const others = lines
      .filter(({ to }) => to === 'partner@example.org')
      .flatMap(({ sections }) => Object.values(sections).flat())
    assert.ok(!others.includes(String(foreign?._id)))
  })

  it('has its own people’s reminders handed over, and mails them no more once it is shared no longer', async () => {
    const [question] = await questionsOf(joint)
    const path = `/questions/${String(question?._id)}/reminders`
    await partner.post(path, { on: '2026-11-24' }).expect(303)
    await editor.post(`/letters/${joint.slug}/assignees`, { people: String(partner.user._id) }).expect(303)
    const chief = await world.signedInAs('desk-admin', 'chief-there')
    await User.updateOne({ _id: chief.user._id }, { $set: { desks: [elsewhere._id] } })
    assert.match(
      (await chief.get(`/people/${String(partner.user._id)}/hand-over`).expect(200)).text,
      /1 assigned letter, 1 personal reminder/
    )
    assert.doesNotMatch((await chief.get('/mail').expect(200)).text, /You asked to be reminded/)
    assert.match((await partner.get('/mail').expect(200)).text, /You asked to be reminded/)

    world.clock.set('2026-11-24T09:00')
    await claimReminders(deps(), moment())
    const mail = await Delivery.findOne({ userId: partner.user._id, kind: 'reminder' }).orFail().lean()
    assert.equal(await whyUnwanted(mail, world.clock.now()), null)
    await editor.post(`/letters/${joint.slug}/shares/removal`, { desk: 'elsewhere' }).expect(303)
    assert.match((await whyUnwanted(mail, world.clock.now()))?.because ?? '', /a desk that they left/)
    await partner.get('/desk').expect(200)
    await User.updateOne({ _id: partner.user._id }, { $set: { disabledAt: world.clock.now() } })
    assert.match((await whyUnwanted(mail, world.clock.now()))?.because ?? '', /account is closed/)
    await User.updateOne({ _id: partner.user._id }, { $set: { disabledAt: null } })
    assert.doesNotMatch(await calendarOf(partner), /What was exported/)
  })
})

describe('somebody who was moved to another desk by hand', () => {
  let world: World

  before(async () => {
    world = await openWorld({ now: '2026-11-24T07:00' })
  })
  after(() => world.close())

  it('is told of nothing more at the desk they left, whatever still names them', async () => {
    const editor = await world.signedInAs('editor')
    const leaver = await world.signedInAs('editor', 'leaver')
    const letter = await aLetter(world, {
      subject: 'The letter they had',
      questions: ['What was theirs?'],
      dueOn: '2026-11-24'
    })
    await editor.post(`/letters/${letter.slug}/assignees`, { people: String(leaver.user._id) }).expect(303)
    const [question] = await questionsOf(letter)
    await leaver.post(`/questions/${String(question?._id)}/reminders`, { on: '2026-11-25' }).expect(303)
    const desk = await world.desk()
    await Desk.updateOne({ _id: desk._id }, { $set: { secondPersonId: leaver.user._id } })
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    await User.updateOne({ _id: leaver.user._id }, { $set: { desks: [elsewhere._id] } })
    const deps = { clock: world.clock, log: world.log, site: mailSite(world.config, world.secrets) }
    for (const day of ['2026-11-24', '2026-11-25', '2027-03-01']) {
      world.clock.set(`${day}T09:00`)
      await claimReminders(deps, { isAsOf: false, now: world.clock.now() }, { isWhole: true })
    }
    const told = (await Delivery.find({ kind: 'reminder' }).lean()).map(({ to }) => to.address)
    assert.ok(told.length > 0, 'the editors of the desk are told in their place')
    assert.deepEqual([...new Set(told)], ['editor@example.org'])
    assert.equal(await Question.countDocuments({ letterId: letter._id }), 1)
  })
})
