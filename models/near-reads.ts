import { AsyncLocalStorage } from 'node:async_hooks'
import { type Aggregate, mongo, type Query, type Schema } from 'mongoose'

/**
 * Pages for visitors may be read from the secondaries of a replica set, which are behind by a moment or by a minute;
 * an embargo or a withdrawal must hold at once all the same. So the stored revision is always read from the primary,
 * within one causally consistent session, and what the page shows is read within the same: the driver then sends the
 * time of the newest revision seen along (`afterClusterTime`), and a secondary answers only once it has come so far.
 */
interface NearReads {
  readonly session: mongo.ClientSession
  readonly readPreference: mongo.ReadPreference
}

export type PublicReads = 'primary' | 'secondaryPreferred' | 'nearest'

/** One that is further behind is not asked at all; less cannot be told apart, says MongoDB. */
const MOST_BEHIND_S = 90

/** So long a secondary may take to catch up; then the page is not available, as when the store is away. */
const CATCH_UP_MS = 5000

let open: NearReads | null = null
const asked = new AsyncLocalStorage<boolean>()

/** Lets what `nearby` runs read from where `where` says. One connection a process, and one session on it. */
export function openNearReads(client: mongo.MongoClient, where: PublicReads): void {
  const further = { maxStalenessSeconds: MOST_BEHIND_S }
  open =
    where === 'primary'
      ? null
      : {
          session: client.startSession({ causalConsistency: true }),
          readPreference: new mongo.ReadPreference(where, undefined, further)
        }
}

export async function closeNearReads(): Promise<void> {
  const session = open?.session
  open = null
  await session?.endSession()
}

export const hasNearReads = (): boolean => open !== null

/** Runs what answers a visitor, all of whose reads of shown records may be near ones. */
export const nearby = (act: () => void): void => asked.run(true, act)

/** For reads of the revision: always of the primary, and remembered by the session. */
export const seenByNearReads = (): { session?: mongo.ClientSession } =>
  open ? { session: open.session } : {}

/** A schema plugin: reads of this collection on behalf of a visitor are near ones. */
export function mayBeReadNearby(schema: Schema): void {
  schema.pre(['find', 'findOne', 'countDocuments', 'distinct'], function (this: Query<unknown, unknown>) {
    readNearby(this.getOptions())
  })
  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    readNearby(this.options)
  })
}

function readNearby(options: object): void {
  if (open && asked.getStore()) Object.assign(options, { ...open, maxTimeMS: CATCH_UP_MS })
}
