import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { questionCountColumns, questionCounts } from '../questions/present.ts'
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
  return {
    slug,
    url: baseUrl + paths.topic(slug),
    name,
    letters,
    ...questionCounts(listing.by('topic').get(slug) ?? [], listing)
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
  columns: ['slug', 'url', 'name', 'letters', ...questionCountColumns],
  rows: everyTopic(listing).map(topic => factsOf(topic, listing, baseUrl)),
  entryOf: facts =>
    facts.changedAt === null
      ? null
      : {
          id: `topic-${facts.slug}`,
          title: facts.name,
          href: paths.topic(facts.slug),
          summary: `${facts.unanswered} of ${facts.questions} questions about it have no recorded answer.`,
          updated: new Date(facts.changedAt),
          author: 'Reply Due'
        }
})
