import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { CommandError } from './errors.ts'
import { compileExpression, type Expression, isPresent, type Variables } from './expressions.ts'
import { compileFilter } from './match.ts'
import type { Hits } from './paths.ts'

/** What a projection needs beside the document. */
export interface ProjectContext {
  hits?: Hits
  variables: Variables
  /** The score of a text search. */
  score?: number
}

export type Projection = (doc: Doc, context: ProjectContext) => Doc

type Rule =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'into'; fields: Map<string, Rule> }
  | { kind: 'compute'; expression: Expression }
  | { kind: 'score' }
  | {
      kind: 'change'
      change: (value: Value | undefined, path: string, context: ProjectContext) => Value | undefined
    }

const fail = (code: number, message: string): never => {
  throw new CommandError(code, message)
}

/** A `find` or `$project` projection made ready; undefined when it asks for the document as it is. */
export const compileProjection = (spec: Doc, isFind: boolean): Projection | undefined => {
  if (spec.size === 0)
    return isFind ? undefined : fail(51272, 'projection specification must have at least one field')
  const rules = new Map<string, Rule>()
  let mode: 'keep' | 'drop' | undefined
  let keepsId: boolean | undefined
  for (const [name, value] of flat(spec, isFind)) {
    const rule = ruleOf(name, value, isFind)
    const path = name.split('.')
    if (path.includes('')) fail(40353, `FieldPath must not end with a '.'.`)
    if (path.at(-1) === '$') path.pop()
    if (path.join('.') === '_id' && (rule.kind === 'keep' || rule.kind === 'drop')) {
      keepsId = rule.kind === 'keep'
      continue
    }
    const wanted =
      rule.kind === 'drop'
        ? 'drop'
        : rule.kind === 'score' || (rule.kind === 'change' && isSlice(value))
          ? mode
          : 'keep'
    if (mode !== undefined && wanted !== mode)
      fail(
        mode === 'keep' ? 31254 : 31253,
        `Cannot do ${wanted === 'drop' ? 'exclusion' : 'inclusion'} on field ${name} in ${mode === 'keep' ? 'inclusion' : 'exclusion'} projection`
      )
    mode = wanted
    place(rules, path, rule, name)
  }
  const isKeeping =
    mode === 'keep' ||
    (mode === undefined &&
      keepsId === true &&
      ![...rules.values()].some(rule => rule.kind === 'change' || rule.kind === 'score'))
  if (keepsId === false) rules.set('_id', { kind: 'drop' })
  else if (isKeeping && !rules.has('_id')) rules.set('_id', { kind: 'keep' })
  return (doc, context) => apply(doc, rules, isKeeping, '', doc, context)
}

/** `$addFields`: sets computed fields and keeps everything else. */
export const compileAddFields = (spec: Doc): Projection => {
  const rules = new Map<string, Rule>()
  for (const [name, value] of flat(spec, false)) {
    const path = name.split('.')
    if (path.includes('')) fail(40353, `FieldPath must not end with a '.'.`)
    const rule = isDoc(value) && value.has('$meta') ? ruleOf(name, value, false) : undefined
    place(rules, path, rule ?? { kind: 'compute', expression: compileExpression(value) }, name)
  }
  return (doc, context) => apply(doc, rules, false, '', doc, context)
}

/** Nested specifications, `{a: {b: 1}}`, are the dotted ones, `{'a.b': 1}`. */
const flat = (spec: Doc, isFind: boolean, prefix = ''): [string, Value][] =>
  [...spec].flatMap(([name, value]): [string, Value][] => {
    if (name.startsWith('$') && prefix === '' && isFind)
      return fail(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`
      )
    if (!isDoc(value) || [...value.keys()].some(key => key.startsWith('$'))) return [[prefix + name, value]]
    if (value.size === 0)
      return fail(51270, `An empty sub-projection is not a valid value. Found empty object at path`)
    return flat(value, isFind, `${prefix}${name}.`)
  })

const place = (rules: Map<string, Rule>, path: readonly string[], rule: Rule, name: string) => {
  const [first = '', ...rest] = path
  const there = rules.get(first)
  if (rest.length === 0) {
    if (there) fail(31250, `Path collision at ${name}`)
    rules.set(first, rule)
    return
  }
  if (there && there.kind !== 'into')
    fail(31249, `Path collision at ${name} remaining portion ${rest.join('.')}`)
  const into: Rule = there?.kind === 'into' ? there : { kind: 'into', fields: new Map() }
  rules.set(first, into)
  place(into.fields, rest, rule, name)
}

const isSlice = (value: Value) => isDoc(value) && value.has('$slice')

const ruleOf = (name: string, value: Value, isFind: boolean): Rule => {
  const number = numeric(value)
  if (typeof value === 'boolean' || number !== undefined) {
    const isKept = value === true || (number !== undefined && number !== 0)
    return isFind && name.endsWith('.$')
      ? { kind: 'change', change: matchedElement }
      : { kind: isKept ? 'keep' : 'drop' }
  }
  if (isDoc(value) && value.get('$meta') === 'textScore') return { kind: 'score' }
  if (isDoc(value) && value.has('$meta'))
    throw new CommandError('NotImplemented', 'this $meta is not supported by the embedded store')
  if (isFind && isDoc(value) && value.has('$slice'))
    return { kind: 'change', change: slice(value.get('$slice')) }
  if (isFind && isDoc(value) && value.has('$elemMatch'))
    return { kind: 'change', change: firstElement(value.get('$elemMatch')) }
  return { kind: 'compute', expression: compileExpression(value) }
}

const matchedElement = (
  value: Value | undefined,
  path: string,
  { hits }: ProjectContext
): Value | undefined => {
  if (!Array.isArray(value)) return value
  const index = hits?.get(path) ?? [...(hits?.values() ?? [])].at(-1)
  if (index === undefined)
    return fail(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array"
    )
  const element = value[index]
  return element === undefined ? [] : [element]
}

const slice = (operand: Value | undefined) => {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(
    part =>
      numeric(part) ?? fail(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax')
  )
  const [a = 0, count] = parts
  if (count !== undefined && count <= 0) fail(28729, `First argument to $slice must be positive: ${count}`)
  return (value: Value | undefined): Value | undefined => {
    if (!Array.isArray(value)) return value
    if (count === undefined) return a < 0 ? value.slice(a) : value.slice(0, a)
    const from = a < 0 ? Math.max(0, value.length + a) : a
    return value.slice(from, from + count)
  }
}

const firstElement = (operand: Value | undefined) => {
  const matcher = compileFilter(new Map([['v', new Map<string, Value>([['$elemMatch', operand ?? null]])]]))
  return (value: Value | undefined): Value | undefined => {
    if (!Array.isArray(value)) return undefined
    const found = value.find(element => matcher(new Map([['v', [element]]])))
    return found === undefined ? undefined : [found]
  }
}

const apply = (
  doc: Doc,
  rules: ReadonlyMap<string, Rule>,
  isKeeping: boolean,
  prefix: string,
  root: Doc,
  context: ProjectContext
): Doc => {
  const made: Doc = new Map()
  for (const [name, value] of doc) {
    const rule = rules.get(name)
    if (isKeeping && rule?.kind === 'compute') continue
    const result = rule
      ? applied(rule, value, isKeeping, prefix + name, root, context)
      : isKeeping
        ? undefined
        : value
    if (result !== undefined) made.set(name, result)
  }
  for (const [name, rule] of rules) {
    if (rule.kind === 'score' && context.score !== undefined) made.set(name, context.score)
    else if (rule.kind === 'compute' && (isKeeping || !doc.has(name))) {
      const value = rule.expression(root, context.variables)
      if (value !== undefined) made.set(name, value)
    } else if (rule.kind === 'into' && !doc.has(name) && computes(rule))
      made.set(name, apply(new Map(), rule.fields, isKeeping, `${prefix}${name}.`, root, context))
  }
  return made
}

const computes = (rule: Rule): boolean =>
  rule.kind === 'compute' || (rule.kind === 'into' && [...rule.fields.values()].some(computes))

const applied = (
  rule: Rule,
  value: Value,
  isKeeping: boolean,
  path: string,
  root: Doc,
  context: ProjectContext
): Value | undefined => {
  switch (rule.kind) {
    case 'keep':
      return value
    case 'drop':
    case 'score':
      return undefined
    case 'compute':
      return rule.expression(root, context.variables)
    case 'change':
      return rule.change(value, path, context)
    case 'into': {
      const inside = (inner: Value): Value | undefined => {
        if (isDoc(inner)) return apply(inner, rule.fields, isKeeping, `${path}.`, root, context)
        if (Array.isArray(inner)) return inner.map(inside).filter(isPresent)
        if (computes(rule)) return apply(new Map(), rule.fields, isKeeping, `${path}.`, root, context)
        return isKeeping ? undefined : inner
      }
      return inside(value)
    }
  }
}
