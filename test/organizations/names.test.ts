import assert from 'node:assert/strict'
import { organizationKey } from '../../models/organization.ts'

describe('The name of an organization', () => {
  for (const name of [
    'Department of State',
    'U.S. Department of State',
    'US Department of State',
    'United States Department of State',
    'the State Department',
    'U.S. State Department'
  ])
    it(`is that of the Department of State when it is written ${name}`, () =>
      assert.equal(organizationKey(name), 'department-of-state'))

  it('keeps two offices apart, also where their names hold no Latin letter', () => {
    const names = [
      'Department of Commerce',
      'Department of State',
      'Министерство',
      '外交部',
      '防衛省',
      '<!--',
      '***'
    ]
    const keys = names.map(organizationKey)
    assert.equal(new Set(keys).size, names.length)
    for (const key of keys) assert.match(key, /^[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})
