import MiniSearch from 'minisearch'
import { type Sentence, splitIntoSentences } from './sentences.ts'
import { wordsOf } from './words.ts'

/** Longest text that is compared, in UTF-16 units: a reply of two hundred pages. What follows is left out. */
const MOST_TEXT = 500_000

/** A text to compare with, under a name of the caller's. */
export interface Candidate {
  readonly id: string
  readonly text: string
}

export interface Alike {
  readonly id: string
  /** 0: no word in common; 1: the same words in the same order. */
  readonly score: number
}

/** A stretch of a text, in UTF-16 units, and how like the question it is (0 to 1). Only ever a proposal. */
export interface Passage {
  readonly start: number
  readonly end: number
  readonly quote: string
  readonly score: number
}

/**
 * How alike two texts are, 0 to 1, the same both ways: the shared words and pairs of words among all of them
 * (Jaccard), after endings and small words are taken off. Two scans of one page come out over 0.6.
 */
export function likeness(one: string, other: string): number {
  const left = wordsOf(one.slice(0, MOST_TEXT))
  const right = wordsOf(other.slice(0, MOST_TEXT))
  if (left.length === 0 || right.length === 0) return 0
  return (jaccard(new Set(left), new Set(right)) + jaccard(shingles(left), shingles(right))) / 2
}

/** The candidates most like a text, best first: minisearch finds those worth comparing, `likeness` scores them. */
export const mostAlike = (text: string, among: readonly Candidate[], limit: number): Alike[] =>
  alikeFinder(among)(text, limit)

/** The same for many texts against the same candidates, which are read once. */
export function alikeFinder(among: readonly Candidate[]): (text: string, limit: number) => Alike[] {
  const texts = new Map(among.map(candidate => [candidate.id, candidate.text]))
  const index = indexOf(among)
  return (text, limit) =>
    index
      .search(text.slice(0, MOST_TEXT), { combineWith: 'OR' })
      .slice(0, Math.max(50, limit))
      .map(({ id }) => ({ id: String(id), score: likeness(text, texts.get(String(id)) ?? '') }))
      .sort((first, second) => second.score - first.score)
      .slice(0, limit)
}

/** Proposes passages of one reply for a question: see `passagesLike`. */
export type PassageFinder = (question: string, limit: number, place?: number) => Passage[]

/**
 * The passages of a reply that most look as if they speak to a question, best first: one to three sentences of a
 * paragraph, none overlapping another. Where the reply repeats the question, what follows the repetition comes first.
 * `place` is where the question stands among its letter's (0 first, 1 last): replies tend to keep the order.
 */
export const passagesLike = (question: string, reply: string, limit: number, place?: number): Passage[] =>
  passageFinder(reply)(question, limit, place)

/** The same for many questions of one reply, which is read once. */
export function passageFinder(reply: string): PassageFinder {
  const sentences = bodyOf(splitIntoSentences(reply.slice(0, MOST_TEXT)))
  const stretches = sentences.flatMap((_, at) => stretchesFrom(sentences, at, reply))
  const byId = new Map(stretches.map((stretch, at) => [String(at), stretch]))
  const index = indexOf([...byId].map(([id, { text }]) => ({ id, text })))
  const pairs = sentences.map(({ text }) => shingles(wordsOf(text)))
  return (question, limit, place) => {
    const asked = shingles(wordsOf(question))
    const restated = pairs.findIndex(held => containment(asked, held) > 0.8)
    const placed = index.search(question, { combineWith: 'OR' }).flatMap(({ id, score }) => {
      const stretch = byId.get(String(id))
      return stretch ? [{ ...stretch, score: score * nearness(stretch, sentences, place) }] : []
    })
    const best = placed.reduce((most, { score }) => Math.max(most, score), Number.MIN_VALUE)
    const ranked = placed
      .map(({ start, end, text, score }) => ({ start, end, quote: text, score: score / best }))
      .sort((one, other) => other.score - one.score)
    const repeated = restated < 0 ? undefined : sentences[restated]
    const answer = restated < 0 ? undefined : sentences[restated + 1]
    const first = answer ? [{ start: answer.start, end: answer.end, quote: answer.text, score: 1 }] : []
    return apart([...first, ...ranked], repeated ? [repeated] : [], limit)
  }
}

/** 1 where the passage stands in the reply as the question does in the letter, 0.8 at the other end of it. */
function nearness(stretch: Sentence, sentences: readonly Sentence[], place: number | undefined): number {
  const from = sentences[0]?.start ?? 0
  const length = (sentences.at(-1)?.end ?? 0) - from
  return place === undefined || length <= 0 ? 1 : 1 - 0.2 * Math.abs((stretch.start - from) / length - place)
}

/** Takes passages in their order, leaving out what overlaps one taken before or the question as repeated. */
function apart(passages: readonly Passage[], repeated: readonly Sentence[], limit: number): Passage[] {
  const taken: Passage[] = []
  for (const passage of passages) {
    if (taken.length === limit) break
    if (![...repeated, ...taken].some(other => other.start < passage.end && passage.start < other.end))
      taken.push(passage)
  }
  return taken
}

/** What follows the salutation; a reply held inside a press release has other people's words before it. */
const bodyOf = (sentences: readonly Sentence[]): readonly Sentence[] =>
  sentences.slice(sentences.findIndex(({ text }) => /^Dear\b.{1,200}[:,]$/s.test(text)) + 1)

const isCourtesy = (sentence: string): boolean =>
  /^(?:thank you|(?:we|i) (?:hope|trust|appreciate|thank)\b|(?:again, )?please (?:feel free|do not hesitate|contact|let (?:me|us))|should you|if (?:you|we|i) (?:have|can|need)\b|sincerely|respectfully)/i.test(
    sentence
  )

/** One to three sentences that stand together; courtesies answer nothing. */
function stretchesFrom(sentences: readonly Sentence[], at: number, reply: string): Sentence[] {
  const first = sentences[at]
  if (!first || isCourtesy(first.text)) return []
  const stretches = [first]
  for (const next of sentences.slice(at + 1, at + 3)) {
    const last = stretches.at(-1) ?? first
    if (isCourtesy(next.text) || reply.slice(last.end, next.start).includes('\n')) break
    stretches.push({ start: first.start, end: next.end, text: reply.slice(first.start, next.end) })
  }
  return stretches
}

function indexOf(candidates: readonly Candidate[]): MiniSearch<Candidate> {
  const index = new MiniSearch<Candidate>({ fields: ['text'], tokenize: wordsOf, processTerm: term => term })
  const seen = new Set<string>()
  for (const candidate of candidates) {
    if (seen.has(candidate.id)) continue
    seen.add(candidate.id)
    index.add({ id: candidate.id, text: candidate.text.slice(0, MOST_TEXT) })
  }
  return index
}

const shingles = (words: readonly string[]): Set<string> =>
  new Set(words.length < 2 ? words : words.slice(1).map((word, at) => `${words[at]} ${word}`))

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0
  for (const item of one) if (other.has(item)) shared += 1
  return shared / (one.size + other.size - shared)
}

/** The share of the wanted pairs of words that are held; too few of them say nothing. */
const containment = (wanted: ReadonlySet<string>, held: ReadonlySet<string>): number =>
  wanted.size < 3 ? 0 : [...wanted].filter(pair => held.has(pair)).length / wanted.size
