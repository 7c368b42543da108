import assert from 'node:assert/strict'
import { congressBegan, congressOf, ordinal } from '../../server/domain/congress.ts'

describe('a Congress', () => {
  const table: [string, number][] = [
    ['1789-03-04', 1],
    ['1934-12-31', 73],
    ['1935-01-03', 74],
    ['2019-01-02', 115],
    ['2019-01-03', 116],
    ['2019-03-07', 116],
    ['2020-12-31', 116],
    ['2021-01-02', 116],
    ['2021-03-12', 117],
    ['2026-11-22', 119],
    ['2027-01-03', 120]
  ]
  for (const [day, number] of table) {
    it(`in session on ${day} is the ${ordinal(number)}`, () => {
      assert.equal(congressOf(day), number)
      assert.ok(congressBegan(number) <= day && day < congressBegan(number + 1))
    })
  }

  it('is called by its ordinal', () => {
    const called = [1, 2, 3, 4, 11, 12, 13, 20, 21, 101, 102, 103, 111, 112, 113, 117, 121]
      .map(ordinal)
      .join(' ')
    assert.equal(
      called,
      '1st 2nd 3rd 4th 11th 12th 13th 20th 21st 101st 102nd 103rd 111th 112th 113th 117th 121st'
    )
  })
})
