import assert from 'node:assert/strict'
import { Desk } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('when a desk is reminded', () => {
  let world: World
  let admin: Person
  let editor: Person
  const steps = {
    daysBefore: '7',
    businessDaysBefore: '1',
    daysAfter: '1, 14, 30',
    isMonthly: 'yes',
    reviewDays: '3, 10, 24',
    uncheckedDays: '90',
    daysApart: '3',
    secondPersonId: '',
    digestWeekday: '1',
    digestHour: '8'
  }

  before(async () => {
    world = await openWorld({ now: '2026-11-02T07:00' })
    admin = await world.signedInAs('desk-admin')
    editor = await world.signedInAs('editor')
    await aLetter(world, {
      subject: 'Due in December',
      letterDate: '2026-11-02',
      dueOn: '2026-12-10',
      questions: ['How many?']
    })
  })
  after(() => world.close())

  const send = (fields: Record<string, string>) =>
    admin.post('/desks/example/reminders', { ...steps, ...fields })
  const desk = () => Desk.findOne({ slug: 'example' }).orFail().lean()

  it('shows the steps on record and what they mean for a letter due in thirty days', async () => {
    const { text } = await admin.get('/desks/example/reminders')
    assert.match(text, /name="daysAfter"[^>]* value="1, 14, 30"/)
    assert.match(text, /November 25, 2026.*7 days before/)
  })

  const refused = [
    { title: 'words for days', fields: { daysBefore: 'soon' }, says: /“soon” is none/ },
    { title: 'no day at all', fields: { daysAfter: '0' }, says: /“0” is none/ },
    { title: 'a day before the beginning', fields: { daysAfter: '-3' }, says: /“-3” is none/ },
    { title: 'years', fields: { reviewDays: '5000' }, says: /from 1 to 400/ },
    {
      title: 'a mail every day',
      fields: { daysBefore: Array.from({ length: 20 }, (_, at) => at + 1).join(' ') },
      says: /at most 12/
    },
    { title: 'a check every hour', fields: { uncheckedDays: '0.04' }, says: /whole number from 7 to 400/ },
    { title: 'two mentions a day', fields: { daysApart: '0' }, says: /whole number from 1 to 30/ },
    { title: 'a weekday that does not exist', fields: { digestWeekday: '8' }, says: /from 1 to 7/ },
    {
      title: 'a copy to somebody of another desk',
      fields: { secondPersonId: 'f'.repeat(24) },
      says: /somebody of this desk/
    }
  ]
  for (const { title, fields, says } of refused)
    it(`refuses ${title}, keeps what was typed and changes nothing`, async () => {
      const before = await desk()
      const answer = await send({ ...fields, digestHour: '9' })
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /<option value="9" selected>/)
      assert.deepEqual(await desk(), before)
    })

  it('moves the day of the next mail of every open question with the steps', async () => {
    const coming = async () => (await admin.get('/mail')).text
    assert.ok(!(await coming()).includes('30 days before'))
    assert.equal((await send({ daysBefore: '30 7', businessDaysBefore: '' })).status, 303)
    assert.match(await coming(), /November 10, 2026[\s\S]*30 days before/)
    assert.deepEqual((await desk()).steps.daysBefore, [7, 30])
    assert.deepEqual((await desk()).steps.businessDaysBefore, [])
    assert.equal((await send({ daysBefore: '', businessDaysBefore: '' })).status, 303)
    assert.ok(!(await coming()).includes('30 days before'))
    assert.equal((await send({})).status, 303)
  })

  it('keeps who is copied and when the weekly mail goes out', async () => {
    const second = String(editor.user._id)
    assert.equal((await send({ secondPersonId: second, digestWeekday: '3', digestHour: '16' })).status, 303)
    const kept = await desk()
    assert.equal(String(kept.secondPersonId), second)
    assert.deepEqual(kept.digest, { weekday: 3, hour: 16 })
    assert.match((await admin.get('/desks/example/reminders')).text, new RegExp(`value="${second}" selected`))
  })

  it('moves due dates with a day on which the desk’s agencies are closed', async () => {
    const counted = await aLetter(world, {
      subject: 'Within ten business days',
      questions: ['Who?'],
      letterDate: '2026-11-02'
    })
    const due = {
      basis: 'business_days',
      date: null,
      count: 10,
      from: 'letter',
      quote: 'within ten business days'
    }
    await Letter.updateOne({ _id: counted._id }, { $set: { due } })
    await restandLetter(counted._id)
    const dueOn = async () => (await questionsOf(counted))[0]?.standing.nextDueOn
    // Veterans Day, November 11, is skipped as it is.
    assert.equal(await dueOn(), '2026-11-17')
    const { name, zone, hour } = await desk()
    const closures = '2026-11-17 Closed by executive order'
    const answer = await admin.post('/desks/example', { name, zone, hour: String(hour), closures })
    assert.equal(answer.status, 303, answer.text)
    assert.equal(await dueOn(), '2026-11-18')
    const [question] = await questionsOf(counted)
    const page = await editor.get(`/questions/${question?._id}/due-dates/${counted.recipients[0]?._id}`)
    assert.match(page.text, /Closed by executive order/)
  })

  it('is the desk’s admins’ to change', async () => {
    assert.equal((await editor.get('/desks/example/reminders')).status, 403)
    assert.equal((await editor.post('/desks/example/reminders', steps)).status, 403)
    await Desk.create({ slug: 'other', name: 'Other desk' })
    assert.equal((await admin.get('/desks/other/reminders')).status, 404)
    assert.equal((await admin.post('/desks/other/reminders', steps)).status, 404)
  })
})
