import { decode } from './bson-codec.ts'
import { directed, following, sortable } from './bson-order.ts'
import type { Collection } from './collection.ts'
import type { Index } from './index-entries.ts'
import type { Storage } from './storage.ts'

const mostAtOnce = 1000

/** Removes documents whose time under a TTL index is over, a limited number in each transaction; gives how many. */
export const removeExpired = (storage: Storage, now: Date): number => {
  storage.refuseFullDisk(0)
  let removed = 0
  for (const { namespace } of [...storage.collections.values()])
    for (let more = true; more; ) {
      const gone = storage.write(() => removeSome(storage.collection(namespace), now))
      removed += gone
      more = gone === mostAtOnce
    }
  return removed
}

const removeSome = (collection: Collection | undefined, now: Date): number => {
  let removed = 0
  for (const index of collection?.indexes ?? [])
    for (const id of expiredIn(index, now).slice(0, mostAtOnce - removed)) {
      const bytes = collection?.read(id)
      if (!bytes) continue
      collection?.remove({ id, bytes }, decode(bytes))
      removed++
    }
  return removed
}

/** Of several dates in an array the earliest counts, so any key that is old enough decides. */
const expiredIn = (index: Index, now: Date): number[] => {
  const { expireAfterSeconds } = index.spec
  if (expireAfterSeconds === undefined || index.fields.length !== 1) return []
  const [oldest, limit] = [-8.64e15, now.getTime() - expireAfterSeconds * 1000].map(at =>
    sortable(new Date(at))
  )
  if (!oldest || !limit) return []
  const isDescending = index.fields[0]?.direction === -1
  const [low, high] = isDescending ? [directed(limit, -1), directed(oldest, -1)] : [oldest, limit]
  const ids = new Set<number>()
  for (const { id } of index.range(low, following(high), false)) {
    ids.add(id)
    if (ids.size >= mostAtOnce) break
  }
  return [...ids]
}
