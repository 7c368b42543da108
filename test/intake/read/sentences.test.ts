import assert from 'node:assert/strict'
import { sentencesOf } from '../../../server/intake/read/sentences.ts'

const table: [string, string[]][] = [
  [
    'Mr. Example wrote to the U.S. Department of Labor. It replied.',
    ['Mr. Example wrote to the U.S. Department of Labor.', 'It replied.']
  ],
  ['Was it sold in the U.S.? If so, when?', ['Was it sold in the U.S.?', 'If so, when?']],
  ['Jane Q. Member spoke at 5:00 p.m. on Friday.', ['Jane Q. Member spoke at 5:00 p.m. on Friday.']],
  ['The office is in the U.S. The other is abroad.', ['The office is in the U.S.', 'The other is abroad.']],
  ['See H.R. 5 and 31 U.S.C. 716. Why?', ['See H.R. 5 and 31 U.S.C. 716.', 'Why?']],
  ['Did it review the case?If so, please say how.', ['Did it review the case?', 'If so, please say how.']],
  ['It said “we are done.” Was that so?', ['It said “we are done.”', 'Was that so?']],
  [
    'The rate was 1.5 percent. (It has since risen.) Why?',
    ['The rate was 1.5 percent.', '(It has since risen.)', 'Why?']
  ],
  ['Example Widgets, Inc. of Springfield paid.', ['Example Widgets, Inc. of Springfield paid.']],
  ['See 31 U.S.C. ? 716 for the rule.', ['See 31 U.S.C. ? 716 for the rule.']],
  [
    'Senator Doe (R-Kan.) – head of the panel – wrote. It replied.',
    ['Senator Doe (R-Kan.) – head of the panel – wrote.', 'It replied.']
  ],
  ['No punctuation here', ['No punctuation here']]
]

describe('Sentences of a letter', () => {
  for (const [text, sentences] of table)
    it(text, () => {
      const read = text.replace(/[“”]/g, '"')
      const spans = sentencesOf(read, { start: 0, end: read.length })
      assert.deepEqual(
        spans.map(s => text.slice(s.start, s.end)),
        sentences
      )
    })
})
