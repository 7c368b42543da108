import type { mongo } from 'mongoose'

/**
 * One change of what is already recorded. It may be killed half-way and is then run again from its beginning, so it
 * must be able to run twice; and the release before it may still be serving pages while it runs.
 */
export interface Migration {
  /** The layout that the records have once it is done: one more than the row above. */
  readonly version: number
  readonly what: string
  change(db: mongo.Db): Promise<void>
}

/** Every change of layout there ever was, oldest first. A row is never altered once it was released. */
export const migrations: readonly Migration[] = [
  { version: 1, what: 'the layout of the first release: there is nothing to change', change: async () => {} }
]
