import { decode } from './bson-codec.ts'
import type { Collection } from './collection.ts'
import { messageOf } from './errors.ts'
import type { Storage } from './storage.ts'

/** What a look at everything stored came to; `problems` is empty when all of it agrees. */
export interface Findings {
  documents: number
  entries: number
  problems: string[]
}

const mostProblems = 100

/** Reads every document and every index entry, and holds them and the counts against each other. */
export const checkStorage = (storage: Storage): Findings => {
  const findings: Findings = { documents: 0, entries: 0, problems: [] }
  for (const collection of storage.collections.values())
    try {
      checkCollection(collection, findings)
    } catch (error) {
      findings.problems.push(`${collection.namespace}: ${messageOf(error)}`)
    }
  findings.problems.length = Math.min(findings.problems.length, mostProblems)
  return findings
}

const checkCollection = (collection: Collection, findings: Findings) => {
  const { namespace, indexes } = collection
  const problem = (what: string) => findings.problems.push(`${namespace}: ${what}`)
  const owed = indexes.map(() => 0)
  let [count, size] = [0, 0]
  for (const { id, bytes } of collection.scan()) {
    count++
    size += bytes.length
    try {
      const doc = decode(bytes)
      for (const [i, index] of indexes.entries()) {
        const { count, missing } = index.owed(doc, id)
        owed[i] = (owed[i] ?? 0) + count
        if (missing > 0) problem(`record ${id} is missing from the index ${index.name}`)
      }
    } catch (error) {
      problem(`record ${id} cannot be read: ${messageOf(error)}`)
    }
  }
  findings.documents += count
  if (count !== collection.count) problem(`the count says ${collection.count}, there are ${count} documents`)
  if (size !== collection.bytes) problem(`the size says ${collection.bytes}, there are ${size} bytes`)
  for (const [i, index] of indexes.entries()) {
    const there = index.count()
    findings.entries += there
    if (there !== owed[i])
      problem(`the index ${index.name} has ${there} entries, the documents call for ${owed[i]}`)
  }
}
