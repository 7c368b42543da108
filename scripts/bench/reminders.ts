import { Types, trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Letter } from '../../models/letter.ts'
import { User } from '../../models/user.ts'
import { dbOf } from '../../server/database.ts'
import { claimReminders } from '../../server/jobs/reminders.ts'
import { lasting, printFigures } from './figures.ts'
import { plainMails } from './mail-beside.ts'
import { onRecords } from './on-records.ts'

/** A working day, past the desk's hour. */
const now = new Date('2026-11-23T15:00:00Z')

/**
 * `npm run bench -- reminders --dir DIR [--count 20]`: a run over the whole record for so many staff, each with a
 * share of the letters; then one that finds nothing new, as every five minutes. The folder's ledger is emptied after.
 */
export const run = (args: string[]) =>
  onRecords(args, 20, async ({ database, deps, count }) => {
    const db = dbOf(database.connection)
    await staff(count)
    const at = { ...deps, clock: { now: () => now } }
    const moment = { isAsOf: false, now } as const
    const whole = await lasting(() => claimReminders(at, moment, { isWhole: true }))
    const next = await lasting(() => claimReminders(at, moment))
    const mails = whole.result.lines.length
    const plain = await plainMails(db, mails)
    const beside = (value: number) => ({ what: 'nodemailer and insertOne', value })
    const letters = whole.result.lines.reduce((sum, line) => sum + line.letters.length, 0)
    printFigures(
      'reminders',
      { letters: await Letter.countDocuments({}), mails, 'sections in them': letters },
      [
        { what: 'run over everything', value: whole.ms / 1000, unit: 's', beside: beside(plain.ms / 1000) },
        {
          what: 'the same, processor',
          value: whole.cpuMs / 1000,
          unit: 's',
          beside: beside(plain.cpuMs / 1000)
        },
        { what: 'run that finds nothing new', value: next.ms, unit: 'ms' }
      ]
    )
    await Delivery.deleteMany({ kind: 'reminder' })
    await User.deleteMany({ email: trusted({ $regex: '^bench-staff-' }) })
  })

/** Staff of the bench desk, the letters shared out among them. */
async function staff(count: number): Promise<void> {
  const desk = await Desk.findOne({ slug: 'bench' }).orFail().lean()
  const people = Array.from({ length: count }, (_, at) => ({
    _id: new Types.ObjectId(),
    email: `bench-staff-${at}@example.org`,
    name: `Staff ${at}`,
    role: 'editor',
    desks: [desk._id],
    createdAt: new Date(0)
  }))
  await User.deleteMany({ email: trusted({ $regex: '^bench-staff-' }) })
  await User.insertMany(people)
  const letters = await Letter.find({}).select({ _id: 1 }).lean()
  for (const [at, { _id: person }] of people.entries()) {
    const ids = letters.filter((_, index) => index % count === at).map(({ _id }) => _id)
    await Letter.collection.updateMany({ _id: { $in: ids } }, { $set: { assignees: [person] } })
  }
}
