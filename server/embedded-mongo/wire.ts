import { decode, encode, maxDocumentBytes } from './bson-codec.ts'
import { CommandError, messageOf } from './errors.ts'
import { type Doc, isDoc, type Value } from './values.ts'

export const maxMessageBytes = 48_000_000
const opReply = 1
const opQuery = 2004
const opMsg = 2013

const checksumPresent = 1
const moreToCome = 2

/** What is known of a message before it is read: enough to answer it. */
export interface Head {
  id: number
  isLegacy: boolean
  /** Whether the client waits for an answer. */
  wantsReply: boolean
}

/** One command as it came: its body, and the documents that were sent beside it, still as bytes. */
export interface Request extends Head {
  /** The length of the whole message. */
  bytes: number
  name: string
  database: string
  body: Doc
  sequences: Map<string, Buffer[]>
}

/** Thrown when bytes are no message; the connection they came on is closed. */
export class WireError extends Error {}

/** Cuts what arrives on a connection into whole messages. */
export class Framer {
  private pending: Buffer[] = []
  private size = 0

  /** The messages completed by these bytes. Throws a WireError on a length no message can have. */
  push(chunk: Buffer): Buffer[] {
    this.pending.push(chunk)
    this.size += chunk.length
    const messages: Buffer[] = []
    while (this.size >= 4) {
      const length = this.head().readInt32LE(0)
      if (length < 16 || length > maxMessageBytes)
        throw new WireError(`a message cannot be ${length} bytes long`)
      if (this.size < length) break
      const all = this.pending.length === 1 && this.pending[0] ? this.pending[0] : Buffer.concat(this.pending)
      messages.push(all.subarray(0, length))
      this.size -= length
      this.pending = this.size > 0 ? [all.subarray(length)] : []
    }
    return messages
  }

  private head(): Buffer {
    if ((this.pending[0]?.length ?? 0) < 4) this.pending = [Buffer.concat(this.pending)]
    return this.pending[0] ?? Buffer.alloc(4)
  }
}

/** The head of a message. Throws a WireError on one that is neither of the two kinds spoken here. */
export const headOf = (message: Buffer): Head => {
  const code = message.readInt32LE(12)
  if ((code !== opMsg && code !== opQuery) || message.length < 26)
    throw new WireError('no message of a kind known here')
  const isLegacy = code === opQuery
  return {
    id: message.readInt32LE(4),
    isLegacy,
    wantsReply: isLegacy || (message.readUInt32LE(16) & moreToCome) === 0
  }
}

/** Reads one message. Throws a WireError on a frame, and a CommandError on a document, that is not what it says. */
export const readRequest = (message: Buffer): Request => {
  const head = headOf(message)
  const { body, database, sequences } = head.isLegacy ? readQuery(message) : readMsg(message)
  const [name = ''] = body.keys()
  return { ...head, bytes: message.length, name, body, database, sequences }
}

type Command = Pick<Request, 'body' | 'database' | 'sequences'>

const readMsg = (message: Buffer): Command => {
  const flags = message.readUInt32LE(16)
  if ((flags & 0xffff & ~(checksumPresent | moreToCome)) !== 0) throw new WireError('unknown required flags')
  const end = message.length - (flags & checksumPresent ? 4 : 0)
  let at = 20
  let body: Buffer | undefined
  const sequences = new Map<string, Buffer[]>()
  while (at < end) {
    const kind = message[at++]
    if (kind === 0 && body === undefined) {
      body = documentAt(message, at, end)
      at += body.length
    } else if (kind === 1) {
      const size = at + 4 <= end ? message.readInt32LE(at) : 0
      const stop = at + size
      const nameEnd = message.indexOf(0, at + 4)
      if (size < 5 || stop > end || nameEnd < 0 || nameEnd >= stop)
        throw new WireError('a document sequence does not fit')
      const documents: Buffer[] = []
      for (let next = nameEnd + 1; next < stop; next += documents.at(-1)?.length ?? 0)
        documents.push(documentAt(message, next, stop))
      sequences.set(message.toString('utf8', at + 4, nameEnd), documents)
      at = stop
    } else throw new WireError('an unknown kind of section')
  }
  if (!body) throw new WireError('a message without a body')
  const doc = decode(body)
  const database = doc.get('$db')
  return { body: doc, database: typeof database === 'string' ? database : '', sequences }
}

const documentAt = (message: Buffer, at: number, end: number): Buffer => {
  const length = at + 5 <= end ? message.readInt32LE(at) : 0
  if (length < 5 || at + length > end) throw new WireError('a document does not fit')
  return message.subarray(at, at + length)
}

/** Only the first greeting of older drivers comes this way. */
const readQuery = (message: Buffer): Command => {
  const nameEnd = message.indexOf(0, 20)
  if (nameEnd < 0 || nameEnd + 9 > message.length) throw new WireError('a query does not fit')
  const namespace = message.toString('utf8', 20, nameEnd)
  if (!namespace.endsWith('.$cmd')) throw new WireError('OP_QUERY is spoken for commands only')
  const doc = decode(documentAt(message, nameEnd + 9, message.length))
  const inner = doc.get('$query')
  return { body: isDoc(inner) ? inner : doc, database: namespace.slice(0, -5), sequences: new Map() }
}

let lastId = 0

/** A command's answer: a document, or one that is bytes already. */
export type Reply = Doc | Buffer

// What a server may add around a document of full size.
const replyRoom = 16 * 1024

/** The bytes of an answer. */
export const writeReply = (request: Head, reply: Reply): Buffer => {
  const body = Buffer.isBuffer(reply) ? reply : encode(reply, maxDocumentBytes + replyRoom)
  const lead = Buffer.alloc(request.isLegacy ? 36 : 21)
  lastId = (lastId + 1) & 0x7fffffff
  const code = request.isLegacy ? opReply : opMsg
  for (const [i, n] of [lead.length + body.length, lastId, request.id, code].entries())
    lead.writeInt32LE(n, i * 4)
  if (request.isLegacy) {
    lead.writeInt32LE(8, 16)
    lead.writeInt32LE(1, 32)
  }
  return Buffer.concat([lead, body])
}

/** The answer to a command that failed. */
export const errorReply = (error: unknown): Doc => {
  if (!(error instanceof CommandError))
    return errorReply(new CommandError('InternalError', String(messageOf(error))))
  return new Map<string, Value>([['ok', 0], ...error.fields()])
}
