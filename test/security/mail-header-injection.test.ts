import assert from 'node:assert/strict'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { loadExamples } from '../../server/examples/load.ts'
import { BadAddress, mailbox, plainAddress } from '../../server/mail/address.ts'
import { compose, type Mail, type Sender } from '../../server/mail/compose.ts'
import { forms, patience, tallyOf } from '../support/attack.ts'
import { writeEveryField } from '../support/every-field.ts'
import { everyMail } from '../support/every-mail.ts'
import { openWorld, type World } from '../support/world.ts'

/** What ends a line somewhere, or is taken for it. Control characters are refused by the forms outright. */
const lineEnds = ['\r\n', '\n', '\r', '\u2028', '\v', '\f', '%0d%0a', '\\r\\n']

const injected = [
  'Bcc: b@example.org',
  'To: <b@example.org>, c@example.org',
  'X-Evil: 1',
  ' folded',
  '\r\nBody',
  '=?utf-8?Q?=0D=0ABcc:_b@example.org?='
]

const ours = new Set([
  ...['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'],
  ...['content-transfer-encoding', 'auto-submitted', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post']
])

const headersOf = (raw: Buffer): string[] =>
  (raw.toString('latin1').split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n')
const namesIn = (raw: Buffer): string[] =>
  headersOf(raw).map(line => line.slice(0, line.indexOf(':')).toLowerCase())

describe('a mail header that somebody types into a form', function () {
  this.timeout(patience)
  const tally = tallyOf('Mail header injection', 'texts with line ends')
  let world: World

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('adds no header and no recipient to any mail, whichever of the fields holds it', async () => {
    const admin = await world.signedInAs('site-admin')
    const known = ['site-admin@example.org', 'reader@example.org']
    let at = 0
    for (let round = 1; round <= forms(1, 16); round += 1) {
      const written = await writeEveryField(
        admin,
        (_name, most, plain = 'x') => {
          at += 1
          const [end, header] = [lineEnds[at % lineEnds.length], injected[at % injected.length]]
          return `${plain}${end}${header}${end}X-Evil: 2`.slice(0, most)
        },
        round
      )
      known.push(`colleague-${round}@example.org`)
      assert.ok(written.fields.length >= 15)
      tally.add(written.fields.length)
    }
    const mails = await everyMail(world, admin.user.email)
    assert.ok(mails.length >= 5, `${mails.length} mails`)
    for (const { to, raw, mail } of mails) {
      assert.equal(to.length, 1)
      assert.ok(known.includes(to[0] ?? ''), to[0])
      assert.deepEqual(
        namesIn(raw).filter(name => !ours.has(name)),
        []
      )
      assert.equal(new Set(namesIn(raw)).size, namesIn(raw).length, 'no header comes twice')
      assert.deepEqual([mail.cc, mail.bcc], [undefined, undefined])
      assert.doesNotMatch(headersOf(raw).join('\n'), /^(bcc|x-evil)/im)
    }
  })

  it('adds none to a composed message: 1,000 generated cases', async () => {
    const sender: Sender = {
      from: { name: 'Reply Due', address: 'due@example.org' },
      replyTo: null,
      dkim: null
    }
    const [date, messageId] = [new Date('2021-04-05T12:00:00Z'), '<1@example.org>']
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
    const expected = namesIn(await compose(plain, messageId, date, sender)).toSorted()
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .tuple(
          fc.string({ maxLength: 10 }),
          fc.constantFrom(...lineEnds, '\u0000\n', '\u0085'),
          fc.constantFrom(...injected)
        )
        .map(parts => parts.join(''))
    )
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, fc.boolean(), async (subject, name, tail, isInAddress) => {
        const address = isInAddress ? `editor@example.org${tail}` : 'editor@example.org'
        // A message without any subject has no such header, which is no injection.
        const mail = { ...plain, subject: `About ${subject}`, to: { name, address } }
        let raw: Buffer
        try {
          raw = await compose(mail, messageId, date, sender)
        } catch (error) {
          assert.ok(error instanceof BadAddress)
          return
        }
        assert.deepEqual(namesIn(raw).toSorted(), expected)
        const { to, bcc, cc } = await simpleParser(raw)
        const addressed = Array.isArray(to) ? to.flatMap(({ value }) => value) : (to?.value ?? [])
        assert.equal(addressed.length, 1)
        assert.equal(addressed[0]?.address, plainAddress(address))
        assert.equal(bcc ?? cc, undefined)
      }),
      { numRuns: 1000, seed: 20210405 }
    )
    tally.add(1000)
    assert.throws(() => mailbox('', 'editor@example.org, b@example.org'), BadAddress)
  })
})
