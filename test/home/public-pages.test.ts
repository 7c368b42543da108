import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the pages every reader sees', () => {
  let world: World
  let visitor: Visitor

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    // Not public: it must be counted nowhere below.
    await aLetter(world, {
      subject: 'Zanzibar clove tariffs, kept to the desk',
      questions: ['How many zanzibar cloves were taxed?']
    })
    visitor = world.visitor()
  })
  after(() => world.close())

  const page = async (path: string, status = 200) => (await visitor.get(path).expect(status)).text
  const words = (html: string) =>
    html
      .replace(/<(script|style|title|head)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/&#x27;/g, "'")
      .replace(/\s+/g, ' ')

  it('say on the first one how many of how many questions are unanswered, and when somebody last looked', async () => {
    const home = words(await page('/'))
    assert.match(home, /9 of 9 questions that Members of Congress put to agencies in 2 letters/)
    assert.match(home, /No reply recorded ?3 of 9/)
    assert.match(home, /Replied, not answered ?6 of 9/)
    assert.match(home, /Last checked Nov/)
  })

  it('say of the 2021 letter that a reply is reported and its text not held, and of the other that none is recorded', async () => {
    assert.match(
      words(await page('/letters/leahy-2021')),
      /6 questions, 15 parts: none answered; reply reported, text not held, to 6/
    )
    assert.match(words(await page('/letters/grijalva-lowenthal-2019')), /No reply recorded, last checked/)
  })

  it('never call a question overdue whose letter states no date, and never show a follow-up date', async () => {
    for (const path of ['/', '/questions', '/letters/leahy-2021', '/letters/grijalva-lowenthal-2019']) {
      const text = words(await page(path))
      assert.doesNotMatch(text, /overdue/i, path)
      assert.doesNotMatch(text, /follow[- ]up (date|on|by)/i, path)
      assert.doesNotMatch(text, /April 12, 2021|2021-04-12|April 5, 2019|2019-04-05/, path)
    }
  })

  it('say their one address, whatever the filter, under the site’s own name and not the visitor’s', async () => {
    const html = (await visitor.get('/questions?answer=unanswered&sort=due').set('Host', 'evil.example')).text
    const address = `${world.config.BASE_URL}/questions`
    assert.ok(html.includes(`<link rel="canonical" href="${address}">`))
    assert.ok(html.includes(`<meta property="og:url" content="${address}">`))
    assert.doesNotMatch(await page('/subscriptions/new'), /rel="canonical" href="[^"]*\?/)
  })

  it('mark each question in the letter’s text and lead from one to the other', async () => {
    const html = await page('/letters/leahy-2021')
    for (const position of [1, 2, 3, 4, 5, 6]) {
      assert.ok(html.includes(`<mark id="text-${position}">`), `question ${position} is not marked`)
      assert.ok(html.includes(`href="#text-${position}"`) && html.includes(`id="question-${position}"`))
    }
  })

  it('say how many of the signatories are known', async () => {
    assert.match(words(await page('/letters/grijalva-lowenthal-2019')), /2 of 24 known here/)
  })

  it('list letters known by mention apart, without questions', async () => {
    assert.match(words(await page('/letters')), /Known only by mention/)
    assert.match(
      words(await page('/letters/senators-to-pompeo-2020')),
      /no questions here and enters no count/
    )
  })

  it('tell background that this desk added from what a letter cites', async () => {
    assert.match(words(await page('/letters/leahy-2021')), /background added by this desk/)
  })

  it('combine filters, with their counts and their chips', async () => {
    const html = words(await page('/questions?answer=no_reply&organization=department-of-state'))
    assert.match(html, /What came back: No reply recorded/)
    assert.match(html, /3 questions/)
    assert.match(words(await page('/questions?about=bureau-of-industry-and-security')), /3 questions/)
    assert.match(words(await page('/questions?about=department-of-commerce')), /3 questions/)
    assert.match(words(await page('/questions?answer=answered')), /No question meets these filters/)
  })

  it('leave out what nobody knows, and say so', async () => {
    assert.match(words(await page('/questions?answer=maybe&flavour=salt')), /Left out.*maybe.*flavour/)
  })

  const bad = [
    '/questions?page=0',
    '/questions?page=1e9',
    '/questions?page=-1',
    `/questions?organization=${'a'.repeat(10_000)}`,
    '/questions?answer[$ne]=x&open[]=1&letter[$gt]=&sort[$where]=1',
    '/letters?signatory[$regex]=.*',
    '/search?q[$ne]=1',
    `/search?q=${encodeURIComponent('"-('.repeat(3000))}`,
    '/signatories?page=-5',
    '/questions?from=0000-00-00&until=9999-99-99'
  ]
  for (const path of bad) it(`answer ${path.slice(0, 60)} with a page`, () => page(path))

  it('are 404 for what does not exist, 405 for another method, 406 for another format', async () => {
    await page('/letters/no-such-letter', 404)
    await page('/questions/000000000000000000000000', 404)
    await page('/questions/nonsense', 404)
    await page('/organizations/nobody', 404)
    await page('/signatories/nobody', 404)
    await page('/questions.xml', 406)
    await page('/letters.docx', 406)
    await visitor.post('/questions').expect(405)
  })

  it('show the record as it stood on a day', async () => {
    const letter = await Letter.atSlug('leahy-2021')
    const id = letter && String((await questionsOf(letter))[0]?._id)
    assert.match(words(await page(`/questions/${id}/as-of/2021-04-05`)), /No reply recorded, not yet checked/)
    assert.match(words(await page(`/questions/${id}/as-of/2021-05-01`)), /Reply reported, text not held/)
    assert.match(words(await page(`/questions/${id}/as-of/2020-01-01`)), /had not been written by that day/)
    await page(`/questions/${id}/as-of/2030-01-01`, 404)
  })

  it('offer a citation that says who recorded it, when it was checked and where the source is', async () => {
    const letter = await Letter.atSlug('leahy-2021')
    const html = words(await page(`/questions/${letter && String((await questionsOf(letter))[2]?._id)}`))
    for (const part of [
      /as recorded by Example desk/,
      /last checked/,
      /@misc\{reply-due-leahy-2021-3/,
      /Source: The signed letter/
    ])
      assert.match(html, part)
  })

  it('carry no cookie and no token for a visitor, and answer 304 to who has them', async () => {
    for (const path of [
      '/',
      '/letters',
      '/letters/leahy-2021',
      '/questions',
      '/questions.csv',
      '/api/v1/questions'
    ]) {
      const first = await visitor.get(path).expect(200)
      assert.equal(first.headers['set-cookie'], undefined, path)
      assert.doesNotMatch(first.text ?? '', /_csrf/, path)
      assert.match(first.headers['cache-control'] ?? '', /public, no-cache/, path)
      await visitor
        .get(path)
        .set('If-None-Match', first.headers.etag ?? '')
        .expect(304)
    }
  })

  it('call a question overdue from the day after the date that its letter states, and list it first', async () => {
    world.clock.set('2026-11-20T16:00')
    const letter = await aLetter(world, {
      subject: 'Port inspections',
      questions: ['How many ports were inspected?'],
      letterDate: '2026-10-21',
      dueOn: '2026-11-20'
    })
    await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    assert.match(words(await page('/questions?timeliness=due_today')), /How many ports were inspected/)
    assert.doesNotMatch(words(await page('/')), /Overdue against a date on record/)
    world.clock.set('2026-11-21T00:00')
    assert.match(words(await page('/')), /Overdue against a date on record.*How many ports were inspected/)
    assert.match(words(await page(`/letters/${letter.slug}`)), /Overdue for 1 day; due November 20, 2026/)
  })

  it('lead from a former address to the present one, for good', async () => {
    await Letter.updateOne({ slug: 'leahy-2021' }, { $push: { formerSlugs: 'leahy-march-2021' } })
    const moved = await visitor.get('/letters/leahy-march-2021').expect(301)
    assert.equal(moved.headers.location, '/letters/leahy-2021')
  })
})
