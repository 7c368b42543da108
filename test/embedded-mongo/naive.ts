import type { Plain } from './support.ts'

/*
 * A second implementation of matching, ordering and updating, written apart from the store's: slow, over plain
 * values, and only for what the generators make. Where the two differ, one of them is wrong.
 */

type Obj = { [name: string]: Plain }
type Maybe = Plain | undefined

export const isObj = (value: Maybe): value is Obj =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const rank = (value: Maybe): number => {
  if (value === undefined || value === null) return 1
  if (typeof value === 'number') return 2
  if (typeof value === 'string') return 3
  if (isObj(value)) return 4
  if (Array.isArray(value)) return 5
  return typeof value === 'boolean' ? 6 : 7
}

export const naiveCompare = (a: Maybe, b: Maybe): number => {
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  const [xs, ys] = [entriesOf(a), entriesOf(b)]
  for (let i = 0; i < Math.min(xs.length, ys.length); i++) {
    const [[xName, x] = ['', null], [yName, y] = ['', null]] = [xs[i], ys[i]]
    const difference =
      rank(x) - rank(y) ||
      (isObj(a) ? Buffer.compare(Buffer.from(xName), Buffer.from(yName)) : 0) ||
      naiveCompare(x, y)
    if (difference !== 0) return difference
  }
  return xs.length - ys.length
}

const entriesOf = (value: Maybe): [string, Plain][] =>
  Array.isArray(value) ? value.map((one, i) => [String(i), one]) : isObj(value) ? Object.entries(value) : []

const same = (a: Maybe, b: Maybe) => naiveCompare(a, b) === 0

/** Everything a path leads to; an array at the end gives its elements and itself. */
const reached = (at: Maybe, path: string[]): Maybe[] => {
  const [part, ...rest] = path
  if (part === undefined) return Array.isArray(at) ? [...at, at] : [at]
  if (isObj(at)) return part in at ? reached(at[part], rest) : [undefined]
  if (!Array.isArray(at)) return [undefined]
  return at.flatMap((element, i) => {
    const inside = isObj(element) ? reached(element, path) : []
    if (String(i) !== part) return inside
    if (rest.length === 0) return [...inside, element]
    return isObj(element) || Array.isArray(element) ? [...inside, ...reached(element, rest)] : inside
  })
}

/** The same, but an array at the end is not looked into. */
const ends = (at: Maybe, path: string[]): Maybe[] => {
  const [part, ...rest] = path
  if (part === undefined) return [at]
  if (isObj(at)) return part in at ? ends(at[part], rest) : [undefined]
  if (!Array.isArray(at)) return [undefined]
  return at.flatMap((element, i) => {
    const inside = isObj(element) ? ends(element, path) : []
    if (String(i) !== part) return inside
    if (rest.length === 0) return [...inside, element]
    return isObj(element) || Array.isArray(element) ? [...inside, ...ends(element, rest)] : inside
  })
}

export const naiveMatch = (doc: Obj, filter: Obj): boolean =>
  Object.entries(filter).every(([name, condition]) => {
    const branches = Array.isArray(condition) ? condition.filter(isObj) : []
    if (name === '$and') return branches.every(branch => naiveMatch(doc, branch))
    if (name === '$or') return branches.some(branch => naiveMatch(doc, branch))
    if (name === '$nor') return !branches.some(branch => naiveMatch(doc, branch))
    return onField(doc, name.split('.'), condition)
  })

const isOperators = (condition: Plain): condition is Obj =>
  isObj(condition) && Object.keys(condition)[0]?.startsWith('$') === true

const onField = (doc: Obj, path: string[], condition: Plain): boolean => {
  if (!isOperators(condition)) return reached(doc, path).some(value => same(value, condition))
  return Object.entries(condition).every(([operator, operand]) => {
    const list = Array.isArray(operand) ? operand : []
    switch (operator) {
      case '$ne':
        return !reached(doc, path).some(value => same(value, operand))
      case '$nin':
        return !reached(doc, path).some(value => list.some(one => same(value, one)))
      case '$not':
        return !onField(doc, path, operand)
      case '$all':
        return list.length > 0 && list.every(one => reached(doc, path).some(value => same(value, one)))
      case '$exists':
        return ends(doc, path).some(value => value !== undefined) === operand
      case '$size':
        return ends(doc, path).some(value => Array.isArray(value) && value.length === operand)
      case '$elemMatch':
        return ends(doc, path).some(
          value => Array.isArray(value) && value.some(element => isElement(element, operand))
        )
      default:
        return reached(doc, path).some(value => holds(value, operator, operand))
    }
  })
}

const isElement = (element: Plain, condition: Plain): boolean => {
  if (!isObj(condition)) return false
  if (isOperators(condition))
    return Object.entries(condition).every(([operator, operand]) => holds(element, operator, operand))
  if (Array.isArray(element))
    return naiveMatch(Object.fromEntries(element.map((one, i) => [String(i), one])), condition)
  return isObj(element) && naiveMatch(element, condition)
}

const holds = (value: Maybe, operator: string, operand: Plain): boolean => {
  if (operator === '$eq') return same(value, operand)
  if (operator === '$in') return Array.isArray(operand) && operand.some(one => same(value, one))
  if (rank(value) !== rank(operand)) return false
  const difference = naiveCompare(value, operand)
  if (operator === '$gt') return difference > 0
  if (operator === '$gte') return difference >= 0
  if (operator === '$lt') return difference < 0
  if (operator === '$lte') return difference <= 0
  throw new Error(`the naive matcher does not know ${operator}`)
}

/** The order of documents by one field that may hold an array: its least element ascending, its greatest descending. */
export const naiveSortKey = (doc: Obj, path: string[], direction: number): Maybe => {
  const values = path.reduce<Maybe[]>(
    (found, part) =>
      found.flatMap(value => {
        const list: Maybe[] = Array.isArray(value) ? value : [value]
        return list.length === 0 ? [null] : list.map(one => (isObj(one) ? (one[part] ?? null) : null))
      }),
    [doc]
  )
  const leaves = values.flatMap((value): Maybe[] =>
    Array.isArray(value) ? (value.length === 0 ? ['empty'] : value) : [value]
  )
  // An empty array sorts before null; the mark is no value that the generators make.
  const order = (a: Maybe, b: Maybe) =>
    a === 'empty' || b === 'empty' ? Number(b === 'empty') - Number(a === 'empty') : naiveCompare(a, b)
  return leaves.sort((a, b) => direction * order(a, b))[0]
}

/** Applies single-operator changes to plain paths without arrays on the way; undefined where the server would refuse. */
export const naiveUpdate = (doc: Obj, operator: string, path: string[], operand: Plain): Obj | undefined => {
  const copy = structuredClone(doc)
  const parent = parentOf(
    copy,
    path.slice(0, -1),
    !['$unset', '$pull', '$pop', '$pullAll'].includes(operator)
  )
  if (parent === 'blocked') return undefined
  if (parent === undefined) return copy
  const name = path.at(-1) ?? ''
  const old: Maybe = parent[name]
  const result = changed(old, operator, operand)
  if (result === 'refused') return undefined
  if (result === undefined) delete parent[name]
  else parent[name] = result
  return copy
}

const parentOf = (doc: Obj, path: string[], creates: boolean): Obj | 'blocked' | undefined => {
  let at = doc
  for (const part of path) {
    const next: Maybe = at[part]
    if (isObj(next)) {
      at = next
      continue
    }
    if (!creates) return undefined
    if (next !== undefined) return 'blocked'
    const made: Obj = {}
    at[part] = made
    at = made
  }
  return at
}

const changed = (old: Maybe, operator: string, operand: Plain): Maybe | 'refused' => {
  const list = Array.isArray(old) ? old : undefined
  const by = typeof operand === 'number' ? operand : 0
  switch (operator) {
    case '$set':
      return operand
    case '$unset':
      return undefined
    case '$inc':
    case '$mul':
      if (old === undefined) return operator === '$inc' ? by : 0
      return typeof old === 'number' ? (operator === '$inc' ? old + by : old * by) + 0 : 'refused'
    case '$min':
      return old === undefined || naiveCompare(operand, old) < 0 ? operand : old
    case '$max':
      return old === undefined || naiveCompare(operand, old) > 0 ? operand : old
    case '$push':
      return old === undefined ? [operand] : list ? [...list, operand] : 'refused'
    case '$addToSet':
      if (old === undefined) return [operand]
      return list ? (list.some(one => same(one, operand)) ? list : [...list, operand]) : 'refused'
    case '$pop':
      if (old === undefined) return old
      return list ? (by > 0 ? list.slice(0, -1) : list.slice(1)) : 'refused'
    case '$pullAll': {
      const gone = Array.isArray(operand) ? operand : []
      if (old === undefined) return old
      return list ? list.filter(one => !gone.some(other => same(one, other))) : 'refused'
    }
    default:
      throw new Error(`the naive updater does not know ${operator}`)
  }
}

/** A document of words that are their own stems: what is said in a field that counts five times, and in one that counts once. */
export interface Said {
  id: number
  subject: string[]
  body: string[]
}

/** The ids that have any of the words and none of the excluded, best first, by looking at every document. */
export const naiveSearch = (docs: readonly Said[], words: string[], excluded: string[]): number[] => {
  const has = ({ subject, body }: Said, word: string) => subject.includes(word) || body.includes(word)
  const inField = (text: string[], word: string, weight: number) => {
    const count = text.filter(one => one === word).length
    return (weight * (count / (count + 1))) / (1 + Math.log10(1 + text.length / 100))
  }
  const rarities = words.map(word => Math.log(1 + docs.length / docs.filter(one => has(one, word)).length))
  const scoreOf = (doc: Said) =>
    words.reduce((sum, word, i) => {
      const score = inField(doc.subject, word, 5) + inField(doc.body, word, 1)
      return has(doc, word) ? sum + Math.fround(score) * (rarities[i] ?? 0) : sum
    }, 0)
  return docs
    .filter(doc => words.some(word => has(doc, word)) && !excluded.some(word => has(doc, word)))
    .map(doc => ({ id: doc.id, score: scoreOf(doc) }))
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .map(({ id }) => id)
}
