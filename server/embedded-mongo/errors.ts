import type { Doc, Value } from './bson-codec.ts'

/** Thrown when a data folder cannot be opened or joined; the message is one plain sentence for the operator. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** The server's own codes and their names, as clients compare them. */
export const codes = {
  InternalError: 1,
  BadValue: 2,
  NoSuchKey: 4,
  FailedToParse: 9,
  TypeMismatch: 14,
  Overflow: 15,
  IllegalOperation: 20,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NamespaceExists: 48,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  WriteConcernFailed: 64,
  CannotIndexParallelArrays: 171,
  InvalidPipelineOperator: 168,
  CommandNotSupported: 115,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  ConversionFailure: 241,
  OperationNotSupportedInTransaction: 263,
  NoQueryExecutionPlans: 291,
  NotImplemented: 238,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031
} as const

export type CodeName = keyof typeof codes

/** A command's refusal, sent to the client with the server's code; `extra` is added to the reply (keyPattern, keyValue). */
export class CommandError extends Error {
  readonly code: number
  readonly codeName: string
  readonly extra: Doc | undefined
  constructor(code: CodeName | number, message: string, extra?: Doc) {
    super(message)
    this.code = typeof code === 'number' ? code : codes[code]
    this.codeName = typeof code === 'number' ? `Location${code}` : code
    this.extra = extra
  }

  /** The fields that a reply, or one entry of `writeErrors`, carries. */
  fields(): [string, Value][] {
    return [
      ['errmsg', this.message],
      ['code', this.code],
      ['codeName', this.codeName],
      ...(this.extra ?? new Map<string, Value>())
    ]
  }
}

/** For features left out on purpose: a refusal that names the feature. */
export const refuse = (what: string): never => {
  throw new CommandError('NotImplemented', `${what} is not supported by the embedded store`)
}
