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
  keptAt: Date
}

interface FileChunkRecord {
  _id: Types.ObjectId
  fileId: string
  at: number
  bytes: Buffer
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
    bytes: { type: Buffer, required: true }
  },
  { versionKey: false }
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
  /** Forgets files. The caller has made sure that nothing refers to them. */
  forget(ids: readonly string[]): Promise<void>
}

fileSchema.statics.keep = async function (this: FileModel, path: string, now: Date) {
  const _id = await sha256Of(path)
  const held = await this.findById(_id).lean<FileRecord>()
  if (held) return held
  let chunks = 0
  let size = 0
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = Buffer.from(piece)
    await FileChunk.updateOne({ fileId: _id, at: chunks }, { $setOnInsert: { bytes } }, { upsert: true })
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

fileSchema.statics.forget = async function (this: FileModel, ids: readonly string[]) {
  await this.deleteMany({ _id: trusted({ $in: [...ids] }) })
  await FileChunk.deleteMany({ fileId: trusted({ $in: [...ids] }) })
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

const FileChunk = model<FileChunkRecord>('FileChunk', chunkSchema, 'filechunks')

export const File = model<FileRecord, FileModel>('File', fileSchema, 'files')
