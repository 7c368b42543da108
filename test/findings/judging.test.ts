import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { type Disposition, dispositions } from '../../server/domain/dispositions.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const answerText =
  'Dear Senator:\nThank you for your letter.\nThe program has a budget of ten million dollars. It is run from Denver.\nWe “regret” the delay.\nSincerely,'

describe('judging what a reply says', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord
  let reply: ResponseRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())

  /** What was refused changed nothing, so the next test can use the same letter. */
  const isUntouched = async (): Promise<boolean> =>
    letter !== undefined &&
    (await questionsOf(letter)).every(({ findings }) => findings[0]?.history.length === 0)

  beforeEach(async () => {
    if (await isUntouched()) return
    letter = await aLetter(world, {
      subject: 'The program’s budget',
      questions: ['What is the budget of the program? Where is it run?', 'Who decided it?']
    })
    reply = await aReply(editor, letter, { text: `${answerText} ${letter.slug}` })
  })

  const judge = (fields: Record<string, string | readonly string[]>) =>
    editor.post(`/responses/${reply._id}/findings`, fields)
  const finding = async (at = 0) => {
    const found = (await questionsOf(letter))[at]?.findings[0]
    assert.ok(found)
    return found
  }
  const bothAnswered = { 'mark-1': 'answered', 'mark-2': 'answered' }
  const quote = 'The program has a budget of ten million dollars.'

  interface Row {
    readonly disposition: Disposition
    readonly allowed: Record<string, string>
    readonly refused?: { fields: Record<string, string>; says: RegExp }[]
  }
  const table: Row[] = [
    { disposition: 'no_reply', allowed: {} },
    { disposition: 'acknowledged', allowed: {} },
    {
      disposition: 'partial',
      allowed: { 'mark-1': 'answered', 'mark-2': 'not_answered', quote },
      refused: [
        { fields: {}, says: /Mark which parts are not answered/ },
        { fields: bothAnswered, says: /Mark which parts are not answered/ }
      ]
    },
    { disposition: 'not_addressed', allowed: {} },
    {
      disposition: 'referred',
      allowed: { referredTo: 'Department of Examples' },
      refused: [
        { fields: {}, says: /Name the office/ },
        { fields: { referredTo: 'Office of Nowhere' }, says: /No organization on record is called/ }
      ]
    },
    {
      disposition: 'answered',
      allowed: { ...bothAnswered, quote },
      refused: [
        { fields: bothAnswered, says: /Show what answers it/ },
        { fields: { quote }, says: /Mark every part/ },
        { fields: { quote, 'mark-1': 'answered' }, says: /part 2 is not/ },
        { fields: { quote, 'mark-1': 'answered', 'mark-2': 'not_answered' }, says: /part 2 is not/ },
        {
          fields: { ...bothAnswered, quote: 'a budget of nine million' },
          says: /do not stand in this reply/
        },
        { fields: { ...bothAnswered, passage: '5-999999' }, says: /does not stand in this reply/ },
        { fields: { ...bothAnswered, otherKind: 'page' }, says: /Give the page/ },
        { fields: { ...bothAnswered, otherKind: 'bates' }, says: /Bates range/ },
        {
          fields: { ...bothAnswered, otherKind: 'briefing_note', evidenceNote: 'Said so' },
          says: /day of the briefing/
        },
        { fields: { ...bothAnswered, otherKind: 'production', locator: 'First' }, says: /complete/ }
      ]
    },
    {
      disposition: 'declined',
      allowed: { declineReason: 'privilege' },
      refused: [
        { fields: {}, says: /Choose the reason/ },
        { fields: { declineReason: 'other' }, says: /which other reason/ }
      ]
    },
    { disposition: 'not_held', allowed: {} },
    {
      disposition: 'withdrawn',
      allowed: { because: 'The Member withdrew it.' },
      refused: [{ fields: {}, says: /Say why the question was withdrawn/ }]
    }
  ]

  it('has a row for every disposition', () =>
    assert.deepEqual(
      table.map(({ disposition }) => disposition),
      [...dispositions]
    ))

  for (const { disposition, allowed, refused = [] } of table) {
    it(`allows ${disposition} with ${Object.keys(allowed).join(', ') || 'nothing more'}`, async () => {
      const answer = await judge({ cell: await cellOf(letter, 0), disposition, ...allowed })
      assert.equal(answer.status, 303, answer.text)
      assert.equal((await finding()).disposition, disposition)
      assert.equal((await finding()).history.at(-1)?.to, disposition)
    })
    for (const { fields, says } of refused)
      it(`refuses ${disposition} with ${JSON.stringify(fields)}, and keeps what was typed`, async () => {
        const answer = await judge({
          cell: await cellOf(letter, 0),
          disposition,
          note: 'kept while typing',
          ...fields
        })
        assert.equal(answer.status, 422)
        assert.match(answer.text, says)
        assert.match(answer.text, /kept while typing/)
        assert.equal((await finding()).history.length, 0)
      })
  }

  it('is refused before a reply is recorded for every disposition that speaks of one', async () => {
    const silent = await aLetter(world, { subject: 'No reply yet', questions: ['Why?'] })
    const [question] = await questionsOf(silent)
    const cell = await cellOf(silent, 0)
    for (const disposition of [
      'acknowledged',
      'partial',
      'not_addressed',
      'referred',
      'declined',
      'not_held'
    ]) {
      const answer = await editor.post(`/questions/${question?._id}/findings/${silent.recipients[0]?._id}`, {
        cell,
        disposition,
        declineReason: 'privacy',
        referredTo: 'Department of Examples',
        'mark-1': 'not_answered'
      })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /Log the reply first/)
    }
  })

  it('keeps the place of a passage pasted with other line breaks and quotation marks', async () => {
    await judge({
      cell: await cellOf(letter, 0),
      disposition: 'answered',
      ...bothAnswered,
      quote: 'It is run from\nDenver. We "regret" the delay.'
    })
    const [evidence] = (await finding()).evidence
    assert.equal(evidence?.quote, 'It is run from Denver.\nWe “regret” the delay.')
    assert.equal(reply.text?.slice(evidence?.start ?? 0, evidence?.end ?? 0), evidence?.quote)
  })

  it('proposes passages, says that they are proposals, and takes one that is ticked', async () => {
    const page = await editor.get(`/responses/${reply._id}/findings`)
    assert.match(page.text, /A proposal only/)
    const value = /name="passage" value="(\d+-\d+)"/.exec(page.text)?.[1]
    assert.ok(value)
    await judge({ cell: await cellOf(letter, 0), disposition: 'answered', ...bothAnswered, passage: value })
    assert.match((await finding()).evidence[0]?.quote ?? '', /budget of ten million/)
  })

  it('refuses evidence from a reply to another letter', async () => {
    const other = await aLetter(world, { subject: 'Another matter', questions: ['How many?'] })
    const answer = await judge({
      cell: await cellOf(other, 0),
      disposition: 'answered',
      'mark-1': 'answered',
      quote
    })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /does not answer that letter/)
    assert.equal((await questionsOf(other))[0]?.findings[0]?.disposition, 'no_reply')
  })

  it('gives a second editor both texts, and loses neither', async () => {
    const second = await world.signedInAs('editor', 'second editor')
    const cell = await cellOf(letter, 1)
    await judge({ cell, disposition: 'declined', declineReason: 'privacy', because: 'The first reading.' })
    const stale = { cell, disposition: 'not_held', because: 'The second reading.' }
    const answer = await second.post(`/responses/${reply._id}/findings`, stale)
    assert.equal(answer.status, 409)
    assert.match(answer.text, /The first reading\./)
    assert.match(answer.text, /The second reading\./)
    assert.equal((await finding(1)).disposition, 'declined')
    const renewed = await cellOf(letter, 1)
    assert.ok(answer.text.includes(renewed), 'the form carries the new revision')
    await second.post(`/responses/${reply._id}/findings`, { ...stale, cell: renewed })
    assert.equal((await finding(1)).disposition, 'not_held')
    assert.deepEqual(
      (await finding(1)).history.map(({ because }) => because),
      ['The first reading.', 'The second reading.']
    )
  })

  it('lets one of two judgements made at the same moment win, and tells the other', async () => {
    const cell = await cellOf(letter, 0)
    const answers = await Promise.all([
      judge({ cell, disposition: 'not_addressed' }),
      judge({ cell, disposition: 'acknowledged' })
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    assert.equal((await finding()).history.length, 1)
  })

  it('says the same of several questions at once', async () => {
    await judge({ cell: [await cellOf(letter, 0), await cellOf(letter, 1)], disposition: 'acknowledged' })
    assert.deepEqual(
      (await questionsOf(letter)).map(({ findings }) => findings[0]?.disposition),
      ['acknowledged', 'acknowledged']
    )
  })

  it('leaves what is not judged on my desk, until it is', async () => {
    const before = await editor.get('/desk')
    assert.match(before.text, new RegExp(`/responses/${reply._id}/findings`))
    await judge({ cell: await cellOf(letter, 0), disposition: 'not_addressed' })
    assert.match((await editor.get('/desk')).text, new RegExp(`/responses/${reply._id}/findings`))
    await judge({ cell: await cellOf(letter, 1), disposition: 'not_addressed' })
    assert.doesNotMatch((await editor.get('/desk')).text, new RegExp(`/responses/${reply._id}/findings`))
  })

  it('is reopened like any other change, and the history says so', async () => {
    await judge({ cell: await cellOf(letter, 1), disposition: 'answered', quote })
    assert.equal((await finding(1)).answeredOn, '2026-10-01')
    const [, question] = await questionsOf(letter)
    const address = `/questions/${question?._id}/findings/${letter.recipients[0]?._id}`
    const answer = await editor.post(address, {
      cell: await cellOf(letter, 1),
      disposition: 'no_reply',
      because: 'Read again.'
    })
    assert.equal(answer.status, 303, answer.text)
    const reopened = await finding(1)
    assert.equal(reopened.answeredOn, null)
    assert.deepEqual(
      reopened.history.map(({ from, to }) => [from, to]),
      [
        ['no_reply', 'answered'],
        ['answered', 'no_reply']
      ]
    )
    assert.equal(reopened.history[0]?.evidence[0]?.quote, quote)
    const page = await editor.get(address)
    assert.match(page.text, /Reply received, not yet reviewed/)
    assert.match(page.text, /Read again\./)
  })

  it('without a reply in hand is guarded by the same revision', async () => {
    const [question] = await questionsOf(letter)
    const address = `/questions/${question?._id}/findings/${letter.recipients[0]?._id}`
    const stale = {
      cell: await cellOf(letter, 0),
      disposition: 'withdrawn',
      because: 'The Member withdrew it.'
    }
    await judge({ cell: stale.cell, disposition: 'not_addressed' })
    const answer = await editor.post(address, stale)
    assert.equal(answer.status, 409)
    assert.match(answer.text, /Reply did not address it[\s\S]*The Member withdrew it\./)
    assert.equal((await finding()).disposition, 'not_addressed')
    assert.equal((await editor.post(address, { ...stale, cell: await cellOf(letter, 0) })).status, 303)
    assert.equal((await finding()).disposition, 'withdrawn')
  })

  it('is for editors of the desk only', async () => {
    const reader = await world.signedInAs('reader')
    const answer = await reader.post(`/responses/${reply._id}/findings`, {
      cell: await cellOf(letter, 0),
      disposition: 'not_addressed'
    })
    assert.equal(answer.status, 403)
    assert.equal((await world.visitor().get(`/responses/${reply._id}/findings`)).status, 303)
    assert.equal((await finding()).history.length, 0)
  })
})
