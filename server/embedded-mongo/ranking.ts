import type { RecordId } from './collection.ts'
import { blockSpan, offsetAt, type Postings, postingBytes, scoreOf } from './postings.ts'
import type { TextQuery } from './text.ts'

/** A record found by its words, and how well it fits. */
export interface Fit {
  id: RecordId
  score: number
}

/** What a text search finds by its words alone, and how many postings it took. */
export interface Ranking {
  postings: number
  /** The best first, of equal fits the earlier: each is put in its place when it is asked for. */
  bestFirst(): Generator<Fit>
}

/** The records that have any of the words and none of the excluded ones; `all` is how many records there are. */
export const rank = (index: Postings, { terms, excluded }: TextQuery, all: number): Ranking => {
  const byFirst = new Map<RecordId, { bytes: Buffer; rarity: number | null }[]>()
  let postings = 0
  for (const term of terms) {
    const blocks = index.blocks(term)
    const records = blocks.reduce((sum, { bytes }) => sum + bytes.length / postingBytes, 0)
    postings += records
    // A word that few records have says more about those that do.
    const rarity = Math.log(1 + all / Math.max(1, records))
    for (const { first, bytes } of blocks)
      byFirst.set(first, [...(byFirst.get(first) ?? []), { bytes, rarity }])
  }
  for (const stem of excluded)
    for (const { first, bytes } of index.blocks(stem)) byFirst.get(first)?.push({ bytes, rarity: null })
  const fits = new Heap(postings)
  const [scores, isFound] = [new Float64Array(blockSpan), new Uint8Array(blockSpan)]
  for (const [first, parts] of byFirst) {
    scores.fill(0)
    isFound.fill(0)
    for (const { bytes, rarity } of parts)
      for (let at = 0; at < bytes.length; at += postingBytes) {
        const offset = offsetAt(bytes, at)
        isFound[offset] = rarity === null ? 0 : 1
        if (rarity !== null) scores[offset] = (scores[offset] ?? 0) + scoreOf(bytes, at) * rarity
      }
    for (let offset = 0; offset < blockSpan; offset++)
      if (isFound[offset] === 1) fits.add(first + offset, scores[offset] ?? 0)
  }
  return { postings, bestFirst: () => fits.drain() }
}

/** Fits of which the best is always at the top: of ten thousand only those that are read are put in order. */
class Heap {
  private readonly ids: Float64Array
  private readonly scores: Float64Array
  private length = 0

  constructor(most: number) {
    this.ids = new Float64Array(most)
    this.scores = new Float64Array(most)
  }

  add(id: RecordId, score: number) {
    this.ids[this.length] = id
    this.scores[this.length++] = score
  }

  *drain(): Generator<Fit> {
    for (let at = (this.length >> 1) - 1; at >= 0; at--) this.sink(at)
    while (this.length > 0) {
      const [id = 0, score = 0] = [this.ids[0], this.scores[0]]
      this.length--
      this.move(this.length, 0)
      this.sink(0)
      yield { id, score }
    }
  }

  private sink(from: number) {
    const [id = 0, score = 0] = [this.ids[from], this.scores[from]]
    let at = from
    for (let child = at * 2 + 1; child < this.length; child = at * 2 + 1) {
      if (child + 1 < this.length && this.isBefore(child + 1, this.ids[child] ?? 0, this.scores[child] ?? 0))
        child++
      if (!this.isBefore(child, id, score)) break
      this.move(child, at)
      at = child
    }
    this.ids[at] = id
    this.scores[at] = score
  }

  private move(from: number, to: number) {
    this.ids[to] = this.ids[from] ?? 0
    this.scores[to] = this.scores[from] ?? 0
  }

  private isBefore(at: number, id: RecordId, score: number): boolean {
    const own = this.scores[at] ?? 0
    return own > score || (own === score && (this.ids[at] ?? 0) < id)
  }
}
