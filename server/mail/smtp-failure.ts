import { oneLine } from './address.ts'

/**
 * What became of a try:
 * `defer`: try again later. `refuse`: this message will never be taken. `policy`: the server does not want our
 * mail as it is (5.7.x); that is mostly ours to mend, so it is tried again, and the run stops after five.
 * `server`: no session could be opened, so trying the next mail now is pointless.
 */
export type Outcome = 'defer' | 'refuse' | 'policy' | 'server'

/** While the session was being opened (connecting, TLS, signing in), or while a message was handed over. */
export type Phase = 'opening' | 'sending'

/** Thrown by a transport when a message was not taken, or when nobody can tell whether it was. */
export class Failure extends Error {
  readonly outcome: Outcome
  /** The address itself is wrong, so nobody should write to it again. */
  readonly isBadAddress: boolean
  constructor(outcome: Outcome, answer: string, isBadAddress = false) {
    super(answer)
    this.outcome = outcome
    this.isBadAddress = isBadAddress
  }
}

/** What a mail server said, as it is kept, logged and shown: one line without control characters, of no great length. */
export const answerLine = (said: string): string => oneLine(said, 500)

interface SmtpError {
  readonly message: string
  readonly code?: unknown
  readonly response?: unknown
}

/**
 * Reads an error of the SMTP connection. The message is the server's answer, or what went wrong before there was
 * one, in one line. RFC 5321 gives the reply codes, RFC 3463 the enhanced ones.
 */
export function failureOf(error: SmtpError, phase: Phase): Failure {
  const reply = typeof error.response === 'string' ? error.response : ''
  const answer = answerLine(reply || error.message)
  const outcome = phase === 'opening' ? 'server' : outcomeOf(reply, error.code)
  return new Failure(outcome, answer, outcome === 'refuse' && isAboutAddress(reply))
}

function outcomeOf(reply: string, code: unknown): Outcome {
  // Without an answer: too large or malformed before anything was said, or else the connection was lost, and
  // whether the message was taken is not known. It is sent again with the same Message-ID.
  if (reply === '') return code === 'EMESSAGE' || code === 'EENVELOPE' ? 'refuse' : 'defer'
  if (/^5\d\d[ -]5\.7\.\d/.test(reply) || /^53[0458]/.test(reply)) return 'policy'
  // 503 says that the session was out of step, not that the message is refused.
  return reply.startsWith('5') && !reply.startsWith('503') ? 'refuse' : 'defer'
}

/** X.1.1 no such mailbox, X.1.2 no such system, X.1.3 bad syntax, X.1.6 moved, X.1.10 null MX, X.2.1 disabled. */
const isAboutAddress = (reply: string): boolean =>
  /^5\d\d[ -]5\.(1\.(1|2|3|6|10)|2\.1)\b/.test(reply) || /^550[ -](?!\d\.\d)/.test(reply)
