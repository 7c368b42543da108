import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Person, Visitor } from '../support/people.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a topic', () => {
  let world: World
  let visitor: Visitor
  let editor: Person
  let slug: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    const overdue = await aLetter(world, {
      subject: 'Arms to the border',
      questions: ['How many were stopped?', 'Who decided it?'],
      dueOn: '2026-11-01',
      topics: ['Firearms exports', 'Border'],
      recipients: [{ name: null, title: 'Director', organization: 'Office of Borders' }]
    })
    await Letter.updateOne({ _id: overdue._id }, { $set: { visibility: 'public' }, $inc: { revision: 1 } })
    await restandLetter(overdue._id)
    slug = overdue.slug
    visitor = world.visitor()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())

  const words = (html: string) =>
    html
      .replace(/<(head|header|footer)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  const page = async (path: string, status = 200) => (await visitor.get(path).expect(status)).text

  it('has a page: how much of what was asked is unanswered, of whom, and what is overdue', async () => {
    const text = words(await page('/topics/firearms-exports'))
    assert.match(text, /11 of 11 questions about it, in 3 letters, have no recorded answer/)
    assert.match(text, /2 questions overdue/)
    assert.match(text, /Department of State 9 of 9/)
    assert.match(text, /Office of Borders 2 of 2/)
    assert.match(text, /Longest unanswered.*Asked|Longest unanswered.*asked/)
  })

  it('leads to the files, the feed, the calendar and the mail of exactly its questions', async () => {
    const html = (await page('/topics/firearms-exports')).replaceAll('&#x3D;', '=')
    for (const format of ['csv', 'json', 'atom', 'ics'])
      assert.ok(html.includes(`href="/questions.${format}?topic=firearms-exports"`), format)
    assert.ok(html.includes('href="/subscriptions/new?topic=firearms-exports"'))
    assert.equal((await visitor.get('/questions.json?topic=firearms-exports')).body.total, 11)
    assert.match(html, /<link rel="alternate"[^>]*href="\/questions\.atom\?topic=firearms-exports"/)
  })

  it('is on a list, the most asked about first, in pages and in formats', async () => {
    const text = words(await page('/topics?page=99&flavour=salt'))
    assert.match(text, /Left out.*flavour/)
    assert.match(text, /Firearms exports 3 11 of 11|firearms exports 3 11 of 11/)
    const { body } = await visitor.get('/topics.json').expect(200)
    assert.equal(body.items[0].slug, 'firearms-exports')
    assert.equal(body.items[0].lastCheckedOn, null)
    assert.match((await visitor.get('/topics.csv').expect(200)).text, /^\ufeffslug,url,name/)
    await visitor.get('/topics.atom').expect(200)
    await visitor.get('/topics.ics').expect(406)
  })

  it('that no public letter has is not found', async () => {
    await page('/topics/nothing', 404)
    await page('/topics/__proto__', 404)
    await visitor.get('/api/v1/topics/nothing').expect(404)
  })

  it('is set by a letter’s desk, by name, and its questions follow at once', async () => {
    const form = await editor.get(`/letters/${slug}/topics`).expect(200)
    assert.match(form.text, /value="Firearms exports, Border"/)
    const revision = /name="revision" value="(\d+)"/.exec(form.text)?.[1] ?? ''
    await editor
      .post(`/letters/${slug}/topics`, {
        revision,
        topics: ' Rivers,  border crossings, rivers ,'
      })
      .expect(303)
    const letter = await Letter.findOne({ slug }).orFail().lean()
    assert.deepEqual(letter.topics, ['Rivers', 'border crossings'])
    assert.match(words(await page('/topics/rivers')), /2 of 2 questions/)
    await page('/topics/border', 404)
    assert.equal((await visitor.get('/questions.json?topic=firearms-exports')).body.total, 9)
    await editor.post(`/letters/${slug}/topics`, { revision, topics: 'Stale' }).expect(409)
    await editor.post(`/letters/${slug}/topics`, { revision, topics: 'x'.repeat(500) }).expect(422)
  })

  it('is nobody else’s to set', async () => {
    await visitor.post(`/letters/${slug}/topics`, { topics: 'x' }).expect(403)
    const reader = await world.signedInAs('reader')
    await reader.post(`/letters/${slug}/topics`, { revision: '0', topics: 'x' }).expect(403)
  })
})
