import { BSONRegExp } from 'bson'
import { type Doc, decode, isDoc, numeric, type Value } from './bson-codec.ts'
import { compare, isEqual } from './bson-order.ts'
import type { Collection } from './collection.ts'
import { CommandError, refuse } from './errors.ts'
import { along, compileExpression, type Variables } from './expressions.ts'
import { compileGroup } from './group.ts'
import { compileFilter } from './match.ts'
import { compileAddFields, compileProjection } from './project.ts'
import { type Answer, countMatching, runQuery } from './query.ts'
import { compareBy, compareKeys, sortFields, sortKey } from './sort.ts'
import type { Storage } from './storage.ts'

/** What a pipeline reads from and, for `$out` and `$merge`, writes to. */
export interface Surroundings {
  storage: Storage
  database: string
  now: Date
  /** Replaces or merges into a collection; only a command that runs as a write hands this in. */
  write?: { out(namespace: string, docs: Doc[]): void; merge(spec: Doc, docs: Doc[]): void }
}

type Docs = Doc[]
type Stage = (docs: Docs, variables: Variables) => Docs

const fail = (code: number, message: string): never => {
  throw new CommandError(code, message)
}

/** Runs a pipeline over a collection; leading stages that a query can do are done by its indexes. */
export const runPipeline = (
  collection: Collection | undefined,
  stages: readonly Doc[],
  around: Surroundings,
  variables: Variables,
  hint?: Value
): Docs => {
  const { query, rest } = leadingQuery(stages)
  const compiled = rest.map(stage => compileStage(stage, around))
  const first = startingStage(rest[0])
  let docs: Docs = []
  const counted = countOnly(rest)
  if (counted !== undefined) {
    const n = countMatching(collection, { ...query, hint, variables })
    return n > 0 ? [counted(n)] : []
  }
  if (!first && collection) {
    const answer = runQuery(collection, { ...query, hint, variables })
    docs = read(collection, answer)
  }
  for (const stage of compiled) docs = stage(docs, variables)
  return docs
}

/** What `countDocuments` sends, and `$count`, need no documents: what their one result is made from the number. */
const countOnly = (rest: readonly Doc[]): ((n: number) => Doc) | undefined => {
  const [stage] = rest
  if (rest.length !== 1 || !stage) return undefined
  const name = stage.get('$count')
  if (typeof name === 'string' && /^[^$.]+$/.test(name)) return n => new Map([[name, n]])
  const group = stage.get('$group')
  if (!isDoc(group) || group.size !== 2 || !isEqual(group.get('n'), new Map([['$sum', 1]]))) return undefined
  const id = group.get('_id') ?? null
  return id === null || numeric(id) !== undefined
    ? n =>
        new Map([
          ['_id', id],
          ['n', n]
        ])
    : undefined
}

const read = (collection: Collection, { ids, scores }: Answer): Docs =>
  ids.flatMap(id => {
    const bytes = collection.read(id)
    if (!bytes) return []
    const doc = decode(bytes)
    const score = scores.get(id)
    if (score !== undefined) textScores.set(doc, score)
    return [doc]
  })

/** The scores of documents that a text search found, until a stage makes other documents of them. */
const textScores = new WeakMap<Doc, number>()

const contextOf = (doc: Doc, variables: Variables) => {
  const score = textScores.get(doc)
  return score === undefined ? { variables } : { variables, score }
}

/** What a stage made of a document still has the document's score. */
const scored = (doc: Doc, made: Doc): Doc => {
  const score = textScores.get(doc)
  if (score !== undefined) textScores.set(made, score)
  return made
}

/** Whether a pipeline begins with a stage that makes documents of its own. */
export const startingStage = (stage: Doc | undefined): boolean => {
  const [name] = stage?.keys() ?? []
  return name === '$documents' || name === '$collStats' || name === '$listLocalSessions'
}

/** The query that a pipeline's first stages amount to (`$match`, then `$sort`, `$skip`, `$limit`), and the other stages. */
export const leadingQuery = (stages: readonly Doc[]) => {
  const query: { filter: Doc; sort?: Doc; skip?: number; limit?: number } = { filter: new Map() }
  let at = 0
  const operand = (name: string): Value | undefined => stages[at]?.get(name)
  const match = operand('$match')
  if (isDoc(match)) {
    query.filter = match
    at++
  }
  const sort = operand('$sort')
  if (isDoc(sort) && sort.size > 0) {
    query.sort = sort
    at++
  }
  const skip = numeric(operand('$skip'))
  if (skip !== undefined && Number.isInteger(skip) && skip >= 0) {
    query.skip = skip
    at++
  }
  const limit = numeric(operand('$limit'))
  if (limit !== undefined && Number.isInteger(limit) && limit > 0) {
    query.limit = limit
    at++
  }
  return { query, rest: stages.slice(at) }
}

const compileStage = (stage: Doc, around: Surroundings): Stage => {
  const [name] = stage.keys()
  if (stage.size !== 1 || name === undefined)
    return fail(40323, 'A pipeline stage specification object must contain exactly one field.')
  const compile = stages[name]
  if (!compile)
    return knownElsewhere.has(name)
      ? refuse(`the stage ${name}`)
      : fail(40324, `Unrecognized pipeline stage name: '${name}'`)
  return compile(stage.get(name) ?? null, around)
}

const knownElsewhere = new Set([
  '$bucketAuto',
  '$changeStream',
  '$currentOp',
  '$densify',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listSessions',
  '$planCacheStats',
  '$redact',
  '$search',
  '$setWindowFields',
  '$vectorSearch'
])

const docOf = (name: string, value: Value): Doc =>
  isDoc(value) ? value : fail(40272, `the ${name} stage specification must be an object`)

const stages: Record<string, (operand: Value, around: Surroundings) => Stage> = {
  $match: operand => {
    const filter = docOf('$match', operand)
    return (docs, variables) => {
      if (filter.has('$text')) fail(17313, '$match with $text is only allowed as the first pipeline stage')
      const matches = compileFilter(filter, variables)
      return docs.filter(doc => matches(doc))
    }
  },
  $sort: operand => {
    const fields = sortFields(docOf('$sort', operand))
    const order = compareKeys(fields)
    return docs =>
      docs
        .map(doc => ({ doc, key: sortKey(doc, fields, textScores.get(doc)) }))
        .sort((a, b) => order(a.key, b.key))
        .map(({ doc }) => doc)
  },
  $limit: operand => {
    const n = numeric(operand)
    if (n === undefined || !Number.isInteger(n) || n <= 0) return fail(15958, 'the limit must be positive')
    return docs => docs.slice(0, n)
  },
  $skip: operand => {
    const n = numeric(operand)
    if (n === undefined || !Number.isInteger(n) || n < 0)
      return fail(5107200, `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${n}`)
    return docs => docs.slice(n)
  },
  $project: operand => {
    const projection = compileProjection(docOf('$project', operand), false)
    return (docs, variables) =>
      docs.map(doc => scored(doc, projection?.(doc, contextOf(doc, variables)) ?? doc))
  },
  $addFields: operand => {
    const projection = compileAddFields(docOf('$addFields', operand))
    return (docs, variables) => docs.map(doc => scored(doc, projection(doc, contextOf(doc, variables))))
  },
  $set: (operand, around) => stageNamed('$addFields', operand, around),
  $unset: (operand, around) => {
    const names = Array.isArray(operand) ? operand : [operand]
    return stageNamed(
      '$project',
      new Map(
        names.map(name => [
          typeof name === 'string' ? name : fail(31002, '$unset specification must be a string or an array'),
          0
        ])
      ),
      around
    )
  },
  $group: operand => compileGroup(operand),
  $count: operand => {
    if (typeof operand !== 'string' || operand === '' || operand.startsWith('$') || operand.includes('.'))
      return fail(40156, 'the count field must be a non-empty string')
    return docs => (docs.length > 0 ? [new Map([[operand, docs.length]])] : [])
  },
  $sortByCount: operand => {
    const group = compileGroup(
      new Map<string, Value>([
        ['_id', operand],
        ['count', new Map([['$sum', 1]])]
      ])
    )
    const order = compareBy(new Map([['count', -1]]))
    return (docs, variables) => group(docs, variables).sort(order)
  },
  $unwind: operand => {
    const spec: Doc = isDoc(operand) ? operand : new Map([['path', operand]])
    const path = spec.get('path')
    if (typeof path !== 'string' || !path.startsWith('$'))
      return fail(28818, "path option to $unwind stage should be prefixed with a '$'")
    const index = spec.get('includeArrayIndex')
    const keeps = spec.get('preserveNullAndEmptyArrays') === true
    const parts = path.slice(1).split('.')
    return docs =>
      docs.flatMap(doc => unwound(doc, parts, keeps, typeof index === 'string' ? index : undefined))
  },
  $replaceRoot: operand => {
    const root = compileExpression(docOf('$replaceRoot', operand).get('newRoot'))
    return (docs, variables) =>
      docs.map(doc => {
        const made = root(doc, variables)
        return isDoc(made) ? made : fail(40228, "'newRoot' expression must evaluate to an object")
      })
  },
  $replaceWith: (operand, around) => stageNamed('$replaceRoot', new Map([['newRoot', operand]]), around),
  $sample: operand => {
    const size = numeric(docOf('$sample', operand).get('size'))
    if (size === undefined || size <= 0)
      return fail(28747, 'size argument to $sample must be a positive integer')
    return docs => {
      const left = [...docs]
      return Array.from({ length: Math.min(size, left.length) }, () =>
        left.splice(Math.floor(Math.random() * left.length), 1)
      ).flat()
    }
  },
  $facet: (operand, around) => {
    const facets = [...docOf('$facet', operand)].map(([name, value]): [string, Stage[]] => [
      name,
      pipelineOf(value).map(stage => compileStage(stage, around))
    ])
    return (docs, variables) => [
      new Map(
        facets.map(([name, inner]) => [
          name,
          inner.reduce<Docs>((left, stage) => stage(left, variables), docs)
        ])
      )
    ]
  },
  $bucket: operand => {
    const spec = docOf('$bucket', operand)
    const by = compileExpression(spec.get('groupBy'))
    const boundaries = spec.get('boundaries')
    if (!Array.isArray(boundaries) || boundaries.length < 2)
      return fail(40192, "The $bucket 'boundaries' field must be an array of at least 2 values")
    if (boundaries.some((bound, i) => i > 0 && compare(boundaries[i - 1], bound) >= 0))
      return fail(40194, "The 'boundaries' option to $bucket must be sorted")
    const rest = spec.get('default')
    const output = spec.get('output')
    const group = compileGroup(
      new Map<string, Value>([
        ['_id', '$$BUCKET'],
        ...(isDoc(output) ? output : new Map([['count', new Map([['$sum', 1]])]]))
      ])
    )
    return (docs, variables) => {
      const made = new Map<number, Docs>()
      for (const doc of docs) {
        const value = by(doc, variables)
        let at = boundaries.findIndex(
          (bound, i) =>
            i + 1 < boundaries.length && compare(value, bound) >= 0 && compare(value, boundaries[i + 1]) < 0
        )
        if (at < 0)
          at =
            rest === undefined
              ? fail(
                  40066,
                  '$switch could not find a matching branch for an input, and no default was specified.'
                )
              : boundaries.length
        const bucket = made.get(at) ?? []
        made.set(at, bucket)
        bucket.push(doc)
      }
      return [...made]
        .sort(([a], [b]) => a - b)
        .flatMap(([at, inside]) =>
          group(
            inside,
            new Map([...variables, ['BUCKET', (at < boundaries.length ? boundaries[at] : rest) ?? null]])
          )
        )
    }
  },
  $lookup: (operand, around) => lookup(docOf('$lookup', operand), around),
  $unionWith: (operand, around) => {
    const spec: Doc = isDoc(operand) ? operand : new Map([['coll', operand]])
    const inner = pipelineOf(spec.get('pipeline') ?? [])
    const name = `${around.database}.${spec.get('coll')}`
    return (docs, variables) => [
      ...docs,
      ...runPipeline(around.storage.collection(name), inner, around, variables)
    ]
  },
  $documents: operand => {
    const list = compileExpression(operand)
    return (_, variables) => {
      const made = list(new Map(), variables)
      return Array.isArray(made) && made.every(isDoc)
        ? made
        : fail(5858203, 'an array is expected for $documents')
    }
  },
  $listLocalSessions: (_, around) => () => [
    new Map<string, Value>([
      ['_id', new Map()],
      ['lastUse', around.now]
    ])
  ],
  $collStats: () => refuse('the stage $collStats'),
  $out: (operand, around) => {
    const target = isDoc(operand) ? [operand.get('db'), operand.get('coll')] : [around.database, operand]
    const { write } = around
    return docs => {
      if (!write) return fail(40601, '$out can only be the final stage in the pipeline')
      write.out(target.join('.'), docs)
      return []
    }
  },
  $merge: (operand, around) => {
    const spec: Doc = isDoc(operand) ? operand : new Map([['into', operand]])
    const { write } = around
    return docs => {
      if (!write) return fail(40601, '$merge can only be the final stage in the pipeline')
      write.merge(spec, docs)
      return []
    }
  }
}

const stageNamed = (name: string, operand: Value, around: Surroundings): Stage =>
  compileStage(new Map([[name, operand]]), around)

/** The stages of a pipeline. Throws TypeMismatch on anything else. */
export const pipelineOf = (value: Value | undefined): Doc[] => {
  if (!Array.isArray(value))
    throw new CommandError('TypeMismatch', "'pipeline' option must be specified as an array")
  return value.map(stage => {
    if (!isDoc(stage))
      throw new CommandError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
    if (stage.size !== 1) fail(40323, 'A pipeline stage specification object must contain exactly one field.')
    return stage
  })
}

const unwound = (doc: Doc, path: readonly string[], keeps: boolean, index: string | undefined): Doc[] => {
  const value = objectPath(doc, path)
  const one = (element: Value | undefined, at: Value): Doc => {
    const made = placed(doc, path, element)
    if (index !== undefined) made.set(index, at)
    return made
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return keeps ? [one(undefined, null)] : []
    return value.map((element, i) => one(element, i))
  }
  if (value === undefined || value === null)
    return keeps ? [index === undefined ? doc : new Map([...doc, [index, null]])] : []
  return [index === undefined ? doc : new Map([...doc, [index, null]])]
}

const objectPath = (doc: Doc, path: readonly string[]): Value | undefined => {
  let value: Value | undefined = doc
  for (const part of path) value = isDoc(value) ? value.get(part) : undefined
  return value
}

const placed = (doc: Doc, path: readonly string[], value: Value | undefined): Doc => {
  const [first = '', ...rest] = path
  const copy: Doc = new Map(doc)
  const inner = doc.get(first)
  if (rest.length > 0) copy.set(first, placed(isDoc(inner) ? inner : new Map(), rest, value))
  else if (value === undefined) copy.delete(first)
  else copy.set(first, value)
  return copy
}

const lookup = (spec: Doc, around: Surroundings): Stage => {
  const as = spec.get('as')
  const from = spec.get('from')
  if (typeof as !== 'string' || typeof from !== 'string')
    return fail(9, "must specify 'from' and 'as' fields for a $lookup")
  const localField = spec.get('localField')
  const foreignField = spec.get('foreignField')
  const inner = spec.has('pipeline') ? pipelineOf(spec.get('pipeline')) : []
  const given = spec.get('let')
  const lets = isDoc(given)
    ? [...given].map(([name, value]) => ({ name, value: compileExpression(value) }))
    : []
  if ((typeof localField === 'string') !== (typeof foreignField === 'string'))
    return fail(9, '$lookup requires both or neither of localField and foreignField')
  return (docs, variables) => {
    const collection = around.storage.collection(`${around.database}.${from}`)
    return docs.map(doc => {
      const own = new Map(variables)
      for (const { name, value } of lets) {
        const made = value(doc, variables)
        if (made !== undefined) own.set(name, made)
      }
      const joined =
        typeof localField === 'string' && typeof foreignField === 'string'
          ? [equalStage(doc, localField, foreignField)]
          : []
      const found = runPipeline(collection, [...joined, ...inner], around, own)
      return placed(doc, as.split('.'), found)
    })
  }
}

/** The `$match` that finds what a local field's value, or any element of it, equals. */
const equalStage = (doc: Doc, localField: string, foreignField: string): Doc => {
  const local = along(doc, localField.split('.')) ?? null
  const values = Array.isArray(local) ? local : [local]
  const conditions: Value[] = values.map(value => new Map([[foreignField, new Map([['$eq', value]])]]))
  const [only] = conditions
  const filter: Doc =
    conditions.length === 1 && isDoc(only) ? only : new Map([[foreignField, new Map([['$in', values]])]])
  const isPlain = !values.some(value => Array.isArray(value) || value instanceof BSONRegExp)
  return new Map([['$match', isPlain || conditions.length < 2 ? filter : new Map([['$or', conditions]])]])
}
