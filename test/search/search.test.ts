import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamples } from '../../server/examples/load.ts'
import type { Visitor } from '../support/people.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a search', () => {
  let world: World
  let visitor: Visitor

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    for (const [at, visibility] of (['public', 'public', 'internal'] as const).entries()) {
      const letter = await aLetter(world, {
        subject: `Dredging of harbor ${at + 1}`,
        questions: Array.from(
          { length: 20 },
          (_, question) => `Was the dredging of berth ${at * 20 + question + 1} paid for?`
        ),
        signer: 'Wilhelmina Featherstonehaugh'
      })
      await Letter.updateOne({ _id: letter._id }, { $set: { visibility }, $inc: { revision: 1 } })
      await restandLetter(letter._id)
    }
    visitor = world.visitor()
  })
  after(() => world.close())

  const html = async (query: string) => (await visitor.get(`/search?${query}`).expect(200)).text
  const words = (text: string) =>
    text
      .replace(/<(head|header|footer)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<\/li>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')
  const linksTo = (text: string) =>
    [...text.matchAll(/href="\/questions\/([0-9a-f]{24})"/g)].map(([, id]) => id)

  it('shows the best of each kind and leads to all of it', async () => {
    const page = await html('q=dredging')
    assert.match(words(page), /All Questions 40 Letters 2/)
    assert.equal(linksTo(page).length, 10)
    assert.match(page, /href="\/search\?q&#x3D;dredging&amp;kind&#x3D;questions"/)
  })

  it('gives one kind in pages, with its total, each match once and always in the same order', async () => {
    const pages = await Promise.all([1, 2].map(async page => html(`q=dredging&kind=questions&page=${page}`)))
    assert.match(words(pages[0] ?? ''), /1 to 25 of 40 matches/)
    assert.match(words(pages[1] ?? ''), /26 to 40 of 40 matches/)
    const shown = pages.flatMap(linksTo)
    assert.equal(shown.length, 40)
    assert.equal(new Set(shown).size, 40)
    assert.deepEqual(linksTo(await html('q=dredging&kind=questions')), shown.slice(0, 25))
  })

  for (const page of ['0', '-1', '1e9', 'x', '2&page=3'])
    it(`gives a page there is for page=${page}`, async () =>
      assert.match(words(await html(`q=dredging&kind=questions&page=${page}`)), /of 40 matches/))

  const phrases: [string, RegExp][] = [
    ['"dredging of berth 7"', /Questions \(1, /],
    ['“dredging of berth 7”', /Questions \(1, /],
    ['"berth dredging"', /Nothing here says/]
  ]
  for (const [query, found] of phrases)
    it(`finds the words of ${query} together, in their order`, async () =>
      assert.match(words(await html(`q=${encodeURIComponent(query)}`)), found))

  const misspelt: [string, string][] = [
    ['Fetherstonehaugh', 'Wilhelmina Featherstonehaugh'],
    ['Departmnt of Stat', 'Department of State'],
    ['Leahhy', 'Patrick Leahy'],
    ['firearms Leahhy', 'Patrick Leahy'],
    ['Blinkin', 'Antony Blinken']
  ]
  for (const [typed, meant] of misspelt)
    it(`takes ${typed} for ${meant}`, async () => {
      const names = words((await html(`q=${encodeURIComponent(typed)}`)).replace(/id="found-[\s\S]*/, ''))
      assert.ok(names.includes(meant), names)
    })

  it('marks what was found where it stands, also in titles', async () => {
    const page = await html('q=dredging')
    assert.match(page, /<mark>dredging<\/mark> of berth/)
    assert.match(page, /<mark>Dredging<\/mark> of harbor/)
  })

  it('says what it left out of its address', async () =>
    assert.match(words(await html('q=dredging&kind=spells&flavour=salt')), /Left out.*kind: spells.*flavour/))

  it('is a file, a feed and a page of the API of the same questions, and no other format', async () => {
    const { body } = await visitor.get('/search.json?q=dredging').expect(200)
    assert.equal(body.total, 40)
    assert.equal(body.url, `${world.url}/search?q=dredging&kind=questions`)
    assert.equal(
      (await visitor.get('/search.csv?q=dredging').expect(200)).text.trim().split('\r\n').length,
      41
    )
    const feed = (await visitor.get('/search.atom?q=dredging').buffer(true).expect(200)).text ?? ''
    assert.equal(feed.match(/<entry>/g)?.length, 40)
    assert.equal((await visitor.get('/search.json').expect(200)).body.total, 0)
    await visitor.get('/search.ics?q=dredging').expect(406)
    const api = await visitor.get('/api/v1/search?q=dredging&limit=30').expect(200)
    assert.equal(api.body.total, 40)
    assert.equal(api.body.items.length, 30)
    const next = await visitor.get(api.body.next.replace(world.url, '')).expect(200)
    assert.equal(next.body.items.length, 10)
  })

  it('counts what is not public for staff and for nobody else', async () => {
    const editor = await world.signedInAs('editor')
    assert.match(words((await editor.get('/search?q=dredging')).text), /Questions 60 Letters 3/)
    assert.equal((await editor.get('/api/v1/search?q=dredging')).body.total, 40)
    assert.doesNotMatch(words(await html('q=harbor')), /harbor 3/)
  })
})
