import { trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { ListedLetter } from '../catalog.ts'
import { longDay } from '../domain/day.ts'
import { visibilities } from '../domain/letters.ts'
import { fromWhom } from '../domain/signers.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentQuestionRow } from '../questions/present.ts'
import { excerpt, type Wanted, wantedBy } from './hits.ts'
import { namesLike } from './names.ts'

/** Longer than any question a person types; the rest of a longer one is not looked at. */
const longestQuery = 200

/** Of each kind this many are looked at, the best first. */
const mostQuestions = 60
const mostOthers = 15

/** What a query finds for one reader, the best first. */
export async function search(given: unknown, listing: Listing) {
  const query = typeof given === 'string' ? given.trim().slice(0, longestQuery) : ''
  const wanted = wantedBy(query)
  if (wanted.stems.size === 0) return { query, isEmpty: true as const }
  const [questions, foundLetters, replies, references] = await Promise.all([
    questionsSaying(query, listing, wanted),
    lettersSaying(query, listing, wanted),
    repliesSaying(query, listing, wanted),
    referencesSaying(query, listing, wanted)
  ])
  const names = namesLike(query, listing)
  const total = questions.length + foundLetters.length + replies.length + references.length + names.length
  return {
    query,
    isEmpty: false as const,
    names,
    questions,
    letters: foundLetters,
    replies,
    references,
    total
  }
}

/** The store's own ranking; the same words run on MongoDB's text index. */
const saying = (query: string) => ({ $text: trusted({ $search: query }) })

/** What is hidden from visitors must not crowd out what they may see; the listing decides on each record. */
const published = ({ reader }: Listing) => ({
  visibility: trusted({ $in: reader.key === 'visitor' ? (['public', 'embargoed'] as const) : visibilities })
})

const score = { score: { $meta: 'textScore' } } as const

async function questionsSaying(query: string, listing: Listing, wanted: Wanted) {
  const found = await Question.find({ ...saying(query), ...published(listing), movedTo: null })
    .select({ text: 1, ...score })
    .sort(score)
    .limit(mostQuestions * 3)
    .lean<Pick<QuestionRecord, '_id' | 'text'>[]>()
  return found
    .flatMap(record => {
      const question = listing.question(String(record._id))
      return question ? [{ question, record }] : []
    })
    .slice(0, mostQuestions)
    .map(({ question, record }) => ({
      ...presentQuestionRow(question, record, listing),
      excerpt: excerpt(record.text, wanted)
    }))
}

async function lettersSaying(query: string, listing: Listing, wanted: Wanted) {
  const found = await Letter.find({ ...saying(query), ...published(listing) })
    .select({ text: 1, subject: 1, ...score })
    .sort(score)
    .limit(mostOthers * 3)
    .lean<Pick<LetterRecord, '_id' | 'text' | 'subject'>[]>()
  return found
    .flatMap(record => {
      const letter = listing.letter(String(record._id))
      return letter ? [{ ...inBrief(letter), excerpt: excerpt(record.text ?? record.subject, wanted) }] : []
    })
    .slice(0, mostOthers)
}

/** Only replies that this reader may see: a visitor none that is internal. */
async function repliesSaying(query: string, listing: Listing, wanted: Wanted) {
  const found = await Response.find(saying(query))
    .select({ text: 1, quote: 1, covers: 1, visibility: 1, deskId: 1, isMention: 1, ...score })
    .sort(score)
    .limit(mostOthers * 3)
    .lean<ResponseRecord[]>()
  return found
    .filter(({ visibility, deskId }) => visibility === 'public' || listing.reader.seesDesk(String(deskId)))
    .flatMap(reply => {
      const letter = reply.covers.map(({ letterId }) => listing.letter(String(letterId))).find(one => one)
      if (!letter) return []
      const href = `${paths.letter(letter.slug)}#reply-${String(reply._id)}`
      return [{ ...inBrief(letter), href, excerpt: excerpt(reply.text ?? reply.quote ?? '', wanted) }]
    })
    .slice(0, mostOthers)
}

async function referencesSaying(query: string, listing: Listing, wanted: Wanted) {
  const found = await Reference.find(saying(query))
    .select({ title: 1, text: 1, letters: 1, ...score })
    .sort(score)
    .limit(mostOthers * 3)
    .lean<ReferenceRecord[]>()
  return found
    .flatMap(reference => {
      const letter = reference.letters
        .map(({ letterId }) => listing.letter(String(letterId)))
        .find(one => one)
      if (!letter) return []
      const href = `${paths.letter(letter.slug)}#references`
      return [
        {
          ...inBrief(letter),
          href,
          title: reference.title,
          excerpt: excerpt(reference.text ?? reference.title, wanted)
        }
      ]
    })
    .slice(0, mostOthers)
}

const inBrief = (letter: ListedLetter) => ({
  href: paths.letter(letter.slug),
  subject: letter.subject,
  from: fromWhom(letter),
  when: letter.letterDate ? longDay(letter.letterDate) : letter.dateAsSaid
})
