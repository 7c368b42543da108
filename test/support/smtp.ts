import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** One message as a real mail server on the loopback received it. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
  readonly mail: ParsedMail
}

/** What the server says to a message instead of taking it: an SMTP answer such as 451. */
export interface SmtpRefusal {
  readonly code: number
  readonly text: string
}

export interface TestSmtp {
  readonly url: string
  /** Everything received so far, in order. */
  readonly received: Received[]
  /** Called for each message before it is taken; return a refusal to have it refused. */
  refuse: (to: readonly string[], attempt: number) => SmtpRefusal | null
  close(): Promise<void>
}

/** A mail server in this process: the real protocol over a loopback port. */
export async function startSmtp(): Promise<TestSmtp> {
  let attempts = 0
  const smtp: TestSmtp = { url: '', received: [], refuse: () => null, close: async () => {} }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        attempts += 1
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const refusal = smtp.refuse(to, attempts)
        if (refusal) return callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
        const raw = Buffer.concat(chunks)
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        smtp.received.push({ from, to, raw, mail: await simpleParser(raw) })
        callback()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return Object.assign(smtp, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>(resolve => server.close(() => resolve()))
  })
}
