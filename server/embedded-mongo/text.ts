import { stemmer } from 'stemmer'
import { fail, refuse } from './errors.ts'
import { type Doc, isDoc, numeric, type Value } from './values.ts'

/** What a `$text` asks for: stems of which one must occur, phrases that all must, stems that must not. */
export interface TextQuery {
  terms: string[]
  phrases: string[]
  excluded: string[]
  excludedPhrases: string[]
}

/** Reads the operand of `$text`. Quoted words are phrases, a minus sign excludes. */
export const readTextQuery = (operand: Value): TextQuery => {
  const search = isDoc(operand) ? operand.get('$search') : undefined
  if (!isDoc(operand) || typeof search !== 'string')
    return fail('TypeMismatch', '"$search" had the wrong type. Expected string')
  if (operand.get('$caseSensitive') === true || operand.get('$diacriticSensitive') === true)
    refuse('a text search that minds case or accents')
  const language = operand.get('$language')
  if (language !== undefined && language !== 'english' && language !== 'en')
    refuse(`text search in ${language}`)
  const query: TextQuery = { terms: [], phrases: [], excluded: [], excludedPhrases: [] }
  for (const [, sign, phrase, word] of search.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const isExcluded = sign === '-'
    if (phrase !== undefined && phrase.trim() !== '')
      (isExcluded ? query.excludedPhrases : query.phrases).push(plain(phrase))
    const stems = stemsOf(phrase ?? word ?? '')
    if (!isExcluded) query.terms.push(...stems)
    else if (phrase === undefined) query.excluded.push(...stems)
  }
  query.terms = [...new Set(query.terms)]
  return query
}

/** How much each stem of a document counts, from the fields of a text index and their weights. */
export const postingsOf = (doc: Doc, weights: Doc): Map<string, number> => {
  const scores = new Map<string, number>()
  for (const [name, weight] of weights)
    for (const text of stringsAt(doc, name.split('.'))) {
      const stems = stemsOf(text)
      const counts = new Map<string, number>()
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
      for (const [stem, count] of counts) {
        // A word said often counts more, but ever less so; in a short text it counts more than in a long one.
        const score =
          ((numeric(weight) ?? 1) * (count / (count + 1))) / (1 + Math.log10(1 + stems.length / 100))
        scores.set(stem, (scores.get(stem) ?? 0) + score)
      }
    }
  return scores
}

/** Whether two documents have the same texts where a text index reads. */
export const saysTheSame = (one: Doc, other: Doc, weights: Doc): boolean =>
  [...weights.keys()].every(name => {
    const [texts, others] = [one, other].map(doc => stringsAt(doc, name.split('.')))
    return texts?.length === others?.length && texts?.every((text, i) => text === others?.[i])
  })

/** Whether a query demands more of a document than to hold some words and not to hold others. */
export const demandsPhrases = ({ phrases, excludedPhrases }: TextQuery): boolean =>
  phrases.length + excludedPhrases.length > 0

/** Whether a document's indexed text has all the phrases that a query demands, and none that it excludes. */
export const hasPhrases = (doc: Doc, weights: Doc, { phrases, excludedPhrases }: TextQuery): boolean => {
  const texts = [...weights.keys()].flatMap(name => stringsAt(doc, name.split('.')).map(plain))
  const says = (phrase: string) => texts.some(text => text.includes(phrase))
  return phrases.every(says) && !excludedPhrases.some(says)
}

const stringsAt = (value: Value | undefined, path: readonly string[], at = 0): string[] => {
  if (Array.isArray(value)) return value.flatMap(element => stringsAt(element, path, at))
  if (at === path.length) return typeof value === 'string' ? [value] : []
  return isDoc(value) ? stringsAt(value.get(path[at] ?? ''), path, at + 1) : []
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

const longestStem = 200

const stemsOf = (text: string): string[] =>
  (plain(text).match(/[\p{L}\p{N}_]+/gu) ?? [])
    .filter(word => !stopWords.has(word))
    .map(word => stemmer(word).slice(0, longestStem))

const stopWords = new Set(
  `a about above after again against all am an and any are as at be because been before being below between both
  but by can cannot could did do does doing down during each few for from further had has have having he her here
  hers him himself his how i if in into is it its itself just me more most my myself no nor not of off on once only
  or other our ours ourselves out over own s same she should so some such t than that the their theirs them
  themselves then there these they this those through to too under until up very was we were what when where which
  while who whom why will with would you your yours yourself yourselves`.split(/\s+/)
)
