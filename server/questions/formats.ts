import type { Response } from 'express'
import type { ListedQuestion } from '../catalog.ts'
import { askLabels } from '../domain/asks.ts'
import { cellStateLabels } from '../domain/cells.ts'
import { fromWhom } from '../domain/signers.ts'
import { type Listing, stateFor, timelinessFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { calendarFile } from '../web/calendar-file.ts'
import { type Cell, cellOf, sendAtom, sendCsv, sendJsonList } from '../web/formats.ts'
import { dueEntries } from './calendar.ts'
import { namesOf } from './present.ts'
import { withTexts } from './texts.ts'

/** A question as files and the API give it; addresses are whole. */
export function questionFacts(listed: ListedQuestion, text: string, listing: Listing, baseUrl: string) {
  const state = stateFor(listed, listing.reader)
  return {
    id: listed.id,
    url: baseUrl + paths.question(listed.id),
    letter: listed.letter.slug,
    letterUrl: baseUrl + paths.letter(listed.letter.slug),
    letterSubject: listed.letter.subject,
    letterDate: listed.letter.letterDate,
    from: fromWhom(listed.letter),
    position: listed.position,
    text,
    parts: listed.parts,
    ask: listed.ask,
    askLabel: askLabels[listed.ask],
    putTo: namesOf(listed.organizationIds, listing),
    about: namesOf(listed.aboutIds, listing),
    topics: listed.letter.topics,
    state,
    stateLabel: cellStateLabels[state],
    isOpen: listed.isOpen,
    firstAskedOn: listed.firstAskedOn,
    dueOn: listed.nextDueOn,
    timeliness: timelinessFor(listed, listing.reader),
    lastCheckedOn: listed.checkedOn,
    changedAt: listed.changedAt.toISOString(),
    desk: listing.catalog.desks.get(listed.letter.deskId)?.name ?? null
  }
}

export type QuestionFacts = ReturnType<typeof questionFacts>

/** Reads the questions' words a few at a time, so that a list of any length is written as it is read. */
export async function* factsOf(
  questions: readonly ListedQuestion[],
  listing: Listing,
  baseUrl: string
): AsyncGenerator<QuestionFacts> {
  // The store compares each record with every id it was asked for: many small batches cost less than few large ones.
  const batch = 50
  for (let at = 0; at < questions.length; at += batch)
    for (const { listed, record } of await withTexts(questions.slice(at, at + batch)))
      yield questionFacts(listed, record.text, listing, baseUrl)
}

const columns = [
  'id',
  'url',
  'letter',
  'letterSubject',
  'letterDate',
  'from',
  'position',
  'text',
  'parts',
  'ask',
  'putTo',
  'about',
  'topics',
  'state',
  'stateLabel',
  'isOpen',
  'firstAskedOn',
  'dueOn',
  'timeliness',
  'lastCheckedOn',
  'changedAt',
  'desk'
] as const satisfies readonly (keyof QuestionFacts)[]

async function* tableRows(facts: AsyncIterable<QuestionFacts>): AsyncGenerator<Cell[]> {
  for await (const one of facts)
    yield columns.map(name => {
      const value = one[name]
      return cellOf(value)
    })
}

interface QuestionList {
  /** Path and query of the page that shows the same list, and of its feed. */
  readonly page: string
  readonly feed: string
  readonly title?: string
  readonly questions: readonly ListedQuestion[]
  readonly listing: Listing
  readonly baseUrl: string
}

/** A list of questions in each of its formats. */
export const questionFormats = {
  csv: (res: Response, { questions, listing, baseUrl }: QuestionList) =>
    sendCsv(res, columns, tableRows(factsOf(questions, listing, baseUrl))),

  json: (res: Response, { page, questions, listing, baseUrl }: QuestionList) =>
    sendJsonList(res, { total: questions.length, url: baseUrl + page }, factsOf(questions, listing, baseUrl)),

  /** The hundred questions of the list that changed last. */
  async atom(
    res: Response,
    { page, feed, title = 'Questions', questions, listing, baseUrl }: QuestionList
  ): Promise<void> {
    const latest = questions
      .toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime())
      .slice(0, 100)
    const entries = await withTexts(latest)
    sendAtom(
      res,
      {
        baseUrl,
        title: `${title} – Reply Due`,
        description: 'Questions put to agencies, and what came back',
        self: feed,
        alternate: page
      },
      entries.map(({ listed, record }) => {
        const facts = questionFacts(listed, record.text, listing, baseUrl)
        return {
          id: `question-${listed.id}`,
          title: `${facts.stateLabel}: ${record.text.slice(0, 140)}`,
          href: paths.question(listed.id),
          summary: `${record.text}\n\nPut to ${facts.putTo.join(', ')}${facts.from ? ` by ${facts.from}` : ''}${facts.letterDate ? ` on ${facts.letterDate}` : ''}. ${facts.stateLabel}${facts.lastCheckedOn ? `, last checked ${facts.lastCheckedOn}` : ''}.`,
          updated: listed.changedAt,
          author: facts.desk ?? 'Reply Due'
        }
      })
    )
  },

  /** The days by which answers are due, where a date is on record; a desk's own follow-up dates are never in it. */
  async ics(
    res: Response,
    { questions, listing, baseUrl, title = 'answers due' }: QuestionList
  ): Promise<void> {
    const entries = await dueEntries(questions, listing, baseUrl)
    const name = `Reply Due: ${title}`
    const description = 'The days by which answers are due, where a letter states one or one is on record'
    res.type('text/calendar; charset=utf-8').send(calendarFile({ name, description, baseUrl }, entries))
  }
} as const
