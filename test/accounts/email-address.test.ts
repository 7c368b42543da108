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

  it('is one account however it is written', () =>
    assert.equal(normalEmail('  Editor@Example.ORG '), 'editor@example.org'))

  it('is judged within 50 ms when it is 100 kB of hostile text', async () => {
    const took = await processorMs(() => [`a@${'a.'.repeat(50_000)}`, '@'.repeat(100_000)].map(isEmail))
    assert.ok(took < 50, `${took} ms`)
  })
})
