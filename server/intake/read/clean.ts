import { withoutFlattenedBullets } from './flattened-bullets.ts'
import { type Footnote, withoutFootnoteMarks, withoutFootnotes } from './footnotes.ts'
import { withoutGarbledMarks } from './garbled.ts'
import { withoutGluedWords } from './glued-words.ts'
import { readGlyphs } from './glyphs.ts'
import { withoutHyphenation } from './hyphenation.ts'
import { withLostBreaks } from './lost-breaks.ts'
import { withoutMailQuotes } from './mail-quotes.ts'
import { withoutMarkup } from './markup.ts'
import { type RunningHeads, withoutRunningHeads } from './page-furniture.ts'
import { withoutRepeats } from './page-repeats.ts'
import { withoutQuotationMarks } from './quoted-letter.ts'
import type { Reading } from './reading.ts'
import { withoutWideGaps } from './white-space.ts'

/** A text cleaned for reading, every character of it traceable to the text as given, and what was set aside. */
export interface Cleaned {
  reading: Reading
  heads: RunningHeads
  footnotes: Footnote[]
}

/**
 * Takes out what a page adds to a letter: markup, the marks of a quoted message, running heads, page numbers, lines repeated at a page break, footnotes and
 * their marks, hyphenation, ligatures; quotation marks are made plain for the rules and kept as printed in `shown`.
 */
export function clean(given: string): Cleaned {
  const { reading: body, heads } = withoutRunningHeads(
    withoutGarbledMarks(withoutWideGaps(withoutMailQuotes(withoutMarkup(readGlyphs(given)))))
  )
  const { reading, footnotes } = withoutFootnotes(withoutRepeats(body))
  return {
    reading: withLostBreaks(
      withoutFlattenedBullets(
        withoutQuotationMarks(withoutHyphenation(withoutGluedWords(withoutFootnoteMarks(reading))))
      )
    ),
    heads,
    footnotes
  }
}
