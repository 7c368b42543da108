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

  it('keeps two offices apart', () =>
    assert.notEqual(organizationKey('Department of Commerce'), organizationKey('Department of State')))
})
