import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  everyQuestion,
  filterQuery,
  readQuestionFilter,
  toggled
} from '../../server/domain/question-filter.ts'

const known = (_facet: string, value: string) => value === 'department-of-examples'
const read = (query: string) => readQuestionFilter(Object.fromEntries(new URLSearchParams(query)), known)

describe('the filter in an address', () => {
  const table: [string, string, string[]][] = [
    ['answer=unanswered', 'answer=unanswered', []],
    ['answer=bogus', '', ['answer: bogus']],
    ['organization=department-of-examples&sort=due', 'organization=department-of-examples&sort=due', []],
    ['organization=nobody', '', ['organization: nobody']],
    ['colour=red', '', ['colour']],
    ['from=2021-02-29', '', ['from: 2021-02-29']],
    ['from=2021-01-01&until=2021-12-31', 'from=2021-01-01&until=2021-12-31', []],
    ['page=7', '', []],
    ['answer[$ne]=x', '', ['answer[$ne]']],
    ['sort=__proto__', '', ['sort: __proto__']]
  ]
  for (const [given, kept, ignored] of table)
    it(`reads ${given} as ${kept || 'every question'}${ignored.length ? `, leaving out ${ignored}` : ''}`, () => {
      const { filter, ignored: left } = read(given)
      assert.equal(filterQuery(filter), kept)
      assert.deepEqual(left, ignored)
    })

  it('reads what it wrote, whatever was chosen', () => {
    const choice = fc.subarray(['unanswered', 'no_reply', 'answered'])
    fc.assert(
      fc.property(
        choice,
        fc.subarray(['yes', 'no']),
        fc.constantFrom('age', 'due', 'asked'),
        (answer, open, sort) => {
          const { filter } = readQuestionFilter({ answer, open, sort }, known)
          const params = new URLSearchParams(filterQuery(filter))
          const again = readQuestionFilter(
            Object.fromEntries([...params.keys()].map(name => [name, params.getAll(name)])),
            known
          )
          assert.deepEqual(again.filter, filter)
        }
      )
    )
  })

  it('takes a choice out that was put in', () => {
    const once = toggled(everyQuestion, 'answer', 'answered')
    assert.deepEqual(toggled(once, 'answer', 'answered'), everyQuestion)
  })

  it('throws for nothing that can stand in an address', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), query => {
        assert.ok(readQuestionFilter(query, known).ignored.length <= 10)
      })
    )
  })
})
