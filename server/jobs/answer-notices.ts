import { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { currentCatalog } from '../catalog.ts'
import { clockAt } from '../clock.ts'
import { followedInWords, readFollowed } from '../following.ts'
import { type Listing, listingFor, stateFor } from '../listing.ts'
import { answerMail } from '../mail/answer-mail.ts'
import { stopPath } from '../mail/stop-link.ts'
import { settingsPath } from '../mail/subscription-link.ts'
import { readerFor } from '../web/reader.ts'
import { visitor } from '../web/viewer.ts'
import { type ClaimingDeps, claim, draftOrSkip, HOUR_MS } from './claiming.ts'
import { digestItem, type News, newsSince } from './digest-items.ts'
import { questionsInWords } from './digest-words.ts'

/** An answer older than this is no news: what was missed in a longer outage stands on the site. */
const NEWS_MS = 3 * 24 * HOUR_MS

/** A first judgement is often put right within minutes; a notice cannot be taken back. */
const SETTLE_MS = 10 * 60_000

/** Claims a mail for each subscriber who wants to hear at once, about what was answered and not told yet. */
export async function claimAnswerNotices(deps: ClaimingDeps): Promise<number> {
  if (!deps.site.isPublic) return 0
  const subscriptions = await Subscription.confirmed('at_once')
  if (subscriptions.length === 0) return 0
  const now = deps.clock.now()
  const catalog = await currentCatalog()
  const listing = listingFor(catalog, readerFor(visitor, catalog, clockAt(now)))
  const window = { from: new Date(now.getTime() - NEWS_MS), until: now }
  const news = await newsSince(window, 'America/New_York', null)
  let claimed = 0
  for (const subscription of subscriptions) claimed += await claimOne(subscription, listing, news, now, deps)
  return claimed
}

async function claimOne(
  subscription: SubscriptionRecord,
  listing: Listing,
  news: News,
  now: Date,
  deps: ClaimingDeps
): Promise<number> {
  const filter = readFollowed(subscription.filter, listing)
  const since = subscription.confirmedAt ?? now
  const answered = listing.find(filter).questions.flatMap(question => {
    if (!news.judgedAt.has(question.id) || stateFor(question, listing.reader) !== 'answered') return []
    const { judgedAt } = digestItem(question, listing, news)
    const isNews = judgedAt !== null && judgedAt > since && judgedAt.getTime() <= now.getTime() - SETTLE_MS
    return isNews
      ? [{ question, key: `answer|${subscription._id}|${question.id}|${judgedAt.getTime()}` }]
      : []
  })
  const told = await Delivery.heldKeys(answered.map(({ key }) => key))
  const untold = answered.filter(({ key }) => !told.has(key))
  if (untold.length === 0) return 0
  const inWords = await questionsInWords(
    untold.map(({ question }) => question.id),
    listing
  )
  const [draft] = draftOrSkip(
    () => ({
      mail: answerMail(
        {
          address: subscription.address,
          follows: followedInWords(filter, listing),
          questions: [...inWords.values()],
          stopPath: stopPath(deps.site.secrets, { what: 'subscription', id: String(subscription._id) }),
          managePath: settingsPath(deps.site.secrets, String(subscription._id))
        },
        deps.site
      ),
      delivery: {
        keys: untold.map(({ key }) => key),
        kind: 'answer' as const,
        subscriptionId: subscription._id,
        slotAt: now,
        publicLetterIds: [...new Set(untold.map(({ question }) => question.letter.id))].map(
          id => new Types.ObjectId(id)
        ),
        about: { questions: untold.map(({ question }) => question.id) }
      },
      graceMs: NEWS_MS
    }),
    { subscription: subscription._id },
    deps.log
  )
  return draft && (await claim(draft, deps)) ? 1 : 0
}
