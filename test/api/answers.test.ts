import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { Letter } from '../../models/letter.ts'
import {
  letterSchema,
  organizationSchema,
  pageOf,
  problemSchema,
  questionSchema,
  signatorySchema,
  topicSchema,
  wholeLetterSchema,
  wholeQuestionSchema
} from '../../server/api/schemas.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the record as machines read it', () => {
  let world: World
  let visitor: Visitor
  let questionId: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    const hostile = await aLetter(world, {
      subject: '=HYPERLINK("http://example.org","=cmd")',
      questions: [' =1+1, is it? "Yes"\r\nBEGIN:VEVENT', '<script>alert(1)</script>]]> & more?'],
      dueOn: '2026-12-01',
      signer: '@Signer, the "First"'
    })
    await Letter.updateOne({ _id: hostile._id }, { $set: { visibility: 'public' } })
    visitor = world.visitor()
    const letter = await Letter.atSlug('leahy-2021')
    questionId = String(letter && (await questionsOf(letter))[0]?._id)
  })
  after(() => world.close())

  const answers: [string, () => string, z.ZodType][] = [
    ['questions', () => '/api/v1/questions', pageOf('Question', questionSchema)],
    ['one question', () => `/api/v1/questions/${questionId}`, wholeQuestionSchema],
    ['letters', () => '/api/v1/letters', pageOf('Letter', letterSchema)],
    ['one letter', () => '/api/v1/letters/leahy-2021', wholeLetterSchema],
    ['organizations', () => '/api/v1/organizations', pageOf('Organization', organizationSchema)],
    ['one organization', () => '/api/v1/organizations/department-of-state', organizationSchema],
    ['signatories', () => '/api/v1/signatories', pageOf('Signatory', signatorySchema)],
    ['topics', () => '/api/v1/topics', pageOf('Topic', topicSchema)],
    ['one topic', () => '/api/v1/topics/firearms-exports', topicSchema],
    ['questions by words', () => '/api/v1/search?q=firearms', pageOf('Question', questionSchema)],
    ['one signatory', () => '/api/v1/signatories/l000174', signatorySchema]
  ]
  for (const [name, path, schema] of answers)
    it(`gives ${name} as its document says, to scripts of any site`, async () => {
      const { body, headers } = await visitor.get(path()).expect(200)
      assert.deepEqual(schema.safeParse(body).error?.issues ?? [], [])
      assert.equal(headers['access-control-allow-origin'], '*')
      await visitor
        .get(path())
        .set('If-None-Match', headers.etag ?? '')
        .expect(304)
    })

  it('describes itself in OpenAPI 3.1, every path of it', async () => {
    const { body } = await visitor.get('/api/v1/openapi.json').expect(200)
    assert.equal(body.openapi, '3.1.0')
    assert.deepEqual(Object.keys(body.paths).sort(), [
      '/letters',
      '/letters/{slug}',
      '/organizations',
      '/organizations/{slug}',
      '/questions',
      '/questions/{id}',
      '/search',
      '/signatories',
      '/signatories/{slug}',
      '/topics',
      '/topics/{slug}'
    ])
  })

  it('leads through all pages by the addresses it gives', async () => {
    const seen: string[] = []
    let next: string | null = '/api/v1/questions?limit=4'
    while (next) {
      const page: { items: { id: string }[]; next: string | null } = (
        await visitor.get(next.replace(world.url, '')).expect(200)
      ).body
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    assert.equal(seen.length, 11)
    assert.equal(new Set(seen).size, 11)
  })

  for (const path of ['/api/v1/letters/nobody', '/api/v1/questions/x', '/api/v2/letters', '/api/'])
    it(`says in a problem document that there is no ${path}`, async () => {
      const { body, headers } = await visitor.get(path).expect(404)
      assert.match(headers['content-type'] ?? '', /application\/problem\+json/)
      assert.equal(problemSchema.safeParse(body).success, true)
    })

  it('takes no form, and is open to GET alone from elsewhere', async () => {
    await visitor.post('/api/v1/questions').expect(405)
    const preflight = await visitor.agent.options('/api/v1/questions').expect(204)
    assert.equal(preflight.headers['access-control-allow-methods'], 'GET, HEAD')
    assert.equal((await visitor.get('/letters')).headers['access-control-allow-origin'], undefined)
  })

  it('shows a visitor’s record whoever asks', async () => {
    const hidden = await aLetter(world, { subject: 'Kept inside', questions: ['Who knows?'] })
    const editor = await world.signedInAs('editor')
    const { text } = await editor.get('/api/v1/letters').expect(200)
    assert.doesNotMatch(text, /Kept inside/)
    await editor.get(`/api/v1/letters/${hidden.slug}`).expect(404)
  })

  describe('as tables', () => {
    it('start with a mark, end lines as spreadsheets want them, and hold each question with its last check', async () => {
      const { text } = await visitor.get('/questions.csv').expect(200)
      assert.ok(text.startsWith('\ufeff'))
      const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
      assert.equal(rows.length, (await visitor.get('/questions.json')).body.total)
      assert.ok(rows.some(row => row.lastCheckedOn === '2026-11-20' || row.lastCheckedOn === '2026-11-22'))
    })
  })

  describe('as feeds and calendars', () => {
    it('names each entry for good, with author and date, and breaks out of no element', async () => {
      for (const path of [
        '/questions.atom',
        '/letters.atom',
        '/organizations.atom',
        '/signatories.atom',
        '/topics.atom',
        '/search.atom?q=firearms'
      ]) {
        const { text, headers } = await visitor.get(path).buffer(true).expect(200)
        const feed = text ?? ''
        assert.match(headers['content-type'] ?? '', /application\/atom\+xml/)
        assert.match(feed, /<id>tag:[^<]+<\/id>/)
        assert.doesNotMatch(feed, /<script/)
        assert.equal(
          feed.match(/<entry>/g)?.length,
          feed.match(/<updated>/g)?.length && (feed.match(/<updated>/g)?.length ?? 0) - 1
        )
      }
    })

    it('holds a day for each open question with a date on record, and none for a desk’s own dates', async () => {
      await Letter.updateOne({ slug: 'leahy-2021' }, { $set: { note: 'unchanged' } })
      const { text } = await visitor.get('/questions.ics').buffer(true).expect(200)
      const calendar = text ?? ''
      assert.match(calendar, /METHOD:PUBLISH/)
      assert.match(calendar, /DTSTART;VALUE=DATE:20261201/)
      assert.equal(calendar.match(/BEGIN:VEVENT\r\n/g)?.length, 2)
      assert.doesNotMatch(calendar, /20210412|20190405/)
      assert.ok(calendar.split('\r\n').every(line => Buffer.byteLength(line) <= 75))
    })
  })

  it('is whole in data.ndjson, one record a line', async () => {
    const { text } = await visitor.get('/data.ndjson').buffer(true).expect(200)
    const records = (text ?? '')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    const of = (name: string) => records.filter(({ record }) => record === name)
    assert.equal(of('question').length, 11)
    assert.ok(of('letter').length >= 4)
    for (const question of of('question'))
      assert.deepEqual(questionSchema.safeParse(question).error?.issues ?? [], [])
  })
})
