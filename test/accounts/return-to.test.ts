import assert from 'node:assert/strict'
import { returnTo } from '../../server/accounts/return-to.ts'

describe('after signing in', () => {
  for (const path of ['/', '/letters/a-b', '/questions?state=open&page=2#q1'])
    it(`a person is brought back to ${path}`, () => assert.equal(returnTo(path), path))

  const elsewhere = [
    'https://example.org/',
    '//example.org',
    '/\\example.org',
    '\\\\example.org',
    '/letters\\..',
    'javascript:alert(1)',
    '/%0d\r\nSet-Cookie: a=b',
    '/\u0000',
    '/sign-in?to=/sign-in',
    'letters',
    '',
    undefined,
    ['/letters'],
    { $gt: '' }
  ]
  for (const asked of elsewhere)
    it(`a person is brought to their desk when asked to go to ${JSON.stringify(asked) ?? 'nowhere'}`, () =>
      assert.equal(returnTo(asked), '/desk'))
})
