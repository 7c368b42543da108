import { statSync } from 'node:fs'
import type { Collection } from '../collection.ts'
import { sourceOf } from '../cursors.ts'
import { refuse } from '../errors.ts'
import { compileFilter } from '../match.ts'
import { docOf } from '../values.ts'
import { type Command, type Context, docField, namespaceOf, ok, refuseCollation } from './command.ts'

const refusedOptions =
  `capped timeseries viewOn pipeline validator clusteredIndex expireAfterSeconds encryptedFields
  changeStreamPreAndPostImages`.split(/\s+/)

const remove = ({ storage, cursors }: Context, collection: Collection) => {
  storage.drop(collection)
  cursors.killAll(collection.namespace)
}

const collectionsOf = ({ storage }: Context, database: string): Collection[] =>
  [...storage.collections.values()].filter(({ namespace }) => namespace.startsWith(`${database}.`))

export const collections: Record<string, Command> = {
  create: {
    isWrite: true,
    run({ storage }, request) {
      refuseCollation(request.body)
      for (const option of refusedOptions)
        if (request.body.get(option)) refuse(`the collection option ${option}`)
      const name = namespaceOf(request)
      if (!storage.collections.get(name)) storage.create(name)
      return ok()
    }
  },
  drop: {
    isWrite: true,
    run(context, request) {
      const ns = namespaceOf(request)
      const collection = context.storage.collections.get(ns)
      // Since 7.0 it is no error to drop what is not there.
      if (!collection) return ok()
      remove(context, collection)
      return ok({ nIndexesWas: collection.indexes.length, ns })
    }
  },
  dropDatabase: {
    isWrite: true,
    run(context, { database }) {
      const inside = collectionsOf(context, database)
      for (const collection of inside) remove(context, collection)
      return ok({ dropped: inside.length > 0 ? database : undefined })
    }
  },
  dbStats: {
    run(context, { database }) {
      const inside = collectionsOf(context, database)
      const sum = (field: 'count' | 'bytes') => inside.reduce((total, one) => total + one[field], 0)
      const storageSize = statSync(context.storage.file).size
      return ok({
        ...{ db: database, collections: inside.length, views: 0 },
        ...{ objects: sum('count'), dataSize: sum('bytes'), storageSize }
      })
    }
  },
  listCollections: {
    run(context, { database, body }) {
      const matches = compileFilter(docField(body, 'filter') ?? new Map())
      const isBrief = body.get('nameOnly') === true
      const docs = collectionsOf(context, database).map(({ namespace, idIndex }) => {
        const more = { options: new Map(), info: docOf({ readOnly: false }), idIndex: idIndex.spec }
        const name = namespace.slice(database.length + 1)
        return docOf({ name, type: 'collection', ...(isBrief ? {} : more) })
      })
      const source = sourceOf(docs.filter(doc => matches(doc)))
      return context.cursors.start(`${database}.$cmd.listCollections`, source, docs.length + 1)
    }
  },
  listDatabases: {
    run({ storage }, { body }) {
      const matches = compileFilter(docField(body, 'filter') ?? new Map())
      const sizes = new Map<string, number>()
      for (const { namespace, bytes } of storage.collections.values()) {
        const name = namespace.slice(0, namespace.indexOf('.'))
        sizes.set(name, (sizes.get(name) ?? 0) + bytes)
      }
      const all = [...sizes].map(([name, bytes]) => docOf({ name, sizeOnDisk: bytes, empty: bytes === 0 }))
      const databases = all.filter(doc => matches(doc))
      if (body.get('nameOnly') === true)
        return ok({ databases: databases.map(doc => docOf({ name: doc.get('name') })) })
      const totalSize = [...sizes.values()].reduce((total, bytes) => total + bytes, 0)
      return ok({ databases, totalSize, totalSizeMb: Math.round(totalSize / 1048576) })
    }
  }
}
