import { parseArgs } from 'node:util'
import { openStore, StoreError } from '../server/embedded-mongo/index.ts'

const usage = 'Usage: npm run --silent store -- --dir DATA_DIR [--port PORT], or --check DATA_DIR'

/** Serves a data folder by itself, for when several processes live on it; prints its URI and ends at a signal. */
const serve = async (dir: string, port: number | undefined) => {
  const store = await openStore({ dir, isAlone: true, ...(port !== undefined && { port }) })
  if (!store.isOwner) {
    console.error(`The store in ${dir} is already served by another process, at ${store.uri}`)
    await store.close()
    process.exitCode = 1
    return
  }
  console.log(store.uri)
  const end = () => store.close()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

/** Holds documents, indexes and counts of a data folder against each other, also beside a running server. */
const check = async (dir: string) => {
  const { MongoClient } = await import('mongodb')
  const store = await openStore({ dir, waitForClientsOnClose: true })
  const client = await new MongoClient(store.uri).connect()
  try {
    const { documents, entries, problems } = await client.db('admin').command({ checkStore: 1 })
    for (const problem of problems) console.error(problem)
    console.log(`${documents} documents, ${entries} index entries, ${problems.length} problems`)
    process.exitCode = problems.length > 0 ? 1 : 0
  } finally {
    await client.close()
    await store.close()
  }
}

const portFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StoreError(`${text} is no port.`)
  return port
}

try {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, port: { type: 'string' }, check: { type: 'string' } }
  })
  if (values.check !== undefined) await check(values.check)
  else if (values.dir !== undefined) await serve(values.dir, portFrom(values.port))
  else throw new StoreError(usage)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof StoreError ? 78 : 1
}
