import type { DeskRecord } from '../../models/desk.ts'
import type { LetterRecord } from '../../models/letter.ts'
import type { QuestionRecord } from '../../models/question.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { cellsOf } from '../../models/standing.ts'
import type { ListedQuestion } from '../catalog.ts'
import { askLabels } from '../domain/asks.ts'
import { cellStateLabels, lastChecked } from '../domain/cells.ts'
import { fromWhom } from '../domain/signers.ts'
import { agoInWords, timelinessLabels } from '../domain/timeliness.ts'
import { type Listing, stateFor, timelinessFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentCell, statusCode, type Told } from './cell.ts'

export { addressee, statusCode } from './cell.ts'

/** A question as its letter's page and its own page show it: what was asked, and each recipient's finding. */
export function presentQuestion(
  question: QuestionRecord,
  letter: LetterRecord,
  responses: readonly ResponseRecord[],
  desk: DeskRecord,
  told: Told
) {
  const askedOn = question.standing.firstAskedOn
  const cells = cellsOf(question, letter, responses, desk).map(cell =>
    presentCell(cell, question, askedOn, told)
  )
  return {
    id: String(question._id),
    href: paths.question(String(question._id)),
    position: question.position,
    number: question.number,
    text: question.text,
    ask: askLabels[question.ask],
    askCode: question.ask,
    parts: presentParts(question),
    about: question.about.flatMap(id => {
      const organization = told.catalog.organizations.get(String(id))
      return organization ? [{ name: organization.name, href: paths.organization(organization.slug) }] : []
    }),
    offices: [...new Set(cells.map(({ office }) => office))],
    cells
  }
}

export type PresentedQuestion = ReturnType<typeof presentQuestion>

/** A question's parts, named as in `part 2`; none where it is one sentence. */
const presentParts = (question: QuestionRecord) =>
  question.parts.length < 2
    ? []
    : question.parts.map(({ text, ask }, index) => ({ number: index + 1, text, ask: askLabels[ask] }))

/** A row of a list of questions: the words come from the record, the rest from the catalog. */
export function presentQuestionRow(
  listed: ListedQuestion,
  record: Pick<QuestionRecord, 'text'>,
  listing: Listing
) {
  const { reader, catalog } = listing
  const state = stateFor(listed, reader)
  const today = reader.todayAt(listed.letter.deskId)
  const timely = timelinessFor(listed, reader)
  return {
    id: listed.id,
    href: paths.question(listed.id),
    text: record.text,
    position: listed.position,
    parts: listed.parts,
    ask: askLabels[listed.ask],
    askCode: listed.ask,
    state,
    code: statusCode(state),
    label: cellStateLabels[state],
    checkedOn: listed.checkedOn,
    checked: listed.isOpen ? lastChecked('', listed.checkedOn, today) : '',
    from: fromWhom(listed.letter),
    putTo: namesOf(listed.organizationIds, listing),
    putToBriefly: briefly(namesOf(listed.organizationIds, listing)),
    about: namesOf(listed.aboutIds, listing),
    askedOn: listed.letter.letterDate,
    firstAskedOn: listed.firstAskedOn,
    ago: listed.firstAskedOn ? agoInWords(listed.firstAskedOn, today) : null,
    dueOn: listed.isOpen ? listed.nextDueOn : null,
    timeliness: timely,
    timelinessLabel: timely && timelinessLabels[timely],
    isOpen: listed.isOpen,
    letter: {
      href: paths.letter(listed.letter.slug),
      slug: listed.letter.slug,
      subject: listed.letter.subject
    },
    desk: catalog.desks.get(listed.letter.deskId)?.name ?? null,
    changedAt: listed.changedAt,
    today
  }
}

/** `Department of State`; of more than two the first: `Department of State and 2 others`. */
export const briefly = (names: readonly string[]): string =>
  names.length > 2 ? `${names[0]} and ${names.length - 1} others` : names.join(' and ')

export const namesOf = (ids: readonly string[], { catalog }: Listing): string[] => [
  ...new Set(ids.flatMap(id => catalog.organizations.get(id)?.name ?? []))
]

export { questionCountColumns, questionCounts } from './counts.ts'
export { formatsOf, type ListFormat, reuseOf } from './file-links.ts'
export { choiceLabel, facetLabels, presentFilter } from './filters.ts'
export { factsOf, type QuestionFacts, questionFacts, questionFormats } from './formats.ts'
export { picturesOf } from './pictures.ts'
export { readableQuestion } from './record.ts'
export { withTexts } from './texts.ts'
export { presentWhole } from './whole.ts'
