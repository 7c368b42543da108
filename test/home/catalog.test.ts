import assert from 'node:assert/strict'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Reference } from '../../models/reference.ts'
import { restandLetter } from '../../models/restanding.ts'
import { type Catalog, currentCatalog, readCatalog } from '../../server/catalog.ts'
import { loadExamples, removeExamples } from '../../server/examples/load.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

/** The records of a catalog, without the order in which they came. */
const told = ({ letters, questions, replies, referenced, organizations, embargoes }: Catalog) => ({
  letters: letters.toSorted((one, other) => one.id.localeCompare(other.id)),
  questions: questions.toSorted((one, other) => one.id.localeCompare(other.id)),
  replies: replies.toSorted((one, other) => one.id.localeCompare(other.id)),
  referenced: [...referenced].sort(),
  organizations: [...organizations.keys()].sort(),
  embargoes
})

describe('the catalog', () => {
  let world: World

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
  })
  after(() => world.close())

  const changes: [string, () => Promise<unknown>][] = [
    ['the examples are loaded', () => loadExamples(world.clock.now())],
    [
      'a letter is logged',
      () => aLetter(world, { subject: 'Ports', questions: ['How many?', 'Since when?'] })
    ],
    [
      'a letter is renamed by its slug',
      () => Letter.updateOne({ slug: 'leahy-2021' }, { $set: { subject: 'Renamed' } })
    ],
    [
      'a letter is put under an embargo',
      async () => {
        const letter = await Letter.atSlug('leahy-2021')
        if (!letter) throw new Error('The example is not there.')
        await Letter.updateOne(
          { _id: letter._id },
          { $set: { visibility: 'embargoed', embargoUntil: new Date('2027-01-01T00:00:00Z') } }
        )
        await restandLetter(letter._id)
      }
    ],
    [
      'one question changes',
      async () => {
        const letter = await Letter.atSlug('grijalva-lowenthal-2019')
        const question = letter && (await questionsOf(letter))[1]
        if (!question) throw new Error('The example is not there.')
        await Question.updateOne(
          { _id: question._id },
          { $set: { 'standing.isOpen': false, ask: 'documents' } }
        )
      }
    ],
    [
      'a reference goes from one letter to another',
      async () => {
        const [from, to] = await Promise.all(
          ['leahy-2021', 'grijalva-lowenthal-2019'].map(slug => Letter.atSlug(slug))
        )
        if (!from || !to) throw new Error('The examples are not there.')
        await Reference.updateMany(
          { 'letters.letterId': from._id },
          { $set: { 'letters.0.letterId': to._id } }
        )
      }
    ],
    ['an organization is added', () => Organization.calledOrAdded('Bureau of Tests')],
    [
      'a letter and its questions are deleted',
      async () => {
        const letter = await Letter.atSlug('grijalva-lowenthal-2019')
        if (!letter) throw new Error('The example is not there.')
        await Question.deleteMany({ letterId: letter._id })
        await Letter.deleteOne({ _id: letter._id })
      }
    ],
    ['the examples are taken out', () => removeExamples(world.clock.now())]
  ]
  for (const [what, change] of changes)
    it(`is what the store holds after ${what}`, async () => {
      await currentCatalog()
      await change()
      assert.deepEqual(told(await currentCatalog()), told(await readCatalog('anew')))
    })

  it('is read once for all who ask at the same time', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => currentCatalog()))
    assert.equal(new Set(asked).size, 1)
  })
})
