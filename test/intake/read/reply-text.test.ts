import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isReplyText } from '../../../server/intake/read/index.ts'

const reply = (hail: string, opening: string) =>
  `February 3, 2025\n\nThe Honorable Jane Q. Member\nUnited States Senate\n\n${hail}\n\n${opening} We take the matter seriously and are looking into it.\n\nSincerely,\n\nAlex Example\nAssistant Secretary\n`

describe('A text that may be a reply', () => {
  const replies: [string, string][] = [
    ['Dear Senator Member:', 'Thank you for your letter of January 6 regarding ferries.'],
    ['Dear Chairwoman Member:', 'This responds to your letter dated January 6, requesting records.'],
    ['Dear Representative Member:', 'I write in response to your recent inquiry.']
  ]
  for (const [hail, opening] of replies)
    it(`is known by “${hail} ${opening}”`, () => assert.equal(isReplyText(reply(hail, opening)), true))

  const others: [string, string, string][] = [
    [
      'a letter that answers the agency’s',
      'Dear Secretary Example:',
      'Thank you for your letter of January 6.'
    ],
    ['a letter from one Member to another', 'Dear Chairman Member:', 'We ask that you hold a hearing.']
  ]
  for (const [what, hail, opening] of others)
    it(`is not ${what}`, () => assert.equal(isReplyText(reply(hail, opening)), false))

  it('is known among real replies and letters', function () {
    const shared = '../shared/letters'
    if (!existsSync(shared)) {
      console.log(`      skipped: ${shared} is not here.`)
      return this.skip()
    }
    const known = (folder: string) =>
      readdirSync(`${shared}/${folder}`)
        .filter(name => name.endsWith('.txt'))
        .filter(name => isReplyText(readFileSync(`${shared}/${folder}/${name}`, 'utf8'))).length
    assert.ok(known('responses') >= 4)
    assert.deepEqual([known('labelled'), known('main')], [0, 0])
  })
})
