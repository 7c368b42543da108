import { type Doc, isDoc, numeric, type Value } from './bson-codec.ts'
import { CommandError } from './errors.ts'
import { operators } from './expression-operators.ts'

/** What `$$name` stands for. */
export type Variables = ReadonlyMap<string, Value>

/** An aggregation expression made ready; undefined is a missing value. */
export type Expression = (root: Value, variables: Variables) => Value | undefined

/** Makes an expression of the aggregation language ready. Throws the server's error for an operator it does not know. */
export const compileExpression = (source: Value | undefined): Expression => {
  if (typeof source === 'string' && source.startsWith('$')) return fieldPath(source)
  if (Array.isArray(source)) {
    const parts = source.map(compileExpression)
    return (root, variables) => parts.map(part => part(root, variables) ?? null)
  }
  if (!isDoc(source)) return () => source
  const [first] = source.keys()
  if (first?.startsWith('$')) return operation(first, source)
  const fields = [...source].map(([name, value]): [string, Expression] => {
    if (name.includes('.'))
      throw new CommandError(
        16412,
        `FieldPath field names may not contain '.'. Consider using $getField or $setField.`
      )
    return [name, compileExpression(value)]
  })
  return (root, variables) => {
    const doc: Doc = new Map()
    for (const [name, field] of fields) {
      const value = field(root, variables)
      if (value !== undefined) doc.set(name, value)
    }
    return doc
  }
}

const operation = (name: string, source: Doc): Expression => {
  if (source.size !== 1)
    throw new CommandError(
      15983,
      `An object representing an expression must have exactly one field: ${[...source.keys()].join(', ')}`
    )
  const compile = operators[name]
  if (!compile) throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${name}'`)
  return compile(source.get(name) ?? null)
}

const fieldPath = (source: string): Expression => {
  if (!source.startsWith('$$')) {
    const path = source.slice(1).split('.')
    if (path.includes('')) throw new CommandError(15998, 'FieldPath field names may not be empty strings.')
    return root => along(root, path)
  }
  const [name = '', ...path] = source.slice(2).split('.')
  if (name === 'ROOT' || name === 'CURRENT') return root => along(root, path)
  if (name === 'REMOVE') return () => undefined
  return (_, variables) => {
    const value = variables.get(name)
    if (value === undefined && !variables.has(name))
      throw new CommandError(17276, `Use of undefined variable: ${name}`)
    return along(value, path)
  }
}

/** The value at a path; through arrays, the array of what their elements have there. */
export const along = (value: Value | undefined, path: readonly string[], at = 0): Value | undefined => {
  let inner = value
  for (let i = at; i < path.length; i++) {
    if (isDoc(inner)) inner = inner.get(path[i] ?? '')
    else if (Array.isArray(inner)) return inner.map(element => along(element, path, i)).filter(isPresent)
    else return undefined
  }
  return inner
}

export const isPresent = <T>(value: T | undefined): value is T => value !== undefined

/** Missing, null, false and zero are false; everything else is true, an empty string and array too. */
export const isTruthy = (value: Value | undefined): boolean =>
  value !== undefined && value !== null && value !== false && numeric(value) !== 0

/** Missing or null: most operators answer null to it. */
export const isNullish = (value: Value | undefined): value is null | undefined =>
  value === undefined || value === null
