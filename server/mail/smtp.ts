import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { answerLine, Failure, failureOf } from './smtp-failure.ts'
import type { Handed, Parcel, Transport } from './transport.ts'

/** How long each step with a mail server may take, in ms. `message` bounds a server that drips a byte a second. */
export interface SmtpTimes {
  readonly connect: number
  readonly silence: number
  readonly message: number
}

const defaultTimes: SmtpTimes = { connect: 15_000, silence: 30_000, message: 120_000 }

/** Some servers drop or slow down a session that carries too many messages. */
const MESSAGES_PER_SESSION = 100

/**
 * A mail server. Sessions are kept open between messages, one for each that is under way. nodemailer's own pool
 * is not used: it cannot ask whether a mail is still wanted once the server is ready for it, nor end one message
 * that takes for ever.
 */
export function openSmtp(url: string, times: SmtpTimes = defaultTimes): Transport {
  const idle: Session[] = []
  const open = new Set<Session>()

  const borrow = async (): Promise<Session> => {
    for (let session = idle.pop(); session; session = idle.pop()) {
      if (session.isUsable()) return session
      drop(session)
    }
    const session = await openSession(url, times)
    open.add(session)
    return session
  }
  const drop = (session: Session) => {
    open.delete(session)
    session.drop()
  }

  return {
    where: new URL(url).host,
    isOutbox: false,
    async send(parcel, isWanted) {
      const session = await borrow()
      try {
        const handed = await session.hand(parcel, isWanted)
        if (handed.kind === 'taken') idle.push(session)
        else drop(session)
        return handed
      } catch (error) {
        drop(session)
        throw error
      }
    },
    async close() {
      const polite = new Set(idle.splice(0))
      for (const session of open) if (!polite.has(session)) drop(session)
      await Promise.all([...polite].map(session => session.quit()))
      open.clear()
    }
  }
}

interface Session {
  isUsable(): boolean
  hand(parcel: Parcel, isWanted: () => Promise<boolean>): Promise<Handed>
  /** Ends it at once: nothing more is said, not even in the middle of a message. */
  drop(): void
  /** Takes leave as RFC 5321 asks, of a server that answers within a second. */
  quit(): Promise<void>
}

async function openSession(url: string, times: SmtpTimes): Promise<Session> {
  const { auth, connection } = connectionTo(url, times)
  // An error between two messages only says that the session is over, which `isUsable` sees.
  connection.on('error', () => {})
  try {
    await within<void>(times.message, connection, (resolve, reject) => {
      connection.once('error', reject)
      connection.connect(error => {
        if (error) return reject(error)
        if (!auth) return resolve()
        connection.login(auth, refused => (refused ? reject(refused) : resolve()))
      })
    })
  } catch (error) {
    connection.close()
    throw asFailure(error, 'opening')
  }
  let left = MESSAGES_PER_SESSION
  let isOver = false
  connection.once('end', () => {
    isOver = true
  })
  return {
    isUsable: () => !isOver && left > 0 && !connection.destroyed,
    async hand(parcel, isWanted) {
      left -= 1
      const text = new LastLook(parcel.raw, isWanted)
      try {
        const answer = await within<string>(times.message, connection, (resolve, reject) => {
          const envelope = { from: parcel.from, to: [parcel.to], size: parcel.raw.length }
          connection.once('error', reject)
          connection.send(envelope, text, (error, info) => {
            connection.off('error', reject)
            if (error) reject(error)
            else resolve(info.response)
          })
        })
        return { kind: 'taken', answer: answerLine(answer) }
      } catch (error) {
        if (text.isUnwanted) return { kind: 'unwanted' }
        throw asFailure(error, 'sending')
      }
    },
    drop: () => connection.close(),
    quit: async () => {
      if (isOver) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(() => connection.close(), 1000)
        connection.once('end', () => {
          clearTimeout(timer)
          resolve()
        })
        connection.quit()
      })
    }
  }
}

function connectionTo(url: string, times: SmtpTimes) {
  const { auth, ...given } = parseConnectionUrl(url)
  const options: SMTPConnectionOptions = {
    ...given,
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    dnsTimeout: times.connect,
    socketTimeout: times.silence
  }
  return { auth, connection: new SMTPConnection(options) }
}

/**
 * The text of a message, asked for by nodemailer only after the server has answered DATA with 354. That is the
 * last moment to find that the reader has left: breaking off here is a message the server never got.
 */
class LastLook extends Readable {
  isUnwanted = false
  readonly #raw: Buffer
  readonly #isWanted: () => Promise<boolean>

  constructor(raw: Buffer, isWanted: () => Promise<boolean>) {
    super()
    this.#raw = raw
    this.#isWanted = isWanted
  }

  override _read(): void {
    this.#isWanted().then(
      isWanted => {
        if (isWanted) {
          this.push(this.#raw)
          this.push(null)
        } else {
          this.isUnwanted = true
          this.destroy(new Error('Not wanted any more.'))
        }
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error)))
    )
  }
}

/** Ends a step that takes longer than `ms` by closing the connection under it. */
function within<T>(
  ms: number,
  connection: SMTPConnection,
  step: (resolve: (value: T) => void, reject: (error: Error) => void) => void
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The mail server took longer than ${ms / 1000} seconds.`))
      connection.close()
    }, ms)
    const settle =
      <V>(end: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer)
        end(value)
      }
    step(settle(resolve), settle(reject))
  })
}

const asFailure = (error: unknown, phase: 'opening' | 'sending'): Failure =>
  error instanceof Error ? failureOf(error, phase) : new Failure('defer', String(error))
