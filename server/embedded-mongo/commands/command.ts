import { decode, encode } from '../bson-codec.ts'
import type { Collection } from '../collection.ts'
import type { Cursors } from '../cursors.ts'
import { CommandError, fail, refuse } from '../errors.ts'
import { compileExpression, type Variables } from '../expressions.ts'
import type { Storage } from '../storage.ts'
import { type Doc, docOf, isDoc, isNullish, type Maybe, numeric, type Value } from '../values.ts'
import type { Reply, Request } from '../wire.ts'

/** What a command works with. */
export interface Context {
  storage: Storage
  cursors: Cursors
  now(): Date
  connectionId: number
  isPassing: boolean
}

/** Answers one kind of command in one turn of the event loop; `isWrite` ones run inside a transaction. */
export interface Command {
  run(context: Context, request: Request): Reply
  isWrite?: boolean
  /** The fields it knows beside those that every command has; where there is no list, others are passed over. */
  takes?: readonly string[]
}

const everyCommandTakes =
  'lsid txnNumber maxTimeMS comment readConcern writeConcern apiVersion apiStrict apiDeprecationErrors'.split(
    ' '
  )

/** Refuses a field that the server does not know: to pass over a misspelt filter would be to find everything. */
export const refuseUnknownFields = ({ takes }: Command, { name, body }: Request) => {
  if (!takes) return
  for (const field of body.keys())
    if (
      field !== name &&
      !field.startsWith('$') &&
      ![everyCommandTakes, takes].some(of => of.includes(field))
    )
      fail(40415, `BSON field '${name}.${field}' is an unknown field.`)
}

export const ok = (fields: { [name: string]: Maybe } = {}): Doc => docOf({ ...fields, ok: 1 })

/** The full name of the collection a command is about. Throws InvalidNamespace on a name that cannot be one. */
export const namespaceOf = (request: Request, field = request.name): string => {
  const { database, body } = request
  const name = body.get(field)
  if (typeof name !== 'string')
    return fail('InvalidNamespace', `collection name has invalid type ${typeof name}`)
  if (!/^[^\0/\\. "$]{1,63}$/.test(database)) fail('InvalidNamespace', `Invalid database name: '${database}'`)
  if (!/^[^.$\0]([^$\0]*[^.$\0])?$/.test(name) || Buffer.byteLength(name) > 200)
    fail('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`)
  return `${database}.${name}`
}

/** The collection a command is about. Throws NamespaceNotFound when it is not there. */
export const existing = (context: Context, request: Request): Collection => {
  const name = namespaceOf(request)
  return context.storage.collections.get(name) ?? fail('NamespaceNotFound', `ns does not exist: ${name}`)
}

/** The collection to write to, made when it is not there yet. */
export const madeIfMissing = ({ storage }: Context, name: string): Collection =>
  storage.collections.get(name) ?? storage.create(name)

/** What a query command asks about; a collation other than the simple one, which is what there is, is refused. */
export const targetOf = (context: Context, request: Request, filterField: string) => {
  const { body } = request
  refuseCollation(body)
  const namespace = namespaceOf(request)
  return {
    namespace,
    collection: context.storage.collections.get(namespace),
    filter: docField(body, filterField) ?? new Map(),
    hint: body.get('hint'),
    variables: variablesOf(context, body)
  }
}

export const refuseCollation = (doc: Doc) => {
  const collation = doc.get('collation')
  if (isDoc(collation) && collation.size > 0 && collation.get('locale') !== 'simple') refuse('collation')
}

/** What `$$NOW` and the variables of a command's `let` stand for. */
export const variablesOf = (context: Context, body: Doc): Variables => {
  const variables = new Map<string, Value>([['NOW', context.now()]])
  for (const [name, value] of docField(body, 'let') ?? [])
    variables.set(name, compileExpression(value)(new Map(), new Map()) ?? null)
  return variables
}

/** Reads a field of a command: undefined when it was left out or null, refused when it is of another type. */
const fieldOf =
  <T>(kind: string, read: (value: Value) => T | undefined) =>
  (body: Doc, name: string): T | undefined => {
    const value = body.get(name)
    if (isNullish(value)) return undefined
    return read(value) ?? fail('TypeMismatch', `BSON field '${name}' should be ${kind}`)
  }

export const wholeField = fieldOf('a number', value => {
  const n = numeric(value)
  return n === undefined ? n : Math.trunc(n)
})

/** A number, which could mean either, is refused. */
export const flagField = fieldOf('a bool', value => (typeof value === 'boolean' ? value : undefined))
export const docField = fieldOf('an object', value => (isDoc(value) ? value : undefined))

/** The documents of a write command, from its body or sent beside it, as they came. */
export const documentsOf = (request: Request, field: string): Buffer[] => {
  const list = request.body.get(field)
  const beside = request.sequences.get(field)
  if (beside) return beside
  if (!Array.isArray(list)) return fail(40414, `BSON field '${request.name}.${field}' is a required field`)
  return list.map(one => (isDoc(one) ? encode(one) : fail('TypeMismatch', `'${field}' should hold objects`)))
}

export const mostStatements = 100_000

/**
 * Does each statement of a write command, in order, and gives its reply: `counts` asked when all is done, and the
 * errors, of which an ordered command has at most one.
 */
export const eachStatement = (
  request: Request,
  field: string,
  act: (bytes: Buffer, index: number) => void,
  counts: () => { [name: string]: Maybe }
): Doc => {
  const statements = documentsOf(request, field)
  if (statements.length < 1 || statements.length > mostStatements)
    fail(16, `Write batch sizes must be between 1 and ${mostStatements}, not ${statements.length}.`)
  const isOrdered = flagField(request.body, 'ordered') ?? true
  const writeErrors: Value[] = []
  for (const [index, statement] of statements.entries())
    try {
      act(statement, index)
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      const fields = error.fields().filter(([name]) => name !== 'codeName')
      writeErrors.push(new Map<string, Value>([['index', index], ...fields]))
      if (isOrdered) break
    }
  return ok({ ...counts(), writeErrors: writeErrors.length > 0 ? writeErrors : undefined })
}

/** A statement read. Throws on a field that the server does not know: to pass over it could mean to do something else. */
export const statementOf = (bytes: Buffer, known: readonly string[]): Doc => {
  const statement = decode(bytes)
  for (const name of statement.keys())
    if (!known.includes(name)) fail(40415, `BSON field '${name}' is an unknown field.`)
  refuseCollation(statement)
  return statement
}
