import { type Doc, isDoc, type Maybe } from './values.ts'

/** For each array that a match went through, by its path: the index of the element that matched. */
export type Hits = Map<string, number>

type Path = readonly string[]
type Test = (value: Maybe) => boolean

export const isIndex = (part: string | undefined): boolean =>
  part !== undefined && /^(0|[1-9]\d*)$/.test(part)

/**
 * Hands every value a dotted path leads to, to `test`, until one passes: arrays on the way are looked through, by
 * element and by position; an array at the end is offered element by element (with `intoLeaf`) and then whole.
 * A path that ends early is offered once as undefined. This is the server's own walk, oddities included.
 */
export const someValue = (
  doc: Doc,
  path: Path,
  intoLeaf: boolean,
  test: Test,
  hits?: Hits,
  from = 0
): boolean => {
  let value: Maybe = doc
  let at = from
  while (at < path.length && isDoc(value)) value = value.get(path[at++] ?? '')
  if (!Array.isArray(value)) return test(at < path.length ? undefined : value)
  const isLeaf = at === path.length
  if (isLeaf && !intoLeaf) return test(value)
  const i = value.findIndex((one, j) => (isLeaf ? test(one) : isReached(one, j, path, at, intoLeaf, test)))
  if (i < 0) return isLeaf && test(value)
  hits?.set(path.slice(0, at).join('.'), i)
  return true
}

const isReached = (
  element: Maybe,
  index: number,
  path: Path,
  at: number,
  intoLeaf: boolean,
  test: Test
): boolean => {
  if (isDoc(element) && someValue(element, path, intoLeaf, test, undefined, at)) return true
  if (path[at] !== String(index)) return false
  if (at + 1 === path.length) return test(element)
  if (isDoc(element)) return someValue(element, path, intoLeaf, test, undefined, at + 1)
  return Array.isArray(element) && element.some((one, i) => isReached(one, i, path, at + 1, intoLeaf, test))
}

/**
 * The compound keys of a document: one for each element of the array its paths lead through. A missing part is
 * null; the part that stands for an empty array is undefined, which sorts before null. `through` is set to true for
 * each path that met an array; paths that lead through different arrays are refused with `parallel`.
 */
export const keyValues = (
  doc: Doc,
  paths: readonly Path[],
  parallel: () => never,
  through: boolean[] = []
): Maybe[][] => {
  const expand = (parts: readonly Part[]): Maybe[][] => {
    const walked = parts.map(walk)
    const arrays = new Set(walked.filter(part => !part.isDone).map(part => part.value))
    const [array, other] = arrays
    if (array === undefined) return [walked.map(part => part.value)]
    if (other !== undefined) parallel()
    for (const [i, part] of walked.entries()) if (!part.isDone) through[i] = true
    const elements: Maybe[] = Array.isArray(array) && array.length > 0 ? array : [undefined]
    return elements.flatMap(element => expand(walked.map(part => stepInto(part, element))))
  }
  return expand(paths.map(path => ({ value: doc, path, at: 0, isDone: false })))
}

interface Part {
  value: Maybe
  path: Path
  at: number
  isDone: boolean
}

const stepInto = (part: Part, element: Maybe): Part => {
  if (part.isDone) return part
  if (part.at === part.path.length) return { ...part, value: element, isDone: true }
  return isDoc(element) ? { ...part, value: element } : { ...part, value: null, isDone: true }
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
