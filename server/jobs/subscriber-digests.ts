import { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { currentCatalog } from '../catalog.ts'
import { clockAt } from '../clock.ts'
import { dayIn } from '../domain/day.ts'
import { type Digest, type DigestSlot, digest, digestSlot } from '../domain/digest.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { followedInWords, readFollowed } from '../following.ts'
import { type Listing, listingFor } from '../listing.ts'
import { digestMail } from '../mail/digest-mail.ts'
import { stopPath } from '../mail/stop-link.ts'
import { settingsPath } from '../mail/subscription-link.ts'
import { paths } from '../paths.ts'
import { readerFor } from '../web/reader.ts'
import { visitor } from '../web/viewer.ts'
import { catalogAsOf, type PastCatalog } from './catalog-as-of.ts'
import { type ClaimingDeps, claim, type Draft, draftOrSkip } from './claiming.ts'
import { digestItem, newsSince } from './digest-items.ts'
import { type Shown, shownQuestions } from './digest-words.ts'
import { type DigestLine, type DigestRun, graceLeft, lineOf } from './digests.ts'
import { instantIn, type Moment } from './moment.ts'
import { publicTime } from './public-time.ts'

/**
 * Subscriptions looked at together: claims are writes, and the store is quicker with some at a time. With more of them
 * the mails being composed outlive the collector's quick rounds, and the process grows by a half.
 */
const AT_A_TIME = 8

/** Claims the weekly mails of subscribers, each about what happened to what they follow since their last one. */
export async function claimSubscriberDigests(
  deps: ClaimingDeps,
  moment: Moment,
  { isDryRun = false }: { isDryRun?: boolean } = {}
): Promise<DigestRun> {
  if (!deps.site.isPublic) return { lines: [], claimed: [] }
  const today = await currentCatalog()
  const { time, calendar } = publicTime(today)
  const now = instantIn(moment, time.zone)
  const slot = digestSlot(now, time, calendar)
  if (!slot.isInGrace) return { lines: [], claimed: [] }
  const past = moment.isAsOf ? await catalogAsOf(today, dayIn(now, time.zone)) : null
  const catalog = past?.catalog ?? today
  const listing = listingFor(catalog, readerFor(visitor, catalog, clockAt(slot.at)))
  const run: Run = { deps, listing, past, slot, now, zone: time.zone, found: new Map(), isDryRun }
  const lines: DigestLine[] = []
  const claimed: Types.ObjectId[] = []
  const subscriptions = await Subscription.confirmed('weekly')
  for (let start = 0; start < subscriptions.length; start += AT_A_TIME) {
    const batch = subscriptions.slice(start, start + AT_A_TIME)
    const told = await Delivery.heldKeys(batch.map(subscription => keyOf(subscription, slot)))
    const untold = batch.filter(
      subscription => subscription.coveredUntil < slot.at && !told.has(keyOf(subscription, slot))
    )
    const ours = (await Promise.all(untold.map(subscription => claimOne(subscription, run)))).flat()
    lines.push(...ours.map(({ line }) => line))
    claimed.push(...ours.flatMap(({ id }) => id ?? []))
    if (!isDryRun)
      await Subscription.cover(
        ours.map(({ subscriptionId }) => subscriptionId),
        slot.at
      )
  }
  return { lines, claimed }
}

/** The one mail of a week: whoever claims it first sends it. */
const keyOf = ({ _id }: SubscriptionRecord, { week }: DigestSlot): string => `digest|${_id}|${week}`

interface Claimed {
  readonly subscriptionId: Types.ObjectId
  readonly id: Types.ObjectId | null
  readonly line: DigestLine
}

interface Found {
  readonly digest: Digest
  readonly shown: Shown
  readonly filter: QuestionFilter
  readonly follows: string
}

interface Run {
  readonly deps: ClaimingDeps
  readonly listing: Listing
  readonly past: PastCatalog | null
  readonly slot: DigestSlot
  readonly now: Date
  readonly zone: string
  /** What was worked out already, by what is followed and since when. */
  readonly found: Map<string, Promise<Found | null>>
  readonly isDryRun: boolean
}

async function claimOne(subscription: SubscriptionRecord, run: Run): Promise<Claimed[]> {
  const { deps, isDryRun } = run
  const found = await digestFor(subscription, run)
  if (!found) return []
  const about = { subscription: subscription._id }
  const [draft] = draftOrSkip(() => draftOf(subscription, found, run), about, deps.log)
  if (!draft) return []
  const id = isDryRun ? null : await claim(draft, deps)
  if (id === null && !isDryRun) return []
  return [{ subscriptionId: subscription._id, id, line: lineOf(draft, found.digest) }]
}

function digestFor({ filter, coveredUntil }: SubscriptionRecord, run: Run): Promise<Found | null> {
  const key = `${coveredUntil.getTime()} ${filter}`
  const known = run.found.get(key) ?? workOut(filter, coveredUntil, run)
  run.found.set(key, known)
  return known
}

async function workOut(query: string, from: Date, { listing, past, slot, zone }: Run): Promise<Found | null> {
  const filter = readFollowed(query, listing)
  const news = await newsSince({ from, until: slot.at }, zone, null, past)
  const items = listing.find(filter).questions.map(question => digestItem(question, listing, news))
  const found = digest({ items, audience: 'public', from, until: slot.at, zone })
  return (
    found && {
      digest: found,
      shown: await shownQuestions(found, listing),
      filter,
      follows: followedInWords(filter, listing)
    }
  )
}

function draftOf(subscription: SubscriptionRecord, found: Found, run: Run): Draft {
  const { listing, slot, now, zone, deps } = run
  const { digest: said, shown, filter, follows } = found
  const id = String(subscription._id)
  const path = stopPath(deps.site.secrets, { what: 'subscription', id })
  return {
    mail: digestMail(
      {
        to: { name: '', address: subscription.address },
        title: filterQuery(filter) === filterQuery(everyQuestion) ? deps.site.name : `Followed: ${follows}`,
        fromDay: dayIn(said.from, zone),
        untilDay: dayIn(said.until, zone),
        subjectCounts: said.subjectCounts,
        counts: said.counts,
        sections: shown,
        why: `You get this at most once a week because you follow ${follows}. A week without news brings no mail. Change what you follow: ${deps.site.baseUrl}${settingsPath(deps.site.secrets, id)}`,
        allPath: paths.questions(filterQuery(filter)),
        stop: { text: 'Stop this mail', path, oneClickPath: path }
      },
      deps.site
    ),
    delivery: {
      keys: [keyOf(subscription, slot)],
      kind: 'digest',
      subscriptionId: subscription._id,
      slotAt: slot.at,
      publicLetterIds: lettersOf(said, listing),
      about: { from: said.from, until: said.until, sections: said.sections }
    },
    graceMs: graceLeft(slot, now)
  }
}

/** The letters that a mail to the public shows: looked at again before it leaves. */
function lettersOf({ sections }: Digest, { questions }: Listing): Types.ObjectId[] {
  const shown = new Set(Object.values(sections).flat())
  const ids = new Set(questions.filter(({ id }) => shown.has(id)).map(({ letter }) => letter.id))
  return [...ids].map(id => new Types.ObjectId(id))
}
