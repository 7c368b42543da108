/** One page of a list and the cursor of the next; null on the last. */
export interface CursorPage<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export const limitOf = (given: unknown): number => {
  const number = Math.trunc(Number(given))
  return Number.isFinite(number) && number >= 1 ? Math.min(number, 200) : 50
}

/**
 * The items after the one that a cursor names. A list that changed meanwhile goes on behind that item wherever it
 * now stands, and where it has vanished, from its former place. A cursor that cannot be read is the beginning.
 */
export function pageAfter<T>(
  items: readonly T[],
  cursor: unknown,
  limit: number,
  keyOf: (item: T) => string
): CursorPage<T> {
  const start = startAfter(items, cursor, keyOf)
  const page = items.slice(start, start + limit)
  const last = page.at(-1)
  const end = start + page.length
  return { items: page, next: last === undefined || end >= items.length ? null : cursorFor(keyOf(last), end) }
}

const cursorFor = (key: string, end: number): string => Buffer.from(`${end} ${key}`).toString('base64url')

function startAfter<T>(items: readonly T[], cursor: unknown, keyOf: (item: T) => string): number {
  if (typeof cursor !== 'string' || cursor.length > 400) return 0
  const [place = '', key = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const end = Number(place)
  if (!Number.isSafeInteger(end) || end < 1 || key === '') return 0
  const before = items[end - 1]
  if (before !== undefined && keyOf(before) === key) return end
  const found = items.findIndex(item => keyOf(item) === key)
  return found >= 0 ? found + 1 : Math.min(end - 1, items.length)
}
