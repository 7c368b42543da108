import { type Types, trusted } from 'mongoose'
import type { DeskRecord } from '../../models/desk.ts'
import type { Actor } from '../../models/history.ts'
import { Import, type ImportRecord } from '../../models/import.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { ImportPlan } from './planning.ts'
import { carriedOut, type ImportOutcome } from './running.ts'

/** More letters than this are logged beside the pages, with a page that shows how far that is. */
export const MOST_WHILE_WAITED_FOR = 20

/** Logs the letters of long imports beside the pages. */
export interface LongImports {
  /** Begins, or goes on where a process that had it is gone; nothing while one has it. Twice is once. */
  carryOn(record: ImportRecord, plan: ImportPlan, desk: DeskRecord, by: Actor): Promise<void>
}

const LEASE_MS = 60_000
const EVERY = 10

/** Leases are real time, whatever the application's clock says. */
const leaseEnd = (): Date => new Date(systemClock.now().getTime() + LEASE_MS)

export function longImports(clock: Clock, log: Log): LongImports {
  const work = async (id: Types.ObjectId, plan: ImportPlan, desk: DeskRecord, by: Actor) => {
    const outcome = await carriedOut(plan, desk, by, clock.now(), async done => {
      if (done % EVERY === 0)
        await Import.updateOne(
          { _id: id },
          { $set: { 'running.done': done, 'running.leasedUntil': leaseEnd() } }
        )
    })
    const now = clock.now()
    await Import.updateOne(
      { _id: id },
      { $set: { running: null, outcome: toldOf(outcome), doneAt: now, changedAt: now } }
    )
  }
  return {
    carryOn: async ({ _id, running }, plan, desk, by) => {
      const claimed = await Import.updateOne(
        running
          ? { _id, 'running.leasedUntil': trusted({ $lt: systemClock.now() }) }
          : { _id, running: null },
        {
          $set: {
            running: { done: 0, total: plan.letters.length, leasedUntil: leaseEnd(), by },
            outcome: null
          }
        }
      )
      if (claimed.modifiedCount === 0) return
      work(_id, plan, desk, by).catch(error => log.error({ err: error }, 'an import stopped'))
    }
  }
}

/** What an import came to, in a sentence. */
export const toldOf = ({ logged, known, bad }: ImportOutcome): string =>
  `${logged} letters were logged; ${known} were before; ${bad.length} rows were not taken over.`
