import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** One message as the server got it, whole, with its envelope. */
export interface Got {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  parsed(): Promise<ParsedMail>
}

/** What the server does with a message: takes it, refuses it at a command, or hangs up once it has the whole text. */
export type Manner =
  | 'take'
  | 'drop after DATA'
  | { readonly at: 'MAIL' | 'RCPT' | 'DATA' | 'GREETING'; readonly code: number; readonly text: string }

export interface MailServer {
  readonly url: string
  readonly port: number
  /** Everything whose text arrived whole, also where the server hung up before saying so. */
  readonly got: Got[]
  readonly rcpts: string[]
  sessions: number
  /** Messages tried so far; a test may set it back. */
  tries: number
  /** Asked for each message, with how many have been tried before it. */
  manner: (to: string, tries: number) => Manner
  /** Awaited between the last RCPT and the answer to DATA. */
  beforeData: () => Promise<void>
  close(): Promise<void>
}

/** A mail server on the loopback that can be told to misbehave. */
export async function mailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const mine: MailServer = {
    url: '',
    port: 0,
    got: [],
    rcpts: [],
    sessions: 0,
    tries: 0,
    manner: () => 'take',
    beforeData: async () => {},
    close: async () => {}
  }
  const refusalAt = (at: 'MAIL' | 'RCPT' | 'DATA' | 'GREETING', to: string): Error | null => {
    const manner = mine.manner(to, mine.tries)
    return typeof manner === 'object' && manner.at === at
      ? Object.assign(new Error(manner.text), { responseCode: manner.code })
      : null
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    hidePIPELINING: true,
    // Asking the name service for the name of this very machine takes longer than the mail.
    disableReverseLookup: true,
    ...options,
    onConnect: (_session, done) => done(refusalAt('GREETING', '')),
    onMailFrom: (_address, _session, done) => done(refusalAt('MAIL', '')),
    onRcptTo: ({ address }, _session, done) => {
      mine.rcpts.push(address)
      const refusal = refusalAt('RCPT', address)
      if (refusal) mine.tries += 1
      mine.beforeData().then(() => done(refusal), done)
    },
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const manner = mine.manner(to[0] ?? '', mine.tries)
        mine.tries += 1
        const refusal = refusalAt('DATA', to[0] ?? '')
        if (refusal) return done(refusal)
        const raw = Buffer.concat(chunks).toString('utf8')
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        mine.got.push({ from, to, raw, parsed: () => simpleParser(raw) })
        if (manner !== 'drop after DATA') return done()
        for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy()
      })
    }
  })
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    mine.sessions += 1
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as AddressInfo
  return Object.assign(mine, {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  })
}
