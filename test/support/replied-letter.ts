import type { LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import type { Ask } from '../../server/domain/asks.ts'
import type { Day } from '../../server/domain/day.ts'
import { type ConfirmedRecipient, logLetter } from '../../server/letters/logging.ts'
import type { Person } from './people.ts'
import type { World } from './world.ts'

/** A question to log: its parts are its sentences. */
export interface Asked {
  readonly text: string
  readonly ask?: Ask
}

interface LetterPlan {
  readonly subject: string
  readonly questions: readonly (string | Asked)[]
  readonly recipients?: readonly ConfirmedRecipient[]
  readonly letterDate?: Day | null
  readonly dueOn?: Day
  readonly signer?: string
  readonly topics?: string[]
}

let logged = 0

/** A letter of the example desk, as a person would have confirmed it; by default put to one office, without a deadline. */
export async function aLetter(world: World, plan: LetterPlan): Promise<LetterRecord> {
  logged += 1
  const texts = plan.questions.map(one => (typeof one === 'string' ? one : one.text))
  const text = `Dear Secretary:\n${texts.join('\n')}\nSincerely,`
  const starts = texts.map(
    (_, at) => `Dear Secretary:\n${texts.slice(0, at).join('\n')}`.length + (at === 0 ? 0 : 1)
  )
  return logLetter(
    {
      key: `test-${logged}`,
      subject: plan.subject,
      text,
      source: { kind: 'typed', title: 'Written for a test', link: null, retrievedOn: null },
      letterDate: plan.letterDate === undefined ? '2026-09-01' : plan.letterDate,
      chamber: 'senate',
      signatories: [
        { name: plan.signer ?? 'First Signer', title: 'United States Senator', bioguide: null, isLead: true }
      ],
      recipients: [
        ...(plan.recipients ?? [{ name: null, title: 'Secretary', organization: 'Department of Examples' }])
      ],
      due: {
        basis: plan.dueOn ? 'stated' : 'none',
        date: plan.dueOn ?? null,
        count: null,
        from: null,
        quote: plan.dueOn ? `Please answer by ${plan.dueOn}.` : null
      },
      topics: plan.topics ?? [],
      questions: texts.map((question, at) => {
        const given = plan.questions[at]
        const ask = typeof given === 'object' ? (given.ask ?? 'information') : 'information'
        const start = starts[at] ?? 0
        return {
          number: String(at + 1),
          text: question,
          start,
          end: start + question.length,
          ask,
          parts: partsOf(question, start, ask),
          about: []
        }
      })
    },
    await world.desk(),
    { id: null, name: 'The clerk' },
    world.clock.now()
  )
}

const partsOf = (question: string, start: number, ask: Ask) =>
  [...question.matchAll(/[^.?]+[.?]/g)].map(match => {
    const text = match[0].trim()
    const from = start + match.index + match[0].indexOf(text)
    return { text, start: from, end: from + text.length, ask }
  })

/** Logs a reply through the form, as staff would, and gives it as it is on record. */
export async function aReply(
  person: Person,
  letter: LetterRecord,
  fields: Record<string, string | readonly string[]>
): Promise<ResponseRecord> {
  const answer = await person.post(`/letters/${letter.slug}/responses`, {
    kind: 'substantive',
    receivedOn: '2026-10-01',
    recipients: letter.recipients.map(({ _id }) => String(_id)),
    ...fields
  })
  if (answer.status !== 303) throw new Error(`The reply was not logged: ${answer.status} ${answer.text}`)
  const [last] = await Response.find().sort({ _id: -1 }).limit(1).lean<ResponseRecord[]>()
  if (!last) throw new Error('No reply is on record.')
  return last
}

export const questionsOf = (letter: LetterRecord): Promise<QuestionRecord[]> => Question.ofLetter(letter._id)

/** What a form sends to say which cell it is about: the question at a place, for the letter's first recipient. */
export async function cellOf(letter: LetterRecord, at: number, recipient = 0): Promise<string> {
  const question = (await questionsOf(letter))[at]
  const finding = question?.findings[recipient]
  if (!question || !finding) throw new Error(`The letter has no question ${at}.`)
  return `${String(question._id)}.${String(finding.recipientId)}.${question.revision}`
}
