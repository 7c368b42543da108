import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the links of a reminder', () => {
  let world: World
  let editor: Person
  let text: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    editor = await world.signedInAs('editor')
    const deps = jobDeps(world)
    await claimReminders(deps, { isAsOf: false, now: world.clock.now() })
    await sendWaiting(deps)
    await deps.transport.close()
    text = world.smtp.received[0]?.mail.text ?? ''
  })
  after(() => world.close())

  const link = (act: string): string => {
    const path = new RegExp(`${world.url}(/mail-links/${act}/\\S+)`).exec(text)?.[1]
    assert.ok(path, text)
    return path
  }
  const letterOf = (path: string) => Letter.findById(path.split('/')[3]).orFail().lean<LetterRecord>()
  const findingsOf = async (path: string) =>
    (
      await Question.find({ letterId: new Types.ObjectId(path.split('/')[3] ?? '') }).lean<QuestionRecord[]>()
    ).flatMap(({ findings }) => findings)

  it('open a page that asks once: nothing changes by opening it, and no account is asked for', async () => {
    const path = link('still-nothing')
    const page = await world.visitor().get(path)
    assert.equal(page.status, 200)
    assert.match(page.text, /Still nothing\?/)
    assert.ok((await findingsOf(path)).every(({ checkedOn }) => checkedOn !== '2026-11-20'))
  })

  it('note that somebody looked, under their name', async () => {
    const path = link('still-nothing')
    assert.equal((await world.visitor().post(path)).status, 200)
    const findings = await findingsOf(path)
    assert.ok(
      findings.every(
        ({ checkedOn, checkedBy }) => checkedOn === '2026-11-20' && checkedBy?.name === editor.user.name
      )
    )
    assert.ok(findings.every(({ history }) => history.at(-1)?.what === 'checked'))
  })

  it('note a contact, and ask for what is missing', async () => {
    const path = link('chased')
    assert.equal((await world.visitor().post(path, { who: '', said: '' })).status, 422)
    assert.equal(
      (
        await world
          .visitor()
          .post(path, { who: 'the legislative affairs office', said: 'They will call back.' })
      ).status,
      200
    )
    assert.equal((await letterOf(path)).contacts.at(-1)?.said, 'They will call back.')
  })

  it('keep a letter quiet until a day, with the reason', async () => {
    const path = link('quiet')
    const past = await world.visitor().post(path, { until: '2026-11-20', because: 'a promise' })
    assert.equal(past.status, 422)
    assert.match(past.text, /Choose a day after today/)
    assert.equal(
      (await world.visitor().post(path, { until: '2026-12-10', because: 'They promised an answer.' })).status,
      200
    )
    assert.ok((await findingsOf(path)).every(({ quietUntil }) => quietUntil === '2026-12-10'))
  })

  it('work as they were sent, for the person they were sent to, until their day', async () => {
    const path = link('still-nothing')
    assert.equal((await world.visitor().get(path.replace('still-nothing', 'quiet'))).status, 404)
    assert.equal((await world.visitor().get(`${path}x`)).status, 404)
    world.clock.set('2027-03-01T12:00')
    assert.equal((await world.visitor().get(path)).status, 404)
    world.clock.set('2026-11-20T12:00')
  })

  it('stand on a page that shows what was sent and what will be, with its reason', async () => {
    const page = await editor.get('/mail')
    assert.equal(page.status, 200)
    assert.match(page.text, /What will be sent in the next 14 days/)
    assert.match(page.text, /Reminder: /)
    assert.match(page.text, /250 /)
    assert.equal((await world.visitor().get('/mail')).status, 303)
    assert.doesNotMatch(page.text, /mail\/previews/)
    const admin = await world.signedInAs('desk-admin')
    const [, preview = ''] = /href="(\/mail\/previews\/[^"]+)"/.exec((await admin.get('/mail')).text) ?? []
    await admin.get(preview).expect(200)
    assert.equal(await Delivery.countDocuments({ state: 'sent' }), 1)
  })
})
