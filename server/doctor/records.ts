import { isDeepStrictEqual } from 'node:util'
import { type mongo, type Types, trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { indexesWanted, makeIndexes, nameOf } from '../../models/migrations/indexes.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { firstAskedOn, restandLetter } from '../../models/restanding.ts'
import { copiesOf, standingOf } from '../../models/standing.ts'
import { User } from '../../models/user.ts'
import type { Check, Finding } from './finding.ts'
import { passages } from './passages.ts'

/** What is checked of the records themselves. Reads everything once, a letter at a time. */
export const recordChecks = (db: mongo.Db, now: Date): Check[] => [
  { name: 'every index of this release is there', look: () => indexes(db) },
  { name: 'every question belongs to a letter', look: orphans },
  { name: 'what lists sort by agrees with the records', look: copies },
  { name: 'every quoted passage stands in its reply', look: () => passages(now) },
  { name: 'mail leaves', look: () => mail(now) },
  { name: 'somebody is there to be told', look: people }
]

async function indexes(db: mongo.Db): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const wanted of indexesWanted()) {
    const there = await namesOfIndexes(db, wanted.collection)
    const names = wanted.indexes.map(nameOf)
    const missing = wanted.indexes.filter(index => !there.includes(nameOf(index)))
    if (missing.length > 0)
      findings.push({
        what: `${wanted.collection} lacks ${missing.map(nameOf).join(', ')}`,
        toDo: 'npm run doctor -- --repair makes it',
        repair: () => makeIndexes(db, [{ ...wanted, indexes: missing }])
      })
    const extra = there.filter(name => name !== '_id_' && !names.includes(name))
    if (extra.length > 0)
      findings.push({
        isNote: true,
        what: `${wanted.collection} has ${extra.join(', ')}, which this release does not use`,
        toDo: 'it costs a little with every write; drop it once no older release runs'
      })
  }
  return findings
}

async function namesOfIndexes(db: mongo.Db, collection: string): Promise<string[]> {
  const isThere = (await db.listCollections({ name: collection }).toArray()).length > 0
  if (!isThere) return []
  return (await db.collection(collection).listIndexes().toArray()).map(({ name }) => String(name))
}

/** Left behind where a process was killed between writing a letter's questions and the letter. */
async function orphans(): Promise<Finding[]> {
  const ids = await Question.distinct('letterId')
  const known = new Set((await Letter.find().select({ _id: 1 }).lean()).map(({ _id }) => String(_id)))
  const lost = ids.filter(id => !known.has(String(id)))
  if (lost.length === 0) return []
  return [
    {
      what: `questions of ${lost.length} letters that are not there: ${lost.slice(0, 3).join(', ')}`,
      toDo: 'log that letter again: its questions are then its own again'
    }
  ]
}

async function copies(): Promise<Finding[]> {
  const desks = new Map((await Desk.find().lean<DeskRecord[]>()).map(desk => [String(desk._id), desk]))
  const stale: Types.ObjectId[] = []
  for await (const letter of Letter.find().lean<LetterRecord>().cursor()) {
    const desk = desks.get(String(letter.deskId))
    if (!desk) continue
    if (await isStale(letter, desk)) stale.push(letter._id)
  }
  if (stale.length === 0) return []
  return [
    {
      what: `the questions of ${stale.length} letters carry copies that do not agree: ${stale.slice(0, 3).join(', ')}`,
      toDo: 'npm run doctor -- --repair writes them anew',
      repair: async () => {
        for (const id of stale) await restandLetter(id)
      }
    }
  ]
}

async function isStale(letter: LetterRecord, desk: DeskRecord): Promise<boolean> {
  const questions = await Question.find({ letterId: letter._id }).lean<QuestionRecord[]>()
  if (questions.length === 0) return false
  const responses = await Response.toLetter(letter._id)
  for (const question of questions) {
    const putTo = letter.recipients.filter(({ _id }) =>
      question.findings.some(one => one.recipientId.equals(_id))
    )
    const first = await firstAskedOn(question, letter)
    const due = { ...copiesOf(letter, putTo), standing: standingOf(question, letter, responses, desk, first) }
    const { visibility, embargoUntil, standing } = question
    if (!isSame({ letter: question.letter, visibility, embargoUntil, standing }, due)) return true
  }
  return false
}

type Copies = Pick<QuestionRecord, 'letter' | 'visibility' | 'embargoUntil' | 'standing'>

/** `nextStepOn` is moved on by reminder runs, so it may be later than what a change of the record stores. */
function isSame(stored: Copies, due: Copies): boolean {
  const comparable = (one: Copies): unknown =>
    JSON.parse(JSON.stringify({ ...one, standing: { ...one.standing, nextStepOn: null } }))
  return isDeepStrictEqual(comparable(stored), comparable(due))
}

const DAY_MS = 24 * 60 * 60 * 1000

async function mail(now: Date): Promise<Finding[]> {
  const { count, since } = await Delivery.waiting()
  const failed = await Delivery.countDocuments({
    composedAt: trusted({ $gt: new Date(now.getTime() - 7 * DAY_MS) }),
    state: 'failed'
  })
  const isLate = since !== null && now.getTime() - since.getTime() > DAY_MS
  return [
    ...(isLate
      ? [
          {
            what: `${count} mails wait, the oldest since ${since.toISOString()}`,
            toDo: 'see that a process with ROLE=worker or all runs, and what its log says of the mail server'
          }
        ]
      : []),
    ...(failed > 0
      ? [
          {
            what: `${failed} mails were given up in the last week`,
            toDo: 'their addresses may be wrong: see the log'
          }
        ]
      : [])
  ]
}

async function people(): Promise<Finding[]> {
  const users = await User.find({ disabledAt: null }).select({ role: 1, desks: 1 }).lean()
  if (users.length === 0)
    return [{ isNote: true, what: 'there is no account yet', toDo: 'open the link that the start prints' }]
  const noAdmin: Finding[] = users.some(({ role }) => role === 'site-admin')
    ? []
    : [
        {
          what: 'nobody is site-admin',
          toDo: 'npm run user -- add EMAIL --name NAME --role site-admin --desk SLUG'
        }
      ]
  const told = new Set(users.flatMap(({ role, desks }) => (role === 'reader' ? [] : desks.map(String))))
  const deskIds = (await Letter.distinct('deskId')).map(String)
  const silent = await Desk.find({ _id: trusted({ $in: deskIds.filter(id => !told.has(id)) }) }).lean()
  return [
    ...noAdmin,
    ...silent.map(({ slug }) => ({
      what: `the desk ${slug} has letters and nobody who is reminded of them`,
      toDo: `npm run user -- add EMAIL --name NAME --role editor --desk ${slug}`
    }))
  ]
}
