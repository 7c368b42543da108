import { type Doc, decode, encode, isDoc, type Value } from '../bson-codec.ts'
import type { Collection } from '../collection.ts'
import type { Cursors } from '../cursors.ts'
import { CommandError, refuse } from '../errors.ts'
import type { Variables } from '../expressions.ts'
import type { Storage } from '../storage.ts'
import type { Request } from '../wire.ts'

/** What a command works with. */
export interface Context {
  storage: Storage
  cursors: Cursors
  now(): Date
  startedAt: Date
  connectionId: number
  isPassing: boolean
}

/** Answers one kind of command in one turn of the event loop; `isWrite` ones run inside a transaction. */
export interface Command {
  run(context: Context, request: Request): Doc
  isWrite?: boolean | ((request: Request) => boolean)
}

export const ok = (...fields: [string, Value][]): Doc => new Map<string, Value>([...fields, ['ok', 1]])

/** The full name of the collection a command is about. Throws InvalidNamespace on a name that cannot be one. */
export const namespaceOf = (request: Request, field = request.name): string => {
  const name = request.body.get(field)
  if (typeof name !== 'string')
    throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeof name}`)
  return namespace(request.database, name)
}

export const namespace = (database: string, name: string): string => {
  if (!/^[^\0/\\. "$]{1,63}$/.test(database))
    throw new CommandError('InvalidNamespace', `Invalid database name: '${database}'`)
  if (
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    name.includes('$') ||
    name.includes('\0') ||
    Buffer.byteLength(name) > 200
  )
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`)
  return `${database}.${name}`
}

export const existing = (context: Context, name: string): Collection => {
  const collection = context.storage.collection(name)
  if (!collection) throw new CommandError('NamespaceNotFound', `ns does not exist: ${name}`)
  return collection
}

/** The collection to write to, made when it is not there yet. */
export const madeIfMissing = (context: Context, name: string): Collection =>
  context.storage.collection(name) ?? context.storage.create(name)

/** The documents of a write command, from its body or sent beside it, as they came. */
export const documentsOf = (request: Request, field: string): Buffer[] => {
  const beside = request.sequences.get(field)
  if (beside) return beside
  const list = request.body.get(field)
  if (!Array.isArray(list))
    throw new CommandError(40414, `BSON field '${request.name}.${field}' is missing but a required field`)
  return list.map(one => {
    if (!isDoc(one))
      throw new CommandError(
        'TypeMismatch',
        `BSON field '${request.name}.${field}' is the wrong type, expected type 'object'`
      )
    return encode(one, 48_000_000)
  })
}

/** The same for statements such as those of `update`, read. */
export const statementsOf = (request: Request, field: string): Doc[] => {
  const beside = request.sequences.get(field)
  if (beside) return beside.map(bytes => decode(bytes))
  const list = request.body.get(field)
  if (!Array.isArray(list))
    throw new CommandError(40414, `BSON field '${request.name}.${field}' is missing but a required field`)
  return list.map(one => {
    if (isDoc(one)) return one
    throw new CommandError(
      'TypeMismatch',
      `BSON field '${request.name}.${field}' is the wrong type, expected type 'object'`
    )
  })
}

export const mostStatements = 100_000

/** Throws on a field that the server of this version does not know: to pass over it could mean to do something else. */
export const refuseUnknown = (statement: Doc, known: ReadonlySet<string>, where: string) => {
  for (const name of statement.keys())
    if (!known.has(name)) throw new CommandError(40415, `BSON field '${where}.${name}' is an unknown field.`)
}

/** Does each statement of a write command, in order; gives the errors, of which an ordered command has at most one. */
export const eachStatement = <T>(
  request: Request,
  statements: readonly T[],
  act: (statement: T, index: number) => void
): Value[] => {
  if (statements.length < 1 || statements.length > mostStatements)
    throw new CommandError(
      16,
      `Write batch sizes must be between 1 and ${mostStatements}. Got ${statements.length} operations.`
    )
  const isOrdered = request.body.get('ordered') !== false
  const errors: Value[] = []
  for (const [index, statement] of statements.entries())
    try {
      act(statement, index)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      errors.push(
        new Map<string, Value>([['index', index], ...error.fields().filter(([name]) => name !== 'codeName')])
      )
      if (isOrdered) break
    }
  return errors
}

export const withErrors = (reply: Doc, errors: Value[]): Doc => {
  if (errors.length > 0) reply.set('writeErrors', errors)
  return reply
}

/** Refuses a collation that is asked for; the simple one is what there is. */
export const refuseCollation = (doc: Doc) => {
  const collation = doc.get('collation')
  if (isDoc(collation) && collation.size > 0 && collation.get('locale') !== 'simple') refuse('collation')
}

/** What `$$NOW` and the variables of a command's `let` stand for. */
export const variablesOf = (
  context: Context,
  doc: Doc,
  evaluate: (value: Value) => Value | undefined
): Variables => {
  const variables = new Map<string, Value>([['NOW', context.now()]])
  const given = doc.get('let')
  if (isDoc(given)) for (const [name, value] of given) variables.set(name, evaluate(value) ?? null)
  return variables
}
