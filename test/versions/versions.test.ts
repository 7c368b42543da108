import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import { wordDiff } from '../../server/intake/word-diff.ts'
import type { Person } from '../support/people.ts'
import { processorMs } from '../support/processor-time.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the difference between two texts', () => {
  it('is said word by word, and joined again gives both texts', () => {
    const [from, to] = ['We ask how many crews there are.', 'We ask how many fire crews there were.']
    const runs = wordDiff(from, to) ?? []
    const joined = (left: string): string =>
      runs
        .filter(({ kind }) => kind !== left)
        .map(({ text }) => text)
        .join('')
    assert.equal(joined('added'), from)
    assert.equal(joined('removed'), to)
    assert.deepEqual(
      runs.filter(({ kind }) => kind !== 'same').map(({ kind, text }) => `${kind} ${text.trim()}`),
      ['added fire', 'removed are', 'added were']
    )
  })

  it('is given up in time where two long texts have nothing in common', async () => {
    const words = (seed: number) =>
      Array.from({ length: 30_000 }, (_, at) => `w${(at * seed) % 9973}`).join(' ')
    const took = await processorMs(() => wordDiff(words(7), words(13).toUpperCase()))
    assert.ok(took < 5000, `${took} ms`)
    assert.equal(wordDiff('x'.repeat(300_000), 'y'), null)
  })
})

describe('the versions and references of a letter', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    letter = await aLetter(world, { subject: 'With a draft', questions: ['How many crews are there?'] })
  })
  after(() => world.close())

  it('hold a draft beside the letter as sent; its questions are not open', async () => {
    const draft = {
      kind: 'draft',
      title: 'Dear Colleague',
      text: 'Dear Secretary:\nHow many fire crews are there?\nSincerely,',
      dateAsSaid: 'August',
      sourceKind: 'web_page',
      sourceTitle: 'A page'
    }
    assert.equal((await editor.post(`/letters/${letter.slug}/versions`, { ...draft, text: '' })).status, 422)
    assert.equal((await editor.post(`/letters/${letter.slug}/versions`, draft)).status, 303)
    assert.equal((await questionsOf(letter)).length, 1)
    const { text } = await editor.get(`/letters/${letter.slug}/versions`)
    assert.match(text, /<del>fire ?<\/del>/)
  })

  it('hold a cable with its markings and numbered paragraphs that can be cited', async () => {
    const cable = {
      kind: 'cable',
      title: 'Cable 09 SAMPLE 1',
      on: '2009-10-09',
      citedBy: 'desk',
      sourceKind: 'web_page',
      sourceTitle: 'An archive',
      sourceLink: 'https://example.org/cable',
      markings: 'UNCLASSIFIED',
      text: '1. (U) The first paragraph.\n\n5. (U) The fifth paragraph.',
      questions: String((await questionsOf(letter))[0]?._id)
    }
    assert.equal((await editor.post(`/letters/${letter.slug}/references`, { ...cable, on: '' })).status, 422)
    const answer = await editor.post(`/letters/${letter.slug}/references`, cable)
    const { text } = await editor.get(answer.headers.location ?? '')
    assert.match(text, /UNCLASSIFIED/)
    assert.match(text, /id="p5"/)
    assert.match(text, /Background added by this desk/)
    assert.match(text, /How many crews are there\?/)
    assert.equal((await world.visitor().get(answer.headers.location ?? '')).status, 404)
    assert.match(
      (await editor.get(`/letters/${letter.slug}/timeline`)).text,
      /October 9, 2009[\s\S]*Cable 09 SAMPLE 1[\s\S]*days after/
    )
  })
})
