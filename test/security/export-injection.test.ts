import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { withoutFormula } from '../../server/web/formats.ts'
import { forms, patience, tallyOf } from '../support/attack.ts'
import { writeEveryField } from '../support/every-field.ts'
import type { Person, Visitor } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

/** Texts that are more than a text to a spreadsheet, a calendar or a feed reader. */
const texts = [
  '=HYPERLINK("http://example.org","x")',
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1',
  ' =1',
  '\u00a0=1',
  "'=1",
  '"=1',
  '=cmd|" /C calc"!A0',
  '\uff1d1+1',
  '\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:injected',
  'x;VALUE=URI:http://example.org',
  'x\\nBEGIN:VALARM',
  ']]><entry><title>injected</title></entry>',
  '</title><script>alert(1)</script>',
  '<!--',
  '&injected;',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY injected "x">]>'
]

describe('a text that is more than a text where it is exported to', function () {
  this.timeout(patience)
  const tally = tallyOf('CSV, ICS and Atom injection', 'texts in exported fields')
  let world: World
  let admin: Person
  let visitor: Visitor

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    visitor = world.visitor()
    admin = await world.signedInAs('site-admin')
    for (let round = 0; round < forms(1, texts.length); round += 1) {
      let at = round
      const { fields, letter } = await writeEveryField(
        admin,
        (_name, most) => {
          at += 1
          return (texts[at % texts.length] ?? '').slice(0, most)
        },
        round + 1
      )
      tally.add(fields.length)
      await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    }
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const tables = ['/questions.csv', '/letters.csv', '/signatories.csv', '/organizations.csv', '/topics.csv']

  it('is no formula in any cell of any table', async () => {
    let cells = 0
    for (const [path, reader] of [
      ...tables.map(table => [table, visitor] as const),
      ['/audit.csv', admin] as const
    ]) {
      const { text } = await reader.get(path).expect(200)
      const rows: string[][] = parse(text, { bom: true })
      for (const cell of rows.flat())
        assert.doesNotMatch(cell, /^\s*[=+@\uff1d\uff0b\uff20]|^\s*-(?!\d+$)|^[\t\r]/, path)
      cells += rows.flat().length
    }
    assert.ok(cells > 100)
  })

  for (const [given, kept] of [
    [' =1', "' =1"],
    ['  +1', "'  +1"],
    ['a=1', 'a=1'],
    ['\n@x', "'\n@x"]
  ] as const)
    it(`is written as ${JSON.stringify(kept)} where it is ${JSON.stringify(given)}`, () =>
      assert.equal(withoutFormula(given), kept))

  it('ends no line of a calendar: no property and no event more', async () => {
    const { text } = await visitor.get('/questions.ics').buffer(true).expect(200)
    const lines = (text ?? '').split('\r\n')
    assert.ok(lines.every(line => Buffer.byteLength(line) <= 75))
    const unfolded = (text ?? '')
      .replace(/\r\n[ \t]/g, '')
      .split('\r\n')
      .filter(Boolean)
    const known =
      /^(BEGIN:(VCALENDAR|VEVENT)|END:(VCALENDAR|VEVENT)|(VERSION|PRODID|METHOD|NAME|X-WR-CALNAME|X-WR-CALDESC|X-PUBLISHED-TTL|REFRESH-INTERVAL|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|SUMMARY|DESCRIPTION|URL|STATUS|TRANSP|CREATED|LAST-MODIFIED|CATEGORIES|CLASS|X-MICROSOFT-CDO-ALLDAYEVENT|X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT|X-MICROSOFT-CDO-BUSYSTATUS|SOURCE)[;:])/
    assert.deepEqual(
      unfolded.filter(line => !known.test(line)),
      []
    )
    const events = unfolded.filter(line => line === 'BEGIN:VEVENT').length
    assert.ok(events > 0)
    assert.equal(unfolded.filter(line => line.startsWith('SUMMARY')).length, events)
    assert.equal(unfolded.filter(line => line.startsWith('UID:')).length, events)
  })

  it('opens and closes no element of a feed', async () => {
    const known = new Set(
      'feed id title updated generator author name link subtitle rights entry summary content published category'.split(
        ' '
      )
    )
    for (const path of [
      '/questions.atom',
      '/letters.atom',
      '/organizations.atom',
      '/signatories.atom',
      '/topics.atom'
    ]) {
      const { text } = await visitor.get(path).buffer(true).expect(200)
      const feed = (text ?? '').replace(/^<\?xml[^>]*\?>/, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
      const open: string[] = []
      for (const [tag, isEnd, name = '', isEmpty] of feed.matchAll(/<(\/?)([^\s/>]*)[^>]*?(\/?)>/g)) {
        assert.ok(known.has(name), `${path} ${tag}`)
        if (isEnd) assert.equal(open.pop(), name, path)
        else if (!isEmpty) open.push(name)
      }
      assert.deepEqual(open, [], path)
      assert.doesNotMatch(feed.replace(/<[^>]*>/g, ''), /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i, path)
    }
  })

  it('is a text in JSON, also where a page would hold it', async () => {
    for (const path of ['/questions.json', '/letters.json', '/api/v1/letters', '/data.ndjson']) {
      const { text, body, headers } = await visitor.get(path).buffer(true).expect(200)
      assert.match(String(headers['content-type']), /json/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      for (const line of path.endsWith('ndjson') ? (text ?? String(body)).trim().split('\n') : [text ?? ''])
        assert.doesNotThrow(() => JSON.parse(line))
    }
  })
})
