import type { LetterRecord, RecipientRecord, SignatoryRecord } from '../../models/letter.ts'
import type { ReferenceRecord } from '../../models/reference.ts'
import type { ResponseRecord } from '../../models/response.ts'
import type { SourceRecord } from '../../models/source.ts'
import type { ListedLetter, ListedQuestion } from '../catalog.ts'
import { uncheckedAfterDays } from '../domain/cells.ts'
import { type Day, daysBetween, longDay, shortDay } from '../domain/day.ts'
import { chamberLabels, referenceKindLabels, sourceKindLabels, versionKindLabels } from '../domain/letters.ts'
import { channelLabels, responseKindLabels } from '../domain/responses.ts'
import { whereItStands } from '../domain/roll-up.ts'
import { fromWhom, missingSigners } from '../domain/signers.ts'
import { agoInWords } from '../domain/timeliness.ts'
import { type Listing, mayRead, seesAsStaff, stateFor, topicSlug } from '../listing.ts'
import { paths } from '../paths.ts'

import { addressee, presentQuestion } from '../questions/present.ts'
import { markedText } from './letter-text.ts'
import { letterPictures } from './pictures.ts'
import type { WholeLetter } from './record.ts'

export { type LetterFacts, letterFacts } from './formats.ts'
export { type LetterList, listLetters } from './list.ts'
export { readableLetter, type WholeLetter, wholeLetter } from './record.ts'

/** A letter's page for one reader. */
export function presentLetter(whole: WholeLetter, listing: Listing) {
  const { letter, desk, questions } = whole
  const { reader } = listing
  const isStaff = seesAsStaff(reader, letter)
  const today = reader.todayAt(String(letter.deskId))
  const responses = whole.responses.filter(response => isStaff || response.visibility === 'public')
  const inBrief = listing.letter(String(letter._id))
  const listed = inBrief ? listing.questionsOf(inBrief) : []
  const presented = questions.map(question =>
    presentQuestion(question, letter, whole.responses, desk, {
      audience: isStaff ? 'staff' : 'public',
      today,
      catalog: listing.catalog
    })
  )
  return {
    id: String(letter._id),
    slug: letter.slug,
    timelineHref: paths.timeline(letter.slug),
    href: paths.letter(letter.slug),
    subject: letter.subject,
    isMention: letter.isMention,
    isExample: letter.isExample,
    visibility: letter.visibility,
    isStaff,
    on: letter.letterDate,
    dateAsSaid: letter.dateAsSaid,
    sentOn: letter.sentOn,
    asked: letter.letterDate ? agoInWords(letter.letterDate, today) : null,
    chamber: letter.chamber && chamberLabels[letter.chamber],
    from: fromWhom(letter),
    recipients: letter.recipients.map(recipient => presentRecipient(recipient, listing)),
    signatories: letter.signatories.map(presentSignatory),
    missingSigners: missingSigners(letter),
    topics: letter.topics.map(topic => ({ label: topic, href: paths.topic(topicSlug(topic)) })),
    deadline: letter.due.basis === 'none' ? null : { quote: letter.due.quote },
    source: presentSource(letter.source),
    desk: desk.name,
    disputeHref: paths.newDispute({ letter: letter.slug }),
    note: letter.note,
    standing: standingOfLetter(listed, listing),
    checked: checkedWords(listed, today),
    questions: presented,
    paragraphs: letter.text === null ? null : markedText(letter.text, questions),
    replies: responses.map(response => presentReply(response, listing)),
    hasInternalReplies: responses.length < whole.responses.length,
    versions: letter.versions.map(version => ({
      kind: versionKindLabels[version.kind],
      title: version.title,
      on: version.on,
      dateAsSaid: version.dateAsSaid,
      source: presentSource(version.source),
      paragraphs: version.text === null ? null : markedText(version.text, [])
    })),
    references: whole.references.map(reference => presentReference(reference, letter)),
    ...otherLetters(whole, listing),
    contacts: letter.contacts
      .filter(contact => contact.isPublished)
      .map(({ on, who, how, said }) => ({ on, who, how, said })),
    corrections: letter.corrections,
    pictures: letter.isMention ? [] : letterPictures(letter, presented, responses, today)
  }
}

/** A row of a list of letters. */
export function presentLetterRow(
  letter: ListedLetter,
  questions: readonly ListedQuestion[],
  listing: Listing
) {
  const today = listing.reader.todayAt(letter.deskId)
  return {
    href: paths.letter(letter.slug),
    subject: letter.subject,
    on: letter.letterDate,
    dateAsSaid: letter.dateAsSaid,
    asked: letter.letterDate ? agoInWords(letter.letterDate, today) : null,
    from: fromWhom(letter),
    putTo: [
      ...new Set(
        letter.recipients.flatMap(({ organizationId }) => {
          const organization = listing.catalog.organizations.get(organizationId)
          return organization ? [organization.name] : []
        })
      )
    ],
    chamber: letter.chamber && chamberLabels[letter.chamber],
    isMention: letter.isMention,
    isPublic: mayRead(letter, { ...listing.reader, seesDesk: () => false }),
    standing: letter.isMention ? null : standingOfLetter(questions, listing),
    checked: letter.isMention ? null : checkedWords(questions, today)
  }
}

export const standingOfLetter = (questions: readonly ListedQuestion[], listing: Listing): string =>
  whereItStands(
    questions.map(question => ({ parts: question.parts, state: stateFor(question, listing.reader) }))
  )

/** `Last checked Nov 3, 2026`: the longest unchecked of the letter's open questions. */
export function checkedWords(questions: readonly ListedQuestion[], today: Day): string | null {
  if (!questions.some(({ isOpen }) => isOpen)) return null
  const oldest = oldestCheck(questions)
  return oldest === null ? 'Not yet checked' : checkedOnWords(oldest, today)
}

/** The last check of the longest unchecked open question; null where one was never checked, or none is open. */
export function oldestCheck(questions: readonly ListedQuestion[]): Day | null {
  let oldest: Day | null = null
  for (const { isOpen, checkedOn } of questions) {
    if (!isOpen) continue
    if (checkedOn === null) return null
    if (oldest === null || checkedOn < oldest) oldest = checkedOn
  }
  return oldest
}

export const checkedOnWords = (checkedOn: Day, today: Day): string =>
  daysBetween(checkedOn, today) > uncheckedAfterDays
    ? `Not checked since ${shortDay(checkedOn)}`
    : `Last checked ${shortDay(checkedOn)}`

const presentRecipient = (recipient: RecipientRecord, { catalog }: Listing) => {
  const organization = catalog.organizations.get(String(recipient.organizationId))
  return {
    addressee: addressee(recipient),
    office: organization?.name ?? 'An office',
    href: organization ? paths.organization(organization.slug) : null,
    receivedOn: recipient.receivedOn,
    controlNumber: recipient.controlNumber,
    promisedOn: recipient.promisedOn
  }
}

const presentSignatory = ({ name, title, slug, isLead, source }: SignatoryRecord) => ({
  name,
  title,
  href: paths.signatory(slug),
  isLead,
  source: source && presentSource(source)
})

export const presentSource = (source: SourceRecord) => ({
  kind: sourceKindLabels[source.kind],
  title: source.title || sourceKindLabels[source.kind],
  link: source.link,
  retrievedOn: source.retrievedOn
})

const presentReply = (response: ResponseRecord, { catalog }: Listing) => {
  const office =
    response.responder.organizationId && catalog.organizations.get(String(response.responder.organizationId))
  return {
    id: String(response._id),
    kind: responseKindLabels[response.kind],
    isMention: response.isMention,
    isInternal: response.visibility === 'internal',
    on: response.receivedOn ?? response.datedOn,
    // Of a reply that another document reports, the day it was received is nobody's to say.
    receivedOn: response.isMention ? null : response.receivedOn,
    datedOn: response.datedOn,
    dateAsSaid: response.dateAsSaid,
    responder: addressee(response.responder),
    onBehalfOf: response.responder.onBehalfOf,
    office: office ? office.name : null,
    channel: response.channel === 'unknown' ? null : channelLabels[response.channel],
    controlNumber: response.controlNumber,
    quote: response.quote,
    paragraphs: response.text === null ? null : markedText(response.text, []),
    source: presentSource(response.source),
    corrections: response.corrections
  }
}

const presentReference = (reference: ReferenceRecord, letter: LetterRecord) => {
  const link = reference.letters.find(({ letterId }) => letterId.equals(letter._id))
  return {
    href: paths.reference(String(reference._id)),
    files: (reference.files ?? []).length,
    kind: referenceKindLabels[reference.kind],
    title: reference.title,
    on: reference.on,
    dateAsSaid: reference.dateAsSaid,
    dateBecause: reference.dateBecause,
    citedBy: link?.citedBy === 'letter' ? 'cited in the letter' : 'background added by this desk',
    source: presentSource(reference.source),
    markings: reference.markings,
    paragraphs: reference.text === null ? null : markedText(reference.text, []),
    corrections: reference.corrections
  }
}

/** Letters this one follows, those that follow it, and related ones: only those the reader may see. */
function otherLetters({ letter, others }: WholeLetter, listing: Listing) {
  const row = (id: unknown) => {
    const other = listing.letter(String(id))
    return other
      ? {
          href: paths.letter(other.slug),
          subject: other.subject,
          when: other.letterDate ? longDay(other.letterDate) : other.dateAsSaid,
          from: fromWhom(other),
          isMention: other.isMention
        }
      : null
  }
  const kept = <T extends { letter: unknown }>(rows: readonly T[]) => rows.filter(one => one.letter !== null)
  const later = others.filter(other => other.follows.some(({ letterId }) => letterId?.equals(letter._id)))
  const relatedHere = letter.related.map(({ letterId, because }) => ({ letterId, because }))
  const relatedThere = others.flatMap(other =>
    other.related
      .filter(({ letterId }) => letterId.equals(letter._id))
      .filter(() => !relatedHere.some(({ letterId }) => letterId.equals(other._id)))
      .map(({ because }) => ({ letterId: other._id, because }))
  )
  return {
    follows: letter.follows
      .map(({ letterId, quote }) => ({ letter: row(letterId), quote }))
      .filter(one => one.letter !== null || one.quote !== null),
    followedBy: kept(
      later.map(other => ({
        letter: row(other._id),
        quote: other.follows.find(({ letterId }) => letterId?.equals(letter._id))?.quote ?? null
      }))
    ),
    related: kept(
      [...relatedHere, ...relatedThere].map(({ letterId, because }) => ({ letter: row(letterId), because }))
    )
  }
}
