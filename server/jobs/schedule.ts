import { Delivery } from '../../models/delivery.ts'
import { Dispute } from '../../models/dispute.ts'
import { forgetUnneededFiles } from '../../models/needed-files.ts'
import { ReplyReading } from '../../models/reply-reading.ts'
import { Subscription } from '../../models/subscription.ts'
import { readBounceMailbox } from '../mail/bounce-mailbox.ts'
import type { MailboxPlace } from '../mail/imap.ts'
import { type SendingDeps, sendWaiting } from '../mail/sending.ts'
import { mailOutcomes } from '../metrics.ts'
import { claimAnswerNotices } from './answer-notices.ts'
import { type ClaimingDeps, HOUR_MS } from './claiming.ts'
import { claimDigests } from './digests.ts'
import { claimReminders } from './reminders.ts'
import { claimSubscriberDigests } from './subscriber-digests.ts'

/** What every job works with. */
export interface JobDeps extends ClaimingDeps, SendingDeps {
  /** Where bounces come to; null where no such mailbox is set. */
  readonly bounceMailbox: MailboxPlace | null
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal
}

export interface Job {
  readonly name: string
  readonly everyMs: number
  readonly why: string
  run(deps: JobDeps): Promise<void>
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const KEEP_TEXT_MS = 30 * 24 * HOUR_MS

/** Everything that happens by itself. Each job may run at any time and in several processes at once. */
export const schedule: readonly Job[] = [
  {
    name: 'send',
    everyMs: 10 * SECOND_MS,
    why: 'A mail that somebody waits for leaves within seconds; looking costs one indexed read.',
    run: async deps => {
      // A store that goes away between leasing a mail and saying so leaves one that nobody holds, for minutes.
      await Delivery.releaseLeases(deps.worker)
      const { sent, deferred, failed, cancelled } = await sendWaiting(deps, { signal: deps.signal })
      for (const [outcome, count] of Object.entries({ sent, deferred, failed, cancelled }))
        mailOutcomes.inc({ outcome }, count)
    }
  },
  {
    name: 'reminders',
    everyMs: 5 * MINUTE_MS,
    why: "What is owed depends on each desk's own hour and on what people record meanwhile; a start after the hour catches up.",
    run: async deps => {
      await claimReminders(deps, { isAsOf: false, now: deps.clock.now() })
    }
  },
  {
    name: 'reminders of everything',
    everyMs: 12 * HOUR_MS,
    why: 'The stored day of the next look is a copy. Looking past it twice a day finds what a new colleague, a changed hour or a lost write left behind.',
    run: async deps => {
      await claimReminders(deps, { isAsOf: false, now: deps.clock.now() }, { isWhole: true })
    }
  },
  {
    name: 'digests',
    everyMs: 5 * MINUTE_MS,
    why: 'Each desk has a weekday and an hour of its own; a slot that was missed is made up for within a day.',
    run: async deps => {
      await claimDigests(deps, { isAsOf: false, now: deps.clock.now() })
      await claimSubscriberDigests(deps, { isAsOf: false, now: deps.clock.now() })
    }
  },
  {
    name: 'notices of answers',
    everyMs: MINUTE_MS,
    why: 'Who asked to hear at once waits ten minutes for a judgement to settle, and not much longer.',
    run: async deps => {
      await claimAnswerNotices(deps)
    }
  },
  {
    name: 'bounces',
    everyMs: 5 * MINUTE_MS,
    why: 'An address that does not exist is not written to again; one worker at a time reads the mailbox.',
    run: async deps => {
      if (deps.bounceMailbox) await readBounceMailbox({ ...deps, place: deps.bounceMailbox })
    }
  },
  {
    name: 'forget who did not confirm',
    everyMs: HOUR_MS,
    why: 'An address that nobody confirmed within a day is none of our business any more, nor is what was written under it.',
    run: async deps => {
      const dayAgo = new Date(deps.clock.now().getTime() - 24 * HOUR_MS)
      await Subscription.forgetUnconfirmed(dayAgo)
      await Dispute.forgetUnconfirmed(dayAgo)
    }
  },
  {
    name: 'forget files',
    everyMs: 6 * HOUR_MS,
    why: 'Files that were read into a form which nobody sent belong to nothing: a day later they go, with what was read of them.',
    run: async deps => {
      const before = new Date(deps.clock.now().getTime() - 24 * HOUR_MS)
      await ReplyReading.forgetBegunBefore(before)
      await forgetUnneededFiles(before)
    }
  },
  {
    name: 'forget texts',
    everyMs: 24 * HOUR_MS,
    why: 'The text of a mail is kept for retries and for looking it up for a month; the ledger is kept for good.',
    run: async deps => {
      await Delivery.forgetTexts(new Date(deps.clock.now().getTime() - KEEP_TEXT_MS))
    }
  }
]
