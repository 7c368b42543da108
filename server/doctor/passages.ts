import { type Types, trusted } from 'mongoose'
import { type CellChange, changeCellsAnyway } from '../../models/changing.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import {
  type EvidenceRecord,
  type FindingRecord,
  Question,
  type QuestionRecord
} from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { todayIn } from '../clock.ts'
import { locate } from '../intake/locate.ts'
import { paths } from '../paths.ts'
import type { Finding } from './finding.ts'

/** A question whose finding quotes a reply at a place where something else stands. */
interface Astray {
  readonly id: Types.ObjectId
  readonly response: ResponseRecord
  readonly isFoundAgain: boolean
}

/**
 * Left behind where a process was killed between putting a reply's text right and the findings that quote it. What
 * still stands in the text is found again; words that were themselves corrected need a person.
 */
export async function passages(now: Date): Promise<Finding[]> {
  const astray: Astray[] = []
  for await (const response of Response.find({ text: trusted({ $ne: null }) })
    .lean<ResponseRecord>()
    .cursor())
    for (const question of await questionsQuoting(response)) {
      const wrong = question.findings.flatMap(({ evidence }) =>
        evidence.filter(one => isAstray(one, response))
      )
      const isFoundAgain = wrong.every(one => placeOf(one, response) !== null)
      if (wrong.length > 0) astray.push({ id: question._id, response, isFoundAgain })
    }
  const [found, lost] = [astray.filter(one => one.isFoundAgain), astray.filter(one => !one.isFoundAgain)]
  return [
    ...(found.length > 0
      ? [
          {
            what: `${found.length} questions quote a reply at a place where other words stand now: ${named(found)}`,
            toDo: 'npm run doctor -- --repair finds the passages again',
            repair: async () => {
              for (const one of found) await setRight(one, now)
            }
          }
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            what: `${lost.length} questions quote words that a corrected reply does not hold any more: ${named(lost)}`,
            toDo: 'open each, choose its passage in the reply anew and record the judgement again'
          }
        ]
      : [])
  ]
}

const named = (astray: readonly Astray[]): string =>
  astray
    .slice(0, 3)
    .map(({ id }) => paths.question(String(id)))
    .join(', ')

const questionsQuoting = (response: ResponseRecord): Promise<QuestionRecord[]> =>
  Question.find({
    letterId: trusted({ $in: response.covers.map(({ letterId }) => letterId) }),
    'findings.evidence.responseId': response._id
  })
    .lean<QuestionRecord[]>()
    .exec()

const isAstray = ({ responseId, quote, start, end }: EvidenceRecord, response: ResponseRecord): boolean =>
  quote !== null &&
  start !== null &&
  end !== null &&
  responseId?.equals(response._id) === true &&
  response.text?.slice(start, end) !== quote

/** Where the quoted words stand now, with the words as they stand there; null where they do not. */
function placeOf({ quote }: EvidenceRecord, { text }: ResponseRecord) {
  const place = locate(text ?? '', quote ?? '')
  return place && { ...place, quote: (text ?? '').slice(place.start, place.end) }
}

async function setRight({ id, response }: Astray, now: Date): Promise<void> {
  const question = await Question.findById(id).orFail().lean<QuestionRecord>()
  const letter = await Letter.findById(question.letterId).orFail().lean<LetterRecord>()
  const desk = await Desk.findById(letter.deskId).orFail().lean<DeskRecord>()
  const occasion = {
    by: { id: null, name: 'The doctor' },
    at: now,
    on: todayIn({ now: () => now }, desk.zone)
  }
  const changesOf = ({ findings }: QuestionRecord): CellChange[] =>
    findings.filter(({ evidence }) => evidence.some(one => isAstray(one, response))).map(foundAgain)
  const foundAgain = ({ recipientId, evidence, marks }: FindingRecord): CellChange => {
    const right = evidence.map(one => (isAstray(one, response) ? { ...one, ...placeOf(one, response) } : one))
    const because = 'The passage was found again in the corrected text of the reply.'
    const entry = { what: 'text' as const, from: null, to: null, because, note: null, evidence: right, marks }
    return { recipientId, set: { evidence: right }, entry }
  }
  await changeCellsAnyway(id, changesOf, occasion, { letter, desk })
}
