import { fail, refuse } from './errors.ts'
import { compileExpression, type Expression, type Variables } from './expressions.ts'
import { compileFilter } from './match.ts'
import type { Hits } from './paths.ts'
import { type Doc, docOf, isDoc, isPresent, type Maybe, numeric, type Value, wholeNumber } from './values.ts'

/** What a projection needs beside the document. */
export interface ProjectContext {
  hits?: Hits
  variables: Variables
  /** The score of a text search. */
  score?: number | undefined
}

export type Projection = (doc: Doc, context: ProjectContext) => Doc

type Change = (value: Maybe, path: string, context: ProjectContext) => Maybe
type Rules = Map<string, Rule>

type Rule =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'score' }
  | { kind: 'into'; rules: Rules }
  | { kind: 'compute'; expression: Expression }
  /** `isNeutral` ones go with a projection of either sort. */
  | { kind: 'change'; change: Change; isNeutral: boolean }

/** A `find` or `$project` projection made ready; undefined when it asks for the document as it is. */
export const compileProjection = (spec: Doc, isFind: boolean): Projection | undefined => {
  if (spec.size === 0)
    return isFind ? undefined : fail(51272, 'projection specification must have at least one field')
  const rules: Rules = new Map()
  let mode: 'keep' | 'drop' | undefined
  let id: 'keep' | 'drop' | undefined
  for (const [name, value] of flat(spec, isFind)) {
    const rule = ruleOf(name, value, isFind)
    if (name === '_id' && (rule.kind === 'keep' || rule.kind === 'drop')) id = rule.kind
    else {
      place(rules, pathOf(name), rule, name)
      if (rule.kind === 'score' || (rule.kind === 'change' && rule.isNeutral)) continue
      const wanted = rule.kind === 'drop' ? 'drop' : 'keep'
      if (mode !== undefined && wanted !== mode)
        fail(mode === 'keep' ? 31254 : 31253, `Cannot mix inclusion and exclusion: field ${name}`)
      mode = wanted
    }
  }
  const isKeeping = mode === 'keep' || (mode === undefined && id === 'keep')
  if (id === 'drop' || (isKeeping && !rules.has('_id'))) rules.set('_id', { kind: id ?? 'keep' })
  return (doc, context) => apply(doc, rules, isKeeping, '', doc, context)
}

/** The top-level fields that a `find` projection reads; undefined when it may read any. */
export const fieldsRead = (spec: Doc): Set<string> | undefined => {
  const names = new Set(['_id'])
  let isInclusion = false
  for (const [name, value] of spec) {
    const isKept = value === true || (numeric(value) ?? 0) !== 0
    if (!isKept && name !== '_id' && !isScore(value)) return undefined
    isInclusion ||= isKept
    if (isKept) names.add(name.split('.')[0] ?? name)
  }
  return isInclusion ? names : undefined
}

const isScore = (value: Value): boolean => isDoc(value) && value.get('$meta') === 'textScore'

/** `$addFields`: sets computed fields and keeps everything else. */
export const compileAddFields = (spec: Doc): Projection => {
  const rules: Rules = new Map()
  for (const [name, value] of flat(spec, false))
    place(rules, pathOf(name), { kind: 'compute', expression: compileExpression(value) }, name)
  return (doc, context) => apply(doc, rules, false, '', doc, context)
}

/** Nested specifications, `{a: {b: 1}}`, are the dotted ones, `{'a.b': 1}`. */
const flat = (spec: Doc, isFind: boolean, prefix = ''): [string, Value][] =>
  [...spec].flatMap(([name, value]): [string, Value][] => {
    if (name.startsWith('$') && prefix === '' && isFind)
      return fail(16410, "FieldPath field names may not start with '$'.")
    if (!isDoc(value) || [...value.keys()].some(key => key.startsWith('$'))) return [[prefix + name, value]]
    if (value.size === 0) return fail(51270, 'An empty sub-projection is not a valid value.')
    return flat(value, isFind, `${prefix}${name}.`)
  })

const pathOf = (name: string): string[] => {
  const path = name.split('.')
  if (path.includes('')) fail(40353, "FieldPath must not end with a '.'.")
  return path.at(-1) === '$' ? path.slice(0, -1) : path
}

const place = (rules: Rules, path: readonly string[], rule: Rule, name: string) => {
  const [first = '', ...rest] = path
  const there = rules.get(first)
  if (there && (rest.length === 0 || there.kind !== 'into'))
    fail(rest.length === 0 ? 31250 : 31249, `Path collision at ${name}`)
  if (rest.length === 0) return rules.set(first, rule)
  const into = there?.kind === 'into' ? there : { kind: 'into' as const, rules: new Map() }
  rules.set(first, into)
  place(into.rules, rest, rule, name)
}

const ruleOf = (name: string, value: Value, isFind: boolean): Rule => {
  const number = typeof value === 'boolean' ? Number(value) : numeric(value)
  if (number !== undefined && isFind && name.endsWith('.$'))
    return { kind: 'change', change: matchedElement, isNeutral: false }
  if (number !== undefined) return { kind: number === 0 ? 'drop' : 'keep' }
  const [operator, operand = null] = isFind && isDoc(value) && value.size === 1 ? ([...value][0] ?? []) : []
  if (operator === '$meta') return operand === 'textScore' ? { kind: 'score' } : refuse('this $meta')
  if (operator === '$slice') return { kind: 'change', change: slice(operand), isNeutral: true }
  if (operator === '$elemMatch') return { kind: 'change', change: firstElement(operand), isNeutral: false }
  return { kind: 'compute', expression: compileExpression(value) }
}

const matchedElement: Change = (value, path, { hits }) => {
  if (!Array.isArray(value)) return value
  const index = hits?.get(path) ?? [...(hits?.values() ?? [])].at(-1)
  if (index === undefined)
    return fail(51246, "positional operator '.$' couldn't find a matching element in the array")
  return value.slice(index, index + 1)
}

const slice = (operand: Value): Change => {
  const parts = [operand].flat().map(part => wholeNumber(part) ?? fail(28667, 'Invalid $slice syntax'))
  const [a = 0, count] = parts
  if (count !== undefined && count <= 0) fail(28729, `First argument to $slice must be positive: ${count}`)
  return value => {
    if (!Array.isArray(value)) return value
    if (count === undefined) return a < 0 ? value.slice(a) : value.slice(0, a)
    const from = a < 0 ? Math.max(0, value.length + a) : a
    return value.slice(from, from + count)
  }
}

const firstElement = (operand: Value): Change => {
  const matcher = compileFilter(docOf({ v: docOf({ $elemMatch: operand }) }))
  return value => {
    const found = Array.isArray(value) ? value.find(one => matcher(docOf({ v: [one] }))) : undefined
    return found === undefined ? undefined : [found]
  }
}

const apply = (
  doc: Doc,
  rules: Rules,
  isKeeping: boolean,
  prefix: string,
  root: Doc,
  context: ProjectContext
): Doc => {
  const made: Doc = new Map()
  const set = (name: string, value: Maybe) => value !== undefined && made.set(name, value)
  const inside = (rule: Rule, value: Maybe, path: string): Maybe => {
    if (rule.kind === 'keep') return value
    if (rule.kind === 'compute') return rule.expression(root, context.variables)
    if (rule.kind === 'change') return rule.change(value, path, context)
    if (rule.kind !== 'into') return undefined
    if (Array.isArray(value)) return value.map(one => inside(rule, one, path)).filter(isPresent)
    if (isDoc(value) || computes(rule))
      return apply(isDoc(value) ? value : new Map(), rule.rules, isKeeping, `${path}.`, root, context)
    return isKeeping ? undefined : value
  }
  for (const [name, value] of doc) {
    const rule = rules.get(name)
    // What an inclusion computes comes after all that it keeps.
    if (rule && !(isKeeping && rule.kind === 'compute')) set(name, inside(rule, value, prefix + name))
    else if (!rule && !isKeeping) made.set(name, value)
  }
  for (const [name, rule] of rules) {
    if (rule.kind === 'score') set(name, context.score)
    else if (rule.kind === 'compute' ? isKeeping || !doc.has(name) : !doc.has(name) && computes(rule))
      set(name, inside(rule, undefined, prefix + name))
  }
  return made
}

const computes = (rule: Rule): boolean =>
  rule.kind === 'compute' || (rule.kind === 'into' && [...rule.rules.values()].some(computes))
