import assert from 'node:assert/strict'
import type { Db, MongoServerError } from 'mongodb'
import { storeWithClient } from './support.ts'

const letters = [
  {
    _id: 1,
    agency: 'State',
    year: 2019,
    questions: 3,
    topics: ['arms', 'Mexico'],
    sentOn: new Date('2019-03-07T12:30:00Z')
  },
  {
    _id: 2,
    agency: 'State',
    year: 2021,
    questions: 6,
    topics: ['arms'],
    sentOn: new Date('2021-03-12T00:00:00Z')
  },
  { _id: 3, agency: 'Commerce', year: 2021, questions: 2, topics: [], sentOn: null },
  { _id: 4, agency: 'Commerce', year: 2021, questions: null, sentOn: new Date('2021-09-14T00:00:00Z') }
]

const pipelines: [string, object[], unknown][] = [
  [
    '$match, $sort, $skip, $limit',
    [
      { $match: { year: 2021 } },
      { $sort: { questions: -1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { questions: 1 } }
    ],
    [{ _id: 3, questions: 2 }]
  ],
  [
    '$group with its accumulators',
    [
      {
        $group: {
          _id: '$agency',
          n: { $sum: 1 },
          sum: { $sum: '$questions' },
          avg: { $avg: '$questions' },
          most: { $max: '$questions' },
          first: { $first: '$year' },
          ids: { $push: '$_id' }
        }
      },
      { $sort: { _id: 1 } }
    ],
    [
      { _id: 'Commerce', n: 2, sum: 2, avg: 2, most: 2, first: 2021, ids: [3, 4] },
      { _id: 'State', n: 2, sum: 9, avg: 4.5, most: 6, first: 2019, ids: [1, 2] }
    ]
  ],
  [
    '$group by an object, key order counting',
    [{ $group: { _id: { y: '$year', a: '$agency' } } }, { $count: 'n' }],
    [{ n: 3 }]
  ],
  [
    '$unwind with what has nothing to unwind',
    [{ $unwind: { path: '$topics', preserveNullAndEmptyArrays: true } }, { $project: { topics: 1 } }],
    [
      { _id: 1, topics: 'arms' },
      { _id: 1, topics: 'Mexico' },
      { _id: 2, topics: 'arms' },
      { _id: 3 },
      { _id: 4 }
    ]
  ],
  [
    '$sortByCount',
    [{ $unwind: '$topics' }, { $sortByCount: '$topics' }],
    [
      { _id: 'arms', count: 2 },
      { _id: 'Mexico', count: 1 }
    ]
  ],
  [
    '$addFields with conditions',
    [
      { $match: { _id: { $lte: 2 } } },
      { $addFields: { size: { $cond: [{ $gt: ['$questions', 4] }, 'long', 'short'] }, 'at.year': '$year' } },
      { $project: { size: 1, at: 1 } }
    ],
    [
      { _id: 1, size: 'short', at: { year: 2019 } },
      { _id: 2, size: 'long', at: { year: 2021 } }
    ]
  ],
  [
    '$lookup by field',
    [
      { $match: { _id: 3 } },
      { $lookup: { from: 'agencies', localField: 'agency', foreignField: 'name', as: 'of' } },
      { $project: { of: 1 } }
    ],
    [{ _id: 3, of: [{ _id: 'C', name: 'Commerce' }] }]
  ],
  [
    'dates by their parts',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          y: { $year: '$sentOn' },
          m: { $month: '$sentOn' },
          gap: { $subtract: [new Date('2019-03-08T12:30:00Z'), '$sentOn'] }
        }
      }
    ],
    [{ _id: 1, y: 2019, m: 3, gap: 86400000 }]
  ],
  [
    'arrays',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          n: { $size: '$topics' },
          has: { $in: ['Mexico', '$topics'] },
          second: { $arrayElemAt: ['$topics', 1] }
        }
      }
    ],
    [{ _id: 1, n: 2, has: true, second: 'Mexico' }]
  ],
  [
    'null where a number is missing',
    [
      { $match: { _id: 4 } },
      {
        $project: {
          a: { $add: ['$questions', 1] },
          b: { $ifNull: ['$questions', 0] },
          c: { $cond: ['$questions', 1, 2] }
        }
      }
    ],
    [{ _id: 4, a: null, b: 0, c: 2 }]
  ],
  [
    'comparison across types',
    [{ $match: { $expr: { $gt: ['$topics', 'zzz'] } } }, { $project: { _id: 1 } }],
    [{ _id: 1 }, { _id: 2 }, { _id: 3 }]
  ],
  [
    'texts',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          said: { $concat: [{ $toLower: '$agency' }, '!'] },
          starts: { $substrCP: ['$agency', 0, 2] }
        }
      }
    ],
    [{ _id: 1, said: 'state!', starts: 'St' }]
  ]
]

const refusals: [string, object[], number][] = [
  ['an unknown stage', [{ $dance: {} }], 40324],
  ['a stage left out', [{ $graphLookup: {} }], 238],
  ['an unknown expression', [{ $project: { a: { $dance: 1 } } }], 168],
  ['two stages in one', [{ $match: {}, $limit: 1 }], 40323],
  ['a limit of nothing', [{ $limit: 0 }], 15958],
  ['division by zero', [{ $project: { a: { $divide: [1, 0] } } }], 2],
  ['inclusion with exclusion', [{ $project: { a: 1, b: 0 } }], 31254],
  ['the size of no array', [{ $project: { a: { $size: '$agency' } } }], 17124],
  ['a stage that writes', [{ $out: 'x' }], 238],
  ['a join by a pipeline', [{ $lookup: { from: 'agencies', pipeline: [], as: 'of' } }], 238],
  ['an expression left out', [{ $project: { a: { $reduce: { input: [], initialValue: 0, in: 1 } } } }], 168],
  ['an accumulator left out', [{ $group: { _id: 1, a: { $stdDevPop: '$year' } } }], 238],
  ['a third number with a fraction', [{ $project: { a: { $add: ['$year', 0.1, 0.2] } } }], 238],
  ['the words of a text amid others', [{ $match: { $or: [{ $text: { $search: 'x' } }, { year: 1 }] } }], 238]
]

describe('Aggregation', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  let db: Db
  before(async () => {
    world = await storeWithClient()
    db = world.db
    await db.collection<{ _id: number }>('letters').insertMany(letters)
    await db.collection<{ _id: string; name: string }>('agencies').insertMany([
      { _id: 'S', name: 'State' },
      { _id: 'C', name: 'Commerce' }
    ])
    await db.collection('agencies').createIndex({ name: 1 })
  })
  after(() => world.close())

  for (const [title, pipeline, wanted] of pipelines)
    it(`does ${title}`, async () => {
      assert.equal(
        JSON.stringify(await db.collection('letters').aggregate(pipeline).toArray()),
        JSON.stringify(wanted)
      )
    })

  for (const [title, pipeline, code] of refusals)
    it(`refuses ${title} with code ${code}`, async () => {
      await assert.rejects(
        db.collection('letters').aggregate(pipeline).toArray(),
        (error: MongoServerError) => {
          assert.equal(error.code, code, error.message)
          return true
        }
      )
    })

  it('adds fractions so that nothing is lost on the way', async () => {
    await db.collection('fractions').insertMany([0.1, 0.2, 0.3, 1e16, -1e16].map(n => ({ n })))
    const [made] = await db
      .collection('fractions')
      .aggregate([{ $group: { _id: null, sum: { $sum: '$n' } } }])
      .toArray()
    assert.equal(made?.sum, 0.6)
  })

  const projections: [object, object, unknown][] = [
    [{ _id: 1 }, { year: 1, _id: 0 }, { year: 2019 }],
    [{ _id: 1 }, { sentOn: 0, topics: 0 }, { _id: 1, agency: 'State', year: 2019, questions: 3 }],
    [{ _id: 1 }, { topics: { $slice: 1 }, year: 1 }, { _id: 1, year: 2019, topics: ['arms'] }],
    [{ _id: 1 }, { _id: 1, topics: { $slice: 1 } }, { _id: 1, topics: ['arms'] }],
    [{ topics: 'Mexico' }, { 'topics.$': 1 }, { _id: 1, topics: ['Mexico'] }],
    [{ _id: 1 }, { topics: { $elemMatch: { $eq: 'Mexico' } } }, { _id: 1, topics: ['Mexico'] }],
    [{ _id: 1 }, { double: { $multiply: ['$questions', 2] } }, { _id: 1, double: 6 }]
  ]
  for (const [filter, projection, wanted] of projections)
    it(`projects ${JSON.stringify(projection)}`, async () => {
      assert.equal(
        JSON.stringify(await db.collection('letters').findOne(filter, { projection })),
        JSON.stringify(wanted)
      )
    })

  it('gives distinct values of arrays and nothing for what is missing', async () => {
    assert.deepEqual(await db.collection('letters').distinct('topics'), ['Mexico', 'arms'])
    assert.deepEqual(await db.collection('letters').distinct('questions', { year: 2021 }), [null, 2, 6])
  })
})
