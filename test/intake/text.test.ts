import assert from 'node:assert/strict'
import { joinedPages } from '../../server/intake/page-join.ts'
import { asStored, unscrambled, whyNotText } from '../../server/intake/text.ts'

describe('a pasted text', () => {
  const refused: [string, string, RegExp][] = [
    ['is empty', ' \n ', /Paste the text/],
    [
      'has five million characters',
      'why? '.repeat(1_000_000),
      /5,000,000 characters; a letter may have 1,000,000/
    ],
    ['is a program', '\x7fELF\x02\x01\0', /not text/],
    [
      'lost characters when it was copied',
      'the caf\uFFFD of the Senate',
      /near “the caf\uFFFD of the Senate”/
    ]
  ]
  for (const [what, text, why] of refused)
    it(`that ${what} is refused with what to do`, () => assert.match(whyNotText(text) ?? '', why))

  it('that is a letter is taken, tabs and page breaks included', () => {
    assert.equal(whyNotText('Dear Secretary:\n\n\tWhy?\f'), null)
  })

  it('is stored with one kind of line end and without the mark at its beginning', () => {
    assert.equal(asStored('\uFEFFDear\r\nSecretary:\rWhy?\n\n'), 'Dear\nSecretary:\nWhy?')
  })

  it('whose UTF-8 was read as Windows-1252 is put right, and no other is touched', () => {
    assert.equal(
      unscrambled('the agencyâ€™s â€œplanâ€\u009d for SÃ£o Paulo'),
      'the agency’s “plan” for São Paulo'
    )
    assert.equal(unscrambled('the agency’s “plan” for São Paulo'), null)
    assert.equal(unscrambled('Ã alone, and â€ half of one'), null)
  })
})

describe('the pages of a letter', () => {
  const run = 'We ask that you describe the steps that were taken by the'
  const cases: [string, string[], string][] = [
    [
      'keep a sentence that runs on in one paragraph',
      [run, 'Department since then.'],
      `${run}\nDepartment since then.`
    ],
    ['start a paragraph after a full stop', [`${run} staff.`, 'Second.'], `${run} staff.\n\nSecond.`],
    ['see past a page number', [`${run}\n\n2`, 'Department.'], `${run}\n\n2\nDepartment.`],
    ['start a paragraph with a numbered question', [run, '2. Why?'], `${run}\n\n2. Why?`],
    ['leave out blank pages', ['One.', ' ', 'Two.'], 'One.\n\nTwo.']
  ]
  for (const [what, pages, text] of cases) it(what, () => assert.equal(joinedPages(pages), text))
})
