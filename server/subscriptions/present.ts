import type { Request } from 'express'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { subscriptionSpeedLabels, subscriptionSpeeds } from '../domain/subscriptions.ts'
import { followedInWords, itemsAWeek, MANY_A_WEEK, readFollowed } from '../following.ts'
import { isUnansweredFor, type Listing } from '../listing.ts'
import type { MailSite } from '../mail/site.ts'
import { settingsPath } from '../mail/subscription-link.ts'
import { paths } from '../paths.ts'
import { presentQuestionRow, withTexts } from '../questions/present.ts'
import type { Typed } from './form.ts'

const shownAtOnce = 10

const speedOptions = (chosen: string) =>
  subscriptionSpeeds.map(value => ({
    value,
    label: subscriptionSpeedLabels[value],
    isSelected: value === chosen
  }))

/** The form: what would be followed, how much mail that is, and where to. */
export function presentNew(filter: QuestionFilter, values: Typed, listing: Listing) {
  const { questions } = listing.find(filter)
  const weekly = itemsAWeek(questions, listing.reader.now)
  return {
    title: 'Get mail about these questions',
    section: 'questions' as const,
    follows: followedInWords(filter, listing),
    count: questions.length,
    href: paths.questions(filterQuery(filter)),
    weekly: weekly > MANY_A_WEEK ? weekly : null,
    action: paths.subscriptions(),
    speeds: speedOptions(values.speed),
    values,
    errors: {}
  }
}

/** What a confirmation is about: all that was asked for the address and waits; and, once confirmed, the list as it is now. */
export async function presentConfirmation(
  subscription: SubscriptionRecord,
  req: Request,
  listing: Listing,
  site: MailSite
) {
  const own = await Subscription.ofAddress(subscription.address)
  const filter = readFollowed(subscription.filter, listing)
  const found = listing.find({ ...filter, sort: 'age' }).questions
  const unanswered = found.filter(question => isUnansweredFor(question, listing.reader))
  const rows = site.isPublic ? await withTexts(unanswered.slice(0, shownAtOnce)) : []
  return {
    title: 'Confirm that you want this mail',
    unlisted: true,
    action: req.path,
    address: subscription.address,
    waiting: own.filter(({ state }) => state === 'asked').map(one => presentOne(one, listing)),
    confirmed: own.filter(({ state }) => state === 'confirmed').map(one => presentOne(one, listing)),
    isClosed: !site.isPublic,
    total: unanswered.length,
    rows: rows.map(({ listed, record }) => presentQuestionRow(listed, record, listing)),
    allHref: paths.questions(
      filterQuery({ ...everyQuestion, choices: { ...filter.choices, answer: ['unanswered'] } })
    ),
    settingsHref: settingsPath(site.secrets, String(subscription._id))
  }
}

/** Everything an address follows, each with its own buttons. */
export async function presentSettings(subscription: SubscriptionRecord, req: Request, listing: Listing) {
  const own = await Subscription.ofAddress(subscription.address)
  return {
    title: 'What you follow',
    unlisted: true,
    action: req.path,
    address: subscription.address,
    following: own
      .filter(({ state }) => state === 'confirmed')
      .map(one => ({
        ...presentOne(one, listing),
        speeds: speedOptions(one.speed).filter(speed => !speed.isSelected)
      })),
    newHref: paths.newSubscription()
  }
}

function presentOne({ _id, filter, speed }: SubscriptionRecord, listing: Listing) {
  const followed = readFollowed(filter, listing)
  return {
    id: String(_id),
    follows: followedInWords(followed, listing),
    href: paths.questions(filterQuery(followed)),
    speed: subscriptionSpeedLabels[speed]
  }
}
