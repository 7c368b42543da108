import { trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { visibilities } from '../domain/letters.ts'
import { type Listing, seesAsStaff } from '../listing.ts'
import { type Wanted, wantedBy, withPlainQuotes } from './hits.ts'
import { type FoundName, namesLike } from './names.ts'

/** Longer than any question a person types; the rest of a longer one is not looked at. */
export const longestQuery = 200

/** Of each kind this many are ranked; nobody reads further, and a word more finds what they would look for. */
const mostRanked = { questions: 200, others: 50 } as const

/** What one kind of record has, the best first; `isMore` where the store has more than were ranked. */
export interface Ranked<Hit> {
  readonly hits: readonly Hit[]
  readonly isMore: boolean
}

/** A document that belongs to a letter: a reply, a reference. */
export interface DocumentHit {
  readonly id: string
  readonly letter: ListedLetter
}

/** What a query finds for one reader, by kind; its words are read only for the page that is shown. */
export interface Found {
  readonly query: string
  readonly wanted: Wanted
  readonly names: readonly FoundName[]
  readonly questions: Ranked<ListedQuestion>
  readonly letters: Ranked<ListedLetter>
  readonly replies: Ranked<DocumentHit>
  readonly documents: Ranked<DocumentHit>
}

/** The query as it is looked for: what is not a text is none. */
export const queryIn = (given: unknown): string =>
  typeof given === 'string' ? given.trim().slice(0, longestQuery) : ''

/** What a query finds for one reader, the best first; null where it holds no word to look for. */
export async function search(given: unknown, listing: Listing): Promise<Found | null> {
  const query = queryIn(given)
  const wanted = wantedBy(query)
  if (wanted.stems.size === 0) return null
  const said = withPlainQuotes(query)
  const [questions, letters, replies, documents] = await Promise.all([
    questionsSaying(said, listing),
    lettersSaying(said, listing),
    repliesSaying(said, listing),
    documentsSaying(said, listing)
  ])
  return { query, wanted, names: namesLike(query, listing), questions, letters, replies, documents }
}

/** The store's own ranking; the same words run on MongoDB's text index. */
const saying = (query: string) => ({ $text: trusted({ $search: query }) })

/** What is hidden from visitors must not crowd out what they may see; the listing decides on each record. */
const published = ({ reader }: Listing) => ({
  visibility: trusted({ $in: reader.key === 'visitor' ? (['public', 'embargoed'] as const) : visibilities })
})

const score = { score: { $meta: 'textScore' } } as const

async function questionsSaying(query: string, listing: Listing): Promise<Ranked<ListedQuestion>> {
  const found = await Question.find({ ...saying(query), ...published(listing), movedTo: null })
    .select({ _id: 1, ...score })
    .sort(score)
    .limit(mostRanked.questions)
    .lean<Scored<Pick<QuestionRecord, '_id'>>[]>()
  return ranked(found, mostRanked.questions, ({ _id }) => listing.question(String(_id)))
}

async function lettersSaying(query: string, listing: Listing): Promise<Ranked<ListedLetter>> {
  const found = await Letter.find({ ...saying(query), ...published(listing) })
    .select({ _id: 1, ...score })
    .sort(score)
    .limit(mostRanked.others)
    .lean<Scored<Pick<LetterRecord, '_id'>>[]>()
  return ranked(found, mostRanked.others, ({ _id }) => listing.letter(String(_id)))
}

/** Only replies that this reader may see: a visitor none that is internal. */
async function repliesSaying(query: string, listing: Listing): Promise<Ranked<DocumentHit>> {
  const shown = listing.reader.key === 'visitor' ? { visibility: 'public' as const } : {}
  const found = await Response.find({ ...saying(query), ...shown })
    .select({ covers: 1, visibility: 1, deskId: 1, ...score })
    .sort(score)
    .limit(mostRanked.others)
    .lean<Scored<Pick<ResponseRecord, '_id' | 'covers' | 'visibility' | 'deskId'>>[]>()
  return ranked(found, mostRanked.others, ({ _id, covers, visibility, deskId }) => {
    const isShown = visibility === 'public' || listing.reader.seesDesk(String(deskId))
    return documentOf(_id, isShown ? covers : covers.filter(cover => isWorkedOn(cover, listing)), listing)
  })
}

async function documentsSaying(query: string, listing: Listing): Promise<Ranked<DocumentHit>> {
  const found = await Reference.find(saying(query))
    .select({ letters: 1, ...score })
    .sort(score)
    .limit(mostRanked.others)
    .lean<Scored<Pick<ReferenceRecord, '_id' | 'letters'>>[]>()
  return ranked(found, mostRanked.others, ({ _id, letters }) => documentOf(_id, letters, listing))
}

/** Whether a reader works on the letter that a reply answers: what is internal there is theirs to see. */
function isWorkedOn({ letterId }: { readonly letterId: unknown }, { reader, letter }: Listing): boolean {
  const listed = letter(String(letterId))
  return listed !== undefined && seesAsStaff(reader, listed)
}

/** A document shows with the first letter of its own that the reader may see. */
function documentOf(
  id: unknown,
  links: readonly { readonly letterId: unknown }[],
  listing: Listing
): DocumentHit | undefined {
  const letter = links.map(({ letterId }) => listing.letter(String(letterId))).find(one => one)
  return letter && { id: String(id), letter }
}

type Scored<T> = T & { readonly score?: number }

/** Of equal fits the order is that of their ids, so that two pages of one search never share a hit. */
function ranked<Found extends Scored<{ readonly _id: unknown }>, Hit>(
  found: readonly Found[],
  most: number,
  hitOf: (found: Found) => Hit | undefined
): Ranked<Hit> {
  const bestFirst = found.toSorted(
    (one, other) => (other.score ?? 0) - (one.score ?? 0) || (String(one._id) < String(other._id) ? -1 : 1)
  )
  return { hits: bestFirst.flatMap(one => hitOf(one) ?? []), isMore: found.length >= most }
}
