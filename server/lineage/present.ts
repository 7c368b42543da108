import { type Types, trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import type { QuestionRecord } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { cellsOf, findingFacts } from '../../models/standing.ts'
import { type Audience, cellLabel, cellState, groupOfState } from '../domain/cells.ts'
import { congressOf, ordinal } from '../domain/congress.ts'
import { type Day, daysBetween } from '../domain/day.ts'
import { paths } from '../paths.ts'

/** What may be shown of a letter to whoever asks; null: the letter is none of theirs. */
export type AudienceOf = (letter: LetterRecord) => Audience | null

/** Every asking of a question that the reader may see, oldest first, with the days between. */
export async function presentChain(
  questions: readonly QuestionRecord[],
  current: QuestionRecord,
  audienceOf: AudienceOf
) {
  const letters = await lettersById(questions.map(({ letterId }) => letterId))
  const mentioned = await lettersById(
    [...letters.values()].flatMap(({ follows }) => follows.flatMap(({ letterId }) => letterId ?? []))
  )
  const later = await Letter.find({
    'follows.letterId': trusted({ $in: [...letters.values()].map(({ _id }) => _id) }),
    isMention: true
  }).lean<LetterRecord[]>()
  const askings = await Promise.all(
    questions.map(async question => {
      const letter = letters.get(String(question.letterId))
      const audience = letter && audienceOf(letter)
      return letter && audience ? [await presentAsking(question, letter, audience, current)] : []
    })
  )
  const mentions = [...mentioned.values(), ...later]
    .filter(letter => letter.isMention && audienceOf(letter) !== null)
    .map(presentMention)
  const unique = new Map([...askings.flat(), ...mentions].map(one => [one.id, one]))
  return withDaysBetween([...unique.values()].sort(byDate))
}

/** Letters about the same matter by whomever they were sent, with the reason: related, not asked again. */
export async function presentRelated(
  questions: readonly QuestionRecord[],
  audienceOf: AudienceOf
): Promise<{ subject: string; href: string; on: Day | null; signers: string[]; because: string }[]> {
  const letters = await lettersById(questions.map(({ letterId }) => letterId))
  const ids = [...letters.values()].map(({ _id }) => _id)
  const speaking = await Letter.find({ 'related.letterId': trusted({ $in: ids }) }).lean<LetterRecord[]>()
  const named = await lettersById(
    [...letters.values()].flatMap(({ related }) => related.map(one => one.letterId))
  )
  const links = [
    ...[...letters.values()].flatMap(({ related }) =>
      related.map(({ letterId, because }) => ({ other: named.get(String(letterId)), because }))
    ),
    ...speaking.flatMap(other =>
      other.related
        .filter(({ letterId }) => letters.has(String(letterId)))
        .map(({ because }) => ({ other, because }))
    )
  ]
  const unique = new Map(links.flatMap(link => (link.other ? [[String(link.other._id), link] as const] : [])))
  return [...unique.values()].flatMap(({ other, because }) =>
    other && !letters.has(String(other._id)) && audienceOf(other)
      ? [
          {
            subject: other.subject,
            href: paths.letter(other.slug),
            on: other.letterDate,
            signers: other.signatories.map(({ name }) => name),
            because
          }
        ]
      : []
  )
}

async function lettersById(ids: readonly Types.ObjectId[]): Promise<Map<string, LetterRecord>> {
  const found = await Letter.find({ _id: trusted({ $in: [...ids] }) }).lean<LetterRecord[]>()
  return new Map(found.map(letter => [String(letter._id), letter]))
}

async function presentAsking(
  question: QuestionRecord,
  letter: LetterRecord,
  audience: Audience,
  current: QuestionRecord
) {
  const [desk, responses, names] = await Promise.all([
    Desk.findById(letter.deskId).orFail().lean<DeskRecord>(),
    Response.toLetter(letter._id),
    Organization.named(question.findings.map(({ organizationId }) => organizationId))
  ])
  const shown = responses.filter(({ visibility }) => audience === 'staff' || visibility === 'public')
  return {
    ...presentLetterOf(letter),
    id: String(question._id),
    href: paths.question(String(question._id)),
    text: question.text,
    isCurrent: question._id.equals(current._id),
    isMention: false,
    cells: cellsOf(question, letter, responses, desk).map(({ finding, responses: own }) => {
      const state = cellState(findingFacts(finding), own, audience)
      return {
        office: names.get(String(finding.organizationId))?.name ?? 'An office',
        code: state === 'to_review' ? 'review' : (groupOfState(state) ?? 'withdrawn'),
        label: cellLabel(findingFacts(finding), own, audience)
      }
    }),
    replies: shown.length,
    reasons: question.reAsks.map(({ statedByAsker, because }) => ({
      how: statedByAsker ? 'Asked again, as the asker says' : 'Asked again, by decision of the desk',
      because
    }))
  }
}

const presentMention = (letter: LetterRecord) => ({
  ...presentLetterOf(letter),
  id: String(letter._id),
  href: paths.letter(letter.slug),
  text: null,
  isCurrent: false,
  isMention: true,
  cells: [],
  replies: 0,
  reasons: []
})

const presentLetterOf = (letter: LetterRecord) => ({
  subject: letter.subject,
  letterHref: paths.letter(letter.slug),
  on: letter.letterDate,
  dateAsSaid: letter.dateAsSaid,
  congress: letter.letterDate ? ordinal(congressOf(letter.letterDate)) : null,
  signers: letter.signatories.map(({ name }) => name)
})

interface Dated {
  readonly on: Day | null
}

/** An asking known by mention without a day stands where its words put it: before everything dated. */
const byDate = (one: Dated, other: Dated): number => ((one.on ?? '') < (other.on ?? '') ? -1 : 1)

const withDaysBetween = <Asking extends Dated>(askings: readonly Asking[]) =>
  askings.map((asking, index) => {
    const before = askings[index - 1]
    return {
      ...asking,
      daysSince: asking.on && before?.on ? daysBetween(before.on, asking.on) : null
    }
  })
