import assert from 'node:assert/strict'
import type { Collection, Db, Document, MongoServerError } from 'mongodb'
import { storeWithClient } from './support.ts'

/** The plan of a query: which index, how many keys and documents it looked at. */
const looked = async (
  collection: Collection,
  filter: object,
  sort: Record<string, 1 | -1> = {},
  limit = 0
) => {
  const explained = await collection.find(filter).sort(sort).limit(limit).explain('executionStats')
  const winning: Document = explained.queryPlanner.winningPlan
  const isSorted = winning.stage !== 'SORT'
  const access: Document = isSorted ? winning : winning.inputStage
  const { totalKeysExamined: keys, totalDocsExamined: documents } = explained.executionStats
  return {
    index: access.inputStage?.indexName ?? access.inputStage?.stage ?? access.stage,
    isSorted,
    keys,
    documents
  }
}

describe('Indexes', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  let db: Db
  let clock = 0
  before(async () => {
    // The store's clock is a year ahead, so that what is removed is seen to go by it.
    const ahead = 365 * 24 * 60 * 60 * 1000
    world = await storeWithClient({ now: () => new Date(Date.now() + ahead) })
    clock = Date.now() + ahead
    db = world.db
  })
  after(() => world.close())

  describe('in the choice of a plan, over 1,000 questions', () => {
    let questions: Collection
    before(async () => {
      questions = db.collection('questions')
      await questions.createIndexes([
        { key: { desk: 1, open: 1, dueOn: 1 }, name: 'due' },
        { key: { visibility: 1, askedOn: -1 }, name: 'asked' },
        { key: { topics: 1, askedOn: 1 }, name: 'topics' },
        { key: { quietUntil: 1 }, name: 'quiet', sparse: true },
        { key: { slug: 1 }, name: 'slug', unique: true },
        { key: { state: 1 }, name: 'late', partialFilterExpression: { overdue: { $gt: 0 } } }
      ])
      await questions.insertMany(
        Array.from({ length: 1000 }, (_, n) => ({
          desk: n % 4,
          open: n % 2 === 0,
          dueOn: `2021-${String((n % 12) + 1).padStart(2, '0')}-01`,
          visibility: n % 3 === 0 ? 'public' : 'internal',
          askedOn: n,
          topics: n % 10 === 0 ? ['arms', 'Mexico'] : ['other'],
          slug: `question-${n}`,
          state: n % 5,
          overdue: n % 100,
          ...(n % 50 === 0 ? { quietUntil: n } : {})
        }))
      )
    })

    const cases: [
      string,
      object,
      Record<string, 1 | -1>,
      number,
      { index: string; isSorted: boolean; keys?: number; documents?: number }
    ][] = [
      [
        'equality, and the order of the next field',
        { desk: 2, open: true },
        { dueOn: 1 },
        20,
        { index: 'due', isSorted: true, keys: 20, documents: 20 }
      ],
      [
        'the same backwards',
        { desk: 2, open: true },
        { dueOn: -1 },
        20,
        { index: 'due', isSorted: true, keys: 20, documents: 20 }
      ],
      [
        'equality and a range',
        { desk: 2, open: true, dueOn: { $lt: '2021-04' } },
        {},
        0,
        { index: 'due', isSorted: true, keys: 84 }
      ],
      [
        'a descending field in order',
        { visibility: 'public' },
        { askedOn: -1 },
        10,
        { index: 'asked', isSorted: true, keys: 10 }
      ],
      [
        'a range of a descending field',
        { visibility: 'public', askedOn: { $gte: 100, $lt: 130 } },
        {},
        0,
        { index: 'asked', isSorted: true, keys: 10 }
      ],
      [
        '$in as points',
        { slug: { $in: ['question-1', 'question-9', 'none'] } },
        {},
        0,
        { index: 'slug', isSorted: true, keys: 2, documents: 2 }
      ],
      [
        'a multikey index, sorted by hand',
        { topics: 'Mexico' },
        { askedOn: 1 },
        5,
        { index: 'topics', isSorted: false, keys: 100 }
      ],
      [
        'one unique key',
        { slug: 'question-7' },
        {},
        0,
        { index: 'slug', isSorted: true, keys: 1, documents: 1 }
      ],
      [
        'a sparse index where the field must be',
        { quietUntil: { $gt: 900 } },
        {},
        0,
        { index: 'quiet', isSorted: true, keys: 1 }
      ],
      [
        'a sparse index, whole, where the field must only be there',
        { quietUntil: { $exists: true } },
        { quietUntil: -1 },
        0,
        { index: 'quiet', isSorted: true, keys: 20, documents: 20 }
      ],
      [
        'no sparse index where it may be missing',
        { quietUntil: null },
        {},
        0,
        { index: 'COLLSCAN', isSorted: true }
      ],
      [
        'a partial index where its condition is implied',
        { state: 1, overdue: { $gt: 5 } },
        {},
        0,
        { index: 'late', isSorted: true }
      ],
      ['no partial index where it is not', { state: 1 }, {}, 0, { index: 'COLLSCAN', isSorted: true }],
      [
        '$or of indexed branches',
        { $or: [{ slug: 'question-1' }, { quietUntil: 50 }] },
        {},
        0,
        { index: 'OR', isSorted: true, documents: 2 }
      ],
      [
        'nothing where a range is empty',
        { slug: { $gt: 'b', $lt: 'a' } },
        {},
        0,
        { index: 'EOF', isSorted: true, keys: 0 }
      ],
      [
        'a scan where nothing helps',
        { overdue: 7 },
        {},
        0,
        { index: 'COLLSCAN', isSorted: true, documents: 1000 }
      ]
    ]
    for (const [title, filter, sort, limit, wanted] of cases)
      it(`uses ${title}`, async () => {
        const found = await looked(questions, filter, sort, limit)
        for (const [name, value] of Object.entries(wanted))
          assert.equal(Reflect.get(found, name), value, `${name} in ${JSON.stringify(found)}`)
      })

    it('counts from the index alone', async () => {
      assert.equal(await questions.countDocuments({ desk: 1, open: false }), 250)
      assert.equal(await questions.countDocuments({ visibility: 'public', askedOn: { $lt: 30 } }), 10)
      assert.equal(await questions.estimatedDocumentCount(), 1000)
    })

    it('refuses a hint that names no index', () =>
      assert.rejects(
        questions.find({}).hint('none').toArray(),
        (error: MongoServerError) => error.code === 2
      ))
  })

  it('keeps keys of any length, unique ones too', async () => {
    const long = db.collection('long')
    await long.createIndex({ text: 1 }, { unique: true })
    const start = 'x'.repeat(4000)
    await long.insertMany(['a', 'b', 'c'].map(end => ({ text: start + end })))
    await assert.rejects(
      long.insertOne({ text: `${start}b` }),
      (error: MongoServerError) => error.code === 11000
    )
    assert.equal(await long.countDocuments({ text: `${start}b` }), 1)
    assert.equal(await long.countDocuments({ text: { $gt: `${start}a` } }), 2)
    assert.equal(await long.countDocuments({ text: { $lte: `${start}a` } }), 1)
    const sorted = await long.find().sort({ text: -1 }).toArray()
    assert.deepEqual(
      sorted.map(one => one.text.at(-1)),
      ['c', 'b', 'a']
    )
  })

  it('finds keys of every length near the longest it keeps, also as the first part of a longer key', async () => {
    const near = db.collection('near')
    await near.createIndex({ text: 1, n: -1, more: 1 })
    const lengths = Array.from({ length: 30 }, (_, i) => 1850 + i * 3)
    await near.insertMany(lengths.map(n => ({ text: 'y'.repeat(n), n, more: 'z'.repeat(40) })))
    for (const n of lengths) {
      const text = 'y'.repeat(n)
      assert.equal(await near.countDocuments({ text }), 1, `${n}`)
      assert.equal(await near.countDocuments({ text, n: { $gt: n - 1 } }), 1, `${n}`)
      assert.equal(await near.countDocuments({ text: { $gte: text }, n }), 1, `${n}`)
    }
  })

  it('asks two things of one field, each of which must hold', async () => {
    const slugs = db.collection('slugs')
    await slugs.createIndex({ slug: -1 })
    await slugs.insertMany(Array.from({ length: 30 }, (_, n) => ({ slug: `question-${n}` })))
    const both = [{ slug: /^question-1/ }, { slug: /^question-.*5$/ }]
    assert.equal(await slugs.countDocuments({ $and: both }), 1)
    assert.equal(await slugs.countDocuments({ $and: [{ slug: { $gt: 'question-3' } }, ...both] }), 0)
    const some = await slugs
      .find({ slug: { $in: ['question-1', 'question-3', 'question-2'] } })
      .sort({ slug: -1 })
      .toArray()
    assert.deepEqual(
      some.map(one => one.slug),
      ['question-3', 'question-2', 'question-1']
    )
  })

  it('a unique sparse index lets many go without; a plain one only one', async () => {
    const sparse = db.collection('sparse')
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true })
    await sparse.insertMany([{ n: 1 }, { n: 2 }, { a: null }])
    await assert.rejects(sparse.insertOne({ a: null }), (error: MongoServerError) => error.code === 11000)
    const plain = db.collection('plain')
    await plain.createIndex({ a: 1 }, { unique: true })
    await plain.insertOne({ n: 1 })
    await assert.rejects(plain.insertOne({ n: 2 }), (error: MongoServerError) => error.code === 11000)
  })

  it('a unique index is not made over duplicates, and leaves nothing behind', async () => {
    const twice = db.collection('twice')
    await twice.insertMany([{ a: 1 }, { a: 1 }])
    await assert.rejects(
      twice.createIndex({ a: 1 }, { unique: true }),
      (error: MongoServerError) => error.code === 11000
    )
    assert.equal((await twice.indexes()).length, 1)
    assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
  })

  it('an index made over many records is the same as one made before them', async () => {
    const late = db.collection('late')
    const records = Array.from({ length: 5000 }, (_, n) => ({
      n: n % 97,
      tags: [n % 3, n % 5],
      text: 'x'.repeat(n % 300)
    }))
    await late.insertMany(records)
    await late.createIndexes([{ key: { n: 1, text: -1 } }, { key: { tags: 1 } }])
    assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
    assert.deepEqual(await looked(late, { n: 7 }), {
      index: 'n_1_text_-1',
      isSorted: true,
      keys: 52,
      documents: 52
    })
    await late.dropIndexes()
    await late.drop()
    assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
  })

  it('refuses a partial index by a condition that no query is held against', async () => {
    const partial = db.collection('partial')
    for (const partialFilterExpression of [{ a: /x/ }, { $or: [{ a: 1 }] }, { a: { $not: { $gt: 1 } } }])
      await assert.rejects(
        partial.createIndex({ a: 1 }, { partialFilterExpression }),
        (error: MongoServerError) => error.code === 67
      )
  })

  it('the same index again is no error, with other options it is', async () => {
    const again = db.collection('again')
    await again.createIndex({ a: 1 })
    await again.createIndex({ a: 1 })
    await assert.rejects(
      again.createIndex({ a: 1 }, { unique: true }),
      (error: MongoServerError) => error.code === 86
    )
    await assert.rejects(
      again.createIndex({ a: 1 }, { name: 'other' }),
      (error: MongoServerError) => error.code === 85
    )
    await again.dropIndex('a_1')
    await assert.rejects(again.dropIndex('a_1'), (error: MongoServerError) => error.code === 27)
  })

  it('removes what has expired, by the earliest of its dates, and nothing without one', async () => {
    const sessions = db.collection('sessions')
    await sessions.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const ago = (seconds: number) => new Date(clock - seconds * 1000)
    await sessions.insertMany([
      { n: 1, at: ago(120) },
      { n: 2, at: ago(30) },
      { n: 3, at: [ago(10), ago(90)] },
      { n: 4 },
      { n: 5, at: 'soon' }
    ])
    await db.command({ removeExpired: 1 })
    assert.deepEqual(
      (await sessions.find().sort({ n: 1 }).toArray()).map(one => one.n),
      [2, 4, 5]
    )
  })

  describe('of words', () => {
    let texts: Collection
    before(async () => {
      texts = db.collection('texts')
      await texts.createIndex({ subject: 'text', body: 'text' }, { weights: { subject: 5 } })
      await texts.insertMany([
        { n: 1, subject: 'Firearms exported to Mexico', body: 'We ask about licences.' },
        { n: 2, subject: 'Licensing', body: 'A licence to export firearms was issued in México.' },
        { n: 3, subject: 'Water', body: 'The dam and its permits' }
      ])
    })
    const search = async ($search: string, filter: object = {}) => {
      const score = { $meta: 'textScore' } as const
      const found = await texts
        .find({ $text: { $search }, ...filter })
        .project({ n: 1, score })
        .sort({ score })
        .toArray()
      return found.map(one => one.n)
    }
    const searches: [string, number[]][] = [
      ['exporting firearm', [1, 2]],
      ['mexico', [1, 2]],
      ['"firearms exported"', [1]],
      ['firearms -issued', [1]],
      ['the', []],
      ['permit', [3]],
      ['submarine', []]
    ]
    for (const [words, wanted] of searches)
      it(`finds ${JSON.stringify(words)} in ${JSON.stringify(wanted)}, the best first`, async () => {
        assert.deepEqual(await search(words), wanted)
      })

    it('goes together with other conditions, counts, and follows changes', async () => {
      assert.deepEqual(await search('firearms', { n: { $gt: 1 } }), [2])
      assert.equal(await texts.countDocuments({ $text: { $search: 'firearms' } }), 2)
      await texts.updateOne({ n: 3 }, { $set: { body: 'firearms firearms' } })
      await texts.deleteOne({ n: 1 })
      assert.deepEqual((await search('firearms')).sort(), [2, 3])
      assert.deepEqual(await search('dam'), [])
      assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
    })

    it('gives of each record only what is asked for, and how well it fits', async () => {
      const score = { $meta: 'textScore' } as const
      const found = await texts
        .find({ $text: { $search: 'issued' } })
        .project({ n: 1, score })
        .toArray()
      assert.deepEqual(
        found.map(one => [Object.keys(one), one.score > 0]),
        [[['_id', 'n', 'score'], true]]
      )
      const bare = await texts
        .find({ $text: { $search: 'issued' } })
        .project({ _id: 1, score })
        .toArray()
      assert.deepEqual(Object.keys(bare[0] ?? {}), ['_id', 'score'])
    })

    it('is refused where the words would be one choice among others', async () => {
      const either = { $or: [{ $text: { $search: 'firearms' } }, { n: 3 }] }
      for (const filter of [either, { n: { $gt: 0 }, ...either }])
        await assert.rejects(texts.find(filter).toArray(), (error: MongoServerError) => error.code === 238)
    })

    it('is refused without a text index', () =>
      assert.rejects(
        db
          .collection('plain')
          .find({ $text: { $search: 'x' } })
          .toArray(),
        (error: MongoServerError) => error.code === 27
      ))
  })
})
