import { parseArgs } from 'node:util'
import { openStore, StoreError } from '../server/embedded-mongo/index.ts'

const usage = 'Usage: npm run --silent store -- --dir DATA_DIR [--port PORT]'

/** Serves a data folder by itself, for when several processes live on it; prints its URI and ends at a signal. */
const serve = async (dir: string, port: number | undefined) => {
  const store = await openStore(port === undefined ? { dir } : { dir, port })
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

const portFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StoreError(`${text} is no port.`)
  return port
}

try {
  const { values } = parseArgs({ options: { dir: { type: 'string' }, port: { type: 'string' } } })
  if (values.dir === undefined) throw new StoreError(usage)
  await serve(values.dir, portFrom(values.port))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof StoreError ? 78 : 1
}
