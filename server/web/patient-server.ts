import { createServer, type Server } from 'node:http'

/** How long somebody may take: for the head of a request, for all of it, and between two signs of life. */
export interface Patience {
  readonly headersMs: number
  readonly requestMs: number
  readonly idleMs: number
  /** How often it is looked at. */
  readonly lookMs: number
}

/**
 * A head comes in one packet or a few; 20 MB of files over a poor line take minutes; an answer of which nothing is
 * read for two minutes has no reader any more.
 */
const patience: Patience = { headersMs: 15_000, requestMs: 5 * 60_000, idleMs: 2 * 60_000, lookMs: 5000 }

/** A server that holds no connection for who sends or reads a byte at a time: many of those cannot keep others out. */
export function patientServer({ headersMs, requestMs, idleMs, lookMs }: Patience = patience): Server {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: lookMs
  })
  server.timeout = idleMs
  server.maxHeadersCount = 100
  return server
}
