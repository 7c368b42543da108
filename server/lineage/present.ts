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
  const mentions = [...(await mentionsAround(letters)).values()].filter(letter => audienceOf(letter) !== null)
  const names = await Organization.named(mentions.flatMap(officesOf))
  const all = [...letters.values(), ...mentions]
  const askings = await Promise.all(
    questions.map(async question => {
      const letter = letters.get(String(question.letterId))
      const audience = letter && audienceOf(letter)
      if (!letter || !audience) return []
      return [{ asking: await presentAsking(question, letter, audience, current), at: placeOf(letter, all) }]
    })
  )
  const placed = [
    ...askings.flat(),
    ...mentions.map(letter => ({ asking: presentMention(letter, names), at: placeOf(letter, all) }))
  ]
  return withDaysBetween(
    placed.toSorted((one, other) => byPlace(one.at, other.at)).map(({ asking }) => asking)
  )
}

/**
 * The letters known by mention that these letters follow or that follow them, and so on from mention to mention: an
 * asking whose text nobody holds is an asking all the same.
 */
async function mentionsAround(
  letters: ReadonlyMap<string, LetterRecord>
): Promise<Map<string, LetterRecord>> {
  const mentions = new Map<string, LetterRecord>()
  for (let next = [...letters.values()]; next.length > 0 && mentions.size < MOST_MENTIONS; ) {
    const earlier = next.flatMap(({ follows }) => follows.flatMap(({ letterId }) => letterId ?? []))
    const found = await Letter.find({
      isMention: true,
      $or: [
        { _id: trusted({ $in: earlier }) },
        { 'follows.letterId': trusted({ $in: next.map(({ _id }) => _id) }) }
      ]
    }).lean<LetterRecord[]>()
    next = found.filter(({ _id }) => !mentions.has(String(_id)) && !letters.has(String(_id)))
    for (const letter of next) mentions.set(String(letter._id), letter)
  }
  return mentions
}

const MOST_MENTIONS = 200

const officesOf = ({ recipients }: LetterRecord) => recipients.map(({ organizationId }) => organizationId)

/** A day, and on that day before (-1), at (0) or after (1) what is dated. */
type Place = readonly [Day, number]

/**
 * Where an asking stands among the others. One without a day of its own stands where the letters say that speak of
 * it: before the first that follows it, else after the last that it follows.
 */
function placeOf(letter: LetterRecord, all: readonly LetterRecord[]): Place {
  if (letter.letterDate) return [letter.letterDate, 0]
  const following = all.filter(({ follows }) => follows.some(one => one.letterId?.equals(letter._id)))
  const first = following.flatMap(({ letterDate }) => letterDate ?? []).sort()[0]
  if (first) return [first, -1]
  const followed = all.filter(({ _id }) => letter.follows.some(one => one.letterId?.equals(_id)))
  const last = followed
    .flatMap(({ letterDate }) => letterDate ?? [])
    .sort()
    .at(-1)
  return last ? [last, 1] : ['', 0]
}

const byPlace = ([day, side]: Place, [otherDay, otherSide]: Place): number =>
  day === otherDay ? side - otherSide : day < otherDay ? -1 : 1

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
    putTo: [],
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

const presentMention = (letter: LetterRecord, names: ReadonlyMap<string, { name: string }>) => ({
  ...presentLetterOf(letter),
  putTo: officesOf(letter).map(id => names.get(String(id))?.name ?? 'An office'),
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

/** The days since the last asking whose day is known; what has no day of its own is passed over. */
const withDaysBetween = <Asking extends Dated>(askings: readonly Asking[]) =>
  askings.map((asking, index) => {
    const before = askings.slice(0, index).findLast(({ on }) => on !== null)
    return {
      ...asking,
      daysSince: asking.on && before?.on ? daysBetween(before.on, asking.on) : null,
      since: before?.on ?? null
    }
  })
