import { AlignmentType, Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx'
import type { Response } from 'express'

/** One paragraph of a Word file: a heading, a line kept with the next, an indented quotation, or plain text. */
export interface WordParagraph {
  readonly text: string
  readonly kind?: 'heading' | 'line' | 'quoted' | 'note'
  /** Space above, in points. */
  readonly above?: number
}

/** Signs that no XML may hold: a scan's stray control characters would make a file that Word refuses. */
// Written as a class of properties, since the signs themselves may not stand in a source.
const printable = (text: string): string => text.replace(/[^\P{Cc}\t\n]/gu, '').replace(/[\ufffe\uffff]/g, '')

/** Answers with a Word file: Times, letter size, one-inch margins, as offices print letters. */
export async function sendWordFile(
  res: Response,
  name: string,
  paragraphs: readonly WordParagraph[]
): Promise<void> {
  const document = new Document({
    creator: 'Reply Due',
    title: name,
    styles: { default: { document: { run: { font: 'Times New Roman', size: 24 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 12240, height: 15840 },
            margin: { top: 1440, right: 1440, bottom: 1440, left: 1440 }
          }
        },
        children: paragraphs.map(wordParagraph)
      }
    ]
  })
  const file = await Packer.toBuffer(document)
  res
    .type('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    .set('Content-Disposition', `attachment; filename="${name.replace(/[^a-z0-9-]/gi, '-')}.docx"`)
    .set('X-Content-Type-Options', 'nosniff')
    .send(file)
}

function wordParagraph({ text, kind, above = 0 }: WordParagraph): Paragraph {
  const lines = printable(text).split('\n')
  return new Paragraph({
    ...(kind === 'heading' && { heading: HeadingLevel.HEADING_2 }),
    alignment: AlignmentType.LEFT,
    spacing: { before: above * 20, after: kind === 'line' ? 0 : 200 },
    ...(kind === 'quoted' && { indent: { left: 720 } }),
    ...(kind === 'note' && { indent: { left: 720 } }),
    children: lines.map(
      (line, index) => new TextRun({ text: line, ...(index > 0 && { break: 1 }), italics: kind === 'note' })
    )
  })
}
