import assert from 'node:assert/strict'
import { createVerify, generateKeyPairSync } from 'node:crypto'
import { compose, type Mail, type Sender } from '../../server/mail/compose.ts'

const sender: Sender = { from: { name: 'Reply Due', address: 'due@example.org' }, replyTo: null, dkim: null }
const date = new Date('2021-04-05T12:00:00Z')
const messageId = '<1@example.org>'
const plain: Mail = {
  subject: 'One',
  text: 'Hello.\n',
  html: '<p>Hello.</p>',
  to: { name: 'The editor', address: 'editor@example.org' },
  list: {
    name: 'Reply Due digest',
    id: 'digest.example.org',
    unsubscribe: 'https://due.example.org/stops/digest/1/abc'
  }
}

const headersOf = (raw: Buffer): string[] => {
  const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
}
const names = (raw: Buffer): string[] =>
  headersOf(raw).map(line => line.slice(0, line.indexOf(':')).toLowerCase())

describe('a composed message', () => {
  it('is the same bytes each time but for its inner boundary, which is stored with it', async () => {
    const raw = await compose(plain, messageId, date, sender)
    assert.ok(!raw.toString().replaceAll('\r\n', '').includes('\n'))
    assert.deepEqual(names(raw).toSorted(), names(await compose(plain, messageId, date, sender)).toSorted())
  })

  it('has both headers of one-click unsubscription, one address in one line', async () => {
    const headers = headersOf(await compose(plain, messageId, date, sender))
    assert.ok(headers.includes('List-Unsubscribe: <https://due.example.org/stops/digest/1/abc>'))
    assert.ok(headers.includes('List-Unsubscribe-Post: List-Unsubscribe=One-Click'))
  })

  it('is signed with DKIM over both of them where a key is given', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const raw = await compose(plain, messageId, date, {
      ...sender,
      dkim: { domain: 'example.org', selector: 's', key }
    })
    const signature = headersOf(raw).find(line => line.startsWith('DKIM-Signature')) ?? ''
    const signed = (/[;\s]h=([^;]+)/.exec(signature)?.[1] ?? '').toLowerCase().split(':')
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post'
    ])
      assert.ok(signed.includes(name), `${name} is not signed`)
    assert.ok(isSignedBy(raw, publicKey.export({ type: 'spki', format: 'pem' }).toString()))
    assert.ok(
      !isSignedBy(
        Buffer.from(raw.toString().replace('Subject: One', 'Subject: Two')),
        publicKey.export({ type: 'spki', format: 'pem' }).toString()
      )
    )
  })

  it('is refused when its html is longer than mailboxes show', () =>
    assert.rejects(compose({ ...plain, html: 'x'.repeat(100_001) }, messageId, date, sender), /too long/))
})

/** RFC 6376 with relaxed/relaxed canonicalization, done again by hand: the signature of the header lines. */
function isSignedBy(raw: Buffer, publicKey: string): boolean {
  const lines = headersOf(raw)
  const line = lines.find(one => one.startsWith('DKIM-Signature')) ?? ''
  const tags = new Map(
    line
      .slice(line.indexOf(':') + 1)
      .split(';')
      .map(
        tag =>
          [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')] as const
      )
  )
  const relaxed = (one: string) => {
    const cut = one.indexOf(':')
    return `${one.slice(0, cut).toLowerCase().trim()}:${one
      .slice(cut + 1)
      .replace(/\s+/g, ' ')
      .trim()}`
  }
  const named = (tags.get('h') ?? '')
    .split(':')
    .flatMap(name => lines.filter(one => one.toLowerCase().startsWith(`${name.toLowerCase()}:`)).slice(-1))
  const bare = relaxed(line.replace(/b=[^;]*$/, 'b='))
  const verify = createVerify('RSA-SHA256')
  verify.update(`${named.map(relaxed).join('\r\n')}\r\n${bare}`)
  return verify.verify(publicKey, tags.get('b') ?? '', 'base64')
}
