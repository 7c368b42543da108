import assert from 'node:assert/strict'
import { BadAddress, mailbox, oneLine, plainAddress, readMailbox } from '../../server/mail/address.ts'

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

  const refused = [
    '',
    'editor',
    '@example.org',
    'editor@',
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'a@example.org b@example.org',
    '"a@example.org"@example.org',
    '"a b"@example.org',
    'a(comment)@example.org',
    'Editor <editor@example.org>',
    'editor@example.org>',
    'editor@example.org\r\nBcc: b@example.org',
    'editor\n@example.org',
    'editor@example.org\u0000',
    'editor@exam\u202eple.org',
    'editor@[127.0.0.1]',
    'editor@example..org',
    'editor@-example.org',
    'a..b@example.org',
    '.a@example.org',
    'é@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'b.'.repeat(130)}org`,
    'a@b@example.org',
    'group: a@example.org;',
    'editor@example.org/../x',
    'editor@example%2eorg'
  ]
  for (const typed of refused)
    it(`is refused when it is ${JSON.stringify(typed).slice(0, 60)}`, () =>
      assert.throws(() => plainAddress(typed), BadAddress))

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
