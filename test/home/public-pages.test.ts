import assert from 'node:assert/strict'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the pages every reader sees', () => {
  let world: World
  let visitor: Visitor
  let hidden: LetterRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    hidden = await aLetter(world, {
      subject: 'Zanzibar clove tariffs, kept to the desk',
      questions: ['How many zanzibar cloves were taxed?'],
      signer: 'Hidden Zanzibarian',
      topics: ['zanzibar'],
      recipients: [{ name: null, title: 'Head', organization: 'Zanzibar Clove Board' }]
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

  describe('of a letter that is not public', () => {
    const everywhere = [
      '/',
      '/letters',
      '/questions',
      '/organizations',
      '/signatories',
      '/search?q=zanzibar',
      '/search?q=zanzibarr',
      '/questions?topic=zanzibar',
      '/letters.csv',
      '/letters.json',
      '/letters.atom',
      '/questions.csv',
      '/questions.json',
      '/questions.atom',
      '/questions.ics',
      '/organizations.csv',
      '/signatories.json',
      '/topics',
      '/topics.json',
      '/topics.atom',
      '/search.json?q=zanzibar',
      '/data.ndjson',
      '/sitemap.xml',
      '/api/v1/questions',
      '/api/v1/letters',
      '/api/v1/organizations',
      '/api/v1/signatories',
      '/api/v1/topics',
      '/api/v1/search?q=zanzibar'
    ]
    /** What was asked for may be said back; nothing else may name it. */
    const tellsOf = (text: string, path: string) => {
      const said = path.includes('zanzibar')
        ? text.replace(
            /“?(topic: )?zanzibarr?”?|Search: zanzibarr?|value="zanzibarr?"|q=zanzibar&kind=questions/g,
            ''
          )
        : text
      return /zanzibar|clove/i.test(said)
    }
    const textOf = async (path: string) => {
      const { text, body } = await visitor.get(path).expect(200)
      return text ?? String(body)
    }
    const etagsNow = async () =>
      Promise.all(everywhere.map(async path => (await visitor.get(path)).headers.etag))

    it('nothing is told anywhere, and its own addresses are 404', async () => {
      for (const path of everywhere) assert.equal(tellsOf(await textOf(path), path), false, path)
      const question = (await questionsOf(hidden))[0]
      for (const path of [
        `/letters/${hidden.slug}`,
        `/questions/${String(question?._id)}`,
        `/questions/${String(question?._id)}/as-of/2026-11-19`,
        '/organizations/zanzibar-clove-board',
        '/signatories/hidden-zanzibarian',
        '/topics/zanzibar',
        '/api/v1/topics/zanzibar',
        `/api/v1/letters/${hidden.slug}`,
        `/api/v1/questions/${String(question?._id)}`,
        '/api/v1/organizations/zanzibar-clove-board',
        '/api/v1/signatories/hidden-zanzibarian'
      ])
        await page(path, 404)
    })

    it('no ETag changes when it is written', async () => {
      const before = await etagsNow()
      await Letter.updateOne(
        { _id: hidden._id },
        { $set: { subject: 'Zanzibar cloves, again' }, $inc: { revision: 1 } }
      )
      await restandLetter(hidden._id)
      assert.deepEqual(await etagsNow(), before)
    })

    it('its desk’s staff see it, and people of no desk’s do not', async () => {
      const editor = await world.signedInAs('editor')
      const seen = await editor.get(`/letters/${hidden.slug}`).expect(200)
      assert.match(words(seen.text), /Zanzibar cloves, again/)
      assert.match(words((await editor.get('/search?q=zanzibar')).text), /taxed/)
    })

    it('all is told from the moment its embargo lifts, and no earlier', async () => {
      await Letter.updateOne(
        { _id: hidden._id },
        {
          $set: { visibility: 'embargoed', embargoUntil: new Date('2026-11-20T20:00:00Z') },
          $inc: { revision: 1 }
        }
      )
      await restandLetter(hidden._id)
      world.clock.set('2026-11-20T14:59:59')
      for (const path of everywhere) assert.equal(tellsOf(await textOf(path), path), false, path)
      await page(`/letters/${hidden.slug}`, 404)
      world.clock.set('2026-11-20T15:00:00')
      await page(`/letters/${hidden.slug}`)
      assert.match(words(await page('/')), /11 of 11 questions/)
      assert.match(words(await page('/search?q=zanzibar')), /taxed/)
      assert.match(await textOf('/data.ndjson'), /Zanzibar/)
    })

    it('all is 410 with the reason at once when it is withdrawn', async () => {
      await Letter.updateOne(
        { _id: hidden._id },
        {
          $set: { visibility: 'withdrawn', withdrawn: { on: '2026-11-20', reason: 'Published in error.' } },
          $inc: { revision: 1 }
        }
      )
      await restandLetter(hidden._id)
      assert.match(words(await page(`/letters/${hidden.slug}`, 410)), /Published in error/)
      const question = (await questionsOf(hidden))[0]
      await page(`/questions/${String(question?._id)}`, 410)
      await page(`/api/v1/letters/${hidden.slug}`, 410)
      for (const path of everywhere) assert.equal(tellsOf(await textOf(path), path), false, path)
    })
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
