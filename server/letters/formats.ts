import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { filterQuery } from '../domain/question-filter.ts'
import { groupCounts } from '../domain/roll-up.ts'
import { fromWhom } from '../domain/signers.ts'
import { type Listing, latestChange, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { namesOf } from '../questions/present.ts'
import type { SmallList } from '../web/formats.ts'
import type { LetterList } from './list.ts'
import { oldestCheck, standingOfLetter } from './present.ts'

/** A letter as files and the API give it; addresses are whole. */
export function letterFacts(
  letter: ListedLetter,
  questions: readonly ListedQuestion[],
  listing: Listing,
  baseUrl: string
) {
  const counts = groupCounts(questions.map(question => stateFor(question, listing.reader)))
  return {
    id: letter.id,
    slug: letter.slug,
    url: baseUrl + paths.letter(letter.slug),
    subject: letter.subject,
    letterDate: letter.letterDate,
    dateAsSaid: letter.dateAsSaid,
    chamber: letter.chamber,
    from: fromWhom(letter),
    signatories: letter.signatories.map(({ name }) => name),
    signersStated: letter.signersStated,
    putTo: namesOf(
      letter.recipients.map(({ organizationId }) => organizationId),
      listing
    ),
    topics: letter.topics,
    isMention: letter.isMention,
    questions: questions.length,
    unanswered: counts.unanswered,
    answered: counts.groups.answered,
    standing: letter.isMention ? null : standingOfLetter(questions, listing),
    lastCheckedOn: oldestCheck(questions),
    changedAt: lastChange(letter, questions).toISOString(),
    desk: listing.catalog.desks.get(letter.deskId)?.name ?? null
  }
}

export type LetterFacts = ReturnType<typeof letterFacts>

const lastChange = (letter: ListedLetter, questions: readonly ListedQuestion[]): Date =>
  new Date(Math.max((letter.publishedAt ?? letter.loggedAt).getTime(), latestChange(questions).getTime()))

/** A list of letters as its files show it; letters known by mention are in it and say so. */
export function lettersAsFile(list: LetterList, listing: Listing, baseUrl: string): SmallList<LetterFacts> {
  const query = filterQuery(list.filter)
  const withQuery = (path: string) => `${path}${query && `?${query}`}`
  return {
    feed: {
      baseUrl,
      title: 'Letters – Reply Due',
      description: 'Letters from Members of Congress to agencies, and where their questions stand',
      self: withQuery('/letters.atom'),
      alternate: withQuery(paths.letters())
    },
    columns: [
      'id',
      'slug',
      'url',
      'subject',
      'letterDate',
      'dateAsSaid',
      'chamber',
      'from',
      'signatories',
      'signersStated',
      'putTo',
      'topics',
      'isMention',
      'questions',
      'unanswered',
      'answered',
      'standing',
      'lastCheckedOn',
      'changedAt',
      'desk'
    ],
    rows: [...list.letters, ...list.mentions].map(letter =>
      letterFacts(letter, listing.questionsOf(letter), listing, baseUrl)
    ),
    entryOf: facts => ({
      id: `letter-${facts.id}`,
      title: facts.subject,
      href: paths.letter(facts.slug),
      summary: `${facts.from ?? 'Members of Congress'} to ${facts.putTo.join(', ')}${facts.letterDate ? `, ${facts.letterDate}` : ''}. ${facts.standing ?? 'Known only by mention'}.${facts.lastCheckedOn ? ` Last checked ${facts.lastCheckedOn}.` : ''}`,
      updated: new Date(facts.changedAt),
      author: facts.desk ?? 'Reply Due'
    })
  }
}
