import { isSpace, trimmed } from './reading.ts'
import type { Span } from './types.ts'

/** A line of the reading, white space at its ends left out; `from` to `to` is the whole line with its line end. */
export interface Line extends Span {
  from: number
  to: number
  text: string
  indent: number
  isBlank: boolean
}

/** The lines of a stretch of the text, blank ones too. */
export function linesOf(text: string, within: Span = { start: 0, end: text.length }): Line[] {
  const lines: Line[] = []
  for (let from = within.start; from < within.end; ) {
    const newline = text.indexOf('\n', from)
    const stop = newline < 0 || newline >= within.end ? within.end : newline
    const { start, end } = trimmed(text, { start: from, end: stop })
    const to = Math.min(stop + 1, within.end)
    lines.push({
      from,
      to,
      start,
      end,
      text: text.slice(start, end),
      indent: start - from,
      isBlank: start === end
    })
    from = Math.max(to, from + 1)
  }
  return lines
}

/** Whether a line ends what it says, so that the next one begins something new. */
export function endsSentence(line: string): boolean {
  let i = line.length - 1
  while (i >= 0 && (isSpace(line.charCodeAt(i)) || '"\')]}*'.includes(line.charAt(i)))) i--
  return i >= 0 && '.?!:;'.includes(line.charAt(i))
}

export const startsLower = (line: string): boolean => /^["'(]?[a-z]/.test(line)
