import { type Doc, isDoc, type Value } from './bson-codec.ts'

/** For each array that a match went through, by its path: the index of the element that matched. */
export type Hits = Map<string, number>

export const isIndex = (part: string | undefined): boolean =>
  part !== undefined && /^(0|[1-9]\d*)$/.test(part)

/**
 * Hands every value a dotted path leads to, to `test`, until one passes: arrays on the way are looked through, by
 * element and by position; an array at the end is offered element by element (with `intoLeaf`) and then whole.
 * A path that ends early is offered once as undefined. This is the server's own walk, oddities included.
 */
export const someValue = (
  doc: Doc,
  path: readonly string[],
  intoLeaf: boolean,
  test: (value: Value | undefined) => boolean,
  hits?: Hits,
  from = 0
): boolean => {
  let value: Value | undefined = doc
  let at = from
  while (at < path.length && isDoc(value)) value = value.get(path[at++] ?? '')
  if (!Array.isArray(value)) return test(at < path.length ? undefined : value)
  const isLeaf = at === path.length
  if (isLeaf && !intoLeaf) return test(value)
  for (let i = 0; i < value.length; i++) {
    const element = value[i]
    if (isLeaf ? test(element) : isReached(element, i, path, at, intoLeaf, test)) {
      hits?.set(path.slice(0, at).join('.'), i)
      return true
    }
  }
  return isLeaf && test(value)
}

const isReached = (
  element: Value | undefined,
  index: number,
  path: readonly string[],
  at: number,
  intoLeaf: boolean,
  test: (value: Value | undefined) => boolean
): boolean => {
  if (isDoc(element) && someValue(element, path, intoLeaf, test, undefined, at)) return true
  if (path[at] !== String(index)) return false
  if (at + 1 === path.length) return test(element)
  if (isDoc(element)) return someValue(element, path, intoLeaf, test, undefined, at + 1)
  if (!Array.isArray(element)) return false
  return element.some((inner, i) => isReached(inner, i, path, at + 1, intoLeaf, test))
}

/** Thrown by `keyValues` when two parts of a compound key lead through different arrays. */
export class ParallelArrays extends Error {}

/**
 * The compound keys of a document: one for each element of the array its paths lead through. A missing part is
 * null; the part that stands for an empty array is undefined, which sorts before null. `through` is set to true for
 * each path that met an array.
 */
export const keyValues = (
  doc: Doc,
  paths: readonly (readonly string[])[],
  through: boolean[] = []
): (Value | undefined)[][] => {
  const keys: (Value | undefined)[][] = []
  expand(
    paths.map(path => ({ value: doc, path, at: 0, isDone: false })),
    keys,
    through
  )
  return keys
}

interface Part {
  value: Value | undefined
  path: readonly string[]
  at: number
  isDone: boolean
}

const expand = (parts: readonly Part[], keys: (Value | undefined)[][], through: boolean[]) => {
  const walked = parts.map(walk)
  const arrays = new Set(walked.filter(part => !part.isDone).map(part => part.value))
  if (arrays.size === 0) {
    keys.push(walked.map(part => part.value))
    return
  }
  if (arrays.size > 1) throw new ParallelArrays()
  for (const [i, part] of walked.entries()) if (!part.isDone) through[i] = true
  const [array] = arrays
  const elements: (Value | undefined)[] = Array.isArray(array) && array.length > 0 ? array : [undefined]
  for (const element of elements)
    expand(
      walked.map(part => {
        if (part.isDone) return part
        if (part.at === part.path.length) return { ...part, value: element, isDone: true }
        return isDoc(element) ? { ...part, value: element } : { ...part, value: null, isDone: true }
      }),
      keys,
      through
    )
}

const walk = (part: Part): Part => {
  if (part.isDone) return part
  let { value, at } = part
  while (at < part.path.length) {
    const name = part.path[at] ?? ''
    if (isDoc(value)) value = value.get(name)
    else if (Array.isArray(value) && isIndex(name)) value = value[Number(name)]
    else break
    at++
  }
  if (Array.isArray(value)) return { ...part, value, at }
  return { ...part, at, isDone: true, value: at < part.path.length ? null : (value ?? null) }
}
