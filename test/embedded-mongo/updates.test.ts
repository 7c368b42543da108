import assert from 'node:assert/strict'
import type { Db, MongoBulkWriteError, MongoServerError } from 'mongodb'
import type { Plain } from './support.ts'
import { storeWithClient } from './support.ts'

type Obj = { [name: string]: Plain }

/** From a document, by a filter and an update, to what the server makes of it; a number is the code of its refusal. */
const table: [string, Obj, Obj, Obj, Obj | number, Obj[]?][] = [
  [
    '$set adds new fields in the order of their names',
    { a: 1 },
    {},
    { $set: { z: 1, b: 2, '10': 3, '9': 4 } },
    { '9': 4, '10': 3, a: 1, b: 2, z: 1 }
  ],
  ['$set makes the way', {}, {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set through a scalar', { a: 5 }, {}, { $set: { 'a.b': 1 } }, 28],
  ['$set past the end of an array', { a: [1] }, {}, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  ['$set of a name inside an array', { a: [1] }, {}, { $set: { 'a.b': 4 } }, 28],
  ['two changes of one path', { a: 1 }, {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['a change inside another', { a: {} }, {}, { $set: { a: {}, 'a.b': 1 } }, 40],
  ['$unset of an element leaves null', { a: [1, 2, 3] }, {}, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
  ['$inc of a text', { a: 'x' }, {}, { $inc: { a: 1 } }, 14],
  ['$inc by a text', { a: 1 }, {}, { $inc: { a: 'x' } }, 14],
  ['$mul of what is missing', {}, {}, { $mul: { a: 7 } }, { a: 0 }],
  ['$min across types', { a: 'x' }, {}, { $min: { a: 5 } }, { a: 5 }],
  ['$max across types', { a: 'x' }, {}, { $max: { a: 5 } }, { a: 'x' }],
  ['$rename moves', { a: { b: 1 }, c: 2 }, {}, { $rename: { 'a.b': 'd.e' } }, { a: {}, c: 2, d: { e: 1 } }],
  ['$rename takes the place of what was there', { a: 1, b: 2 }, {}, { $rename: { a: 'b' } }, { b: 1 }],
  ['$rename of what is missing', { b: 2 }, {}, { $rename: { a: 'b' } }, { b: 2 }],
  ['$rename through an array', { a: [{ b: 1 }] }, {}, { $rename: { 'a.b': 'c' } }, 2],
  ['$push to a text', { a: 'x' }, {}, { $push: { a: 1 } }, 2],
  [
    '$push with all its modifiers',
    { a: [5, 1] },
    {},
    { $push: { a: { $each: [3, 4], $sort: -1, $slice: 3 } } },
    { a: [5, 4, 3] }
  ],
  [
    '$push at a position',
    { a: [1, 2] },
    {},
    { $push: { a: { $each: [9], $position: 1 } } },
    { a: [1, 9, 2] }
  ],
  [
    '$push sorted by a field',
    { a: [{ n: 2 }] },
    {},
    { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
    { a: [{ n: 1 }, { n: 2 }] }
  ],
  [
    '$push keeping the last',
    { a: [1, 2, 3] },
    {},
    { $push: { a: { $each: [4], $slice: -2 } } },
    { a: [3, 4] }
  ],
  ['$push with an unknown modifier', { a: [] }, {}, { $push: { a: { $each: [4], $by: -2 } } }, 2],
  [
    '$addToSet of equal objects, key order counting',
    { a: [{ x: 1, y: 2 }] },
    {},
    {
      $addToSet: {
        a: {
          $each: [
            { x: 1, y: 2 },
            { y: 2, x: 1 }
          ]
        }
      }
    },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 }
      ]
    }
  ],
  ['$pull by condition', { a: [1, 5, 8] }, {}, { $pull: { a: { $gt: 4 } } }, { a: [1] }],
  [
    '$pull of objects by their fields',
    { a: [{ x: 1, y: 1 }, { x: 2 }] },
    {},
    { $pull: { a: { x: 1 } } },
    { a: [{ x: 2 }] }
  ],
  ['$pull of an exact array', { a: [[1, 2], [2, 1], 1] }, {}, { $pull: { a: [1, 2] } }, { a: [[2, 1], 1] }],
  ['$pullAll', { a: [1, 2, 1, 3] }, {}, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop from the front', { a: [1, 2] }, {}, { $pop: { a: -1 } }, { a: [2] }],
  ['$pop by two', { a: [1, 2] }, {}, { $pop: { a: 2 } }, 9],
  [
    '$ is the element that matched',
    { a: [1, 5, 8] },
    { a: { $gt: 4 } },
    { $set: { 'a.$': 0 } },
    { a: [1, 0, 8] }
  ],
  [
    '$ inside objects',
    { a: [{ k: 1 }, { k: 2 }] },
    { 'a.k': 2 },
    { $inc: { 'a.$.n': 1 } },
    { a: [{ k: 1 }, { k: 2, n: 1 }] }
  ],
  [
    '$ by $elemMatch',
    {
      a: [
        { k: 1, v: 9 },
        { k: 2, v: 9 }
      ]
    },
    { a: { $elemMatch: { k: 2, v: 9 } } },
    { $set: { 'a.$.v': 0 } },
    {
      a: [
        { k: 1, v: 9 },
        { k: 2, v: 0 }
      ]
    }
  ],
  ['$ without an array in the filter', { a: [1] }, {}, { $set: { 'a.$': 0 } }, 2],
  [
    '$[] is every element',
    { a: [{ n: 1 }, { n: 2 }] },
    {},
    { $inc: { 'a.$[].n': 10 } },
    { a: [{ n: 11 }, { n: 12 }] }
  ],
  [
    '$[id] is those that pass its filter',
    {
      a: [
        { n: 1, l: [1, 2] },
        { n: 2, l: [3] }
      ]
    },
    {},
    { $set: { 'a.$[x].l.$[y]': 0 } },
    {
      a: [
        { n: 1, l: [1, 0] },
        { n: 2, l: [3] }
      ]
    },
    [{ 'x.n': 1 }, { y: { $gte: 2 } }]
  ],
  ['$[] and a position of the same array', { a: [1, 2] }, {}, { $set: { 'a.$[]': 0, 'a.0': 5 } }, 40],
  [
    'two $[id] that meet in an element',
    { a: [1, 2] },
    {},
    { $set: { 'a.$[x]': 0, 'a.$[y]': 5 } },
    40,
    [{ x: { $lte: 2 } }, { y: 2 }]
  ],
  [
    'two $[id] that do not',
    { a: [1, 2] },
    {},
    { $set: { 'a.$[x]': 0, 'a.$[y]': 5 } },
    { a: [0, 5] },
    [{ x: 1 }, { y: 2 }]
  ],
  ['$[id] without its filter', { a: [1] }, {}, { $set: { 'a.$[x]': 0 } }, 2],
  ['a filter for no $[id]', { a: [1] }, {}, { $set: { a: 0 } }, 9, [{ x: 1 }]],
  ['$bit, which is left out', { a: 13 }, {}, { $bit: { a: { and: 10 } } }, 238],
  ['$setOnInsert of what is there', { a: 1 }, {}, { $setOnInsert: { a: 2 } }, { a: 1 }],
  ['an unknown modifier', { a: 1 }, {}, { $sett: { a: 2 } }, 9],
  ['_id by $set', { a: 1 }, {}, { $set: { _id: 99 } }, 66],
  ['a whole replacement keeps the _id', { a: 1, b: 2 }, {}, { c: 3 }, { c: 3 }],
  ['nothing to do', { a: 1 }, {}, { $set: {} }, { a: 1 }]
]

describe('Updates', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  let db: Db
  before(async () => {
    world = await storeWithClient()
    db = world.db
  })
  after(() => world.close())

  for (const [title, start, filter, update, wanted, arrayFilters] of table)
    it(`${title}: ${JSON.stringify(update)}${typeof wanted === 'number' ? ` is refused with ${wanted}` : ''}`, async () => {
      const collection = db.collection<{ _id: number }>('updates')
      await collection.deleteMany({})
      await collection.insertOne({ _id: 1, ...start })
      const statement = { q: { _id: 1, ...filter }, u: update, ...(arrayFilters ? { arrayFilters } : {}) }
      const reply = await db.command({ update: 'updates', updates: [statement] })
      if (typeof wanted === 'number')
        assert.equal(reply.writeErrors?.[0]?.code, wanted, JSON.stringify(reply))
      else {
        assert.equal(reply.writeErrors, undefined)
        const isChanged = JSON.stringify(start) !== JSON.stringify(wanted)
        assert.deepEqual([reply.n, reply.nModified], [1, isChanged ? 1 : 0])
      }
      const after = typeof wanted === 'number' ? start : wanted
      assert.equal(JSON.stringify(await collection.findOne()), JSON.stringify({ _id: 1, ...after }))
    })

  const upserts: [string, Obj, Obj, Obj][] = [
    [
      'from the equalities of the filter',
      { a: 1, 'b.c': 2, d: { $gt: 3 }, $and: [{ e: { $eq: 5 } }] },
      { $set: { f: 6 } },
      { a: 1, b: { c: 2 }, e: 5, f: 6 }
    ],
    [
      'with what is set on insertion only',
      { a: 1 },
      { $setOnInsert: { x: 1 }, $inc: { n: 1 } },
      { a: 1, n: 1, x: 1 }
    ],
    ['as a whole replacement', { a: 1 }, { b: 2 }, { b: 2 }],
    [
      'with an element of $in only when it is the only one',
      { a: { $in: [1] }, b: { $in: [1, 2] } },
      { $set: { c: 1 } },
      { a: 1, c: 1 }
    ]
  ]
  for (const [title, filter, update, wanted] of upserts)
    it(`an upsert starts ${title}`, async () => {
      await db.collection('upserts').deleteMany({})
      const reply = await db.command({ update: 'upserts', updates: [{ q: filter, u: update, upsert: true }] })
      assert.deepEqual([reply.n, reply.nModified, reply.upserted.length], [1, 0, 1])
      const { _id, ...rest } = (await db.collection('upserts').findOne()) ?? {}
      assert.equal(JSON.stringify(rest), JSON.stringify(wanted))
    })

  it('an ordered bulk write stops at its first error, an unordered one does the rest', async () => {
    const bulk = db.collection<{ _id: number }>('bulk')
    const operations = [1, 2, 2, 3].map(_id => ({ insertOne: { document: { _id } } }))
    await assert.rejects(
      bulk.bulkWrite(operations),
      (error: MongoBulkWriteError) => error.insertedCount === 2
    )
    await bulk.deleteMany({})
    await assert.rejects(bulk.bulkWrite(operations, { ordered: false }), (error: MongoBulkWriteError) => {
      assert.deepEqual([error.insertedCount, error.code], [3, 11000])
      return true
    })
  })

  it('a change that breaks a unique index leaves everything as it was', async () => {
    const unique = db.collection('unique')
    await unique.createIndex({ 'parts.key': 1 }, { unique: true })
    await unique.insertMany([
      { n: 1, parts: [{ key: 'a' }, { key: 'a' }] },
      { n: 2, parts: [{ key: 'b' }] }
    ])
    await assert.rejects(
      unique.updateOne({ n: 2 }, { $push: { parts: { key: 'a' } } } as object),
      (error: MongoServerError) => {
        assert.deepEqual(
          [error.code, error.keyPattern, error.keyValue],
          [11000, { 'parts.key': 1 }, { 'parts.key': 'a' }]
        )
        return true
      }
    )
    assert.equal(await unique.countDocuments({ 'parts.key': 'a' }), 1)
    await unique.deleteOne({ n: 1 })
    await unique.updateOne({ n: 2 }, { $push: { parts: { key: 'a' } } } as object)
    assert.deepEqual((await db.command({ checkStore: 1 })).problems, [])
  })

  it('of many that take the same place at once, one does', async () => {
    const claims = db.collection('claims')
    await claims.createIndex({ keys: 1 }, { unique: true })
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => claims.insertOne({ keys: ['cell', `own ${n}`] }))
    )
    assert.equal(tries.filter(one => one.status === 'fulfilled').length, 1)
    const counter = db.collection<{ _id: string; n: number }>('counter')
    const numbers = await Promise.all(
      Array.from({ length: 50 }, () =>
        counter.findOneAndUpdate({ _id: 'x' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })
      )
    )
    assert.equal(new Set(numbers.map(one => one?.n)).size, 50)
  })
})
