import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Response } from '../../models/response.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('what one organization has outstanding', () => {
  let world: World
  let editor: Person

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    editor = await world.signedInAs('editor')
    const older = await aLetter(world, {
      subject: 'The older letter',
      letterDate: '2025-01-10',
      questions: ['=HYPERLINK("x")?', 'Since when?']
    })
    await aLetter(world, {
      subject: 'The newer letter',
      letterDate: '2026-10-10',
      questions: ['Who decided it?']
    })
    await aLetter(world, {
      subject: 'A letter to the bureau',
      questions: ['Where is it run?'],
      recipients: [{ name: null, title: 'Director', organization: 'Bureau of Samples' }]
    })
    const reply = await aReply(editor, older, { text: 'Since ten years. Ask the bureau for the rest.' })
    const judge = async (at: number, fields: Record<string, string>) =>
      editor.post(`/responses/${reply._id}/findings`, { cell: await cellOf(older, at), ...fields })
    await judge(1, { disposition: 'answered', quote: 'Since ten years.' })
    await judge(0, { disposition: 'referred', referredTo: 'Bureau of Samples' })
  })
  after(() => world.close())

  it('is every open question put to it across its letters, the oldest first, and nothing answered', async () => {
    const { text } = await editor.get('/organizations/department-of-examples/outstanding')
    assert.match(text, /2 questions open/)
    assert.ok(text.indexOf('The older letter') < text.indexOf('The newer letter'))
    assert.ok(!text.includes('Since when?'))
    assert.ok(!text.includes('A letter to the bureau'))
  })

  it('shows what another office referred to it, without counting it', async () => {
    const { text } = await editor.get('/organizations/bureau-of-samples/outstanding')
    assert.match(text, /1 question open/)
    const referred = text.slice(text.indexOf('Referred here by another office'))
    assert.match(referred, /The older letter/)
    assert.match(referred, /Referred to another office/)
  })

  it('is told to visitors on the second office’s page only when the reply that refers to it is public', async () => {
    const page = async () => (await world.visitor().get('/organizations/bureau-of-samples')).text
    assert.ok(!(await page()).includes('Referred here'))
    const older = await Letter.findOne({ subject: 'The older letter' }).orFail().lean()
    await editor.post(`/letters/${older.slug}/publication`, {
      visibility: 'public',
      revision: String(older.revision)
    })
    assert.ok(!(await page()).includes('Referred here'))
    const reply = await Response.findOne({ 'covers.letterId': older._id }).orFail().lean()
    await editor.post(`/responses/${reply._id}/publication`, { visibility: 'public' })
    assert.match(await page(), /Referred here by another office[\s\S]*Referred by Department of Examples/)
  })

  it('is a table that no spreadsheet runs, and a Word file', async () => {
    const { text, headers } = await editor.get('/organizations/department-of-examples/outstanding.csv')
    assert.match(headers['content-type'] ?? '', /text\/csv/)
    assert.match(text, /'=HYPERLINK/)
    assert.equal(text.trim().split('\r\n').length, 3)
    const word = await editor.get('/organizations/department-of-examples/outstanding.docx')
    assert.equal(word.status, 200)
    assert.match(word.headers['content-type'] ?? '', /wordprocessingml/)
  })

  it('is for staff, and for organizations that are on record', async () => {
    assert.equal((await editor.get('/organizations/nowhere/outstanding')).status, 404)
    assert.equal((await world.visitor().get('/organizations/department-of-examples/outstanding')).status, 303)
  })
})
