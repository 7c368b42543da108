// A mail server in a process of its own, so that what it holds is not counted as ours. Prints its address, and on
// SIGTERM what it got: how many messages, how many recipients and Message-IDs there are among them.
import { createHash } from 'node:crypto'
import { SMTPServer } from 'smtp-server'

const copies = new Map<string, Set<string>>()
let messages = 0
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  logger: false,
  hidePIPELINING: true,
  disableReverseLookup: true,
  onData: (stream, session, done) => {
    const hash = createHash('sha256')
    stream.on('data', (chunk: Buffer) => hash.update(chunk))
    stream.on('end', () => {
      messages += 1
      const to = session.envelope.rcptTo[0]?.address ?? ''
      copies.set(to, (copies.get(to) ?? new Set()).add(hash.digest('hex')))
      done()
    })
  }
})
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  if (address !== null && typeof address === 'object') console.log(`smtp://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => {
  const different = [...copies.values()].filter(texts => texts.size > 1).length
  console.log(JSON.stringify({ messages, recipients: copies.size, different }))
  process.exit(0)
})
