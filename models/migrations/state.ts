import type { mongo } from 'mongoose'

/** What the store knows of its own layout: one document, written by the migration alone. */
export interface LayoutState {
  _id: 'layout'
  /** The highest row of the table that is done. */
  version: number
  /** Fingerprint of the indexes that were last made. */
  indexes: string
  done: { version: number; what: string; at: Date; by: string }[]
  /** A load that is under way, or was cut short: the records are not whole. */
  loading?: { from: string; at: Date }
}

export const layouts = (db: mongo.Db): mongo.Collection<LayoutState> =>
  db.collection<LayoutState>('migrations')

export const readLayout = (db: mongo.Db): Promise<LayoutState | null> =>
  layouts(db).findOne({ _id: 'layout' })

/** Thrown when this release must not touch these records; the message is one line that says what to do. */
export class WrongLayout extends Error {}
