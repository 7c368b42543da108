import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { Intake } from '../../models/intake.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import type { Person } from '../support/people.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the letters that a pasted text is compared with', () => {
  const asked = [
    'How many lighthouses does the Department keep lit through the winter?',
    'Which of the foghorns were silent during the storms of that season?',
    'Who pays for the keepers of the northern harbors and their boats?'
  ]
  let world: World
  let editor: Person
  let old: LetterRecord
  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    old = await aLetter(world, {
      subject: 'Lighthouses',
      questions: asked,
      letterDate: '2014-01-10',
      signer: 'Jane Q. Keeper',
      topics: ['harbors']
    })
    const newer = await aLetter(world, {
      subject: 'Other',
      questions: ['What of the forests and the trees?']
    })
    const { _id, ...held } = newer
    await Letter.insertMany(
      Array.from({ length: 65 }, (_, at) => ({
        ...held,
        _id: new Types.ObjectId(),
        slug: `other-${at}`,
        letterDate: '2026-08-01',
        text: `Dear Secretary:\nWhat of the forests and trees of county ${at}?\nSincerely,`
      }))
    )
  })
  after(() => world.close())

  const written = (signer: string, date = 'September 1, 2026') =>
    `${date}\n\nThe Honorable Secretary\nDepartment of Examples\n\nDear Secretary:\n\n${asked.map((one, at) => `${at + 1}. ${one}`).join('\n')}\n\nSincerely,\n\n${signer}\nUnited States Senator\n`

  async function reviewed(text: string) {
    const { headers, status } = await editor.post('/intake', { text })
    assert.equal(status, 303)
    const address = headers.location ?? ''
    const intake = await Intake.findById(address.split('/').at(-1)).orFail().lean()
    return { intake, page: (await editor.get(address)).text }
  }

  const isFound = async (signer: string, date?: string) => {
    const { intake, page } = await reviewed(written(signer, date))
    return intake.alike.some(({ letterId }) => letterId.equals(old._id)) && page.includes(old.slug)
  }

  it('hold an old one of the same signatory, whatever came after it', async () => {
    assert.equal(await isFound('Jane Q. Keeper'), true)
  })

  it('hold one of about the same date, whoever signed', async () => {
    assert.equal(await isFound('Joan R. Warden', 'February 20, 2014'), true)
    assert.equal(await isFound('Joan R. Warden'), false)
  })

  it('are, of another desk’s, those that it shares or that are public; and so are the topics named beside it', async () => {
    const other = await Desk.create({ slug: 'other', name: 'Other desk' })
    const keep = async (set: Partial<LetterRecord>) => {
      await Letter.updateOne({ _id: old._id }, { $set: { deskId: other._id, ...set } })
      const { deskId, sharedWith, visibility } = await Letter.findById(old._id).orFail().lean()
      await Question.updateMany(
        { letterId: old._id },
        { $set: { 'letter.deskId': deskId, 'letter.sharedWith': sharedWith, visibility } }
      )
      const { page } = await reviewed(written('Jane Q. Keeper'))
      return [await isFound('Jane Q. Keeper'), /Topics in use: [^.]*harbors/.test(page)]
    }
    const { _id } = await world.desk()
    assert.deepEqual(await keep({}), [false, false])
    assert.deepEqual(await keep({ sharedWith: [_id] }), [true, true])
    assert.deepEqual(await keep({ sharedWith: [], visibility: 'public' }), [true, true])
  })
})
