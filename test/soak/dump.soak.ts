import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mongo } from 'mongoose'
import { dbOf, openDatabase } from '../../server/database.ts'
import { loadDump } from '../../server/dump/load.ts'
import { writeDump } from '../../server/dump/write.ts'
import { loadExamples } from '../../server/examples/load.ts'

const LETTERS = Number(process.env.SOAK_LETTERS ?? '50000')
const QUESTIONS_EACH = 5
const BATCH = 100

describe(`a desk of ${LETTERS} letters`, function () {
  this.timeout(0)

  it('is dumped and loaded within five minutes each, with equal hashes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reply-due-large-'))
    const now = new Date('2026-11-20T17:00:00Z')
    try {
      const office = await openDatabase({ DATA_DIR: join(folder, 'office') })
      await loadExamples(now)
      await timed('made', () => multiply(dbOf(office.connection)))
      const first = await timed('dumped', () => writeDump(dbOf(office.connection), join(folder, 'one'), now))
      await office.close()
      const cluster = await openDatabase({ DATA_DIR: join(folder, 'cluster') })
      await timed('loaded', () => loadDump(dbOf(cluster.connection), join(folder, 'one'), { now }))
      const again = await writeDump(dbOf(cluster.connection), join(folder, 'two'), now)
      await cluster.close()
      assert.equal(again.hash, first.hash)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  async function timed<T>(what: string, act: () => Promise<T>): Promise<T> {
    const begun = performance.now()
    const result = await act()
    const seconds = (performance.now() - begun) / 1000
    console.log(`      ${what} in ${seconds.toFixed(1)} s`)
    if (what !== 'made') assert.ok(seconds < 300, `${what} in ${seconds.toFixed(0)} s`)
    return result
  }
})

/** Copies of an example letter and its questions under names of their own. */
async function multiply(db: mongo.Db): Promise<void> {
  const letter = await db.collection('letters').findOne({ slug: 'leahy-2021' })
  const questions = await db
    .collection('questions')
    .find({ letterId: letter?._id })
    .limit(QUESTIONS_EACH)
    .toArray()
  assert.ok(letter)
  for (let made = 0; made < LETTERS; made += BATCH) {
    const letters = Array.from({ length: Math.min(BATCH, LETTERS - made) }, (_, i) => ({
      ...letter,
      _id: new mongo.ObjectId(),
      slug: `letter-${made + i}`
    }))
    await db.collection('letters').insertMany(letters)
    await db.collection('questions').insertMany(
      letters.flatMap(({ _id, slug }) =>
        questions.map(question => ({
          ...question,
          _id: new mongo.ObjectId(),
          letterId: _id,
          letter: { ...question.letter, slug }
        }))
      )
    )
  }
}
