import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { LetterRecord } from '../../models/letter.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { corrected } from '../../server/responses/carried.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const asLogged =
  'Dear Senator:\n\nThere are tem posts that report sa1es each year.\n\nThe rest is classified.'
const asPrinted =
  'Dear Senator:\n\nThere are ten posts that report sales each year.\n\nThe rest is classified.'

describe('an error in the text of a logged reply', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord
  let reply: ResponseRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    letter = await aLetter(world, { subject: 'Answered with a misprint', questions: ['How many posts?'] })
    reply = await aReply(editor, letter, { text: `${asLogged} ${letter.slug}` })
    const judged = await editor.post(`/responses/${reply._id}/findings`, {
      cell: await cellOf(letter, 0),
      disposition: 'answered',
      quote: 'There are tem posts that report sa1es each year.'
    })
    assert.equal(judged.status, 303, judged.text)
  })

  const correct = (text: string, more: Record<string, string> = {}) =>
    editor.post(`/responses/${reply._id}/edit`, {
      revision: '0',
      kind: 'substantive',
      receivedOn: '2026-10-01',
      hasText: 'yes',
      text,
      because: 'The scan was misread.',
      ...more
    })
  const held = () => Response.findById(reply._id).orFail().lean<ResponseRecord>()
  const finding = async () => (await questionsOf(letter))[0]?.findings[0]

  it('is put right with its reason; both texts are kept, and what changed is told with them', async () => {
    const answer = await correct(`${asPrinted} ${letter.slug}`)
    assert.equal(answer.status, 303, answer.text)
    const { text, formerTexts, corrections, history } = await held()
    assert.equal(text, `${asPrinted} ${letter.slug}`)
    assert.deepEqual(
      formerTexts?.map(former => [former.text, former.by.name, former.because]),
      [[`${asLogged} ${letter.slug}`, 'The editor', 'The scan was misread.']]
    )
    assert.deepEqual(
      corrections.map(({ from, to }) => [from, to]),
      [
        ['tem', 'ten'],
        ['sa1es', 'sales']
      ]
    )
    assert.equal(history.at(-1)?.what, 'text')
    const page = await editor.get(`/responses/${reply._id}`)
    assert.match(page.text, /“tem” now reads “ten”/)
    assert.match(page.text, /There are tem posts/)
  })

  it('takes the quoted passage with it, and the finding’s history says so', async () => {
    await correct(`A line that was missing.\n\n${asPrinted} ${letter.slug}`)
    const after = await finding()
    const quote = 'There are ten posts that report sales each year.'
    assert.equal(after?.disposition, 'answered')
    assert.equal(after?.evidence[0]?.quote, quote)
    assert.equal(
      (await held()).text?.slice(after?.evidence[0]?.start ?? 0, after?.evidence[0]?.end ?? 0),
      quote
    )
    assert.deepEqual(
      after?.history.map(({ what, evidence }) => [what, evidence[0]?.quote]),
      [
        ['judged', 'There are tem posts that report sa1es each year.'],
        ['text', quote]
      ]
    )
  })

  const refused = [
    {
      title: 'leaves out a passage that a finding quotes',
      text: 'Dear Senator:\n\nThe rest is classified.',
      says: /Question 1 of .*rests on “There are tem posts/
    },
    {
      title: 'replaces such a passage by other words',
      text: asLogged.replace(
        /There are.*year\./,
        'Nobody counts anything at any of our many missions abroad.'
      ),
      says: /does not stand in this text any more/
    },
    { title: 'is empty', text: '', says: /Its text stays on record/ },
    { title: 'is no text', text: '%PDF-1.7\u0000\u0001', says: /no text/ }
  ]
  for (const { title, text, says } of refused)
    it(`cannot be put right by a text that ${title}: the reason is said, and nothing changes`, async () => {
      const answer = await correct(text)
      assert.equal(answer.status, 422)
      assert.match(answer.text.replaceAll('&quot;', '"'), says)
      assert.match(answer.text, /The scan was misread\./)
      assert.equal((await held()).text, `${asLogged} ${letter.slug}`)
      assert.equal((await finding())?.history.length, 1)
    })

  it('needs its reason, and a stale form is a conflict', async () => {
    assert.equal((await correct(asPrinted, { because: '' })).status, 422)
    assert.equal((await correct(asPrinted)).status, 303)
    assert.equal((await correct(`${asPrinted} Again.`)).status, 409)
  })

  it('tells visitors nothing of a passage in a reply that they may not read', async () => {
    await editor.post(`/letters/${letter.slug}/publication`, {
      visibility: 'public',
      revision: String(letter.revision)
    })
    await correct(`${asPrinted} ${letter.slug}`)
    const [question] = await questionsOf(letter)
    const address = `/questions/${question?._id}`
    assert.match((await editor.get(address)).text, /The reply’s text put right/)
    const seen = (await world.visitor().get(address)).text
    assert.ok(!seen.includes('put right') && !seen.includes('ten posts'))
  })
})

describe('a passage of a corrected text', () => {
  const words = fc.array(
    fc.constantFrom<string[]>('ten', 'posts', 'report', 'sales', 'each', 'year', 'of', '2020'),
    {
      minLength: 6,
      maxLength: 40
    }
  )

  it('still reads the same where the correction is elsewhere', () => {
    fc.assert(
      fc.property(words, words, words, (before, quoted, after) => {
        const quote = `“${quoted.join(' ')}”`
        const from = `${before.join(' ')} ${quote} ${after.join(' ')}`
        const to = `Added. ${before.slice(1).join(' ')} ${quote} ${after.slice(0, -1).join(' ')} more`
        const start = from.indexOf(quote)
        const place = corrected(from, to)?.carry({ start, end: start + quote.length })
        assert.equal(place && to.slice(place.start, place.end), quote)
      }),
      { numRuns: 200 }
    )
  })

  it('is carried whole where a word of it was put right, at its ends too', () => {
    fc.assert(
      fc.property(words, fc.nat(), (quoted, chosen) => {
        const at = chosen % quoted.length
        const right = quoted.with(at, 'Corrected')
        const [from, to] = [`( ${quoted.join(' ')} )`, `( ${right.join(' ')} )`]
        const place = corrected(from, to)?.carry({ start: 2, end: from.length - 2 })
        assert.equal(place && to.slice(place.start, place.end), right.join(' '))
      }),
      { numRuns: 200 }
    )
  })
})
