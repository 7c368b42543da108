import assert from 'node:assert/strict'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { Question } from '../../models/question.ts'
import { loadUpcoming } from '../../server/deliveries/controller.ts'
import { addDays, type Day } from '../../server/domain/day.ts'
import { upcomingSteps } from '../../server/domain/owed.ts'
import { loadDue } from '../../server/due-letters.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { type MailWorld, openMailWorld } from '../jobs/mail-world.ts'

describe('what will be sent in the next fourteen days', () => {
  let world: MailWorld
  before(async () => {
    world = await openMailWorld('2021-03-25T09:00')
    await world.staff('editor', 'editor')
  })
  after(() => world.close())

  const shown = (days: ReturnType<typeof upcomingSteps>) =>
    days.map(({ day, mails }) => [
      day,
      mails.map(({ sections }) => sections.map(one => [one.letterId, one.step]))
    ])
  const found = async (today: Day, reader = '') => {
    const due = await loadUpcoming(today, [await world.desk()], reader)
    return { letters: due.letters.size, steps: shown(upcomingSteps(due.facts, today, 14)) }
  }
  const whole = async (today: Day) => {
    const due = await loadDue({ today, isAsOf: false, isWhole: true })
    return shown(upcomingSteps(due.facts, today, 14))
  }

  it('is the same as a look at every letter would find, whichever day it is', async () => {
    for (const day of ['2021-03-25', '2021-04-05', '2022-01-10']) {
      world.clock.set(`${day}T09:00`)
      await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() })
      assert.deepEqual((await found(day)).steps, await whole(day))
    }
  })

  it('holds the step that a letter comes to on the day, and reads no letter that comes to none', async () => {
    await world.forgetMail()
    await Question.collection.updateMany({}, { $set: { 'standing.nextStepOn': '2021-01-01' } })
    world.clock.set('2021-03-25T09:00')
    await claimReminders(world.deps, { isAsOf: false, now: world.clock.now() })
    const before = await found('2021-03-25')
    assert.ok(
      before.steps.some(
        ([day, mails]) => day === '2021-04-05' && JSON.stringify(mails).includes('before_7_days')
      )
    )
    await Question.collection.updateMany({}, { $set: { 'standing.nextStepOn': '2021-05-01' } })
    assert.equal((await found('2021-03-25')).letters, 0)
  })

  it('holds a person’s own reminder that is still to come, for that person and nobody else', async () => {
    const question = await Question.findOne({ 'letter.slug': 'leahy-2021', position: 1 }).orFail().lean()
    const person = await world.staff('editor', 'another')
    const on = addDays('2021-03-25', 5)
    const { _id: questionId, letterId, deskId } = question
    await PersonalReminder.create({ personId: person._id, deskId, letterId, questionId, on })
    const isTold = async (reader?: string) =>
      (await found('2021-03-25', reader)).steps.some(
        ([day, mails]) => day === on && JSON.stringify(mails).includes('remind_me')
      )
    assert.equal(await isTold(String(person._id)), true)
    assert.equal(await isTold(), false)
  })
})
