import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Letter } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { compose } from '../../server/mail/compose.ts'
import { forms, patience, tallyOf } from '../support/attack.ts'
import { writeEveryField } from '../support/every-field.ts'
import { everyMail } from '../support/every-mail.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a text that names a file or an address', function () {
  this.timeout(patience)
  const tally = tallyOf('File or URL read by mail', 'texts that name a file or an address')
  let world: World
  let canary: Server
  let asked = 0
  let named: string[]
  let secret: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    canary = createServer((_req, res) => {
      asked += 1
      res.end('fetched')
    })
    await new Promise<void>(resolve => canary.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x.png`
    const file = join(world.config.DATA_DIR, 'secrets', 'session')
    secret = readFileSync(file, 'utf8')
    named = [
      file,
      `file://${file}`,
      `<img src="file://${file}">`,
      `<img src="${url}">`,
      `<link rel="stylesheet" href="${url}">`,
      `<style>@import url(${url});</style>`,
      `![x](${url})`,
      `{"path":"${file}"}`,
      `{"href":"${url}"}`,
      `data:text/plain;base64,${Buffer.from(file).toString('base64')}`
    ]
  })
  after(async () => {
    tally.say()
    await world.close()
    await new Promise(resolve => canary.close(resolve))
  })

  const isInnocent = (raw: Buffer): void => {
    const text = raw.toString()
    for (const form of [secret, Buffer.from(secret).toString('base64')]) assert.ok(!text.includes(form))
    assert.doesNotMatch(text, /Content-Disposition: attachment/i)
    assert.equal(asked, 0)
  }

  it('has nothing read and nothing fetched when a mail is composed, in any part of it', async () => {
    for (const text of named) {
      const raw = await compose(
        {
          subject: text,
          text,
          html: `<p>x</p>${text}`,
          to: { name: text, address: 'editor@example.org' },
          list: { name: 'x', id: 'x.example.org', unsubscribe: null }
        },
        '<1@example.org>',
        world.clock.now(),
        { from: { name: text, address: 'due@example.org' }, replyTo: null, dkim: null }
      )
      isInnocent(raw)
    }
    tally.add(named.length * 5)
  })

  it('has nothing read and nothing fetched by the mails about what people wrote', async () => {
    const admin = await world.signedInAs('site-admin')
    let at = 0
    const letter = await aLetter(world, {
      subject: named[0] ?? '',
      questions: named,
      signer: named[2] ?? '',
      recipients: [{ name: named[3] ?? null, title: named[4] ?? null, organization: named[5] ?? '' }],
      dueOn: '2026-11-23'
    })
    tally.add(named.length + 5)
    await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    await restandLetter(letter._id)
    for (let round = 1; round <= forms(0, named.length); round += 1) {
      const { fields } = await writeEveryField(
        admin,
        (_name, most) => {
          at += 1
          return (named[(at + round) % named.length] ?? '').slice(0, most)
        },
        round
      )
      tally.add(fields.length)
    }
    const mails = await everyMail(world, admin.user.email)
    assert.ok(mails.length >= 4, `${mails.length} mails`)
    assert.ok(
      mails.some(({ raw }) => raw.toString().includes('x.png')),
      'the mails speak of the letter'
    )
    for (const { raw, mail } of mails) {
      isInnocent(raw)
      assert.deepEqual(mail.attachments, [])
      assert.doesNotMatch(String(mail.html), /<(img|link|script|iframe)\b|<style\b[^>]*>[^<]*@import/i)
    }
  })
})
