import type { IntakeDraft, IntakeQuestionRecord, IntakeRecord } from '../../models/intake.ts'
import { askCodes, askLabels } from '../domain/asks.ts'
import type { Day } from '../domain/day.ts'
import { countsFrom, dueBases, dueBasisLabels } from '../domain/due-basis.ts'
import { chamberLabels, chambers, sourceKindLabels, sourceKinds } from '../domain/letters.ts'
import type { FieldErrors } from '../errors.ts'
import { paths } from '../paths.ts'
import { cutsOf } from './edits.ts'
import { type IntakeWarning, UNSURE } from './warnings.ts'

/** What the review page shows besides the draft. */
export interface ReviewFacts {
  readonly today: Day
  readonly warnings: readonly IntakeWarning[]
  /** `isOurs`: the desk keeps it or shares it, so that this text can become a version of it. */
  readonly alike: readonly { slug: string; subject: string; likeness: number; isOurs: boolean }[]
  /** Names for the fields' lists of suggestions. */
  readonly organizations: readonly string[]
  readonly topics: readonly string[]
  /** Names of Members by their Bioguide ID. */
  readonly members: ReadonlyMap<string, string>
  readonly typed: Readonly<Record<string, string>>
  readonly errors: FieldErrors
}

/** The review page of an intake, with what was typed over it. */
export function reviewPage(intake: IntakeRecord, facts: ReviewFacts) {
  const id = String(intake._id)
  const listed = intake.questions.filter(({ isDropped }) => !isDropped)
  const parts = listed.reduce((count, question) => count + Math.max(1, question.parts.length), 0)
  return {
    id,
    revision: intake.revision,
    values: { ...headerValues(intake), ...facts.typed },
    options: {
      chambers: chambers.map(value => ({ value, label: chamberLabels[value] })),
      bases: dueBases.map(value => ({ value, label: dueBasisLabels[value] })),
      countsFrom: countsFrom.map(value => ({ value, label: countsFromLabels[value] })),
      sourceKinds: sourceKinds
        .filter(kind => kind !== 'mention')
        .map(value => ({ value, label: sourceKindLabels[value] }))
    },
    acts: actsOn(id),
    counts: {
      questions: listed.length,
      parts: parts > listed.length ? parts : null,
      signatories: intake.signatories.length
    },
    signers: signersInBrief(intake, facts.errors),
    signatories: [...intake.signatories, { name: '', title: null, bioguide: null, isLead: false }].map(
      (one, at) => ({
        ...one,
        at,
        number: at + 1,
        member: one.bioguide ? (facts.members.get(one.bioguide) ?? null) : null
      })
    ),
    recipients: recipientRows(intake, facts.errors),
    follows: intake.follows.map(({ quote }, at) => ({ at, quote })),
    questions: listed.map((question, at) => questionCard(question, at, listed.length, intake)),
    dropped: intake.questions
      .filter(({ isDropped }) => isDropped)
      .map(({ _id, text }) => ({ id: String(_id), text })),
    segments: segmentsOf(intake.text, listed),
    warnings: [...facts.warnings, ...intake.warnings.map(text => ({ text, field: null }))],
    alike: facts.alike.map(({ slug, subject, likeness, isOurs }) => ({
      subject,
      href: paths.letter(slug),
      diff: isOurs ? paths.intakeDifferences(id, slug) : null,
      percent: Math.round(likeness * 100),
      isSame: likeness >= 0.95
    })),
    organizations: facts.organizations,
    topics: facts.topics,
    files: filesOf(intake),
    wordsError: facts.errors.words ?? null
  }
}

/** So many signers stand open on the page; a longer list is folded, so that the questions are near. */
const MOST_OPEN = 6

function signersInBrief({ signatories }: IntakeDraft, errors: FieldErrors) {
  const hasError = Object.keys(errors).some(field => field.startsWith('signatory-'))
  const first = signatories.slice(0, 3).map(({ name }) => name)
  return {
    isLong: signatories.length > MOST_OPEN && !hasError,
    first,
    more: signatories.length - first.length
  }
}

/** Where each act's form goes. */
const actsOn = (id: string) => ({
  save: paths.intake(id),
  confirm: paths.intakeAct(id, 'confirmation'),
  add: paths.intakeAct(id, 'questions'),
  split: paths.intakeAct(id, 'splits'),
  merge: paths.intakeAct(id, 'merges'),
  move: paths.intakeAct(id, 'moves'),
  drop: paths.intakeAct(id, 'drops'),
  restore: paths.intakeAct(id, 'restorations'),
  readAgain: paths.intakeAct(id, 'readings'),
  remove: paths.intakeAct(id, 'removal')
})

export const filesOf = ({ _id, files }: Pick<IntakeRecord, '_id' | 'files'>) =>
  files.map(({ name, sha256, size, pages, isChosen }) => ({
    name,
    sha256,
    isChosen,
    pages,
    kilobytes: Math.max(1, Math.round(size / 1024)).toLocaleString('en-US'),
    href: paths.intakeFile(String(_id), sha256)
  }))

const countsFromLabels = { letter: 'the letter’s date', sent: 'the day it was sent', received: 'its receipt' }

const headerValues = (draft: IntakeDraft): Record<string, string> => ({
  subject: draft.subject,
  letterDate: draft.letterDate ?? '',
  sentOn: draft.sentOn ?? '',
  receivedOn: draft.receivedOn ?? '',
  followUpOn: draft.followUpOn ?? '',
  chamber: draft.chamber ?? '',
  signersStated: String(draft.signersStated ?? ''),
  topics: draft.topics.join(', '),
  basis: draft.due.basis,
  dueDate: draft.due.date ?? '',
  dueCount: String(draft.due.count ?? ''),
  dueFrom: draft.due.from ?? '',
  dueQuote: draft.due.quote ?? '',
  sourceKind: draft.source.kind,
  sourceTitle: draft.source.title,
  sourceLink: draft.source.link ?? '',
  retrievedOn: draft.source.retrievedOn ?? ''
})

const recipientRows = ({ recipients }: IntakeDraft, errors: FieldErrors) =>
  [...recipients, { _id: 'new', name: null, title: null, organization: null }].map((recipient, at) => ({
    key: String(recipient._id),
    number: at + 1,
    name: recipient.name,
    title: recipient.title,
    organization: recipient.organization,
    error: errors[`recipient-${recipient._id}-organization`] ?? null
  }))

function questionCard(question: IntakeQuestionRecord, at: number, count: number, draft: IntakeDraft) {
  const asksOf = (chosen: string) =>
    askCodes.map(value => ({ value, label: askLabels[value], isSelected: value === chosen }))
  return {
    id: String(question._id),
    position: at + 1,
    number: question.number,
    text: question.text,
    rows: Math.min(12, Math.ceil(question.text.length / 70)),
    isUnsure: question.confidence < UNSURE,
    asks: asksOf(question.ask),
    about: question.about.join(', '),
    parts: question.parts.map((part, index) => ({
      at: index,
      letter: partLetter(index),
      text: part.text.replace(/\s+/g, ' '),
      asks: asksOf(part.ask)
    })),
    newPart: { letter: partLetter(question.parts.length), asks: asksOf(question.ask) },
    partCount: question.parts.length,
    cuts: cutsOf(question.text),
    hasChoice: draft.recipients.length > 1,
    to: draft.recipients.map(({ _id, name, title, organization }) => ({
      id: String(_id),
      label: organization ?? title ?? name ?? '',
      isTicked: question.recipientIds === null || question.recipientIds.some(id => id.equals(_id))
    })),
    isFirst: at === 0,
    isLast: at === count - 1
  }
}

/** 1.a, 1.b ... 1.z, 1.27 */
const partLetter = (at: number): string => (at < 26 ? String.fromCharCode(97 + at) : String(at + 1))

/** A stretch of the letter's text; `position` is the question that is marked there. */
export interface Segment {
  readonly text: string
  readonly position: number | null
  readonly id: string | null
}

/** The letter's text cut where questions begin and end. Where two overlap, the earlier keeps the words. */
export function segmentsOf(text: string, listed: readonly IntakeQuestionRecord[]): Segment[] {
  const placed = listed
    .map(({ _id, start, end }, at) => ({ id: String(_id), start, end, position: at + 1 }))
    .sort((one, other) => one.start - other.start)
  const segments: Segment[] = []
  let reached = 0
  for (const { id, start, end, position } of placed) {
    const from = Math.max(start, reached)
    if (end <= from) continue
    if (from > reached) segments.push({ text: text.slice(reached, from), position: null, id: null })
    segments.push({ text: text.slice(from, end), position, id })
    reached = end
  }
  if (reached < text.length) segments.push({ text: text.slice(reached), position: null, id: null })
  return segments
}

/** The page shown while the files are read, and when they could not be. */
export function workingPage(intake: IntakeRecord) {
  const id = String(intake._id)
  const chosen = intake.files.filter(({ isChosen }) => isChosen)
  const { progress } = intake
  return {
    failure: intake.failure,
    files: filesOf(intake),
    hrefs: { newLetter: paths.newLetter(), self: paths.intake(id) },
    acts: actsOn(id),
    progress: progress && {
      file: chosen[progress.file - 1]?.name ?? '',
      page: progress.page,
      pages: progress.pages,
      done: Math.max(0, progress.page - 1),
      number: progress.file,
      count: chosen.length,
      isOneFile: chosen.length === 1
    }
  }
}

/** The queue: what a desk handed in and has not logged. */
export const queueRows = (intakes: readonly IntakeRecord[], zoneOf: (intake: IntakeRecord) => string) =>
  intakes.map(intake => ({
    href: paths.intake(String(intake._id)),
    title: intake.subject || intake.files.map(({ name }) => name).join(', ') || 'A letter without a subject',
    state: intake.state,
    isReading: intake.state === 'reading',
    isUnreadable: intake.state === 'unreadable',
    questions: intake.questions.filter(({ isDropped }) => !isDropped).length,
    createdAt: intake.createdAt,
    zone: zoneOf(intake),
    by: intake.createdBy.name
  }))
