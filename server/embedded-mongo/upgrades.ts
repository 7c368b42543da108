import { Index } from './index-entries.ts'
import type { Storage } from './storage.ts'
import { docOf } from './values.ts'

/** What brings the files of one version to the next, in one transaction. */
export type Upgrade = (storage: Storage) => void

/**
 * Version 1 kept each record of a word by itself: the word, a zero byte and the record's number led to how much the
 * word counts there. Version 2 keeps them in blocks.
 */
const gatherPostings: Upgrade = storage => {
  for (const collection of storage.collections.values())
    for (const [i, single] of collection.indexes.entries()) {
      if (!single.text) continue
      const description = new Map([...single.describe(), ...docOf({ id: storage.newId() })])
      const gathered = new Index(storage, description)
      collection.indexes[i] = gathered
      storage.touch(collection)
      single.takeAll((key, value) => {
        const stem = key.toString('utf8', indexBytes, key.length - recordBytes - 1)
        gathered.text?.postings.put(
          stem,
          key.readUIntBE(key.length - recordBytes, recordBytes),
          value.readFloatBE(0)
        )
      })
    }
}

const [indexBytes, recordBytes] = [4, 6]

/** From version 1 to 2, from 2 to 3, and so on. */
export const upgrades: readonly Upgrade[] = [gatherPostings]
