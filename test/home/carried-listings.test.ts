import assert from 'node:assert/strict'
import { rollup } from 'd3-array'
import { DateTime } from 'luxon'
import mongoose from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { type Catalog, currentCatalog, readCatalog } from '../../server/catalog.ts'
import { ageBucketOf } from '../../server/domain/answers.ts'
import { groupOfState } from '../../server/domain/cells.ts'
import { type Day, yearOf } from '../../server/domain/day.ts'
import {
  everyQuestion,
  facetNames,
  type QuestionFilter,
  questionSorts
} from '../../server/domain/question-filter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { type Listing, listingFor, neverChecked, notOpen, readDrawn, stateFor } from '../../server/listing.ts'
import { readerFor } from '../../server/web/reader.ts'
import { type Viewer, visitor } from '../../server/web/viewer.ts'
import { aLetter, aReply } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const filters: readonly QuestionFilter['choices'][] = [
  {},
  { answer: ['unanswered'] },
  { open: ['yes'], ask: ['information'] },
  { timeliness: ['overdue'] },
  { organization: ['department-of-state', 'department-of-examples'] },
  { topic: ['ports'], chamber: ['senate'] }
]

/** Everything that pages ask of a listing, in words that compare. */
const told = (listing: Listing) => ({
  letters: listing.letters.map(({ id }) => id).sort(),
  latest: listing.latestLetters().map(({ letterDate, subject }) => [letterDate, subject]),
  questions: listing.questions.map(({ id }) => id).sort(),
  known: facetNames.map(facet => [...listing.by(facet).keys()].sort()),
  notKnown: facetNames.flatMap(facet =>
    [...listing.by(facet).keys()].filter(value => !listing.isKnown(facet, value))
  ),
  found: filters.flatMap(choices =>
    questionSorts.map(sort => {
      const { questions, total, counts, drawn, check } = listing.find({ ...everyQuestion, choices, sort })
      const ids = questions.map(({ id, changes }) => `${id} ${changes}`)
      const beside = [total, [...drawn].sort(), [...check].sort()]
      return [choices, sort, ids, facetNames.map(facet => [...counts[facet]].sort()), beside]
    })
  ),
  early: listing.find({ ...everyQuestion, until: '2021-06-30' }).questions.map(({ id }) => id),
  ofLetters: listing
    .latestLetters()
    .map(letter => [
      letter.subject,
      listing.questionsOf(letter).map(({ position, state }) => `${position} ${state}`),
      listing.repliesTo(letter).map(({ id, kind, receivedOn }) => `${id} ${kind} ${receivedOn}`),
      listing.speakingOf(letter.id).map(({ subject }) => subject)
    ])
})

const yearOrNull = (day: Day | null): number | null => (day === null ? null : yearOf(day))

describe('a listing after a write', () => {
  let world: World
  let desk: Viewer

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    const deskId = String((await world.desk())._id)
    desk = { kind: 'signed-in', id: '', name: '', email: '', role: 'reader', desks: [deskId] }
  })
  after(() => world.close())

  const listings = (catalog: Catalog) =>
    [visitor, desk].map(viewer => listingFor(catalog, readerFor(viewer, catalog, world.clock)))

  const slug = async (): Promise<string> => (await Letter.findOne({ subject: 'Ports' }).orFail().lean()).slug
  const changeLetter = async (set: object): Promise<void> => {
    const { _id } = await Letter.findOne({ slug: await slug() })
      .orFail()
      .lean()
    await Letter.updateOne({ _id }, { $set: set })
    await restandLetter(_id)
  }

  const changes: [string, () => Promise<unknown>][] = [
    [
      'a letter is logged',
      () =>
        aLetter(world, {
          subject: 'Ports',
          questions: ['How many?', 'Since when?'],
          dueOn: '2026-11-01',
          topics: ['Ports']
        })
    ],
    ['it is published', () => changeLetter({ visibility: 'public' })],
    [
      'a public reply to it is logged',
      async () => {
        const editor = await world.signedInAs('editor')
        const letter = await Letter.findOne({ slug: await slug() })
          .orFail()
          .lean()
        const { _id } = await aReply(editor, letter, { text: 'Many.' })
        await Response.updateOne({ _id }, { $set: { visibility: 'public' } })
      }
    ],
    [
      'the reply turns out to be an interim one, received earlier',
      async () => {
        const { _id } = await Response.findOne({ text: 'Many.' }).orFail().lean()
        await Response.updateOne({ _id }, { $set: { kind: 'interim', receivedOn: '2026-09-20' } })
      }
    ],
    [
      'the reply is made internal',
      async () => {
        const { _id } = await Response.findOne({ text: 'Many.' }).orFail().lean()
        await Response.updateOne({ _id }, { $set: { visibility: 'internal' } })
      }
    ],
    [
      'one question is answered',
      async () => {
        const { _id } = await Question.findOne({ text: 'Since when?' }).orFail().lean()
        await Question.updateOne(
          { _id },
          {
            $set: {
              'standing.state': 'answered',
              'standing.publicState': 'answered',
              'standing.isOpen': false
            }
          }
        )
      }
    ],
    ['the letter gets an earlier date', () => changeLetter({ letterDate: '2019-02-03' })],
    [
      'another signs it',
      () => changeLetter({ 'signatories.0.name': 'Second', 'signatories.0.slug': 'second' })
    ],
    ['a word of its subject changes', () => changeLetter({ subject: 'Ports and harbors' })],
    [
      'that is taken back',
      async () => {
        const { _id } = await Letter.findOne({ subject: 'Ports and harbors' }).orFail().lean()
        await Letter.updateOne({ _id }, { $set: { subject: 'Ports' } })
      }
    ],
    [
      'it is put under an embargo',
      () => changeLetter({ visibility: 'embargoed', embargoUntil: new Date('2026-11-20T18:00:00Z') })
    ],
    [
      'the embargo lifts and another record is written',
      async () => {
        world.clock.set(DateTime.fromISO('2026-11-20T19:00:00Z').toJSDate())
        const other = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
        await Letter.updateOne({ _id: other._id }, { $set: { note: 'Looked at once more.' } })
      }
    ],
    ['it is withdrawn', () => changeLetter({ visibility: 'withdrawn' })],
    [
      'a desk moves to Honolulu',
      async () => {
        await Desk.updateOne({ _id: (await world.desk())._id }, { $set: { zone: 'Pacific/Honolulu' } })
      }
    ],
    [
      'an office becomes part of another',
      async () => {
        const parent = await Organization.calledOrAdded('Ministry of Tests')
        await Organization.updateOne({ slug: 'department-of-examples' }, { $set: { parentId: parent._id } })
      }
    ],
    ['it is public again', () => changeLetter({ visibility: 'public', embargoUntil: null })],
    [
      'one question is moved away',
      async () => {
        const { _id } = await Question.findOne({ text: 'How many?' }).orFail().lean()
        await Question.updateOne({ _id }, { $set: { movedTo: [new mongoose.Types.ObjectId()] } })
      }
    ],
    [
      'the letter is deleted',
      async () => {
        const { _id } = await Letter.findOne({ subject: 'Ports' }).orFail().lean()
        await Question.deleteMany({ letterId: _id })
        await Letter.deleteOne({ _id })
      }
    ]
  ]
  for (const [what, change] of changes)
    it(`shows what one made anew shows, once ${what}`, async () => {
      for (const listing of listings(await currentCatalog())) told(listing)
      await change()
      const carried = listings(await currentCatalog()).map(told)
      const anew = listings(await readCatalog('anew')).map(told)
      assert.deepEqual(carried, anew)
    })

  it('shows a letter whose embargo lifts while another is withdrawn, so that as many are lifted as before', async () => {
    const [first, second] = [
      await aLetter(world, { subject: 'First', questions: ['What?'] }),
      await aLetter(world, { subject: 'Second', questions: ['Why?'] })
    ]
    const embargo = (hour: string) => ({
      $set: { visibility: 'embargoed' as const, embargoUntil: new Date(`2026-11-21T${hour}:00:00Z`) }
    })
    await Letter.updateOne({ _id: first._id }, embargo('10'))
    await Letter.updateOne({ _id: second._id }, embargo('12'))
    const seen = async () =>
      listings(await currentCatalog()).map(listing =>
        [first, second].map(({ _id }) => !!listing.letter(String(_id)))
      )
    world.clock.set(new Date('2026-11-21T11:00:00Z'))
    assert.deepEqual((await seen())[0], [true, false])
    world.clock.set(new Date('2026-11-21T13:00:00Z'))
    await Letter.updateOne({ _id: first._id }, { $set: { visibility: 'withdrawn' } })
    assert.deepEqual((await seen())[0], [false, true])
  })

  it('gives a part of a list, how many there are and what pictures draw without making the whole', async () => {
    for (const listing of listings(await currentCatalog()))
      for (const choices of filters) {
        const filter: QuestionFilter = { ...everyQuestion, choices, sort: 'due' }
        const found = listing.find(filter)
        const part = found.slice(1, 4)
        const { total } = found
        const all = found.questions
        assert.deepEqual(part, all.slice(1, 4))
        assert.deepEqual(found.slice(2, 1000), all.slice(2))
        assert.equal(total, all.length)
        const { reader } = listing
        const drawn = all.flatMap(question => {
          const group = groupOfState(stateFor(question, reader))
          const age = ageBucketOf(question.firstAskedOn, reader.todayAt(question.letter.deskId))
          const year = yearOrNull(question.letter.letterDate)
          const answeredIn = group === 'answered' ? yearOrNull(question.answeredOn) : null
          return group === null ? [] : [{ age, group, year, answeredIn }]
        })
        const given = [...found.drawn].flatMap(([value, count]) =>
          Array.from({ length: count }, () => readDrawn(value))
        )
        const inOrder = (all: readonly object[]) => all.map(one => JSON.stringify(one)).sort()
        assert.deepEqual(inOrder(given), inOrder(drawn))
        const open = all.filter(({ isOpen }) => isOpen)
        const checked = [...found.check].flatMap(([day, count]) => (day === notOpen ? [] : [[day, count]]))
        assert.deepEqual(
          Object.fromEntries(checked),
          Object.fromEntries(
            rollup(
              open,
              group => group.length,
              ({ checkedOn }) => checkedOn ?? neverChecked
            )
          )
        )
      }
  })

  it('shows what it showed to who still reads it', async () => {
    const [before] = listings(await currentCatalog())
    if (!before) throw new Error('There is no listing.')
    const then = told(before)
    await aLetter(world, { subject: 'Rivers', questions: ['Which?'] })
    const other = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean()
    await Letter.updateOne({ _id: other._id }, { $set: { visibility: 'internal' } })
    const [after] = listings(await currentCatalog())
    assert.notDeepEqual(after && told(after), then)
    assert.deepEqual(told(before), then)
  })
})
