import { publicGroupLabels, publicGroups } from '../domain/dispositions.ts'
import { everyQuestion, filterQuery, type QuestionFilter } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { checkedWords, presentLetterRow } from '../letters/present.ts'
import { type Listing, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import {
  choiceLabel,
  formatsOf,
  picturesOf,
  presentQuestionRow,
  reuseOf,
  withTexts
} from '../questions/present.ts'
import { unknownIn } from '../web/ignored.ts'
import { paginate } from '../web/pagination.ts'

const pageSize = 50
const shortList = 10

/** The page of the list of topics, the most asked about first. */
export function presentTopics(listing: Listing, query: Readonly<Record<string, unknown>>) {
  const all = everyTopic(listing)
  const pages = paginate(all.length, query.page, pageSize, page => `${paths.topics()}?page=${page}`)
  return {
    title: 'Topics',
    section: 'topics' as const,
    description:
      'What letters from Members of Congress to agencies are about, and how many questions are unanswered.',
    ignored: unknownIn(query, ['page']),
    formats: formatsOf('/topics', everyQuestion, ['csv', 'json', 'atom']),
    feed: '/topics.atom',
    pages,
    topics: all.slice(pages.skip, pages.skip + pageSize)
  }
}

/** Every topic that a question has which this reader may see. */
export function everyTopic(listing: Listing) {
  const { counts } = listing.find({ ...everyQuestion, choices: { answer: ['unanswered'] } })
  return [...listing.by('topic')]
    .filter(([slug]) => slug !== '')
    .map(([slug, questions]) => ({
      slug,
      name: choiceLabel('topic', slug, listing),
      href: paths.topic(slug),
      letters: new Set(questions.map(({ letter }) => letter)).size,
      asked: questions.length,
      unanswered: counts.topic.get(slug) ?? 0
    }))
    .sort((one, other) => other.asked - one.asked || (one.slug < other.slug ? -1 : 1))
}

/** What was asked about one topic, of whom, and what is open; null where this reader sees nothing of it. */
export async function presentTopic(slug: string, listing: Listing) {
  const asked = slug === '' ? undefined : listing.by('topic').get(slug)
  if (!asked) return null
  const filter = (choices: QuestionFilter['choices']): QuestionFilter => ({
    ...everyQuestion,
    choices: { ...choices, topic: [slug] }
  })
  const href = (choices: QuestionFilter['choices']) => paths.questions(filterQuery(filter(choices)))
  const counts = groupCounts(asked.map(question => stateFor(question, listing.reader)))
  const unanswered = listing.find(filter({ answer: ['unanswered'] })).questions
  const overdue = listing.find(filter({ timeliness: ['overdue'] })).questions
  const longest = await withTexts(unanswered.slice(0, shortList))
  const letters = [...new Set(asked.map(({ letter }) => letter))]
  const whole = filter({})
  return {
    slug,
    name: choiceLabel('topic', slug, listing),
    counts,
    groups: publicGroups.map(group => ({
      code: group,
      label: publicGroupLabels[group],
      count: counts.groups[group],
      href: href({ answer: [group] })
    })),
    checked: checkedWords(asked, listing.reader.todayAt(asked[0]?.letter.deskId ?? '')),
    offices: officesAsked(whole, listing, href),
    allHref: href({}),
    unansweredHref: href({ answer: ['unanswered'] }),
    unansweredCount: unanswered.length,
    overdue: { count: overdue.length, href: href({ timeliness: ['overdue'] }) },
    longest: longest.map(({ listed, record }) => presentQuestionRow(listed, record, listing)),
    letters: letters
      .toSorted((one, other) => (other.letterDate ?? '').localeCompare(one.letterDate ?? ''))
      .slice(0, shortList)
      .map(letter => presentLetterRow(letter, listing.questionsOf(letter), listing)),
    letterCount: letters.length,
    lettersHref: `${paths.letters()}?${filterQuery(whole)}`,
    pictures: picturesOf(listing.find(whole)),
    feed: `/questions.atom?${filterQuery(whole)}`,
    ...reuseOf({ topic: [slug] })
  }
}

/** The offices that questions about it were put to, the most asked first; a department's figures hold its bureaus'. */
function officesAsked(
  whole: QuestionFilter,
  listing: Listing,
  href: (choices: QuestionFilter['choices']) => string
) {
  const asked = listing.find(whole).counts.organization
  const unanswered = listing.find({ ...whole, choices: { ...whole.choices, answer: ['unanswered'] } }).counts
    .organization
  return [...asked]
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .slice(0, shortList)
    .map(([slug, count]) => ({
      name: choiceLabel('organization', slug, listing),
      href: paths.organization(slug),
      asked: count,
      unanswered: unanswered.get(slug) ?? 0,
      unansweredHref: href({ organization: [slug], answer: ['unanswered'] })
    }))
}

export { topicFacts, topicsAsFile } from './formats.ts'
