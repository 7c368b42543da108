/** A question's place in a text: UTF-16 offsets, the end not included. */
export interface MarkedSpan {
  readonly position: number
  readonly start: number
  readonly end: number
}

/** A stretch of a paragraph; `question` is the position of the question that stands there. */
export interface Run {
  readonly text: string
  readonly question: number | null
  /** Here the question begins: the place that links lead to. */
  readonly isStart: boolean
}

/**
 * A letter's text as paragraphs, each a row of runs, with every question marked where it stands. Lines that a page
 * broke for want of room are joined again; nothing else of the text is changed.
 */
export function markedText(text: string, questions: readonly MarkedSpan[]): Run[][] {
  const joined = joinWrappedLines(text)
  const marks = withoutOverlaps(questions, text.length)
  return paragraphsOf(joined).map(({ start, end }) => runsOf(joined, start, end, marks))
}

/** From this length on a line ended because the page did. */
const wrapLength = 60

/** Each line break that a page made becomes one space, so that every offset stays what it was. */
function joinWrappedLines(text: string): string {
  const lines = text.split('\n')
  return lines
    .map((line, index) => {
      const next = lines[index + 1]
      if (next === undefined) return line
      const isWrapped = line.trimEnd().length >= wrapLength && next.trim() !== '' && !startsItem(next)
      return isWrapped ? `${line} ` : `${line}\n`
    })
    .join('')
}

const startsItem = (line: string): boolean => /^\s*([-•*–]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s/.test(line)

function paragraphsOf(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let at = 0
  for (const gap of text.matchAll(/\n[^\S\n]*(?:\n[^\S\n]*)+/g)) {
    found.push({ start: at, end: gap.index })
    at = gap.index + gap[0].length
  }
  found.push({ start: at, end: text.length })
  return found.map(span => trimmed(text, span)).filter(({ start, end }) => start < end)
}

const trimmed = (text: string, { start, end }: { start: number; end: number }) => {
  const body = text.slice(start, end)
  return { start: start + (body.length - body.trimStart().length), end: start + body.trimEnd().length }
}

/** Questions in the order of the text; one that begins inside another is marked from where that one ends. */
function withoutOverlaps(questions: readonly MarkedSpan[], length: number): MarkedSpan[] {
  const marks: MarkedSpan[] = []
  let taken = 0
  for (const question of [...questions].sort((one, other) => one.start - other.start)) {
    const start = Math.max(question.start, taken)
    const end = Math.min(question.end, length)
    if (start >= end) continue
    marks.push({ position: question.position, start, end })
    taken = end
  }
  return marks
}

function runsOf(text: string, start: number, end: number, marks: readonly MarkedSpan[]): Run[] {
  const runs: Run[] = []
  let at = start
  for (const mark of marks) {
    if (mark.end <= start || mark.start >= end) continue
    const from = Math.max(mark.start, start)
    const to = Math.min(mark.end, end)
    if (from > at) runs.push({ text: text.slice(at, from), question: null, isStart: false })
    runs.push({ text: text.slice(from, to), question: mark.position, isStart: from === mark.start })
    at = to
  }
  if (at < end) runs.push({ text: text.slice(at, end), question: null, isStart: false })
  return runs
}
