import assert from 'node:assert/strict'
import { returnTo } from '../../server/accounts/return-to.ts'

describe('after signing in', () => {
  for (const path of ['/', '/letters/a-b', '/questions?state=open&page=2#q1'])
    it(`a person is brought back to ${path}`, () => assert.equal(returnTo(path), path))
})
