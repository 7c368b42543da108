import { linesOf } from './lines.ts'
import { type Edit, edited, type Reading } from './reading.ts'

const bulleted = /^([*\u2022\u25cf\u25aa\u25e6\u00b7-])\s/
/** After a sentence's end: the mark of the next item, or the question mark that a copy made of it. */
const nextItem = /(?<=[.?!;]["')]?\s{1,3})[?*\u2022\u25cf\u25aa\u25e6\u00b7\u2013-](?=\s{1,3}[A-Z"'])/g

/** The text with a line for each item where a copy set the items of a bulleted list one after the other into one line. */
export function withoutFlattenedBullets(reading: Reading): Reading {
  const edits: Edit[] = []
  for (const line of linesOf(reading.text)) {
    const bullet = bulleted.exec(line.text)?.[1]
    if (bullet === undefined || line.text.length < 80) continue
    for (const m of line.text.matchAll(nextItem)) {
      const start = line.start + m.index
      edits.push({ start, end: start + 1, text: `\n${bullet}` })
    }
  }
  return edited(reading, edits)
}
