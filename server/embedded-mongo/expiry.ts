import { runQuery } from './query.ts'
import type { Storage } from './storage.ts'
import { docOf, numeric } from './values.ts'

const mostAtOnce = 1000

/** Removes documents whose time under a TTL index is over, a limited number in each transaction; gives how many. */
export const removeExpired = (storage: Storage, now: Date): number => {
  storage.refuseFullDisk(0)
  let removed = 0
  for (const { namespace, indexes } of [...storage.collections.values()])
    for (const { name } of indexes.filter(({ spec }) => spec.has('expireAfterSeconds')))
      for (let gone = mostAtOnce; gone === mostAtOnce; removed += gone)
        gone = storage.write(() => removeSome(storage, namespace, name, now))
  return removed
}

/** Of several dates in an array the earliest counts, as it does for the query; what is no date is never old. */
const removeSome = (storage: Storage, namespace: string, name: string, now: Date): number => {
  const collection = storage.collections.get(namespace)
  const index = collection?.indexes.find(one => one.name === name)
  const seconds = numeric(index?.spec.get('expireAfterSeconds'))
  const [field] = index?.fields ?? []
  if (!collection || !field || seconds === undefined) return 0
  const isOld = docOf({ [field.name]: docOf({ $lte: new Date(now.getTime() - seconds * 1000) }) })
  const filter = index?.partial ? docOf({ $and: [index.partial, isOld] }) : isOld
  const { ids } = runQuery(collection, { filter, limit: mostAtOnce, hint: name })
  for (const id of ids) collection.remove(id)
  return ids.length
}
