import assert from 'node:assert/strict'
import { mailbox, oneLine, plainAddress, readMailbox } from '../../server/mail/address.ts'

describe('an address', () => {
  const taken: readonly (readonly [string, string])[] = [
    ['editor@example.org', 'editor@example.org'],
    ['  editor@EXAMPLE.org ', 'editor@example.org'],
    ['Editor@example.org', 'Editor@example.org'],
    ['editor+letters@example.org', 'editor+letters@example.org'],
    ["o'editor@example.org", "o'editor@example.org"],
    ['editor@bücher.example', 'editor@xn--bcher-kva.example'],
    ['editor@localhost', 'editor@localhost']
  ]
  for (const [typed, plain] of taken)
    it(`is taken as ${plain} when typed as "${typed}"`, () => assert.equal(plainAddress(typed), plain))

  it('stands beside a name on one line', () => {
    assert.deepEqual(mailbox('The\r\nBcc: editor', 'editor@example.org'), {
      name: 'The Bcc: editor',
      address: 'editor@example.org'
    })
    assert.equal(oneLine('a\u2028b\u0085c\td', 20), 'a b c d')
    assert.equal(oneLine('a long line of words', 7), 'a long…')
  })

  it('is read from the setting with or without a name', () => {
    assert.deepEqual(readMailbox('Reply Due <due@example.org>'), {
      name: 'Reply Due',
      address: 'due@example.org'
    })
    assert.deepEqual(readMailbox('due@example.org'), { name: '', address: 'due@example.org' })
  })
})
