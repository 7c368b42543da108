import { type Doc, encode, numeric, type Value } from '../bson-codec.ts'
import { CommandError, refuse } from '../errors.ts'
import { compileFilter } from '../match.ts'
import { docField } from '../wire.ts'
import { type Command, existing, namespaceOf, ok, refuseCollation } from './command.ts'

const refusedOptions = [
  'capped',
  'timeseries',
  'viewOn',
  'pipeline',
  'validator',
  'clusteredIndex',
  'expireAfterSeconds',
  'encryptedFields',
  'changeStreamPreAndPostImages'
]

export const create: Command = {
  isWrite: true,
  run(context, request) {
    const { body } = request
    refuseCollation(body)
    for (const option of refusedOptions) if (body.get(option)) refuse(`the collection option ${option}`)
    const name = namespaceOf(request)
    if (!context.storage.collection(name)) context.storage.create(name)
    return ok()
  }
}

export const drop: Command = {
  isWrite: true,
  run(context, request) {
    const name = namespaceOf(request)
    const collection = context.storage.collection(name)
    // Since 7.0 it is no error to drop what is not there.
    if (!collection) return ok()
    const { length } = collection.indexes
    context.storage.drop(collection)
    context.cursors.killAll(name)
    return ok(['nIndexesWas', length], ['ns', name])
  }
}

export const renameCollection: Command = {
  isWrite: true,
  run(context, request) {
    const from = request.body.get('renameCollection')
    const to = request.body.get('to')
    if (typeof from !== 'string' || typeof to !== 'string')
      throw new CommandError('TypeMismatch', 'renameCollection needs two names')
    const collection = existing(context, from)
    const target = context.storage.collection(to)
    if (target && request.body.get('dropTarget') !== true)
      throw new CommandError('NamespaceExists', 'target namespace exists')
    if (target) context.storage.drop(target)
    collection.rename(to)
    return ok()
  }
}

export const dropDatabase: Command = {
  isWrite: true,
  run(context, request) {
    const inside = [...context.storage.collections.values()].filter(({ namespace }) =>
      namespace.startsWith(`${request.database}.`)
    )
    for (const collection of inside) {
      context.storage.drop(collection)
      context.cursors.killAll(collection.namespace)
    }
    return inside.length > 0 ? ok(['dropped', request.database]) : ok()
  }
}

export const listCollections: Command = {
  run(context, request) {
    const filter = docField(request.body, 'filter') ?? new Map()
    const matches = compileFilter(filter)
    const isBrief = request.body.get('nameOnly') === true
    const prefix = `${request.database}.`
    const batch = [...context.storage.collections.values()]
      .filter(({ namespace }) => namespace.startsWith(prefix))
      .map(collection => {
        const doc = new Map<string, Value>([
          ['name', collection.namespace.slice(prefix.length)],
          ['type', 'collection']
        ])
        if (isBrief) return doc
        doc.set('options', collection.options)
        doc.set('info', new Map([['readOnly', false]]))
        doc.set('idIndex', collection.idIndex.publicSpec())
        return doc
      })
      .filter(doc => matches(doc))
      .map(doc => encode(doc))
    let at = 0
    return ok([
      'cursor',
      context.cursors.start(`${request.database}.$cmd.listCollections`, () => batch[at++], 100_000)
    ])
  }
}

export const listDatabases: Command = {
  run(context, request) {
    const matches = compileFilter(docField(request.body, 'filter') ?? new Map())
    const sizes = new Map<string, number>()
    for (const { namespace, bytes } of context.storage.collections.values()) {
      const name = namespace.slice(0, namespace.indexOf('.'))
      sizes.set(name, (sizes.get(name) ?? 0) + bytes)
    }
    const databases = [...sizes]
      .map(
        ([name, bytes]): Doc =>
          new Map<string, Value>([
            ['name', name],
            ['sizeOnDisk', bytes],
            ['empty', bytes === 0]
          ])
      )
      .filter(doc => matches(doc))
    if (request.body.get('nameOnly') === true)
      return ok(['databases', databases.map((doc): Value => new Map([['name', doc.get('name') ?? null]]))])
    const total = databases.reduce((sum, doc) => sum + (numeric(doc.get('sizeOnDisk')) ?? 0), 0)
    return ok(['databases', databases], ['totalSize', total], ['totalSizeMb', Math.round(total / 1048576)])
  }
}

export const collStats: Command = {
  run(context, request) {
    const name = namespaceOf(request)
    const collection = context.storage.collection(name)
    const count = collection?.count ?? 0
    const size = collection?.bytes ?? 0
    return ok(
      ['ns', name],
      ['count', count],
      ['size', size],
      ['avgObjSize', count > 0 ? Math.round(size / count) : 0],
      ['storageSize', size],
      ['nindexes', collection?.indexes.length ?? 0],
      ['totalIndexSize', 0],
      ['indexSizes', new Map()],
      ['capped', false],
      ['scaleFactor', 1]
    )
  }
}

export const dbStats: Command = {
  run(context, request) {
    const inside = [...context.storage.collections.values()].filter(({ namespace }) =>
      namespace.startsWith(`${request.database}.`)
    )
    const sum = (of: (collection: (typeof inside)[number]) => number) =>
      inside.reduce((total, one) => total + of(one), 0)
    return ok(
      ['db', request.database],
      ['collections', inside.length],
      ['views', 0],
      ['objects', sum(one => one.count)],
      ['dataSize', sum(one => one.bytes)],
      ['storageSize', context.storage.bytes],
      ['indexes', sum(one => one.indexes.length)],
      ['indexSize', 0],
      ['scaleFactor', 1]
    )
  }
}
