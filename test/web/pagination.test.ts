import assert from 'node:assert/strict'
import { paginate } from '../../server/web/pagination.ts'

const hrefOf = (page: number): string => `/questions?page=${page}`

describe('a page of a list', () => {
  const asked: readonly (readonly [asked: unknown, page: number])[] = [
    [undefined, 1],
    ['', 1],
    ['1', 1],
    ['4', 4],
    ['11', 11],
    ['0', 1],
    ['-1', 1],
    ['1e9', 11],
    ['Infinity', 11],
    ['2.7', 2],
    ['next', 1],
    [['2', '3'], 1],
    [{ $gt: '' }, 1]
  ]
  for (const [said, page] of asked)
    it(`asked for as ${JSON.stringify(said) ?? 'nothing'} is page ${page} of 11`, () => {
      assert.equal(paginate(205, said, 20, hrefOf).page, page)
    })

  it('says which items it holds', () => {
    const { skip, first, last, total } = paginate(205, '11', 20, hrefOf)
    assert.deepEqual({ skip, first, last, total }, { skip: 200, first: 201, last: 205, total: 205 })
  })

  it('of an empty list is the only one and holds nothing', () => {
    const { page, pages, first, last, previous, next } = paginate(0, '3', 20, hrefOf)
    assert.deepEqual(
      { page, pages, first, last, previous, next },
      { page: 1, pages: 1, first: 0, last: 0, previous: null, next: null }
    )
  })

  it('links to the first, the last and its neighbours, with gaps between', () => {
    const said = paginate(205, '6', 20, hrefOf).links.map(link =>
      'isGap' in link ? '…' : link.isCurrent ? `[${link.number}]` : link.number
    )
    assert.deepEqual(said, [1, '…', 4, 5, '[6]', 7, 8, '…', 11])
  })
})
