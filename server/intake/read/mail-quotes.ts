import { linesOf } from './lines.ts'
import { edited, type Reading } from './reading.ts'

const quoted = /^(?:>\s?){1,4}/

/** The text of a message that quotes a letter, without the ">" that stands before each of its lines. */
export function withoutMailQuotes(reading: Reading): Reading {
  const lines = linesOf(reading.text).filter(line => !line.isBlank)
  const first = lines.findIndex(line => quoted.test(line.text))
  const marked = lines.filter(line => quoted.test(line.text))
  if (marked.length < 4 || marked.length < (lines.length - first) * 0.5) return reading
  return edited(
    reading,
    marked.map(line => ({
      start: line.start,
      end: line.start + (quoted.exec(line.text)?.[0].length ?? 0),
      text: ''
    }))
  )
}
