import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import { Response } from '../../models/response.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('logging a reply', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    // What was refused left nothing behind, so the next test can use the same letter.
    if (letter && (await count()) === 0) return
    letter = await aLetter(world, {
      subject: 'A joint letter',
      letterDate: '2026-09-01',
      questions: ['How many?', 'Since when?'],
      recipients: [
        { name: null, title: 'Secretary', organization: 'Department of Examples' },
        { name: null, title: 'Director', organization: 'Bureau of Samples' }
      ]
    })
  })

  const send = (fields: Record<string, string | readonly string[]>) =>
    editor.post(`/letters/${letter.slug}/responses`, {
      kind: 'substantive',
      receivedOn: '2026-10-01',
      recipients: letter.recipients.map(({ _id }) => String(_id)),
      text: `Dear Senator: a reply to ${letter.slug}.`,
      ...fields
    })
  const count = () => Response.countDocuments({ 'covers.letterId': letter._id })
  const states = async () =>
    (await questionsOf(letter)).map(({ standing }) => [standing.state, standing.publicState])

  const refused: { title: string; fields: Record<string, string | readonly string[]>; says: RegExp }[] = [
    { title: 'without a text', fields: { text: '' }, says: /Paste the text of the reply/ },
    { title: 'with a text of blanks', fields: { text: ' \n\t ' }, says: /Paste the text of the reply/ },
    { title: 'without a day', fields: { receivedOn: '' }, says: /day on which the reply was received/ },
    {
      title: 'on a day that does not exist',
      fields: { receivedOn: '2026-02-30' },
      says: /Give a day that exists/
    },
    {
      title: 'received before the letter was sent',
      fields: { receivedOn: '2026-08-31' },
      says: /before the letter/
    },
    {
      title: 'dated before the letter was sent',
      fields: { datedOn: '2026-08-30' },
      says: /before the letter/
    },
    { title: 'received on a day still to come', fields: { receivedOn: '2026-12-24' }, says: /still to come/ },
    { title: 'of no kind that there is', fields: { kind: 'rumour' }, says: /what kind of reply/ },
    { title: 'for nobody', fields: { recipients: [] }, says: /for whom the reply speaks/ },
    {
      title: 'for a recipient of another letter',
      fields: { recipients: 'f'.repeat(24) },
      says: /recipient of this letter/
    },
    { title: 'as bytes', fields: { text: '%PDF-1.7\u0000\u0001\u0002' }, says: /no text/ },
    { title: 'in a wrong encoding', fields: { text: '\ufffd\ufffd\ufffd reply' }, says: /no text/ },
    { title: 'as a script for a link', fields: { sourceLink: 'javascript:alert(1)' }, says: /https:/ },
    {
      title: 'as a correction of nothing',
      fields: { kind: 'correction' },
      says: /reply that this one corrects/
    },
    {
      title: 'answering a letter that is not there',
      fields: { alsoAnswers: 'no-such-letter' },
      says: /letters of your desk/
    },
    {
      title: 'by mention without the words',
      fields: { isMention: 'yes', text: '', sourceTitle: 'A newspaper' },
      says: /Quote the words/
    },
    {
      title: 'by mention with a text',
      fields: { isMention: 'yes', quote: 'He answered.', sourceTitle: 'A newspaper' },
      says: /has no text/
    }
  ]
  for (const { title, fields, says } of refused)
    it(`${title} is refused, and what was typed is kept`, async () => {
      const answer = await send({ responderName: 'Kept as typed', ...fields })
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /Kept as typed/)
      assert.equal(await count(), 0)
    })

  it('keeps a text of a million characters out with a clear message, and stays quick', async () => {
    const answer = await send({ text: 'word '.repeat(250_000) })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /at most 1,000,000 characters/)
    assert.equal(await count(), 0)
  })

  it('of more than the form takes is refused as too much', async () => {
    assert.equal((await send({ text: 'x'.repeat(6_500_000) })).status, 413)
    assert.equal(await count(), 0)
  })

  it('keeps a text typed over several lines as it was typed when the form comes back', async () => {
    const answer = await send({ text: 'One line\n  two blanks\n\nlast', receivedOn: '' })
    assert.match(answer.text, />One line\n {2}two blanks\n\nlast<\/textarea>/)
  })

  it('is said to be received and not yet reviewed to staff, and not public to visitors', async () => {
    await aReply(editor, letter, { text: 'Dear Senator.' })
    assert.deepEqual(await states(), [
      ['to_review', 'not_public'],
      ['to_review', 'not_public']
    ])
  })

  it('twice with the same text is refused', async () => {
    assert.equal((await send({})).status, 303)
    const answer = await send({})
    assert.equal(answer.status, 422)
    assert.match(answer.text, /already on record/)
    assert.equal(await count(), 1)
  })

  it('on behalf of one of two offices leaves the other without a reply', async () => {
    await aReply(editor, letter, { text: 'From one office.', recipients: String(letter.recipients[0]?._id) })
    const [question] = await questionsOf(letter)
    assert.equal(question?.standing.state, 'no_reply')
    assert.equal(question?.standing.isToReview, true)
  })

  it('may answer several letters at once, each for the same office', async () => {
    const other = await aLetter(world, { subject: 'Its sister letter', questions: ['Which?'] })
    const reply = await aReply(editor, letter, { text: 'To both letters.', alsoAnswers: other.slug })
    assert.equal(reply.covers.length, 2)
    assert.equal((await questionsOf(other))[0]?.standing.state, 'to_review')
    const page = await editor.get(`/responses/${reply._id}/findings`)
    assert.match(page.text, /Its sister letter/)
  })

  it('known by mention asks for no review and cannot be judged by', async () => {
    const answer = await send({
      isMention: 'yes',
      text: '',
      receivedOn: '',
      dateAsSaid: 'last spring',
      quote: 'The Secretary answered last spring.',
      sourceTitle: 'A newspaper'
    })
    assert.equal(answer.status, 303)
    assert.deepEqual(await states(), [
      ['reported', 'reported'],
      ['reported', 'reported']
    ])
    const [mention] = await Response.find({ 'covers.letterId': letter._id }).lean()
    const judged = await editor.post(`/responses/${mention?._id}/findings`, {
      cell: await cellOf(letter, 0),
      disposition: 'not_addressed'
    })
    assert.equal(judged.status, 422)
    assert.match(judged.text, /Log the reply first/)
  })

  it('corrects an earlier one, and both texts are kept', async () => {
    const first = await aReply(editor, letter, { text: 'There are ten.' })
    const second = await aReply(editor, letter, {
      text: 'There are twelve.',
      kind: 'correction',
      corrects: String(first._id)
    })
    assert.equal(String(second.corrects), String(first._id))
    assert.equal((await Response.findById(first._id).lean())?.text, 'There are ten.')
    assert.match((await editor.get(`/responses/${second._id}`)).text, /an earlier reply/)
  })

  it('is put right with a reason, what stood there kept; a stale form is a conflict', async () => {
    const reply = await aReply(editor, letter, { text: 'Received on which day?' })
    const edit = { revision: '0', kind: 'interim', receivedOn: '2026-10-02', because: 'The stamp says so.' }
    assert.equal((await editor.post(`/responses/${reply._id}/edit`, edit)).status, 303)
    const stale = await editor.post(`/responses/${reply._id}/edit`, edit)
    assert.equal(stale.status, 409)
    const kept = await Response.findById(reply._id).lean()
    assert.equal(kept?.receivedOn, '2026-10-02')
    assert.ok(kept?.history.some(({ what, from }) => what === 'receivedOn' && from === '2026-10-01'))
  })

  it('becomes readable for visitors by itself, and its judgements with it', async () => {
    const reply = await aReply(editor, letter, { text: 'There are ten.' })
    await editor.post(`/letters/${letter.slug}/publication`, { visibility: 'public', revision: '0' })
    const page = () => world.visitor().get(`/letters/${letter.slug}`)
    assert.ok(!(await page()).text.includes('There are ten.'))
    await editor.post(`/responses/${reply._id}/publication`, { visibility: 'public' })
    assert.ok((await page()).text.includes('There are ten.'))
    assert.deepEqual((await states())[0], ['to_review', 'to_review'])
  })
})

describe('a reply that comes as a file', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    letter = await aLetter(world, { subject: 'Answered by file', questions: ['How many?'] })
  })
  after(() => world.close())

  const upload = (name: string, bytes: string) =>
    editor.agent
      .post(`/letters/${letter.slug}/responses`)
      .field('_csrf', editor.token)
      .field('kind', 'substantive')
      .field('receivedOn', '2026-10-01')
      .field('recipients', String(letter.recipients[0]?._id))
      .attach('files', Buffer.from(bytes), name)

  /** The page that waits for the reading, asked for until it is the form, as a browser does by itself. */
  const readInto = async (answer: Awaited<ReturnType<typeof upload>>) => {
    assert.equal(answer.status, 303, answer.text)
    const address = answer.headers.location ?? ''
    for (let tries = 1; ; tries += 1) {
      const page = await editor.get(address)
      if (page.headers.refresh === undefined || tries === 500) return page
      assert.match(page.text, /Reading the reply/)
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  it('is read into the form for a person to look over, and nothing is recorded until they log it', async () => {
    const shown = await readInto(await upload('reply.txt', 'Dear Senator:\nThere are ten.\nSincerely,'))
    assert.match(shown.text, /There are ten\./)
    assert.equal(await Response.countDocuments({ 'covers.letterId': letter._id }), 0)
    const keptFiles = /name="keptFiles" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
    const reply = await aReply(editor, letter, {
      text: 'There are ten.',
      keptFiles,
      sourceTitle: 'reply.txt'
    })
    assert.equal(reply.files?.[0]?.name, 'reply.txt')
    const file = await editor.get(`/responses/${reply._id}/files/${reply.files?.[0]?.sha256}`)
    assert.match(file.headers['content-disposition'] ?? '', /^attachment/)
    assert.match(file.headers['content-security-policy'] ?? '', /sandbox/)
    assert.equal(
      (await world.visitor().get(`/responses/${reply._id}/files/${reply.files?.[0]?.sha256}`)).status,
      303
    )
  })

  it('is refused with a sentence where no reply comes in such a file', async () => {
    const answer = await upload(
      'reply.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    assert.equal(answer.status, 422)
    assert.match(answer.text, /reply\.svg/)
  })
})
