import { trusted } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Subscription } from '../../models/subscription.ts'
import { dbOf } from '../../server/database.ts'
import { claimSubscriberDigests } from '../../server/jobs/subscriber-digests.ts'
import { lasting, printFigures } from './figures.ts'
import { plainMails } from './mail-beside.ts'
import { onRecords } from './on-records.ts'

/** A Monday after the generated records' last day, past the hour of digests. */
const monday = new Date('2026-11-23T14:00:00Z')
const before = new Date('2026-11-09T14:00:00Z')

/** `npm run bench -- digest --dir DIR [--count 1000]`: the weekly mails of so many subscribers, claimed and put back. */
export const run = (args: string[]) =>
  onRecords(args, 1000, async ({ database, deps, count }) => {
    const db = dbOf(database.connection)
    await forget()
    await subscribers(count)
    const ours = await lasting(() =>
      claimSubscriberDigests({ ...deps, clock: { now: () => monday } }, { isAsOf: false, now: monday })
    )
    const again = await lasting(() =>
      claimSubscriberDigests({ ...deps, clock: { now: () => monday } }, { isAsOf: false, now: monday })
    )
    const mails = ours.result.lines.length
    const plain = await plainMails(db, mails)
    const beside = (value: number) => ({ what: 'nodemailer and insertOne', value })
    printFigures('digest', { subscribers: count, mails, 'claimed again': again.result.lines.length }, [
      { what: 'all claimed', value: ours.ms / 1000, unit: 's', beside: beside(plain.ms / 1000) },
      {
        what: 'all claimed, processor',
        value: ours.cpuMs / 1000,
        unit: 's',
        beside: beside(plain.cpuMs / 1000)
      },
      { what: 'a run that finds nothing to claim', value: again.ms, unit: 'ms' }
    ])
    await forget()
  })

async function forget(): Promise<void> {
  await Delivery.deleteMany({ kind: 'digest' })
  await Subscription.deleteMany({ address: trusted({ $regex: '^bench-' }) })
}

async function subscribers(count: number): Promise<void> {
  const ask = (at: number) =>
    at % 10 === 0 ? '' : `answer=no_reply&ask=${at % 2 ? 'documents' : 'information'}`
  for (let from = 0; from < count; from += 1000)
    await Subscription.insertMany(
      Array.from({ length: Math.min(1000, count - from) }, (_, at) => ({
        address: `bench-${from + at}@example.org`,
        filter: ask(at),
        speed: 'weekly',
        state: 'confirmed',
        askedAt: before,
        confirmedAt: before,
        coveredUntil: before
      }))
    )
}
