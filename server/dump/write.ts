import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { mongo } from 'mongoose'
import { readLayout } from '../../models/migrations/state.ts'
import { inOrder } from './collections.ts'
import {
  BadDump,
  DUMP_FORMAT,
  type DumpedCollection,
  fileOf,
  hashOf,
  MANIFEST,
  type Manifest
} from './manifest.ts'
import { type Progress, silently } from './progress.ts'

const { EJSON } = mongo.BSON

/** Read as they are stored: a 64-bit number, or a 5 that is a double, comes back as what it was. */
const asStored = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true }

const BATCH = 500
/** Lines are handed on in pieces of about this many characters. */
const PIECE = 256 * 1024

/**
 * Writes every record as a line of canonical extended JSON, a file a collection, in the order of `_id`, and a
 * manifest with checksums. The folder appears under its name only when it is whole. Throws BadDump where it exists.
 */
export async function writeDump(
  db: mongo.Db,
  folder: string,
  takenAt: Date,
  progress: Progress = silently
): Promise<Manifest> {
  if (existsSync(folder)) throw new BadDump(`${folder} is there already: name another folder.`)
  const partial = `${folder}.partial`
  await rm(partial, { recursive: true, force: true })
  try {
    const manifest = await writeAll(db, partial, takenAt, progress)
    await rename(partial, folder)
    await flushFolder(dirname(folder))
    return manifest
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!isDiskFull(error)) throw error
    throw new BadDump(`There is no room left for ${folder}: make room, or name a folder on another disk.`)
  }
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

async function writeAll(db: mongo.Db, partial: string, takenAt: Date, progress: Progress): Promise<Manifest> {
  await mkdir(partial, { recursive: true, mode: 0o700 })
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const layout = await readLayout(db)
  const collections: DumpedCollection[] = []
  for (const name of inOrder(names))
    collections.push(await writeCollection(db.collection(name), fileOf(partial, name), progress))
  const manifest: Manifest = {
    format: DUMP_FORMAT,
    layout: layout?.version ?? 0,
    takenAt: takenAt.toISOString(),
    collections,
    hash: hashOf(collections)
  }
  await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true
  })
  return manifest
}

async function writeCollection(
  collection: mongo.Collection,
  file: string,
  progress: Progress
): Promise<DumpedCollection> {
  const name = collection.collectionName
  const expected = await collection.estimatedDocumentCount()
  const hash = createHash('sha256')
  let documents = 0
  async function* lines() {
    let piece = ''
    const cursor = collection.find({}, { ...asStored, sort: { _id: 1 }, batchSize: BATCH })
    for await (const document of cursor) {
      piece += `${EJSON.stringify(document, { relaxed: false })}\n`
      documents += 1
      if (documents % BATCH === 0) progress(name, documents, Math.max(expected, documents + 1))
      if (piece.length < PIECE) continue
      hash.update(piece)
      yield piece
      piece = ''
    }
    hash.update(piece)
    yield piece
  }
  // A low level: the lines shrink to a fifth, and the disk is not the slower one.
  await pipeline(
    Readable.from(lines()),
    createGzip({ level: 1 }),
    createWriteStream(file, { mode: 0o600, flush: true })
  )
  progress(name, documents, documents)
  return { name, documents, sha256: hash.digest('hex') }
}

/** The new name itself must survive a power cut. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
