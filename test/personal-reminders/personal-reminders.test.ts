import assert from 'node:assert/strict'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { loadExamplesOnce } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('A person’s own reminder of a question', () => {
  let world: World
  let reader: Person
  let question: QuestionRecord
  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamplesOnce(world.clock.now())
    reader = await world.signedInAs('reader')
    question = await Question.findOne({ 'letter.slug': 'leahy-2021', position: 2 }).orFail().lean()
  })
  after(() => world.close())

  const path = () => `/questions/${question._id}/reminders`

  it('is refused for a day that has come', async () => {
    const { text } = await reader.post(path(), { on: '2026-11-20' }).expect(422)
    assert.match(text, /That day has come already/)
  })

  it('asked for twice is one, seen by its owner alone', async () => {
    await reader.post(path(), { on: '2026-11-28' }).expect(303)
    await reader.post(path(), { on: '2026-11-28' }).expect(303)
    const own = await reader.get(path()).expect(200)
    assert.equal(own.text.match(/Take it back/g)?.length, 1)
    const other = await world.signedInAs('editor')
    assert.doesNotMatch((await other.get(path())).text, /Your reminders/)
  })

  it('of a Saturday goes out on the Monday, once, to its owner, also when a reader gets no other mail', async () => {
    const toReader = async (now: string) => {
      world.clock.set(now)
      const { lines } = await claimReminders(jobDeps(world), { isAsOf: false, now: world.clock.now() })
      return lines.filter(({ to }) => to === 'reader@example.org')
    }
    assert.deepEqual(await toReader('2026-11-28T12:00'), [])
    const [mail, ...more] = await toReader('2026-11-30T09:00')
    assert.deepEqual(more, [])
    assert.deepEqual(mail?.letters, [
      { letter: 'leahy-2021', step: 'remind_me', questions: [String(question._id)] }
    ])
    assert.deepEqual(await toReader('2026-11-30T10:00'), [])
  })
})
