import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { serialize } from 'bson'
import fc from 'fast-check'
import { decode, encode } from '../../server/embedded-mongo/bson-codec.ts'
import { compare, sortable } from '../../server/embedded-mongo/bson-order.ts'
import { checkStorage } from '../../server/embedded-mongo/check.ts'
import type { Collection } from '../../server/embedded-mongo/collection.ts'
import { CommandError } from '../../server/embedded-mongo/errors.ts'
import { compileFilter } from '../../server/embedded-mongo/match.ts'
import { compileProjection } from '../../server/embedded-mongo/project.ts'
import { compileByteProjection } from '../../server/embedded-mongo/project-bytes.ts'
import { runQuery } from '../../server/embedded-mongo/query.ts'
import { compareBy } from '../../server/embedded-mongo/sort.ts'
import { Storage } from '../../server/embedded-mongo/storage.ts'
import { compileUpdate } from '../../server/embedded-mongo/update.ts'
import { anyDoc, anyFilter, anyPath, anyValue, runs } from './generators.ts'
import { naiveCompare, naiveMatch, naiveSortKey, naiveUpdate } from './naive.ts'
import { doc, newFolder, type Plain, plain, value } from './support.ts'

describe('The store beside a second, naive implementation', () => {
  it('writes back every document byte for byte', () => {
    fc.assert(
      fc.property(anyDoc, given => {
        assert.deepEqual(encode(doc(given)), Buffer.from(serialize(given)))
      }),
      { numRuns: runs }
    )
  })

  it('orders any two values as BSON does, and their keys in the same way', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const wanted = Math.sign(naiveCompare(a, b))
        assert.equal(Math.sign(compare(value(a), value(b))), wanted)
        assert.equal(Math.sign(Buffer.compare(sortable(value(a)), sortable(value(b)))), wanted)
      }),
      { numRuns: runs * 3 }
    )
  })

  it('matches the same documents', () => {
    fc.assert(
      fc.property(fc.array(anyDoc, { minLength: 1, maxLength: 5 }), anyFilter(), (docs, filter) => {
        const matcher = compileFilter(doc(filter))
        for (const one of docs)
          assert.equal(matcher(doc(one)), naiveMatch(one, filter), JSON.stringify({ one, filter }))
      }),
      { numRuns: runs * 3 }
    )
  })

  it('sorts the same way, arrays by their least or greatest element', () => {
    const sorts = fc.record({ path: fc.constantFrom('a', 'b', 'a.b'), direction: fc.constantFrom(1, -1) })
    fc.assert(
      fc.property(anyDoc, anyDoc, sorts, (a, b, { path, direction }) => {
        const order = compareBy(doc({ [path]: direction }))
        const key = (one: { [name: string]: Plain }) => naiveSortKey(one, path.split('.'), direction)
        const [x, y] = [key(a), key(b)]
        const rank = (k: Plain | undefined) => (k === 'empty' ? -1 : 0)
        const wanted = direction * (rank(x) - rank(y) || (x === 'empty' ? 0 : naiveCompare(x, y)))
        assert.equal(
          Math.sign(order(doc(a), doc(b))) + 0,
          Math.sign(wanted) + 0,
          JSON.stringify({ a, b, path, direction })
        )
      }),
      { numRuns: runs }
    )
  })

  it('projects bytes as it projects the document that they are of', () => {
    const specs = fc.tuple(
      fc.uniqueArray(fc.constantFrom('a', 'b', 'a.b', 'a.a', 'b.c', 'a.b.c', 'a.0', 'd', 'd.a'), {
        minLength: 1,
        maxLength: 3
      }),
      fc.constantFrom({}, { _id: 0 }, { _id: 1 })
    )
    let copied = 0
    fc.assert(
      fc.property(anyDoc, anyValue, specs, (given, last, [paths, id]) => {
        const isInside = (path: string) => paths.some(other => path.startsWith(`${other}.`))
        const spec = doc({ ...id, ...Object.fromEntries(paths.map(path => [path, 1])) })
        fc.pre(!paths.some(isInside))
        const whole = doc({ _id: 7, ...given, d: [given, last, [given]] })
        const wanted = compileProjection(spec, true)?.(whole, { variables: new Map() })
        const bytes = compileByteProjection(spec)?.(encode(whole))
        assert.ok(wanted && bytes)
        assert.deepEqual(bytes, encode(wanted), JSON.stringify({ given, last, paths, id }))
        copied++
      }),
      { numRuns: runs }
    )
    assert.ok(copied > 0)
  })

  it('leaves to the decoder what is no plain inclusion, and bytes that lie about a length', () => {
    for (const spec of [
      { a: 0 },
      { _id: 0 },
      { a: 1, b: { $slice: 1 } },
      { 'a.$': 1 },
      { a: '$b' },
      { a: { b: 1 } },
      { _id: 1, score: { $meta: 'textScore' } }
    ])
      assert.equal(compileByteProjection(doc(spec)), undefined, JSON.stringify(spec))
    const bytes = encode(doc({ _id: 1, a: { b: 'ten letters' }, c: [{ b: 1 }] }))
    const project = compileByteProjection(doc({ 'a.b': 1, 'c.b': 1 }))
    for (let at = 0; at < bytes.length; at++) {
      const bent = Buffer.from(bytes)
      bent[at] = 255
      assert.doesNotThrow(() => project?.(bent), String(at))
    }
  })

  it('changes documents the same way, and refuses where it must', () => {
    const operators = fc.oneof(
      fc.tuple(fc.constantFrom('$set', '$min', '$max', '$push', '$addToSet'), anyValue),
      fc.tuple(fc.constantFrom('$inc', '$mul'), fc.integer({ min: -3, max: 3 })),
      fc.tuple(fc.constant('$pop'), fc.constantFrom(1, -1)),
      fc.tuple(fc.constant('$unset'), fc.constant('')),
      fc.tuple(fc.constant('$pullAll'), fc.array(anyValue, { maxLength: 2 }))
    )
    const paths = fc.constantFrom('a', 'b', 'a.b', 'b.c.a')
    const isEach = (operand: Plain) => typeof operand === 'object' && operand !== null && '$each' in operand
    fc.assert(
      fc.property(anyDoc, operators, paths, (given, [operator, operand], path) => {
        fc.pre(!isEach(operand) && !hasArrayOnWay(given, path.split('.')))
        const wanted = naiveUpdate(given, operator, path.split('.'), operand)
        const update = compileUpdate(doc({ [operator]: { [path]: operand } }))
        const apply = () => update(doc(given), { hits: new Map(), now: new Date(0), isInsert: false })
        if (wanted === undefined) assert.throws(apply, CommandError)
        else
          assert.deepEqual(
            plain(apply()),
            plain(doc(wanted)),
            JSON.stringify({ given, operator, operand, path })
          )
      }),
      { numRuns: runs * 2 }
    )
  })

  it('finds the same records in the same order with indexes as without, through every change', () => {
    const dir = newFolder()
    const storage = new Storage(dir)
    const indexes = [
      { a: 1 },
      { b: -1 },
      { a: 1, b: -1 },
      { 'a.b': 1 },
      { b: 1, 'a.b': -1 },
      { 'a.b': 1, 'a.c': 1 }
    ]
    const sorts = fc.constantFrom({}, { a: 1 }, { b: -1 }, { a: -1, b: 1 }, { 'a.b': 1 }, { b: 1, 'a.b': -1 })
    let n = 0
    const trial = fc.property(
      fc.array(anyDoc, { maxLength: 12 }),
      fc.array(fc.tuple(anyFilter(1), sorts, fc.nat(4)), { minLength: 1, maxLength: 6 }),
      anyFilter(1),
      anyPath,
      anyValue,
      (docs, queries, target, path, change) => {
        const bare = storage.write(() => storage.create(`test.bare${n}`))
        const indexed = storage.write(() => {
          const made = storage.create(`test.indexed${n++}`)
          for (const key of indexes) made.addIndex(doc({ name: JSON.stringify(key), key }))
          made.addIndex(doc({ name: 'sparse', key: { c: 1 }, sparse: true }))
          made.addIndex(doc({ name: 'partial', key: { c: -1 }, partialFilterExpression: { a: { $gt: 0 } } }))
          return made
        })
        storage.write(() => {
          for (const [i, one] of docs.entries())
            for (const collection of [bare, indexed])
              try {
                collection.insert(doc({ _id: i, ...one }))
              } catch (error) {
                // Parallel arrays cannot be indexed; such a document is in neither.
                if (!(error instanceof CommandError) || collection === bare) throw error
                const [last] = [...bare.scan(0, true)]
                if (last) bare.remove(last.id)
              }
        })
        const sameAnswers = () => {
          for (const [filter, sort, limit] of queries) {
            const options = { filter: doc(filter), sort: doc(sort), limit }
            const [with_, without] = [indexed, bare].map(collection =>
              attempt(() => idsOf(collection, runQuery(collection, options).ids))
            )
            const isOrdered = Object.keys(sort).length > 0
            const context = JSON.stringify({ docs, filter, sort, limit })
            if (typeof with_ === 'string' || typeof without === 'string')
              assert.equal(with_, without, context)
            else if (limit === 0)
              assert.deepEqual([...(with_ ?? [])].sort(), [...(without ?? [])].sort(), context)
            else assert.equal(with_?.length, without?.length, context)
            if (isOrdered && Array.isArray(with_) && Array.isArray(without)) {
              const order = compareBy(doc(sort))
              for (const [i, id] of with_.entries()) {
                const other: number = without[i] ?? -1
                assert.equal(
                  order(doc({ _id: id, ...docs[id] }), doc({ _id: other, ...docs[other] })),
                  0,
                  context
                )
              }
            }
          }
        }
        sameAnswers()
        storage.write(() => {
          const { ids } = runQuery(indexed, { filter: doc(target) })
          const update = compileUpdate(doc({ $set: { [path.replace(/\.\d+/g, '')]: change } }))
          for (const id of ids) {
            const bytes = indexed.read(id) ?? Buffer.alloc(0)
            const old = decode(bytes)
            attempt(() => {
              const next = update(doc(plain(old)), { hits: new Map(), now: new Date(0), isInsert: false })
              indexed.replace({ id, bytes }, old, next, encode(next))
            })
          }
          const [first] = ids
          if (first !== undefined) indexed.remove(first)
        })
        assert.deepEqual(checkStorage(storage).problems, [])
        storage.write(() => {
          storage.drop(bare)
          storage.drop(indexed)
        })
      }
    )
    try {
      fc.assert(trial, { numRuns: Math.ceil(runs / 15) })
    } finally {
      storage.close()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})

const idsOf = (collection: Collection | undefined, ids: readonly number[]): number[] =>
  ids.map(id => Number(decode(collection?.read(id) ?? Buffer.alloc(0)).get('_id')))

const attempt = <T>(act: () => T): T | string => {
  try {
    return act()
  } catch (error) {
    if (error instanceof CommandError) return `refused with ${error.code}`
    throw error
  }
}

const hasArrayOnWay = (given: { [name: string]: Plain }, path: string[]): boolean => {
  let at: Plain | undefined = given
  for (const part of path) {
    if (Array.isArray(at)) return true
    at = typeof at === 'object' && at !== null && !(at instanceof Date) ? at[part] : undefined
  }
  return false
}
