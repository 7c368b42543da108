import assert from 'node:assert/strict'
import { isEmail, normalEmail } from '../../models/user.ts'
import { processorMs } from '../support/processor-time.ts'

describe('an e-mail address', () => {
  for (const good of [
    'editor@example.org',
    'first.last+tag@mail.example.org',
    "o'neill@example.org",
    'editor@exämple.org'
  ])
    it(`may be ${good}`, () => assert.equal(isEmail(good), true))

  const bad = [
    '',
    'editor',
    'editor@',
    '@example.org',
    'editor@localhost',
    'a@example.org,b@example.org',
    'a@example.org b@example.org',
    'a@b@example.org',
    '"a b"@example.org',
    'a(comment)@example.org',
    'A <a@example.org>',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\u0000',
    'a@[127.0.0.1]',
    'a@example..org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(250)}.org`
  ]
  for (const text of bad)
    it(`is never ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(isEmail(text), false))

  it('is one account however it is written', () =>
    assert.equal(normalEmail('  Editor@Example.ORG '), 'editor@example.org'))

  it('is judged within 50 ms when it is 100 kB of hostile text', async () => {
    const took = await processorMs(() => [`a@${'a.'.repeat(50_000)}`, '@'.repeat(100_000)].map(isEmail))
    assert.ok(took < 50, `${took} ms`)
  })
})
