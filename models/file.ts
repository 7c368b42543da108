import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Model, model, Schema, type Types, trusted } from 'mongoose'

/**
 * A file as it was handed in, under the SHA-256 of its bytes: the same file twice is held once. Its name belongs to
 * whoever refers to it. The bytes are in the store, not in a folder, so that every process that serves pages has them.
 */
export interface FileRecord {
  /** SHA-256, 64 hexadecimal digits. */
  _id: string
  size: number
  chunks: number
  /** When somebody last handed it in or named it in a form: what nothing refers to goes a day later. */
  keptAt: Date
}

/** A file as a record refers to it: by the name it was handed in under. */
export interface KeptFileRecord {
  name: string
  sha256: string
  size: number
}

interface FileChunkRecord {
  _id: Types.ObjectId
  fileId: string
  at: number
  bytes: Buffer
  /** When the file was last handed in; null of what was kept before this was written down. */
  keptAt: Date | null
}

const fileSchema = new Schema<FileRecord, FileModel>(
  {
    _id: { type: String, match: /^[0-9a-f]{64}$/ },
    size: { type: Number, required: true },
    chunks: { type: Number, required: true },
    keptAt: { type: Date, required: true }
  },
  { versionKey: false }
)

const chunkSchema = new Schema<FileChunkRecord>(
  {
    fileId: { type: String, required: true },
    at: { type: Number, required: true },
    bytes: { type: Buffer, required: true },
    keptAt: { type: Date, default: null }
  },
  { versionKey: false }
)

/** What other records hold of a file that belongs to them. */
export const keptFileSchema = new Schema<KeptFileRecord>(
  {
    name: { type: String, required: true },
    sha256: { type: String, required: true },
    size: { type: Number, required: true }
  },
  { _id: false }
)

// A file's pieces in their order; two who keep the same file at once write the same pieces.
chunkSchema.index({ fileId: 1, at: 1 }, { unique: true })

/** Pieces of this size stay far below the 16 MB that a record may have. */
const CHUNK_BYTES = 4 * 1024 * 1024

interface FileModel extends Model<FileRecord> {
  /** Keeps the file at a path; its record is written last, so that what has a record is whole. Gives its checksum. */
  keep(path: string, now: Date): Promise<FileRecord>
  /** The bytes of a file in pieces; throws where a piece is missing. */
  pieces(file: FileRecord): AsyncGenerator<Buffer>
  /** Those of these files that are held. They stay for another day, whether or not anything refers to them yet. */
  holding(ids: readonly string[], now: Date): Promise<FileRecord[]>
  /** Forgets files. The caller has made sure that nothing refers to them. */
  forget(ids: readonly string[]): Promise<void>
  /** The same for a file that nobody has handed in or named since a moment; false where somebody has. */
  forgetUnlessNamed(id: string, since: Date): Promise<boolean>
}

fileSchema.statics.keep = async function (this: FileModel, path: string, now: Date) {
  const _id = await sha256Of(path)
  const [held] = await this.holding([_id], now)
  if (held) return held
  let chunks = 0
  let size = 0
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = Buffer.from(piece)
    await FileChunk.updateOne({ fileId: _id, at: chunks }, { $set: { bytes, keptAt: now } }, { upsert: true })
    chunks += 1
    size += bytes.length
  }
  const record = { size, chunks, keptAt: now }
  await this.updateOne({ _id }, { $setOnInsert: record }, { upsert: true })
  return { _id, ...record }
}

fileSchema.statics.pieces = async function* (this: FileModel, file: FileRecord) {
  for (let at = 0; at < file.chunks; at += 1) {
    const chunk = await FileChunk.findOne({ fileId: file._id, at }).orFail()
    yield Buffer.from(chunk.bytes)
  }
}

fileSchema.statics.holding = async function (this: FileModel, ids: readonly string[], now: Date) {
  const these = { _id: trusted({ $in: [...ids] }) }
  await this.updateMany(these, { $max: { keptAt: now } })
  return this.find(these).lean<FileRecord[]>()
}

fileSchema.statics.forget = async function (this: FileModel, ids: readonly string[]) {
  await this.deleteMany({ _id: trusted({ $in: [...ids] }) })
  await FileChunk.deleteMany({ fileId: trusted({ $in: [...ids] }) })
}

// The record goes first: who hands the file in meanwhile finds none, and writes pieces that are too new to go.
fileSchema.statics.forgetUnlessNamed = async function (this: FileModel, id: string, since: Date) {
  const gone = await this.deleteOne({ _id: id, keptAt: trusted({ $lt: since }) })
  if (gone.deletedCount === 0) return false
  const old = [{ keptAt: null }, { keptAt: trusted({ $lt: since }) }]
  await FileChunk.deleteMany({ fileId: id, $or: old })
  return true
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

const FileChunk = model<FileChunkRecord>('FileChunk', chunkSchema, 'filechunks')

export const File = model<FileRecord, FileModel>('File', fileSchema, 'files')
