import assert from 'node:assert/strict'
import fc from 'fast-check'
import { limitOf, pageAfter } from '../../server/api/paging.ts'

const key = (item: string) => item

describe('a cursor', () => {
  it('leads through a list of any length without leaving out or repeating an item', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, unit: fc.constantFrom(...'abcdef0123456789') })),
        fc.integer({ min: 1, max: 7 }),
        (items, limit) => {
          const seen: string[] = []
          let cursor: string | null = null
          do {
            const page: { items: readonly string[]; next: string | null } = pageAfter(
              items,
              cursor ?? undefined,
              limit,
              key
            )
            seen.push(...page.items)
            cursor = page.next
          } while (cursor !== null)
          assert.deepEqual(seen, items)
        }
      )
    )
  })

  it('goes on behind its item when one before it has gone', () => {
    const { next } = pageAfter(['a', 'b', 'c', 'd'], undefined, 2, key)
    assert.deepEqual(pageAfter(['b', 'c', 'd'], next, 2, key).items, ['c', 'd'])
  })

  it('goes on from its item’s former place when the item itself has gone', () => {
    const { next } = pageAfter(['a', 'b', 'c', 'd'], undefined, 2, key)
    assert.deepEqual(pageAfter(['a', 'c', 'd'], next, 2, key).items, ['c', 'd'])
  })

  for (const bad of ['', 'x', '%%%', '9'.repeat(500), { $ne: 1 }, ['a']])
    it(`is the beginning when it reads ${JSON.stringify(bad).slice(0, 20)}`, () =>
      assert.deepEqual(pageAfter(['a', 'b'], bad, 1, key).items, ['a']))

  for (const [given, limit] of [
    ['0', 50],
    ['-1', 50],
    ['1e9', 200],
    ['x', 50],
    ['3', 3],
    [undefined, 50]
  ] as const)
    it(`gives ${limit} items for a limit of ${given}`, () => assert.equal(limitOf(given), limit))
})
