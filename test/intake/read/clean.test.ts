import assert from 'node:assert/strict'
import fc from 'fast-check'
import { clean } from '../../../server/intake/read/index.ts'

const cleaned = (text: string): string => clean(text).reading.text.replace(/\s+/g, ' ').trim()

const table: [string, string, string][] = [
  [
    'a line and a half printed twice at a page break is read once',
    'They must name all end users, not\n for use in carrying out the law, for licence applications\nand military units, not\n for use in carrying out the law, for licence applications\nand military units, not\nonly central units.',
    'They must name all end users, not for use in carrying out the law, for licence applications and military units, not only central units.'
  ],
  [
    'footnote marks go',
    'They rose between 2002-2004.’ Rifles came from the maker.2 Many were lost since 2006.~ See them.[3] Why?',
    'They rose between 2002-2004. Rifles came from the maker. Many were lost since 2006. See them. Why?'
  ],
  [
    'numbers of laws stay',
    'See No. 5 and Sec. 3 of H.R. 2 at 1.5 percent.',
    'See No. 5 and Sec. 3 of H.R. 2 at 1.5 percent.'
  ],
  [
    'a word broken over a line end is one',
    'The investi-\ngation of the end-\nuse checks',
    'The investigation of the end-use checks'
  ],
  ['ligatures and the three dots are letters', 'The o\ufb03ce \ufb01led it\u2026', 'The office filed it...'],
  [
    'a running head goes, wherever it stands',
    'We ask what the office\nThe Honorable Alex Example\nMarch 3, 2014\nPage 2 of 3\nknew of it.',
    'We ask what the office knew of it.'
  ],
  [
    'footnotes go with their text',
    'It was late.\n1 See Report on Delay, available at www.example.gov.\n2 Id. at 4.\nWhy?',
    'It was late. Why?'
  ],
  ['a page number alone goes', 'the decision was\n- 2 -\nmade late', 'the decision was made late'],
  [
    'question marks that were quotation marks are read as them',
    'the Department?s plan, called ?Human Test? (the plan), isn?t final. Is it?',
    'the Department\'s plan, called "Human Test" (the plan), isn\'t final. Is it?'
  ],
  [
    'UTF-8 read as Windows-1252 is undone',
    'the Bureau\u00e2\u20ac\u2122s \u00e2\u20ac\u0153plan\u00e2\u20ac\u009d',
    'the Bureau\'s "plan"'
  ],
  ['invisible characters go', 'The\u200b off\u00adice', 'The office']
]

describe('Cleaning a text for reading', () => {
  for (const [title, given, read] of table) it(title, () => assert.equal(cleaned(given), read))

  it('says what running heads and footnotes held', () => {
    const { heads, footnotes } = clean(
      'One.\n1 See Report, available at www.example.gov.\nThe Honorable Alex Example\nMarch 3, 2014\nPage 2\nTwo.'
    )
    assert.deepEqual(heads, { name: 'The Honorable Alex Example', date: '2014-03-03' })
    assert.deepEqual(
      footnotes.map(f => f.text),
      ['1 See Report, available at www.example.gov.']
    )
  })

  it('takes a quotation mark alone on its line away once', () => {
    const { reading } = clean('\u201cDear Mr. Example:\n\u201cOne.\n\u201d')
    assert.equal(reading.at.length, reading.text.length)
    assert.match(reading.text, /^Dear Mr\. Example:\nOne\.\s+###\s*$/)
  })

  it('traces every character back into the text as given, in order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'a',
            'Page 2\n',
            '-\n',
            '\ufb01',
            '’ ',
            '“',
            '\r\n',
            ' ',
            'The Honorable X Y\n',
            'exports.2 The ',
            '\n\n\n\n',
            '[1]',
            'Dear Mr. Example:',
            'é',
            '😀',
            '1 See http://example.org\n'
          ),
          { maxLength: 60 }
        ),
        parts => {
          const given = parts.join('')
          const { reading } = clean(given)
          assert.equal(reading.at.length, reading.text.length)
          assert.equal(reading.shown.length, reading.text.length)
          for (let i = 0; i < reading.at.length; i++) {
            assert.ok((reading.at[i] ?? -1) < Math.max(1, given.length))
            assert.ok(i === 0 || (reading.at[i] ?? 0) >= (reading.at[i - 1] ?? 0))
          }
        }
      ),
      { numRuns: 300 }
    )
  })
})
