import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'bson'
import { MongoClient } from 'mongodb'
import { decode, encode } from '../../server/embedded-mongo/bson-codec.ts'
import { openStore, type StoreOptions } from '../../server/embedded-mongo/index.ts'
import type { Doc, Value } from '../../server/embedded-mongo/values.ts'

export type Plain = null | boolean | number | string | Date | Plain[] | { [name: string]: Plain }

/** A plain document in the store's own form, by way of the driver's encoding. */
export const doc = (plain: object): Doc => decode(serialize(plain))

export const value = (plain: unknown): Value => doc({ v: plain }).get('v') ?? null

/** A stored document as a plain one, by way of the driver's decoding. */
export const plain = (stored: Doc): Record<string, unknown> => deserialize(encode(stored))

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'store-test-'))

/** A store in a folder of its own with a client on it, all gone when `close` has resolved; with `keep` the folder stays. */
export const storeWithClient = async ({
  keep,
  ...options
}: Partial<StoreOptions> & { keep?: boolean } = {}) => {
  const dir = options.dir ?? newFolder()
  const store = await openStore({ ...options, dir })
  const client = await new MongoClient(store.uri).connect()
  return {
    store,
    client,
    db: client.db('test'),
    close: async () => {
      await client.close()
      await store.close()
      if (!keep) rmSync(dir, { recursive: true, force: true })
    }
  }
}

/** `npm run store` as a process of its own; resolves with its URI. */
export const storeProcess = async (dir: string) => {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'scripts/store.ts', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const uri = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', chunk => resolve(String(chunk).trim()))
    child.once('exit', code => reject(new Error(`the store's process ended with ${code}`)))
  })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  return {
    uri,
    kill: (signal: NodeJS.Signals) => {
      child.kill(signal)
      return gone
    }
  }
}
