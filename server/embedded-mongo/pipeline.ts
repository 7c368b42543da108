import { BSONRegExp } from 'bson'
import { decode } from './bson-codec.ts'
import { isEqual } from './bson-order.ts'
import type { Collection } from './collection.ts'
import { fail, refuse } from './errors.ts'
import { along, type Variables } from './expressions.ts'
import { compileGroup } from './group.ts'
import { compileFilter } from './match.ts'
import { compileAddFields, compileProjection } from './project.ts'
import { countMatching, runQuery } from './query.ts'
import { compareBy } from './sort.ts'
import { type Doc, docOf, isDoc, isNullish, type Maybe, numeric, type Value, wholeNumber } from './values.ts'

/** What a pipeline reads from: a collection of the same database, by its name. */
export type Lookup = (name: string) => Collection | undefined

type Stage = (docs: Doc[], variables: Variables) => Doc[]

/** Runs a pipeline over a collection; leading stages that a query can do are done by its indexes. */
export const runPipeline = (
  collection: Collection | undefined,
  stages: readonly Doc[],
  lookup: Lookup,
  variables: Variables,
  hint?: Value
): Doc[] => {
  const { query, rest } = leadingQuery(stages)
  const compiled = rest.map(stage => compileStage(stage, lookup))
  const counted = countOnly(rest)
  if (counted) {
    const n = countMatching(collection, { ...query, hint, variables })
    return n > 0 ? [counted(n)] : []
  }
  const { ids } = runQuery(collection, { ...query, hint, variables })
  const docs = ids.flatMap(id => {
    const bytes = collection?.read(id)
    return bytes ? [decode(bytes)] : []
  })
  return compiled.reduce((left, stage) => stage(left, variables), docs)
}

/** What `countDocuments` sends, and `$count`, need no documents: what their one result is made from the number. */
const countOnly = (rest: readonly Doc[]): ((n: number) => Doc) | undefined => {
  const [stage] = rest
  if (rest.length !== 1 || !stage) return undefined
  const name = stage.get('$count')
  if (typeof name === 'string') return n => docOf({ [name]: n })
  const group = stage.get('$group')
  const id = isDoc(group) ? (group.get('_id') ?? null) : undefined
  const isCount = isDoc(group) && group.size === 2 && isEqual(group.get('n'), docOf({ $sum: 1 }))
  return isCount && (id === null || numeric(id) !== undefined) ? n => docOf({ _id: id, n }) : undefined
}

/** The query that a pipeline's first stages amount to (`$match`, then `$sort`, `$skip`, `$limit`), and the other stages. */
export const leadingQuery = (stages: readonly Doc[]) => {
  const rest = [...stages]
  const lead = <T>(name: string, isFit: (operand: Maybe) => T | undefined): T | undefined => {
    const operand = isFit(rest[0]?.get(name))
    if (operand !== undefined) rest.shift()
    return operand
  }
  const docWith = (least: number) => (operand: Maybe) =>
    isDoc(operand) && operand.size >= least ? operand : undefined
  const numberFrom = (least: number) => (operand: Maybe) => {
    const n = wholeNumber(operand)
    return n !== undefined && n >= least ? n : undefined
  }
  const filter = lead('$match', docWith(0)) ?? new Map()
  const sort = lead('$sort', docWith(1))
  const skip = lead('$skip', numberFrom(0)) ?? 0
  const limit = lead('$limit', numberFrom(1)) ?? 0
  return { query: { filter, sort, skip, limit }, rest }
}

/** The stages of a pipeline. Throws TypeMismatch on anything else. */
export const pipelineOf = (value: Maybe): Doc[] => {
  if (!Array.isArray(value)) return fail('TypeMismatch', "'pipeline' option must be specified as an array")
  return value.map(stage => {
    if (!isDoc(stage)) return fail('TypeMismatch', "Each element of the 'pipeline' array must be an object")
    return stage.size === 1 ? stage : fail(40323, 'A pipeline stage must contain exactly one field.')
  })
}

const compileStage = (stage: Doc, lookup: Lookup): Stage => {
  const [[name, operand] = ['', null]] = stage
  const compile = stages[name]
  if (compile) return compile(operand, lookup)
  if (leftOut.has(name)) refuse(`the stage ${name}`)
  return fail(40324, `Unrecognized pipeline stage name: '${name}'`)
}

/** Stages that the server has and this store does not. */
const leftOut = new Set(
  `$bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $facet $fill $geoNear $graphLookup
  $indexStats $listLocalSessions $listSessions $merge $out $planCacheStats $redact $replaceRoot $replaceWith $sample
  $search $setWindowFields $unionWith $vectorSearch`.split(/\s+/)
)

const docIn = (name: string, value: Value): Doc =>
  isDoc(value) ? value : fail(40272, `the ${name} stage specification must be an object`)

const stages: Record<string, (operand: Value, lookup: Lookup) => Stage> = {
  $match: operand => {
    const filter = docIn('$match', operand)
    return (docs, variables) => {
      const matches = compileFilter(filter, variables)
      return docs.filter(doc => matches(doc))
    }
  },
  $sort: operand => {
    const order = compareBy(docIn('$sort', operand))
    return docs => [...docs].sort(order)
  },
  $limit: operand => {
    const n = wholeNumber(operand) ?? 0
    return n > 0 ? docs => docs.slice(0, n) : fail(15958, 'the limit must be positive')
  },
  $skip: operand => {
    const n = wholeNumber(operand) ?? -1
    return n >= 0 ? docs => docs.slice(n) : fail(5107200, 'Expected a non-negative number in: $skip')
  },
  $project: operand => {
    const projection = compileProjection(docIn('$project', operand), false)
    return (docs, variables) => docs.map(doc => projection?.(doc, { variables }) ?? doc)
  },
  $addFields: operand => {
    const projection = compileAddFields(docIn('$addFields', operand))
    return (docs, variables) => docs.map(doc => projection(doc, { variables }))
  },
  $set: (operand, lookup) => compileStage(docOf({ $addFields: operand }), lookup),
  $unset: (operand, lookup) => {
    const dropped: Doc = new Map()
    for (const name of [operand].flat())
      dropped.set(typeof name === 'string' ? name : fail(31002, '$unset needs names of fields'), 0)
    return compileStage(docOf({ $project: dropped }), lookup)
  },
  $group: operand => compileGroup(operand),
  $count: operand => {
    if (typeof operand !== 'string' || !/^[^$.][^.]*$/.test(operand))
      return fail(40156, 'the count field must be a non-empty string')
    return docs => (docs.length > 0 ? [docOf({ [operand]: docs.length })] : [])
  },
  $sortByCount: operand => {
    const group = compileGroup(docOf({ _id: operand, count: docOf({ $sum: 1 }) }))
    const order = compareBy(docOf({ count: -1 }))
    return (docs, variables) => group(docs, variables).sort(order)
  },
  $unwind: operand => unwind(isDoc(operand) ? operand : docOf({ path: operand })),
  $lookup: (operand, lookup) => lookUp(docIn('$lookup', operand), lookup)
}

const unwind = (spec: Doc): Stage => {
  for (const name of spec.keys())
    if (!['path', 'preserveNullAndEmptyArrays'].includes(name)) refuse(`${name} in $unwind`)
  const path = spec.get('path')
  const keeps = spec.get('preserveNullAndEmptyArrays') === true
  if (typeof path !== 'string' || !path.startsWith('$'))
    return fail(28818, "path option to $unwind stage should be prefixed with a '$'")
  const parts = path.slice(1).split('.')
  const unwound = (doc: Doc): Doc[] => {
    const value = parts.reduce<Maybe>((inner, part) => (isDoc(inner) ? inner.get(part) : undefined), doc)
    if (!Array.isArray(value)) return keeps || !isNullish(value) ? [doc] : []
    if (value.length === 0) return keeps ? [placed(doc, parts, undefined)] : []
    return value.map(element => placed(doc, parts, element))
  }
  return docs => docs.flatMap(unwound)
}

const placed = (doc: Doc, path: readonly string[], value: Maybe): Doc => {
  const [first = '', ...rest] = path
  const copy: Doc = new Map(doc)
  const inner = doc.get(first)
  if (rest.length > 0) copy.set(first, placed(isDoc(inner) ? inner : new Map(), rest, value))
  else if (value === undefined) copy.delete(first)
  else copy.set(first, value)
  return copy
}

/** A join by equal fields; each document's partners are found through the other collection's indexes. */
const lookUp = (spec: Doc, lookup: Lookup): Stage => {
  for (const name of spec.keys())
    if (!['from', 'as', 'localField', 'foreignField'].includes(name)) refuse(`${name} in $lookup`)
  const [from, as, local, foreign] = ['from', 'as', 'localField', 'foreignField'].map(name => spec.get(name))
  if (typeof as !== 'string' || typeof from !== 'string')
    return fail('FailedToParse', "must specify 'from' and 'as' fields for a $lookup")
  if (typeof local !== 'string' || typeof foreign !== 'string')
    return fail('FailedToParse', '$lookup requires localField and foreignField')
  return (docs, variables) =>
    docs.map(doc => {
      const stage = docOf({ $match: partnersOf(along(doc, local.split('.')) ?? null, foreign) })
      return placed(doc, as.split('.'), runPipeline(lookup(from), [stage], lookup, variables))
    })
}

/** The filter of what equals a value, or any element of it. */
const partnersOf = (value: Value, field: string): Doc => {
  const values = Array.isArray(value) ? value : [value]
  if (!values.some(one => one instanceof BSONRegExp)) return docOf({ [field]: docOf({ $in: values }) })
  return docOf({ $or: values.map(one => docOf({ [field]: docOf({ $eq: one }) })) })
}
