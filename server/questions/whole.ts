import type { DeskRecord } from '../../models/desk.ts'
import type { LetterRecord } from '../../models/letter.ts'
import type { QuestionRecord } from '../../models/question.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { cellsOf } from '../../models/standing.ts'
import type { Day } from '../domain/day.ts'
import { fromWhom } from '../domain/signers.ts'
import { agoInWords } from '../domain/timeliness.ts'
import { type Listing, seesAsStaff } from '../listing.ts'
import { paths } from '../paths.ts'
import { addressee, presentChange, type Told } from './cell.ts'
import { presentQuestion } from './present.ts'

/** A question with all that its page is made of. */
export interface WholeQuestion {
  readonly question: QuestionRecord
  readonly letter: LetterRecord
  readonly desk: DeskRecord
  readonly responses: readonly ResponseRecord[]
  readonly askingAgain: readonly QuestionRecord[]
  readonly askedBefore: readonly QuestionRecord[]
}

/** A question's own page for one reader: the question, each finding with its history, and its chain of askings. */
export function presentWhole(whole: WholeQuestion, listing: Listing, asOf: Day | null = null) {
  const { question, letter, desk, responses } = whole
  const isStaff = seesAsStaff(listing.reader, letter)
  const today = asOf ?? listing.reader.todayAt(String(letter.deskId))
  const told: Told = { audience: isStaff ? 'staff' : 'public', today, catalog: listing.catalog }
  const askedOn = question.standing.firstAskedOn
  return {
    ...presentQuestion(question, letter, responses, desk, told),
    isStaff,
    disputeHref: paths.newDispute({ question: String(question._id) }),
    asked: askedOn ? agoInWords(askedOn, today) : null,
    isAskedEarlier: askedOn !== null && letter.letterDate !== null && askedOn < letter.letterDate,
    firstAskedOn: askedOn,
    desk: desk.name,
    letter: {
      href: paths.letter(letter.slug),
      textHref: `${paths.letter(letter.slug)}#text-${question.position}`,
      slug: letter.slug,
      subject: letter.subject,
      from: fromWhom(letter),
      on: letter.letterDate,
      signatories: letter.signatories.map(({ name, slug }) => ({ name, href: paths.signatory(slug) })),
      signersStated: letter.signersStated,
      recipients: letter.recipients.flatMap(recipient => addressee(recipient) ?? []),
      isPublic: letter.visibility === 'public'
    },
    history: cellsOf(question, letter, responses, desk)
      .flatMap(cell =>
        cell.finding.history.flatMap(change => {
          const shown = presentChange(change, cell, told, desk.name)
          const office = listing.catalog.organizations.get(String(cell.recipient.organizationId))?.name
          return shown ? [{ ...shown, office: question.findings.length > 1 ? (office ?? null) : null }] : []
        })
      )
      .sort((one, other) => other.at.getTime() - one.at.getTime()),
    loggedAt: question.loggedAt,
    askedBefore: whole.question.reAsks.flatMap(({ questionId, because, statedByAsker }) => {
      const earlier = whole.askedBefore.find(one => one._id.equals(questionId))
      return earlier ? chainLink(earlier, because, statedByAsker, listing) : []
    }),
    askingAgain: whole.askingAgain.flatMap(later => {
      const link = later.reAsks.find(({ questionId }) => questionId.equals(question._id))
      return link ? chainLink(later, link.because, link.statedByAsker, listing) : []
    }),
    chainHref: paths.chain(String(question._id)),
    movedTo: question.movedTo && {
      note: question.movedTo.note,
      hrefs: question.movedTo.questionIds.map(id => paths.question(String(id)))
    }
  }
}

export type PresentedWhole = ReturnType<typeof presentWhole>

/** Another asking of the same question; none where its letter is not this reader's to see. */
function chainLink(other: QuestionRecord, because: string, statedByAsker: boolean, listing: Listing) {
  const letter = listing.letter(String(other.letterId))
  if (!letter) return []
  return [
    {
      href: paths.question(String(other._id)),
      text: other.text,
      on: letter.letterDate,
      subject: letter.subject,
      because,
      statedByAsker
    }
  ]
}
