import type { mongo } from 'mongoose'

/** The store's own time: what several processes lease is measured by it, since their clocks may differ by more than a lease. */
export async function storeTime(db: mongo.Db): Promise<Date> {
  const { localTime } = await db.command({ hello: 1 })
  if (!(localTime instanceof Date)) throw new Error('The store does not say what time it is.')
  return localTime
}
