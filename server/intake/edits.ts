import { Types } from 'mongoose'
import type { IntakeQuestionRecord } from '../../models/intake.ts'
import type { PartRecord } from '../../models/question.ts'
import type { Ask } from '../domain/asks.ts'
import { locate, type Span } from './locate.ts'
import { splitIntoSentences } from './sentences.ts'

/** What a person does to the list of questions. Each takes the list and gives another; an unknown id changes nothing. */
type Questions = readonly IntakeQuestionRecord[]

/** Two questions of one, cut before the character `at` of its words; parts go with the words they stand in. */
export function split(questions: Questions, id: string, at: number, text: string): IntakeQuestionRecord[] {
  return questions.flatMap(question => {
    const words = [question.text.slice(0, at).trim(), question.text.slice(at).trim()]
    if (!isNamed(question, id) || words[0] === '' || words[1] === '') return [question]
    return halves(question, words[0] ?? '', words[1] ?? '', text)
  })
}

function halves(question: IntakeQuestionRecord, first: string, second: string, text: string) {
  const cut = locate(text, second, question.start, question.end)?.start ?? question.end
  const firstEnd = question.start + text.slice(question.start, cut).trimEnd().length
  const hasPlace = cut > question.start && cut < question.end
  return [
    {
      ...question,
      text: first,
      end: hasPlace ? firstEnd : question.end,
      parts: question.parts.filter(part => part.start < cut)
    },
    {
      ...question,
      _id: new Types.ObjectId(),
      number: null,
      text: second,
      start: hasPlace ? cut : question.start,
      parts: question.parts.filter(part => part.start >= cut),
      ask: question.parts.find(part => part.start >= cut)?.ask ?? question.ask
    }
  ]
}

/** One question of this one and the next that was not dropped; each becomes a part unless it had parts of its own. */
export function mergeWithNext(questions: Questions, id: string): IntakeQuestionRecord[] {
  const listed = questions.filter(question => !question.isDropped)
  const at = listed.findIndex(question => isNamed(question, id))
  const [first, second] = [listed[at], listed[at + 1]]
  if (!first || !second) return [...questions]
  const merged: IntakeQuestionRecord = {
    ...first,
    text: `${first.text} ${second.text}`,
    ...unionOf(first, second, listed),
    confidence: 1,
    parts: [...partsOf(first), ...partsOf(second)],
    about: [...new Set([...first.about, ...second.about])],
    recipientIds: first.recipientIds &&
      second.recipientIds && [
        ...new Map([...first.recipientIds, ...second.recipientIds].map(one => [String(one), one])).values()
      ]
  }
  return questions.flatMap(question =>
    question === first ? [merged] : question === second ? [] : [question]
  )
}

/** A question as a part: a question without parts is its own only part. */
const partsOf = ({ parts, text, start, end, ask }: IntakeQuestionRecord): PartRecord[] =>
  parts.length > 0 ? parts : [{ text, start, end, ask }]

/** From the first's beginning to the second's end, unless another question stands between them in the letter. */
function unionOf(first: IntakeQuestionRecord, second: IntakeQuestionRecord, listed: Questions): Span {
  const union = { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) }
  const isApart = listed.some(
    other => other !== first && other !== second && other.start < union.end && union.start < other.end
  )
  return isApart ? { start: first.start, end: first.end } : union
}

/** The question one place earlier or later in the list. */
export function move(questions: Questions, id: string, direction: 'up' | 'down'): IntakeQuestionRecord[] {
  const listed = questions.filter(question => !question.isDropped)
  const from = listed.findIndex(question => isNamed(question, id))
  const to = direction === 'up' ? from - 1 : from + 1
  const [moved, other] = [listed[from], listed[to]]
  if (!moved || !other) return [...questions]
  return questions.map(question => (question === moved ? other : question === other ? moved : question))
}

/** Takes a question out of the list, or puts it back. */
export const setDropped = (questions: Questions, id: string, isDropped: boolean): IntakeQuestionRecord[] =>
  questions.map(question => (isNamed(question, id) ? { ...question, isDropped } : question))

/** A stretch of the letter as a question, put where the letter has it. */
export function add(questions: Questions, text: string, span: Span, ask: Ask): IntakeQuestionRecord[] {
  const added: IntakeQuestionRecord = {
    _id: new Types.ObjectId(),
    number: null,
    text: inOneLine(text.slice(span.start, span.end)),
    ...span,
    ask,
    confidence: 1,
    parts: [],
    about: [],
    recipientIds: null,
    isDropped: false
  }
  const following = questions.findIndex(question => question.start > span.start)
  const at = following < 0 ? questions.length : following
  return [...questions.slice(0, at), added, ...questions.slice(at)]
}

/** Where a question can be cut: the beginnings of its sentences after the first. */
export const cutsOf = (text: string): { at: number; before: string }[] =>
  splitIntoSentences(text)
    .slice(1)
    .map(({ start, text: sentence }) => ({ at: start, before: sentence.slice(0, 60) }))

export const inOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const isNamed = (question: IntakeQuestionRecord, id: string): boolean => String(question._id) === id
