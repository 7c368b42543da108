import { trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { longDay } from '../domain/day.ts'
import { responseKindLabels } from '../domain/responses.ts'
import { fromWhom } from '../domain/signers.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentQuestionRow, withTexts } from '../questions/present.ts'
import { unknownIn } from '../web/ignored.ts'
import { paginate } from '../web/pagination.ts'
import { excerpt, marked, type Wanted } from './hits.ts'
import { type DocumentHit, type Found, queryIn, search } from './search.ts'

/** The kinds of records a search goes through, as its address names them. */
export const searchKinds = ['questions', 'letters', 'replies', 'documents'] as const
export type SearchKind = (typeof searchKinds)[number]

const kindLabels: Record<SearchKind, string> = {
  questions: 'Questions',
  letters: 'Letters',
  replies: 'Replies',
  documents: 'Other documents'
}

const pageSize = 25

/** Of each kind the first page shows the best; the rest of a kind has pages of its own. */
const inBrief: Record<SearchKind, number> = { questions: 10, letters: 5, replies: 5, documents: 5 }

/** The page of what a query finds: the best of each kind, or one kind in pages. */
export async function searchPage(listing: Listing, asked: Readonly<Record<string, unknown>>) {
  const query = queryIn(asked.q)
  const kind = searchKinds.find(one => one === asked.kind) ?? null
  const ignored = unknownIn(asked, ['q', 'kind', 'page'], kind === null ? ['kind'] : [])
  const page = { title: query ? `Search: ${query}` : 'Search', query, kind, ignored }
  const found = await search(query, listing)
  if (!found) return { ...page, isEmpty: true as const }
  const total = searchKinds.reduce((sum, one) => sum + found[one].hits.length, found.names.length)
  const sections = await Promise.all(
    (kind ? [kind] : searchKinds).map(one => sectionOf(one, found, listing, kind ? asked.page : null))
  )
  return {
    ...page,
    isEmpty: false as const,
    total,
    names: kind ? [] : found.names,
    kinds: kindsOf(found, kind),
    sections: sections.filter(section => section.rows.length > 0),
    formats: found.questions.hits.length > 0 ? formatsOf(query) : []
  }
}

/** The ways to narrow a search to one kind of record; one that found nothing is not among them. */
function kindsOf(found: Found, current: SearchKind | null) {
  const shown = searchKinds.filter(kind => found[kind].hits.length > 0)
  if (shown.length < 2 && current === null) return []
  return [
    { label: 'All', count: null, href: paths.search(found.query), isCurrent: current === null },
    ...shown.map(kind => ({
      label: kindLabels[kind],
      count: countWords(found, kind),
      href: paths.search(found.query, kind),
      isCurrent: kind === current
    }))
  ]
}

/** `57`, or `200+` where the store has more than were ranked. */
const countWords = (found: Found, kind: SearchKind): string => {
  const { hits, isMore } = found[kind]
  return `${hits.length.toLocaleString('en-US')}${isMore ? '+' : ''}`
}

/** One kind of what was found: the best few, or, with a page asked for, that page of all. */
async function sectionOf(kind: SearchKind, found: Found, listing: Listing, asked: unknown) {
  const { hits, isMore } = found[kind]
  const isWhole = asked !== null
  const pages = paginate(hits.length, asked, isWhole ? pageSize : inBrief[kind], page =>
    paths.search(found.query, kind, page)
  )
  return {
    kind,
    label: kindLabels[kind],
    count: countWords(found, kind),
    isMore,
    pages: isWhole ? pages : null,
    allHref: !isWhole && hits.length > inBrief[kind] ? paths.search(found.query, kind) : null,
    rows: await rowsOf(kind, found, listing, [pages.skip, pages.last])
  }
}

/** The words of the hits from one place to another, with what was found in them marked. */
function rowsOf(kind: SearchKind, found: Found, listing: Listing, [from, to]: readonly [number, number]) {
  switch (kind) {
    case 'questions':
      return questionRows(found.questions.hits.slice(from, to), listing, found.wanted)
    case 'letters':
      return letterRows(found.letters.hits.slice(from, to), found.wanted)
    case 'replies':
      return replyRows(found.replies.hits.slice(from, to), found.wanted)
    case 'documents':
      return documentRows(found.documents.hits.slice(from, to), found.wanted)
  }
}

const questionRows = async (hits: readonly ListedQuestion[], listing: Listing, wanted: Wanted) =>
  (await withTexts(hits)).map(({ listed, record }) => ({
    question: presentQuestionRow(listed, record, listing),
    excerpt: excerpt(record.text, wanted)
  }))

async function letterRows(hits: readonly ListedLetter[], wanted: Wanted) {
  const records = await Letter.find({ _id: trusted({ $in: hits.map(({ id }) => id) }) })
    .select('text')
    .lean<Pick<LetterRecord, '_id' | 'text'>[]>()
  const texts = new Map(records.map(({ _id, text }) => [String(_id), text]))
  return hits.map(letter => ({
    ...whose(letter),
    href: paths.letter(letter.slug),
    title: marked(letter.subject, wanted),
    excerpt: excerpt(texts.get(letter.id) ?? '', wanted)
  }))
}

async function replyRows(hits: readonly DocumentHit[], wanted: Wanted) {
  const records = await Response.find({ _id: trusted({ $in: hits.map(({ id }) => id) }) })
    .select('text quote kind')
    .lean<Pick<ResponseRecord, '_id' | 'text' | 'quote' | 'kind'>[]>()
  const byId = new Map(records.map(record => [String(record._id), record]))
  return hits.flatMap(({ id, letter }) => {
    const reply = byId.get(id)
    if (!reply) return []
    return {
      ...whose(letter),
      href: `${paths.letter(letter.slug)}#reply-${id}`,
      title: marked(`${responseKindLabels[reply.kind]} to: ${letter.subject}`, wanted),
      excerpt: excerpt(reply.text ?? reply.quote ?? '', wanted)
    }
  })
}

async function documentRows(hits: readonly DocumentHit[], wanted: Wanted) {
  const records = await Reference.find({ _id: trusted({ $in: hits.map(({ id }) => id) }) })
    .select('title text')
    .lean<Pick<ReferenceRecord, '_id' | 'title' | 'text'>[]>()
  const byId = new Map(records.map(record => [String(record._id), record]))
  return hits.flatMap(({ id, letter }) => {
    const document = byId.get(id)
    if (!document) return []
    return {
      ...whose(letter),
      belongsTo: letter.subject,
      href: paths.reference(id),
      title: marked(document.title, wanted),
      excerpt: excerpt(document.text ?? '', wanted)
    }
  })
}

const whose = (letter: ListedLetter) => ({
  from: fromWhom(letter),
  when: letter.letterDate ? longDay(letter.letterDate) : letter.dateAsSaid
})

const formatsOf = (query: string) =>
  (['csv', 'json', 'atom'] as const).map(format => ({
    label: { csv: 'CSV', json: 'JSON', atom: 'Atom feed' }[format],
    href: `/search.${format}?q=${encodeURIComponent(query)}`
  }))
