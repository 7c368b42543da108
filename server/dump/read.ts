import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { mongo } from 'mongoose'
import { BadDump, type DumpedCollection, fileOf, type Manifest, readManifest } from './manifest.ts'
import { type Progress, silently } from './progress.ts'

/** Reads a whole dump and holds it against its manifest, before anything is changed. Throws BadDump. */
export async function verifyDump(folder: string, progress: Progress = silently): Promise<Manifest> {
  const manifest = readManifest(folder)
  for (const collection of manifest.collections) await verifyCollection(folder, collection, progress)
  return manifest
}

async function verifyCollection(
  folder: string,
  { name, documents, sha256 }: DumpedCollection,
  progress: Progress
): Promise<void> {
  const hash = createHash('sha256')
  let lines = 0
  for await (const piece of piecesOf(folder, name)) {
    hash.update(piece)
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1
  }
  if (lines !== documents)
    throw new BadDump(
      `${fileOf(folder, name)} does not match its manifest: ${lines} records of ${documents}.`
    )
  if (hash.digest('hex') !== sha256)
    throw new BadDump(`${fileOf(folder, name)} does not match its manifest: its checksum is another.`)
  progress(`checked ${name}`, documents, documents)
}

/** The bytes of a collection's lines. Throws BadDump where the file is missing, cut short or damaged. */
async function* piecesOf(folder: string, name: string): AsyncGenerator<Buffer> {
  const file = fileOf(folder, name)
  if (!existsSync(file)) throw new BadDump(`${file} is missing: the dump is not whole.`)
  try {
    const gunzip = createGunzip()
    createReadStream(file)
      .on('error', error => gunzip.destroy(error))
      .pipe(gunzip)
    for await (const piece of gunzip) yield piece
  } catch (error) {
    throw new BadDump(`${file} is cut short or damaged (${error instanceof Error ? error.message : error}).`)
  }
}

/** So many records, or so many bytes of lines, are handed on at a time. */
const MOST_RECORDS = 250
const MOST_BYTES = 1024 * 1024

/** The records of a collection in batches, each number with the type it was stored with. */
export async function* batchesOf(folder: string, name: string): AsyncGenerator<mongo.BSON.Document[]> {
  let rest: Buffer = Buffer.alloc(0)
  let batch: mongo.BSON.Document[] = []
  let bytes = 0
  for await (const piece of piecesOf(folder, name)) {
    const text = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    let from = 0
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, from)) {
      batch.push(mongo.BSON.EJSON.parse(text.toString('utf8', from, end), { relaxed: false }))
      bytes += end - from
      from = end + 1
      if (batch.length < MOST_RECORDS && bytes < MOST_BYTES) continue
      yield batch
      batch = []
      bytes = 0
    }
    rest = text.subarray(from)
  }
  if (batch.length > 0) yield batch
}
