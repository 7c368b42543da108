import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { Intake } from '../../models/intake.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { formFields } from '../support/form-fields.ts'
import { type Person, tokenIn } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a text on its way to a letter', () => {
  let world: World
  let editor: Person
  before(async () => {
    world = await openWorld({ now: '2025-02-10T09:00' })
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())

  /** Hands a text in and gives the address of its review page. */
  async function handIn(text: string, by = editor): Promise<string> {
    const answer = await by.post('/intake', { text })
    assert.equal(answer.status, 303, answer.text)
    return answer.headers.location ?? ''
  }

  /** What a browser would send from the review page if nothing was typed; the ticks of `put to` are left as they are. */
  async function formOf(address: string): Promise<Record<string, string>> {
    const page = await editor.get(address)
    return { ...formFields(page.text), _csrf: tokenIn(page) }
  }

  const idsOf = (form: Record<string, string>): string[] =>
    Object.keys(form).flatMap(name => /^question-([0-9a-f]+)-text$/.exec(name)?.[1] ?? [])

  describe('logging a letter', () => {
    it('reads a pasted text, shows each question marked in it, and stores no letter yet', async () => {
      const address = await handIn(twelveQuestions)
      const { text } = await editor.get(address)
      assert.match(text, /<strong>12 questions<\/strong>/)
      assert.equal([...text.matchAll(/<mark /g)].length, 12)
      assert.match(text, /value="2025-03-03"/)
      assert.match(text, /value="Department of Transportation"/)
      assert.equal(await Letter.countDocuments(), 0)
    })

    it('folds a long list of signers, with their number, so that the questions are near', async () => {
      const many = Array.from({ length: 9 }, (_, at) => `Jane ${'ABCDEFGHI'[at]}. Member`)
      const signed = (names: string[]) =>
        `${twelveQuestions.replace(/Sincerely,[\s\S]*$/, '')}\nSincerely,\n\n${names.map(name => `${name}\nUnited States Senator`).join('\n\n')}\n`
      const [long, short] = [await handIn(signed(many)), await handIn(signed(many.slice(0, 2)))]
      assert.match(
        (await editor.get(long)).text,
        /<details>\s*<summary>9 names: Jane A. Member, Jane B. Member,? and Jane C. Member and 6 more<\/summary>/
      )
      assert.match((await editor.get(short)).text, /<details open>\s*<summary>2 names/)
      assert.equal((await formOf(long))['signatory-8-name'], 'Jane I. Member')
    })

    it('becomes a letter with its questions when it is confirmed, and the same letter when that is sent twice', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      const twice = [
        await editor.post(`${address}/confirmation`, { ...form, subject: 'Movable bridges' }),
        await editor.post(`${address}/confirmation`, { ...form, subject: 'Movable bridges' })
      ]
      assert.deepEqual(
        twice.map(({ status }) => status),
        [303, 303]
      )
      const letter = await Letter.findOne({ subject: 'Movable bridges' }).orFail().lean()
      assert.equal(twice[0]?.headers.location, `/letters/${letter.slug}`)
      assert.equal(letter.visibility, 'internal')
      assert.deepEqual([letter.due.basis, letter.due.date], ['stated', '2025-03-03'])
      const questions = await Question.ofLetter(letter._id)
      assert.equal(questions.length, 12)
      assert.equal(twelveQuestions.slice(questions[8]?.start, questions[8]?.end), questions[8]?.text)
      assert.match((await editor.get(address)).text, /It became the letter/)
    })

    it('keeps what was typed with every act, and leads back to the question that was acted on', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      const [first = '', second = ''] = idsOf(form)
      const joined = await editor.post(`${address}/merges`, {
        ...form,
        subject: 'Typed meanwhile',
        question: first
      })
      assert.equal(joined.headers.location, `${address}#question-${first}-text`)
      const after = await formOf(address)
      assert.equal(after.subject, 'Typed meanwhile')
      assert.equal(idsOf(after).length, 11)
      assert.equal(idsOf(after).includes(second), false)
    })

    it('splits, adds, drops, puts back and moves questions by plain forms', async () => {
      const address = await handIn(twelveQuestions)
      const fourth = idsOf(await formOf(address))[3] ?? ''
      const textOf = async (at: number) => {
        const form = await formOf(address)
        return form[`question-${idsOf(form)[at]}-text`]
      }
      const act = async (noun: string, fields: Record<string, string>) => {
        const answer = await editor.post(`${address}/${noun}`, { ...(await formOf(address)), ...fields })
        assert.equal(answer.status, 303, answer.text)
      }
      const cut = String((await textOf(3))?.indexOf('If the decision'))
      await act('splits', { question: fourth, [`cut-${fourth}`]: cut })
      assert.match((await textOf(4)) ?? '', /^If the decision can be delegated/)
      await act('drops', { question: fourth })
      assert.equal(idsOf(await formOf(address)).length, 12)
      await act('restorations', { question: fourth })
      assert.match((await textOf(3)) ?? '', /^Who decides/)
      await act('moves', { question: `up ${fourth}` })
      assert.match((await textOf(2)) ?? '', /^Who decides/)
      await act('questions', { words: 'The records we were shown' })
      assert.equal(await textOf(0), 'The records we were shown do not bear that out.')
    })

    it('takes corrections of the header, rows added and rows cleared', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      const recipient =
        Object.keys(form).find(name => /^recipient-[0-9a-f]{24}-organization$/.test(name)) ?? ''
      const saved = await editor.post(address, {
        ...form,
        [recipient]: 'Federal Railroad Administration',
        'recipient-new-organization': 'United States Coast Guard',
        'signatory-0-name': 'Tim Kaine',
        'signatory-0-lead': 'yes',
        letterDate: '2025-02-04',
        basis: 'business_days',
        dueCount: '10',
        topics: 'bridges, freight, bridges'
      })
      assert.equal(saved.status, 303, saved.text)
      const intake = await Intake.findById(address.split('/').at(-1)).orFail().lean()
      assert.deepEqual(
        intake.recipients.map(({ organization }) => organization),
        ['Federal Railroad Administration', 'United States Coast Guard']
      )
      assert.deepEqual(
        intake.signatories.map(({ name, isLead }) => [name, isLead]),
        [['Tim Kaine', true]]
      )
      assert.deepEqual(
        [intake.letterDate, intake.due.basis, intake.due.count],
        ['2025-02-04', 'business_days', 10]
      )
      assert.deepEqual(intake.topics, ['bridges', 'freight'])
    })

    it('puts a question to some of the recipients only', async () => {
      const address = await handIn(twelveQuestions)
      await editor.post(address, {
        ...(await formOf(address)),
        'recipient-new-organization': 'United States Coast Guard'
      })
      const form = await formOf(address)
      const [first = ''] = idsOf(form)
      const guard = (await Intake.findById(address.split('/').at(-1)).orFail().lean()).recipients[1]?._id
      const confirmed = await editor.post(`${address}/confirmation`, {
        ...form,
        subject: 'Two agencies',
        [`question-${first}-to`]: ['', String(guard)]
      })
      assert.equal(confirmed.status, 303, confirmed.text)
      const letter = await Letter.findOne({ subject: 'Two agencies' }).orFail().lean()
      const questions = await Question.ofLetter(letter._id)
      assert.deepEqual(
        questions.slice(0, 2).map(({ findings }) => findings.length),
        [1, 2]
      )
    })

    it('answers a stale edit with 409 and what was typed, and stores nothing of it', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      await editor.post(address, { ...form, subject: 'The first to save' })
      const stale = await editor.post(address, { ...form, subject: 'The second to save' })
      assert.equal(stale.status, 409)
      assert.match(stale.text, /value="The second to save"/)
      assert.equal((await formOf(address)).subject, 'The first to save')
      const again = await editor.post(address, { ...form, revision: '1', subject: 'The second to save' })
      assert.equal(again.status, 303)
    })

    it('saves by itself for a page with script, and says when it cannot', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      const send = (fields: Record<string, string>) =>
        editor.post(address, { ...form, ...fields }).set('Accept', 'application/json')
      assert.deepEqual((await send({ subject: 'Saved by itself' })).body, { revision: 1 })
      assert.equal((await send({})).status, 409)
      assert.equal((await send({ revision: '1', letterDate: '2025-02-30' })).status, 422)
    })

    it('does not confirm what lacks a date, a recipient or the sentence of its deadline, and says so by field', async () => {
      const address = await handIn(twelveQuestions)
      const form = await formOf(address)
      const recipients = Object.fromEntries(
        Object.keys(form)
          .filter(name => name.startsWith('recipient-'))
          .map(name => [name, ''])
      )
      const answer = await editor.post(`${address}/confirmation`, {
        ...form,
        ...recipients,
        letterDate: '',
        dueQuote: '',
        subject: ''
      })
      assert.equal(answer.status, 422)
      for (const field of ['subject', 'letterDate', 'dueQuote', 'recipient-new-organization'])
        assert.match(answer.text, new RegExp(`<a href="#${field}">`))
      assert.match(answer.text, /<title>Error: /)
    })

    it('warns of a letter that is logged already, with how alike they are', async () => {
      const { text } = await editor.get(await handIn(twelveQuestions))
      assert.match(text, /This letter seems to be logged already/)
      assert.match(text, /100% alike/)
    })

    it('shows what differs from a letter it resembles, and can be kept as a draft of it', async () => {
      const draft = twelveQuestions.replace('in the last two years', 'lately').replace('February 3, 2025', '')
      const address = await handIn(draft.replace('12. When', '12. On which day'))
      const { slug, versions } = await Letter.findOne({ subject: 'Movable bridges' }).orFail().lean()
      const page = await editor.get(`${address}/differences/${slug}`)
      assert.match(page.text, /<ins>When<\/ins>/)
      assert.match(page.text, /<del>On/)
      const kept = await editor.post(`${address}/versions`, { letter: slug })
      assert.equal(kept.headers.location, `/letters/${slug}/versions`)
      const letter = await Letter.findOne({ slug }).orFail().lean()
      assert.deepEqual([versions.length, letter.versions.length, letter.versions[0]?.kind], [0, 1, 'draft'])
      assert.equal((await editor.get(`${address}/differences/${slug}`)).status, 404)
    })

    it('is for editors of the desk alone', async () => {
      const address = await handIn(twelveQuestions)
      const reader = await world.signedInAs('reader')
      assert.equal((await reader.get(address)).status, 403)
      assert.equal((await world.visitor().get(address)).status, 303)
      const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Another desk' })
      await Intake.updateOne(
        { _id: new Types.ObjectId(address.split('/').at(-1)) },
        { $set: { deskId: elsewhere._id } }
      )
      assert.equal((await editor.get(address)).status, 404)
    })

    it('can be thrown away, and leaves nothing behind', async () => {
      const address = await handIn(twelveQuestions)
      await editor.post(`${address}/removal`, {})
      assert.equal((await editor.get(address)).status, 404)
    })
  })

  describe('a text that cannot be a letter', () => {
    const cases: [string, string, RegExp][] = [
      ['nothing', '   ', /Paste the text of the letter, or choose its file/],
      ['a text with no question', 'We thank you for the lunch. It was good.', /No question was found/],
      ['five megabytes', 'What is it? '.repeat(420_000), /a letter may have 1,000,000/],
      ['a program', '\x7fELF\x01\x02\x03', /This is not text/],
      ['a text that lost its accents', 'What about the caf\uFFFD?', /Some characters were lost/]
    ]
    for (const [what, text, expected] of cases)
      it(`such as ${what} is refused with what to do, what was typed kept, nothing stored`, async () => {
        const before = await Intake.countDocuments()
        const answer = await editor.post('/intake', { text })
        assert.equal(answer.status, 422)
        assert.match(answer.text, expected)
        assert.equal(answer.text.includes(`>${text.slice(0, 9)}`), true)
        assert.equal(await Intake.countDocuments(), before)
      })

    it('may still be one: a person can list its questions by hand', async () => {
      const text = 'We thank you for the lunch. It was good.'
      const address = (await editor.post('/intake', { text, acceptsNone: 'yes' })).headers.location ?? ''
      const added = await editor.post(`${address}/questions`, {
        ...(await formOf(address)),
        words: 'It was'
      })
      assert.equal(added.status, 303)
      assert.equal(idsOf(await formOf(address)).length, 1)
      const missing = await editor.post(`${address}/questions`, {
        ...(await formOf(address)),
        words: 'not in it'
      })
      assert.equal(missing.status, 422)
      assert.match(missing.text, /do not stand in the letter/)
      assert.match(missing.text, /value="not in it"/)
    })
  })
})
