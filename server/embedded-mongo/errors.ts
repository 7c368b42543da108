import type { Doc, Value } from './values.ts'

/** Thrown when a data folder cannot be opened or joined; the message is one plain sentence for the operator. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** The server's own codes and their names, as clients compare them. */
const codes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  Overflow: 15,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031
} as const

type Code = keyof typeof codes | number

/** A command's refusal, sent to the client with the server's code; `extra` is added to the reply (keyPattern, keyValue). */
export class CommandError extends Error {
  readonly code: number
  readonly codeName: string
  readonly extra: Doc | undefined
  constructor(code: Code, message: string, extra?: Doc) {
    super(message)
    this.code = typeof code === 'number' ? code : codes[code]
    this.codeName = typeof code === 'number' ? `Location${code}` : code
    this.extra = extra
  }

  /** The fields that a reply, or one entry of `writeErrors`, carries. */
  fields(): [string, Value][] {
    const { message: errmsg, code, codeName, extra } = this
    return [...Object.entries({ errmsg, code, codeName }), ...(extra ?? new Map<string, Value>())]
  }
}

/** What went wrong, in the words of whoever threw it. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Refuses: with the server's code, and its message or a plain sentence. */
export const fail: (code: Code, message: string) => never = (code, message) => {
  throw new CommandError(code, message)
}

/** For features left out on purpose: a refusal that names the feature. */
export const refuse: (what: string) => never = what =>
  fail('NotImplemented', `${what} is not supported by the embedded store`)
