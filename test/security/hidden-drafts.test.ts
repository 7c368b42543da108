import assert from 'node:assert/strict'
import { Desk } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { User } from '../../models/user.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { patience, tallyOf } from '../support/attack.ts'
import type { Visitor } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a letter that is not public', function () {
  this.timeout(patience)
  const tally = tallyOf('Hidden drafts', 'pages, feeds, exports, counts and ETags')
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
  after(async () => {
    tally.say()
    await world.close()
  })

  const page = async (path: string, status = 200) => (await visitor.get(path).expect(status)).text
  const words = (html: string) =>
    html
      .replace(/<(script|style|title|head)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')

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
  const slugs: readonly (readonly [RegExp, string])[] = [
    [/\/organizations\//, 'zanzibar-clove-board'],
    [/\/signatories\//, 'hidden-zanzibarian'],
    [/\/topics\//, 'zanzibar'],
    [/\/letters\//, 'LETTER']
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

  it('is named by no page, list, feed or file of a visitor, and those are all that the router has', async () => {
    const known = new Set(everywhere.map(path => path.replace(/\?.*/, '')))
    const lists = mountedRoutes(world)
      .filter(
        ({ method, path, permission }) =>
          method === 'GET' && permission.record === 'readable' && !/[:*]/.test(path)
      )
      .map(({ path }) => path)
    for (const path of [...everywhere, ...lists.filter(list => !known.has(list))])
      assert.equal(tellsOf(await textOf(path), path), false, path)
    tally.add(everywhere.length + lists.length)
  })

  it('is not found at any of its own addresses, by the router, neither by visitors nor by people of another desk', async () => {
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    const stranger = await world.signedInAs('desk-admin', 'stranger')
    await User.updateOne({ _id: stranger.user._id }, { desks: [elsewhere._id] })
    const [question] = await questionsOf(hidden)
    const id = String(question?._id)
    const paths = mountedRoutes(world)
      .filter(({ method, permission }) => method === 'GET' && permission.record === 'readable')
      .flatMap(({ path }) => {
        if (/\/questions\/:id/.test(path)) return [path.replace(':id', id)]
        const slug = slugs.find(([pattern]) => pattern.test(path))?.[1]
        return slug && path.includes(':slug')
          ? [path.replace(':slug', slug === 'LETTER' ? hidden.slug : slug)]
          : []
      })
      .map(path => path.replace(':day', '2026-11-19'))
      .map(path => path.replace(':recipientId', String(hidden.recipients[0]?._id)))
    assert.ok(paths.length > 12)
    for (const path of paths) {
      for (const who of [visitor, stranger]) {
        const { status } = await who.get(path).set('Accept', 'application/json')
        assert.equal(status, 404, path)
      }
      tally.add(2)
    }
  })

  it('changes no ETag when it is written', async () => {
    const before = await etagsNow()
    tally.add(everywhere.length)
    await Letter.updateOne(
      { _id: hidden._id },
      { $set: { subject: 'Zanzibar cloves, again' }, $inc: { revision: 1 } }
    )
    await restandLetter(hidden._id)
    assert.deepEqual(await etagsNow(), before)
  })

  it('is seen by its desk’s staff', async () => {
    const editor = await world.signedInAs('editor')
    const seen = await editor.get(`/letters/${hidden.slug}`).expect(200)
    assert.match(words(seen.text), /Zanzibar cloves, again/)
    assert.match(words((await editor.get('/search?q=zanzibar')).text), /taxed/)
  })

  it('is told everywhere from the moment its embargo lifts, and no earlier', async () => {
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
    tally.add(everywhere.length)
    await page(`/letters/${hidden.slug}`, 404)
    world.clock.set('2026-11-20T15:00:00')
    await page(`/letters/${hidden.slug}`)
    assert.match(words(await page('/')), /10 of 10 questions/)
    assert.match(words(await page('/search?q=zanzibar')), /taxed/)
    assert.match(await textOf('/data.ndjson'), /Zanzibar/)
  })

  it('is 410 with the reason at once when it is withdrawn', async () => {
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
    tally.add(everywhere.length)
  })
})
