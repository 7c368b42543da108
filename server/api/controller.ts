import type { Response as Answer, Request } from 'express'
import { currentCatalog, type ListedQuestion } from '../catalog.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { readQuestionFilter } from '../domain/question-filter.ts'
import { NotFound } from '../errors.ts'
import { letterFacts, listLetters } from '../letters/present.ts'
import { type Listing, listingFor } from '../listing.ts'
import { organizationFacts, organizationsAsFile } from '../organizations/present.ts'
import { paths } from '../paths.ts'
import { questionFacts, withTexts } from '../questions/present.ts'
import { search } from '../search/present.ts'
import { signatoriesAsFile } from '../signatories/present.ts'
import { topicFacts, topicsAsFile } from '../topics/present.ts'
import { isUnchanged, sendLines } from '../web/formats.ts'
import { readerFor } from '../web/reader.ts'
import { render } from '../web/render.ts'
import { visitor } from '../web/viewer.ts'
import { dictionary } from './dictionary.ts'
import { apiDocument } from './document.ts'
import { everythingPublic } from './export.ts'
import { limitOf, pageAfter } from './paging.ts'
import { wholeLetterFacts, wholeQuestionFacts } from './whole.ts'

interface Needs {
  readonly clock: Clock
  readonly config: Pick<Config, 'BASE_URL'>
}

/** The public JSON API. It shows what a visitor sees, whoever asks. */
export const apiAnswers = ({ clock, config }: Needs) => {
  const baseUrl = config.BASE_URL
  const publicListing = async (): Promise<Listing> => {
    const catalog = await currentCatalog()
    return listingFor(catalog, readerFor(visitor, catalog, clock))
  }

  /** One page of a list, with the address of the next. */
  const sendPage = <T, F>(
    req: Request,
    res: Answer,
    all: readonly T[],
    keyOf: (item: T) => string,
    present: (items: readonly T[]) => Promise<readonly F[]> | readonly F[]
  ) => {
    const { items, next } = pageAfter(all, req.query.cursor, limitOf(req.query.limit), keyOf)
    const url = new URL(`${baseUrl}${req.originalUrl}`)
    if (next) url.searchParams.set('cursor', next)
    return Promise.resolve(present(items)).then(
      shown => void res.json({ total: all.length, items: shown, next: next && url.href })
    )
  }

  const sendQuestions = (req: Request, res: Answer, questions: readonly ListedQuestion[], listing: Listing) =>
    sendPage(
      req,
      res,
      questions,
      ({ id }) => id,
      async items =>
        (await withTexts(items)).map(({ listed, record }) =>
          questionFacts(listed, record.text, listing, baseUrl)
        )
    )

  return {
    async document(_req: Request, res: Answer): Promise<void> {
      res.json(apiDocument(baseUrl))
    },

    async questions(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      if (isUnchanged(req, res, listing.fingerprint())) return
      const { filter } = readQuestionFilter(req.query, listing.isKnown)
      await sendQuestions(req, res, listing.find(filter).questions, listing)
    },

    async question(req: Request, res: Answer): Promise<void> {
      res.json(await wholeQuestionFacts(String(req.params.id), await publicListing(), baseUrl))
    },

    async letters(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      if (isUnchanged(req, res, listing.fingerprint())) return
      const list = listLetters(listing, req.query)
      const all = [...list.letters, ...list.mentions]
      await sendPage(
        req,
        res,
        all,
        ({ id }) => id,
        items => items.map(letter => letterFacts(letter, listing.questionsOf(letter), listing, baseUrl))
      )
    },

    async letter(req: Request, res: Answer): Promise<void> {
      res.json(await wholeLetterFacts(String(req.params.slug), await publicListing(), baseUrl))
    },

    async organizations(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      await sendPage(
        req,
        res,
        organizationsAsFile(listing, baseUrl).rows,
        ({ slug }) => slug,
        items => items
      )
    },

    async organization(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      const slug = String(req.params.slug)
      const isSeen = listing.isKnown('organization', slug) || listing.isKnown('about', slug)
      const facts = isSeen ? organizationFacts(slug, listing, baseUrl) : null
      if (!facts) throw new NotFound('No letter here was put to such an organization, and none is about it.')
      res.json(facts)
    },

    async signatories(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      await sendPage(
        req,
        res,
        signatoriesAsFile(listing, baseUrl).rows,
        ({ slug }) => slug,
        items => items
      )
    },

    async signatory(req: Request, res: Answer): Promise<void> {
      const { rows } = signatoriesAsFile(await publicListing(), baseUrl)
      const facts = rows.find(({ slug }) => slug === req.params.slug)
      if (!facts) throw new NotFound('No letter here is signed by such a Member.')
      res.json(facts)
    },

    async topics(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      await sendPage(
        req,
        res,
        topicsAsFile(listing, baseUrl).rows,
        ({ slug }) => slug,
        items => items
      )
    },

    async topic(req: Request, res: Answer): Promise<void> {
      const facts = topicFacts(String(req.params.slug), await publicListing(), baseUrl)
      if (!facts) throw new NotFound('No letter here is about such a topic.')
      res.json(facts)
    },

    /** The questions that say the words, the best first. */
    async search(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      if (isUnchanged(req, res, listing.fingerprint())) return
      const found = await search(req.query.q, listing)
      await sendQuestions(req, res, found?.questions.hits ?? [], listing)
    },

    async nothing(): Promise<void> {
      throw new NotFound('The API has no such address. See /api/v1/openapi.json.')
    },

    /** Everything that is public, one record a line. */
    async everything(req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      if (isUnchanged(req, res, listing.fingerprint())) return
      await sendLines(res, everythingPublic(listing, baseUrl))
    },

    async dictionary(_req: Request, res: Answer): Promise<void> {
      render(res, 'api/show', dictionary())
    },

    async sitemap(_req: Request, res: Answer): Promise<void> {
      const listing = await publicListing()
      res.type('application/xml; charset=utf-8').send(sitemapOf(listing, baseUrl))
    }
  }
}

/** The pages that search engines are shown: letters and questions with their last change, and the lists. */
function sitemapOf(listing: Listing, baseUrl: string): string {
  const ofNames = [
    ...organizationsAsFile(listing, baseUrl).rows,
    ...signatoriesAsFile(listing, baseUrl).rows,
    ...topicsAsFile(listing, baseUrl).rows
  ].map(({ url, changedAt }) => entryOf(url, changedAt))
  const lists = [...plainPages.map(path => entryOf(baseUrl + path, null)), ...ofNames].slice(0, 20_000)
  const letters = listing.letters.map(letter => {
    const facts = letterFacts(letter, listing.questionsOf(letter), listing, baseUrl)
    return entryOf(facts.url, facts.changedAt)
  })
  // The protocol takes 50,000 addresses a file; letters lead to their questions, which fill what room is left.
  const room = Math.max(0, 49_000 - lists.length - letters.length)
  const questions = listing.questions
    .slice(0, room)
    .map(({ id, changedAt }) => entryOf(baseUrl + paths.question(id), changedAt.toISOString()))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...lists,
    ...letters.slice(0, 49_000 - lists.length),
    ...questions,
    '</urlset>\n'
  ].join('\n')
}

const plainPages = [
  paths.home(),
  paths.questions(),
  paths.letters(),
  paths.organizations(),
  paths.signatories(),
  paths.topics(),
  paths.about(),
  paths.data(),
  paths.accessibility()
]

/** Addresses of records are made of letters, digits and `%`: nothing in them could end an element. */
const entryOf = (url: string, changedAt: string | null): string =>
  `<url><loc>${url}</loc>${changedAt ? `<lastmod>${changedAt.slice(0, 10)}</lastmod>` : ''}</url>`
