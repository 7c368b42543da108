import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import { Letter } from '../../models/letter.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('my desk', () => {
  let world: World
  let editor: Person
  let overdue: LetterRecord
  let dueSoon: LetterRecord
  let neglected: LetterRecord
  let fresh: LetterRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    editor = await world.signedInAs('editor')
    overdue = await aLetter(world, {
      subject: 'The overdue letter',
      letterDate: '2026-10-01',
      dueOn: '2026-11-19',
      questions: ['How many?', 'Since when?']
    })
    dueSoon = await aLetter(world, {
      subject: 'The letter due on Friday',
      letterDate: '2026-11-01',
      dueOn: '2026-11-27',
      questions: ['Who?']
    })
    neglected = await aLetter(world, {
      subject: 'The neglected letter',
      letterDate: '2026-01-15',
      questions: ['Why?']
    })
    fresh = await aLetter(world, {
      subject: 'The fresh letter',
      letterDate: '2026-11-15',
      questions: ['Where?']
    })
  })
  after(() => world.close())

  /** The subjects under each heading of the page. */
  const sections = async (who = editor): Promise<Record<string, string[]>> => {
    const { text } = await who.get('/desk')
    return Object.fromEntries(
      ['to-review', 'overdue', 'due', 'unchecked'].map(id => {
        const section = new RegExp(`<h2 id="${id}">([\\s\\S]*?)</section>`).exec(text)?.[1] ?? ''
        return [
          id,
          [...section.matchAll(/The [a-z]+ letter|The letter due on Friday/g)].map(([subject]) => subject)
        ]
      })
    )
  }
  const listed = async (id: string): Promise<string[]> => [...new Set((await sections())[id])]

  it('lists what is overdue, due within the week and not checked for 90 days, each under its heading', async () => {
    assert.deepEqual(await listed('overdue'), ['The overdue letter'])
    assert.deepEqual(await listed('due'), ['The letter due on Friday'])
    assert.deepEqual(await listed('unchecked'), ['The neglected letter'])
    assert.deepEqual(await listed('to-review'), [])
    assert.ok(!(await editor.get('/desk')).text.includes(fresh.subject))
  })

  it('takes “still nothing” in one press, for every open question, and keeps who looked and when', async () => {
    const answer = await editor.post(`/letters/${neglected.slug}/checks`, { backTo: 'desk' })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, '/desk')
    const [question] = await questionsOf(neglected)
    assert.equal(question?.findings[0]?.checkedOn, '2026-11-20')
    assert.equal(question?.findings[0]?.history.at(-1)?.what, 'checked')
    assert.equal(question?.findings[0]?.disposition, 'no_reply')
    assert.deepEqual(await listed('unchecked'), [])
  })

  it('takes many presses at the same moment without losing one', async () => {
    const before = (await questionsOf(overdue))[0]?.findings[0]?.history.length ?? 0
    const answers = await Promise.all([1, 2, 3, 4].map(() => editor.post(`/letters/${overdue.slug}/checks`)))
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303, 303]
    )
    assert.equal((await questionsOf(overdue))[0]?.findings[0]?.history.length, before + 4)
  })

  it('lets a question rest with a reason only; it stays unanswered and leaves the list', async () => {
    const cell = [await cellOf(overdue, 0), await cellOf(overdue, 1)]
    const refused = await editor.post(`/letters/${overdue.slug}/pursuits`, { cell, pursuit: 'rested' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Say why the desk lets it rest/)
    await editor.post(`/letters/${overdue.slug}/pursuits`, {
      cell,
      pursuit: 'rested',
      pursuitBecause: 'The Member retired.'
    })
    assert.deepEqual(await listed('overdue'), [])
    assert.ok((await questionsOf(overdue)).every(({ standing }) => standing.isUnanswered && !standing.isOpen))
    await editor.post(`/letters/${overdue.slug}/pursuits`, { cell, pursuit: 'pursuing' })
    assert.deepEqual(await listed('overdue'), ['The overdue letter'])
  })

  it('puts one extension to many questions at once, and keeps the date before it', async () => {
    const cell = [await cellOf(overdue, 0), await cellOf(overdue, 1)]
    const fields = { cell, extendedUntil: '2026-12-18', extendedBecause: 'Asked for by the liaison.' }
    assert.equal((await editor.post(`/letters/${overdue.slug}/extensions`, fields)).status, 303)
    const questions = await questionsOf(overdue)
    assert.ok(questions.every(({ standing }) => standing.nextDueOn === '2026-12-18'))
    assert.ok(questions.every(({ findings }) => findings[0]?.extensions.length === 1))
    assert.deepEqual(await listed('overdue'), [])
  })

  it('keeps mail quiet until a day, with the reason', async () => {
    const cell = await cellOf(dueSoon, 0)
    assert.equal(
      (await editor.post(`/letters/${dueSoon.slug}/quiets`, { cell, quietUntil: '2026-12-01' })).status,
      422
    )
    await editor.post(`/letters/${dueSoon.slug}/quiets`, {
      cell,
      quietUntil: '2026-12-01',
      quietBecause: 'A draft is promised.'
    })
    const [question] = await questionsOf(dueSoon)
    assert.equal(question?.findings[0]?.quietUntil, '2026-12-01')
    assert.match(
      (await editor.get(`/letters/${dueSoon.slug}/findings`)).text,
      /quiet until <time[^>]*>December 1, 2026/
    )
  })

  it('shows a reply to review until every question of it is judged', async () => {
    await aReply(editor, fresh, { text: 'Dear Senator: here.', receivedOn: '2026-11-18' })
    assert.deepEqual(await listed('to-review'), ['The fresh letter'])
  })

  it('records a contact in one line, internal until it is published, and quiets mail on demand', async () => {
    const contact = {
      on: '2026-11-19',
      who: 'The legislative affairs desk',
      how: 'phone',
      said: 'The draft is with counsel.',
      nextOn: '2026-12-04',
      quiets: 'yes'
    }
    assert.equal(
      (await editor.post(`/letters/${fresh.slug}/contacts`, { ...contact, nextOn: '' })).status,
      422
    )
    assert.equal((await editor.post(`/letters/${fresh.slug}/contacts`, contact)).status, 303)
    assert.equal((await questionsOf(fresh))[0]?.findings[0]?.quietUntil, '2026-12-04')
    const known = await Letter.findById(fresh._id).lean<LetterRecord>()
    await editor.post(`/letters/${fresh.slug}/publication`, {
      visibility: 'public',
      revision: String(known?.revision)
    })
    const page = () => world.visitor().get(`/letters/${fresh.slug}`)
    assert.ok(!(await page()).text.includes('with counsel'))
    await editor.post(`/letters/${fresh.slug}/contacts/${known?.contacts[0]?._id}`, { isPublished: 'yes' })
    assert.match((await world.visitor().get(`/letters/${fresh.slug}/timeline`)).text, /with counsel/)
  })

  it('records a control number, a promise and a follow-up date for one recipient, and refuses a stale form', async () => {
    const address = `/letters/${neglected.slug}/recipients/${neglected.recipients[0]?._id}`
    const fields = {
      revision: '0',
      controlNumber: 'EX-2026-1',
      promisedOn: '2026-12-10',
      followUpOn: '2026-11-23'
    }
    assert.equal((await editor.post(address, fields)).status, 303)
    assert.equal((await editor.post(address, fields)).status, 409)
    const [question] = await questionsOf(neglected)
    assert.equal(question?.standing.nextDueOn, '2026-12-10')
    const early = await editor.post(address, { revision: '1', receivedOn: '2026-01-01' })
    assert.equal(early.status, 422)
    assert.match(early.text, /before it was sent/)
  })

  it('shows readers the same without what they may not do, and sends visitors to sign in', async () => {
    const reader = await world.signedInAs('reader')
    assert.ok(!(await reader.get('/desk')).text.includes('Still nothing'))
    assert.equal((await reader.post(`/letters/${overdue.slug}/checks`)).status, 403)
    assert.match((await world.visitor().get('/desk')).headers.location ?? '', /^\/sign-in/)
  })
})
