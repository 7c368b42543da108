import { diffWordsWithSpace } from 'diff'

/** A run of words that both texts have, or only one of them. */
export interface DiffRun {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Longest text that is compared word by word, in UTF-16 units: some hundred pages. */
const MOST_TEXT = 200_000
/** Two texts with nothing in common cost the square of their length; a reader waits no longer than this. */
const MOST_MS = 1500

/** What changed between two texts, word by word; null where they are too long or too different to compare. */
export function wordDiff(from: string, to: string): DiffRun[] | null {
  if (from.length > MOST_TEXT || to.length > MOST_TEXT) return null
  const runs = diffWordsWithSpace(from, to, { timeout: MOST_MS })
  return (
    runs?.map(({ added, removed, value }) => ({
      kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
      text: value
    })) ?? null
  )
}
