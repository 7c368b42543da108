import { type Types, trusted } from 'mongoose'
import { type ChangeOccasion, changeLetter } from '../../models/changing.ts'
import { Delivery } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { endSessionsOf } from '../../models/session.ts'
import { Token } from '../../models/token.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { Conflict } from '../errors.ts'

/** What somebody holds at a desk that must not fall to nobody. */
export interface Held {
  readonly letters: number
  readonly reminders: number
  /** Whether long overdue letters are copied to them. */
  readonly isSecond: boolean
}

type Person = Pick<UserRecord, '_id' | 'name'>

/** Letters of the desk, or shared with it, that a person is assigned. */
const assigned = (person: Person, desk: DeskRecord) => ({
  assignees: person._id,
  $or: [{ deskId: desk._id }, { sharedWith: desk._id }]
})

/** Of letters that are shared with the desk too: they are kept under the desk that has the letter. */
const ownReminders = async (person: Person, desk: DeskRecord) => ({
  personId: person._id,
  isClaimed: false,
  $or: [{ deskId: desk._id }, { letterId: trusted({ $in: await Letter.sharedWithAny([desk._id]) }) }]
})

export async function heldBy(person: Person, desk: DeskRecord): Promise<Held> {
  const [letters, reminders] = await Promise.all([
    Letter.countDocuments(assigned(person, desk)),
    PersonalReminder.countDocuments(await ownReminders(person, desk))
  ])
  return { letters, reminders, isSecond: desk.secondPersonId?.equals(person._id) ?? false }
}

export const holdsNothing = ({ letters, reminders, isSecond }: Held): boolean =>
  letters === 0 && reminders === 0 && !isSecond

/**
 * Gives what somebody holds at a desk to somebody else, letter by letter, each with its line of history. Stopped
 * half-way it is done again from where it was: what was handed over is not held any more.
 */
export async function handOver(
  from: Person,
  to: Person,
  desk: DeskRecord,
  occasion: ChangeOccasion
): Promise<Held> {
  const held = await heldBy(from, desk)
  for (const { _id } of await Letter.find(assigned(from, desk)).select({ _id: 1 }).lean())
    await reassign(_id, from, to, occasion)
  for (const { _id, questionId, on } of await PersonalReminder.find(await ownReminders(from, desk)).lean()) {
    const isThere = await PersonalReminder.exists({ questionId, personId: to._id, on })
    if (isThere) await PersonalReminder.deleteOne({ _id })
    else await PersonalReminder.updateOne({ _id }, { $set: { personId: to._id } })
  }
  if (held.isSecond) await Desk.updateOne({ _id: desk._id }, { $set: { secondPersonId: to._id } })
  return held
}

async function reassign(
  id: Types.ObjectId,
  from: Person,
  to: Person,
  occasion: ChangeOccasion
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const letter = await Letter.findById(id).lean<LetterRecord>()
    if (!letter?.assignees.some(one => one.equals(from._id))) return
    const others = letter.assignees.filter(one => !one.equals(from._id) && !one.equals(to._id))
    const change = { what: 'assigned', from: from.name, to: to.name, because: 'handed over' }
    try {
      return await changeLetter(letter, { set: { assignees: [...others, to._id] }, ...change }, occasion)
    } catch (error) {
      if (!(error instanceof Conflict) || tries === 5) throw error
    }
  }
}

/**
 * Takes somebody out of a desk: their sessions end, and at their last desk their account does, with the mail that
 * waits for them and the links that would open it. Their name stays with what they did.
 */
export async function leaveDesk(
  person: UserRecord,
  desk: DeskRecord,
  now: Date
): Promise<'desk' | 'account'> {
  const isLast = person.role !== 'site-admin' && person.desks.every(id => id.equals(desk._id))
  await User.updateOne(
    { _id: person._id },
    { $pull: { desks: desk._id }, ...(isLast && { $set: { disabledAt: now } }) }
  )
  await endSessionsOf(String(person._id))
  if (!isLast) return 'desk'
  await Token.deleteMany({ userId: person._id })
  for (const kind of ['reminder', 'digest', 'sign_in'] as const)
    await Delivery.cancelFor({ userId: person._id, kind }, now, 'The person left the desk.')
  return 'account'
}

/** Who can take over: everybody at the desk who may edit, but the person themselves. */
export const successorsOf = (person: Person, desk: DeskRecord): Promise<UserRecord[]> =>
  User.find({
    _id: trusted({ $ne: person._id }),
    desks: desk._id,
    role: trusted({ $ne: 'reader' }),
    disabledAt: null
  })
    .sort({ name: 1, _id: 1 })
    .lean<UserRecord[]>()
