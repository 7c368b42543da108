import { groupCounts } from '../domain/roll-up.ts'
import { oldestCheck } from '../letters/present.ts'
import { type Listing, latestChange, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import type { SmallList } from '../web/formats.ts'
import { everyTopic } from './present.ts'

/** A topic as files and the API give it; null where the reader sees no question about it. */
export function topicFacts(slug: string, listing: Listing, baseUrl: string) {
  const topic = everyTopic(listing).find(one => one.slug === slug)
  return topic ? factsOf(topic, listing, baseUrl) : null
}

function factsOf(
  { slug, name, letters }: ReturnType<typeof everyTopic>[number],
  listing: Listing,
  baseUrl: string
) {
  const questions = listing.by('topic').get(slug) ?? []
  const { counted, unanswered, groups } = groupCounts(
    questions.map(question => stateFor(question, listing.reader))
  )
  return {
    slug,
    url: baseUrl + paths.topic(slug),
    name,
    letters,
    questions: counted,
    unanswered,
    noReplyRecorded: groups.no_reply,
    repliedNotAnswered: groups.replied,
    answered: groups.answered,
    refusedOrNotHeld: groups.refused,
    lastCheckedOn: oldestCheck(questions),
    changedAt: latestChange(questions).toISOString()
  }
}

export type TopicFacts = ReturnType<typeof factsOf>

export const topicsAsFile = (listing: Listing, baseUrl: string): SmallList<TopicFacts> => ({
  feed: {
    baseUrl,
    title: 'Topics – Reply Due',
    description: 'What letters are about, and how many questions are unanswered',
    self: '/topics.atom',
    alternate: paths.topics()
  },
  columns: [
    'slug',
    'url',
    'name',
    'letters',
    'questions',
    'unanswered',
    'noReplyRecorded',
    'repliedNotAnswered',
    'answered',
    'refusedOrNotHeld',
    'lastCheckedOn',
    'changedAt'
  ],
  rows: everyTopic(listing).map(topic => factsOf(topic, listing, baseUrl)),
  entryOf: facts => ({
    id: `topic-${facts.slug}`,
    title: facts.name,
    href: paths.topic(facts.slug),
    summary: `${facts.unanswered} of ${facts.questions} questions about it have no recorded answer.`,
    updated: new Date(facts.changedAt),
    author: 'Reply Due'
  })
})
