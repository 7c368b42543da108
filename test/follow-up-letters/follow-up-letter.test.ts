import assert from 'node:assert/strict'
import mammoth from 'mammoth'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { readLetter } from '../../server/intake/read/index.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a drafted follow-up letter', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    editor = await world.signedInAs('editor')
    letter = await aLetter(world, {
      subject: 'Rest rules for fire crews',
      letterDate: '2026-03-02',
      questions: ['How many crews are there?', 'Who pays them?', 'When do they rest?'],
      recipients: [
        { name: 'A. Sample', title: 'Secretary of Examples', organization: 'Department of Examples' },
        { name: null, title: 'Director', organization: 'Bureau of Samples' }
      ]
    })
    const reply = await aReply(editor, letter, {
      text: 'Dear Senator: there are ten crews.',
      receivedOn: '2026-04-06',
      recipients: String(letter.recipients[0]?._id)
    })
    const judge = async (at: number, fields: Record<string, string>) =>
      editor.post(`/responses/${reply._id}/findings`, { cell: await cellOf(letter, at), ...fields })
    await judge(0, { disposition: 'answered', quote: 'there are ten crews' })
    await judge(1, { disposition: 'not_addressed' })
  })
  after(() => world.close())

  const text = async (query = '') =>
    (await editor.get(`/letters/${letter.slug}/follow-up-letter.txt${query}`)).text

  it('has the letter’s form: date, address, salutation, what was asked when, each open question verbatim, signatures', async () => {
    assert.equal(
      await text(),
      [
        'November 20, 2026',
        'The Honorable A. Sample\nSecretary of Examples\nDepartment of Examples',
        'Dear Secretary Sample:',
        'On March 2, 2026, I wrote to you about rest rules for fire crews. A reply was received on April 6, 2026.',
        'As of today, I have recorded no answer to the following questions, which are quoted from my letter of March 2, 2026. Please answer each of them.',
        '2. Who pays them?\n\n   [The reply did not address it.]',
        '3. When do they rest?\n\n   [A reply was received and is not yet reviewed.]',
        'I have recorded an answer to question 1; it is not asked again.',
        'It may be that an answer was sent and did not reach me, or that another office holds the information. I would be glad to know.',
        'Thank you for your attention to this matter.',
        'Sincerely,',
        '\nFirst Signer\nUnited States Senator\n'
      ].join('\n\n')
    )
  })

  it('is read again, when it is logged as sent, as the questions that it asks again and no others', async () => {
    const read = readLetter(await text())
    assert.deepEqual(
      read.questions.map(question => question.text),
      ['Who pays them?', 'When do they rest?']
    )
    assert.ok(read.follows.some(({ quote }) => quote.startsWith('On March 2, 2026')))
  })

  it('is drafted for each recipient with what is open for that one', async () => {
    const other = await text(`?to=${letter.recipients[1]?._id}`)
    assert.match(other, /Dear Director:/)
    assert.match(other, /1\. How many crews are there\?\n\n {3}\[No reply is recorded\.\]/)
  })

  it('is the same as a Word file, which opens', async () => {
    const file = await editor.agent
      .get(`/letters/${letter.slug}/follow-up-letter.docx`)
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('end', () => done(null, Buffer.concat(chunks)))
      })
    assert.match(file.headers['content-disposition'] ?? '', /\.docx"$/)
    const { value } = await mammoth.extractRawText({ buffer: file.body })
    for (const line of ['Dear Secretary Sample:', '2. Who pays them?', 'First Signer'])
      assert.ok(value.includes(line))
    assert.ok(!value.includes('How many crews'))
  })

  it('is saved as an internal draft that follows the first letter, with nothing open and nothing sent', async () => {
    const mails = world.smtp.received.length
    const answer = await editor.post(`/letters/${letter.slug}/follow-up-letter`, {
      text: 'Dear Secretary: again.'
    })
    assert.equal(answer.status, 303, answer.text)
    const [draft] = await Letter.find({ 'follows.letterId': letter._id }).lean<LetterRecord[]>()
    assert.ok(draft)
    assert.equal(draft.visibility, 'internal')
    assert.equal(draft.letterDate, null)
    assert.equal(draft.versions[0]?.kind, 'draft')
    assert.equal(draft.versions[0]?.text, 'Dear Secretary: again.')
    assert.deepEqual(await questionsOf(draft), [])
    assert.equal(world.smtp.received.length, mails)
    const page = await editor.get(answer.headers.location ?? '')
    assert.equal(page.status, 200)
    assert.match(page.text, /Log the letter as it was sent/)
    assert.doesNotMatch(page.text, /Still nothing/)
    const reply = await editor.get(`/letters/${letter.slug}/responses/new`)
    assert.ok(!reply.text.includes(draft.slug), 'no reply answers a letter that was not sent')
  })

  it('is no business of visitors', async () => {
    assert.equal((await world.visitor().get(`/letters/${letter.slug}/follow-up-letter.txt`)).status, 303)
  })
})
