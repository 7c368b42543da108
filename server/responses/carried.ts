import type { Span } from '../intake/locate.ts'
import { wordDiff } from '../intake/word-diff.ts'

/** A run of two texts: what both have, or what stands in place of what. Offsets are UTF-16 units. */
interface Run {
  readonly from: string
  readonly to: string
  readonly isSame: boolean
}

/** What a correction of a text changed, and where each passage of the old text stands in the new one. */
export interface Corrected {
  /** Each change with what stood there, in the order of the text. */
  readonly changes: readonly { readonly from: string; readonly to: string }[]
  /** Null where less than half of the passage's words are left. */
  carry(passage: Span): Span | null
}

/** Compares a text with its corrected form; null where they are too different to say which words became which. */
export function corrected(from: string, to: string): Corrected | null {
  const runs = runsOf(from, to)
  return (
    runs && {
      changes: runs.filter(({ isSame }) => !isSame).map(run => ({ from: run.from, to: run.to })),
      carry: passage => carriedBy(runs, passage)
    }
  )
}

/** What both texts begin and end with is not compared: most corrections change a few words of a long text. */
function runsOf(from: string, to: string): Run[] | null {
  const least = Math.min(from.length, to.length)
  let head = 0
  while (head < least && from[head] === to[head]) head += 1
  while (head > 0 && !/\s/.test(from[head - 1] ?? '')) head -= 1
  let tail = 0
  while (tail < least - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1
  while (tail > 0 && !/\s/.test(from[from.length - tail] ?? '')) tail -= 1
  const same = (text: string): Run => ({ from: text, to: text, isSame: true })
  const middle = wordDiff(from.slice(head, from.length - tail), to.slice(head, to.length - tail))
  if (!middle) return null
  const runs: Run[] = [same(from.slice(0, head))]
  for (const { kind, text } of middle) {
    const last = runs.at(-1)
    if (kind === 'same') runs.push(same(text))
    else if (last && !last.isSame)
      runs[runs.length - 1] = {
        isSame: false,
        from: kind === 'removed' ? last.from + text : last.from,
        to: kind === 'added' ? last.to + text : last.to
      }
    else runs.push({ isSame: false, from: kind === 'removed' ? text : '', to: kind === 'added' ? text : '' })
  }
  return [...runs, same(from.slice(from.length - tail))]
}

function carriedBy(runs: readonly Run[], { start, end }: Span): Span | null {
  let [at, now, kept] = [0, 0, 0]
  let place: Span | null = null
  for (const run of runs) {
    const [low, high] = [Math.max(start, at), Math.min(end, at + run.from.length)]
    if (low < high || (run.from === '' && start < at && at < end)) {
      const piece = run.isSame
        ? { start: now + low - at, end: now + high - at }
        : { start: now, end: now + run.to.length }
      if (run.isSame) kept += high - low
      place = place ? { start: place.start, end: piece.end } : piece
    }
    at += run.from.length
    now += run.to.length
  }
  return place && place.end > place.start && kept * 2 >= end - start ? place : null
}
