import { ImapFlow } from 'imapflow'

/** A folder of a mailbox on an IMAP server, and how to get in. */
export interface MailboxPlace {
  /** For people and for the record: user, host and folder, never the password. */
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly folder: string
  /** TLS from the first byte. */
  readonly isSecure: boolean
  /** Without TLS from the first byte: whether the password waits until the connection was upgraded to it. */
  readonly mustUpgrade: boolean
}

/** How long each step with the server may take, and all of them together, in ms. */
export interface ImapTimes {
  readonly connect: number
  readonly silence: number
  /** Bounds a server that drips a byte a second. */
  readonly whole: number
}

/** Thrown when the mailbox cannot be read now; the message is one line, without the password. */
export class MailboxFailure extends Error {
  /** The connection ended because this one message, or what was said of it, was larger than is ever taken. */
  readonly isTooLarge: boolean
  constructor(message: string, isTooLarge = false) {
    super(message)
    this.isTooLarge = isTooLarge
  }
}

/** A mailbox that was opened. Every step throws MailboxFailure. */
export interface Mailbox {
  readonly uidValidity: string
  /** The numbers of the messages after one, in ascending order. */
  uidsAfter(uid: number): Promise<number[]>
  /** The beginning of a message, at most `mostBytes` of it; null when it is not there any more. */
  read(uid: number, mostBytes: number): Promise<Buffer | null>
  markSeen(uid: number): Promise<void>
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Reads the setting MAIL_BOUNCES_URL. */
export function mailboxPlace(setting: string): MailboxPlace {
  const { protocol, hostname, port, username, password, pathname } = new URL(setting)
  const isSecure = protocol === 'imaps:'
  const [user, folder] = [decodeURIComponent(username), decodeURIComponent(pathname.slice(1)) || 'INBOX']
  return {
    name: `${user} at ${hostname}, ${folder}`,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 993 : 143),
    user,
    password: decodeURIComponent(password),
    folder,
    isSecure,
    mustUpgrade: !isSecure && !loopback.includes(hostname)
  }
}

/** No line, message or answer of the server's is taken beyond these, whatever sizes it announces. */
const MOST_LINE_BYTES = 1_000_000
const MOST_LITERAL_BYTES = 1_000_000
const MOST_ANSWER_BYTES = 2_000_000

/** Opens a mailbox, does something with it and closes the connection, all within `times.whole`. Throws MailboxFailure. */
export async function withMailbox<T>(
  place: MailboxPlace,
  times: ImapTimes,
  signal: AbortSignal,
  act: (mailbox: Mailbox) => Promise<T>
): Promise<T> {
  const client = new ImapFlow({
    host: place.host,
    port: place.port,
    secure: place.isSecure,
    ...(!place.isSecure && place.mustUpgrade && { doSTARTTLS: true }),
    auth: { user: place.user, pass: place.password },
    logger: false,
    disableAutoIdle: true,
    // What unpacks to any size is not taken from a server that may lie.
    disableCompression: true,
    maxLineLength: MOST_LINE_BYTES,
    maxLiteralSize: MOST_LITERAL_BYTES,
    maxResponseSize: MOST_ANSWER_BYTES,
    maxResponseTokens: 200_000,
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    socketTimeout: times.silence
  })
  // What went wrong between two steps is thrown by the next; only that one says it best.
  let lost: Error | null = null
  client.on('error', error => {
    lost ??= error
  })
  let isOver = false
  const cut = () => {
    isOver = true
    client.close()
  }
  const timer = setTimeout(cut, times.whole)
  signal.addEventListener('abort', cut)
  const step = async <V>(work: () => Promise<V>): Promise<V> => {
    try {
      return await work()
    } catch (error) {
      if (isOver && !signal.aborted)
        throw new MailboxFailure(`${place.name}: it took longer than ${times.whole / 1000} seconds.`)
      throw failureOf(place, lost ?? error)
    }
  }
  try {
    await step(() => client.connect())
    const { uidValidity } = await step(() => client.mailboxOpen(place.folder))
    return await act({
      uidValidity: String(uidValidity),
      uidsAfter: uid => step(() => uidsAfter(client, uid)),
      read: (uid, mostBytes) => step(() => read(client, uid, mostBytes)),
      markSeen: async uid => {
        await step(() => client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true }))
      }
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cut)
    client.close()
  }
}

/** `n:*` names the last message also where its number is below n, hence the look at each. */
async function uidsAfter(client: ImapFlow, uid: number): Promise<number[]> {
  const found = await client.search({ uid: `${uid + 1}:*` }, { uid: true })
  const uids = (found || []).filter(one => Number.isSafeInteger(one) && one > uid)
  return [...new Set(uids)].sort((a, b) => a - b)
}

async function read(client: ImapFlow, uid: number, mostBytes: number): Promise<Buffer | null> {
  const query = { uid: true, source: { start: 0, maxLength: mostBytes } }
  const message = await client.fetchOne(String(uid), query, { uid: true })
  // A server that gives another message's text, or more of it than was asked for, is not believed.
  if (!message || message.uid !== uid || !message.source) return null
  return message.source.subarray(0, mostBytes)
}

const tooLarge = ['LiteralTooLarge', 'ResponseTooLarge', 'LineTooLarge', 'TooManyTokens']

function failureOf({ name }: MailboxPlace, error: unknown): MailboxFailure {
  if (!(error instanceof Error)) return new MailboxFailure(`${name}: ${String(error)}`)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if ('authenticationFailed' in error)
    return new MailboxFailure(`${name}: the user or the password was refused.`)
  const said = 'responseText' in error && typeof error.responseText === 'string' ? error.responseText : ''
  const line = `${error.message}${said ? ` (${said})` : ''}`.replace(/[\p{Cc}]+/gu, ' ').slice(0, 300)
  return new MailboxFailure(`${name}: ${line}`, tooLarge.includes(code))
}
