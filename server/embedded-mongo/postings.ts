import { uint32 } from './bson-order.ts'
import type { RecordId } from './collection.ts'
import type { Bytes } from './storage.ts'

/** How much a word counts in some records whose numbers follow each other, each said by what it is past `first`. */
export interface Block {
  first: RecordId
  bytes: Buffer
}

/** So many numbers share a block: a search reads a common word's records by the hundred, a write puts 3 kB at most. */
export const blockSpan = 512

/** Two bytes say which of the block's records it is, four how much the word counts in it. */
export const postingBytes = 6
const scoreAt = 2

const numberBytes = 5
const none = Buffer.alloc(0)

/** Which records each word of a text index is in. The word and a number lead to a block of them, in their order. */
export class Postings {
  private readonly entries: Bytes
  private readonly index: readonly number[]

  constructor(entries: Bytes, indexId: number) {
    this.entries = entries
    this.index = uint32(indexId)
  }

  put(stem: string, id: RecordId, score: number) {
    const { key, block, at, isThere } = this.find(stem, id)
    const posting = Buffer.allocUnsafe(postingBytes)
    posting.writeUInt16BE(id % blockSpan)
    posting.writeFloatBE(score, scoreAt)
    const rest = block.subarray(isThere ? at + postingBytes : at)
    this.entries.putSync(key, Buffer.concat([block.subarray(0, at), posting, rest]))
  }

  remove(stem: string, id: RecordId) {
    const { key, block, at, isThere } = this.find(stem, id)
    if (!isThere) return
    const left = Buffer.concat([block.subarray(0, at), block.subarray(at + postingBytes)])
    if (left.length > 0) this.entries.putSync(key, left)
    else this.entries.removeSync(key)
  }

  /** How much a word counts in a record; undefined where it is not in it. */
  get(stem: string, id: RecordId): number | undefined {
    const { block, at, isThere } = this.find(stem, id)
    return isThere ? scoreOf(block, at) : undefined
  }

  /** A word's blocks in the order of their records. */
  blocks(stem: string): Block[] {
    const [start, end] = [this.word(stem, 0), this.word(stem, 1)]
    return [...this.entries.getRange({ start, end })].map(({ key, value }) => ({
      first: key.readUIntBE(key.length - numberBytes, numberBytes) * blockSpan,
      bytes: value
    }))
  }

  private find(stem: string, id: RecordId) {
    const key = Buffer.concat([this.word(stem, 0), Buffer.alloc(numberBytes)])
    key.writeUIntBE(Math.floor(id / blockSpan), key.length - numberBytes, numberBytes)
    const block = this.entries.get(key) ?? none
    const at = placeIn(block, id % blockSpan)
    return { key, block, at, isThere: at < block.length && block.readUInt16BE(at) === id % blockSpan }
  }

  private word(stem: string, end: 0 | 1): Buffer {
    return Buffer.from([...this.index, ...Buffer.from(stem), end])
  }
}

/** Where in a block a record's posting is or belongs. */
const placeIn = (block: Buffer, offset: number): number => {
  let [low, high] = [0, block.length / postingBytes]
  // Most often it is the newest record.
  if (high > 0 && block.readUInt16BE(block.length - postingBytes) < offset) return block.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (block.readUInt16BE(middle * postingBytes) < offset) low = middle + 1
    else high = middle
  }
  return low * postingBytes
}

/** Which of a block's records a posting is of, and how much the word counts in it. */
export const offsetAt = (block: Buffer, at: number): number => block.readUInt16BE(at)
export const scoreOf = (block: Buffer, at: number): number => block.readFloatBE(at + scoreAt)
