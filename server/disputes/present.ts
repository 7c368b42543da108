import { trusted } from 'mongoose'
import type { DisputeRecord } from '../../models/dispute.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { cellStateLabels } from '../domain/cells.ts'
import { disputeKindLabels, disputeKinds, disputeOutcomeLabels, disputeOutcomes } from '../domain/disputes.ts'
import { type Listing, stateFor } from '../listing.ts'
import { paths } from '../paths.ts'
import { addressee } from '../questions/present.ts'
import { type DisputeSubject, subjectHref, subjectInWords } from './subject.ts'

/** The form: what it is about, and what the record says of it now. */
export function presentNew({ letter, question, recipientId }: DisputeSubject, listing: Listing) {
  const listed = question ? listing.question(String(question._id)) : undefined
  return {
    title: 'Report what is wrong or missing',
    unlisted: true,
    action: paths.disputes(),
    about: subjectInWords(letter.subject, question),
    href: subjectHref(letter.slug, question ? String(question._id) : null),
    text: question?.text ?? null,
    says: listed ? cellStateLabels[stateFor(listed, listing.reader)] : null,
    desk: listing.catalog.desks.get(letter.deskId)?.name ?? 'the desk that keeps the letter',
    letter: letter.slug,
    question: question ? String(question._id) : '',
    recipients: recipientsOf(letter.id, question, recipientId, listing),
    kinds: disputeKinds.map(value => ({ value, label: disputeKindLabels[value] }))
  }
}

/** The offices a question was put to, to choose one from where there are several. */
function recipientsOf(
  letterId: string,
  question: QuestionRecord | null,
  chosen: string | null,
  listing: Listing
) {
  if (!question || question.findings.length < 2 || !listing.letter(letterId)) return []
  return question.findings.map(({ recipientId, organizationId }) => ({
    value: String(recipientId),
    label: listing.catalog.organizations.get(String(organizationId))?.name ?? 'An office',
    isSelected: String(recipientId) === chosen
  }))
}

/** What the owner of the address is asked, and what became of the report that the link is for. */
export async function presentConfirmation(
  dispute: DisputeRecord,
  waiting: readonly DisputeRecord[],
  action: string,
  isSent = false
) {
  const isWaiting = waiting.length > 0
  return {
    title: isWaiting ? 'Confirm your report' : 'Your report',
    unlisted: true,
    action,
    isSent,
    isOpen: dispute.state === 'open',
    isClosed: dispute.state === 'closed',
    waiting: await presentDisputes(waiting)
  }
}

/** Reports as a list shows them; the letter of one may have been taken out meanwhile. */
export async function presentDisputes(disputes: readonly DisputeRecord[]) {
  const [letters, questions] = await Promise.all([
    Letter.find({ _id: trusted({ $in: disputes.map(({ letterId }) => letterId) }) }).lean<LetterRecord[]>(),
    Question.find({
      _id: trusted({ $in: disputes.flatMap(({ questionId }) => questionId ?? []) })
    }).lean<QuestionRecord[]>()
  ])
  return disputes.map(dispute =>
    present(
      dispute,
      letters.find(({ _id }) => _id.equals(dispute.letterId)),
      questions.find(({ _id }) => dispute.questionId?.equals(_id))
    )
  )
}

export async function presentDispute(dispute: DisputeRecord) {
  const [presented] = await presentDisputes([dispute])
  if (!presented) throw new Error('One report was given and none came back.')
  return {
    ...presented,
    outcomes: disputeOutcomes.map(value => ({ value, label: disputeOutcomeLabels[value] }))
  }
}

function present(dispute: DisputeRecord, letter?: LetterRecord, question?: QuestionRecord) {
  const recipient = letter?.recipients.find(({ _id }) => dispute.recipientId?.equals(_id))
  const { closed } = dispute
  return {
    id: String(dispute._id),
    ownHref: paths.dispute(String(dispute._id)),
    about: subjectInWords(letter?.subject ?? 'a letter that is no longer on record', question ?? null),
    href: letter ? subjectHref(letter.slug, question ? String(question._id) : null) : paths.letters(),
    questionId: question ? String(question._id) : null,
    findingHref: question && recipient ? paths.finding(String(question._id), String(recipient._id)) : null,
    text: question?.text ?? null,
    office: recipient ? addressee(recipient) : null,
    kind: disputeKindLabels[dispute.kind],
    said: dispute.said,
    link: dispute.link,
    wantsAnswer: dispute.wantsAnswer,
    askedAt: dispute.askedAt,
    openedAt: dispute.openedAt,
    closed: closed && {
      at: closed.at,
      by: closed.by.name,
      outcome: disputeOutcomeLabels[closed.outcome],
      because: closed.because,
      change: closed.change
    }
  }
}
