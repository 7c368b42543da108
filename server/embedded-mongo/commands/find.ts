import { decode, encode } from '../bson-codec.ts'
import type { Source } from '../cursors.ts'
import { fail, refuse } from '../errors.ts'
import { fieldsOf } from '../match.ts'
import { compileProjection, fieldsRead, type Projection } from '../project.ts'
import { compileByteProjection } from '../project-bytes.ts'
import { runQuery } from '../query.ts'
import type { Doc } from '../values.ts'
import type { Request } from '../wire.ts'
import { type Command, type Context, docField, flagField, targetOf, wholeField } from './command.ts'

export const find: Command = {
  takes: `filter projection sort skip limit batchSize singleBatch hint min max let collation allowDiskUse
    allowPartialResults noCursorTimeout oplogReplay tailable awaitData returnKey showRecordId`.split(/\s+/),
  run(context, request) {
    const { body } = request
    const spec = docField(body, 'projection') ?? new Map()
    const projection = compileProjection(spec, true)
    const found = findQuery(context, request)
    const limit = wholeField(body, 'limit') ?? 0
    const isSingle = flagField(body, 'singleBatch') || limit < 0
    const batchSize = limit < 0 ? -limit : wholeField(body, 'batchSize')
    if ((batchSize ?? 0) < 0) fail(51024, "BSON field 'batchSize' value must be >= 0")
    let isLater = false
    const source = documents(found, spec, projection, () => isLater)
    const reply = context.cursors.start(found.namespace, source, batchSize, isSingle)
    isLater = true
    return reply
  }
}

/** Runs the query that a find command's fields describe; `explain` asks for it too. */
export const findQuery = (context: Context, request: Request) => {
  const { body } = request
  const target = targetOf(context, request, 'filter')
  for (const option of ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId'])
    if (body.get(option)) refuse(`the option ${option} of find`)
  const skip = wholeField(body, 'skip') ?? 0
  const limit = Math.abs(wholeField(body, 'limit') ?? 0)
  if (skip < 0) fail(51024, "BSON field 'skip' value must be >= 0")
  const sort = docField(body, 'sort')
  return { ...target, answer: runQuery(target.collection, { ...target, sort, skip, limit }) }
}

type Found = ReturnType<typeof findQuery>

/** The documents of an answer one after the other; one that has gone or changed away since is passed over. */
const documents = (
  { collection, filter, answer, variables }: Found,
  spec: Doc,
  projection: Projection | undefined,
  isLater: () => boolean
): Source => {
  const left = answer.ids.values()
  const isPositional = [...spec.keys()].some(name => name.endsWith('.$'))
  const copied = compileByteProjection(spec)
  const [read, filtered] = [fieldsRead(spec), fieldsOf(filter)]
  const wanted = read && filtered && new Set([...read, ...filtered])
  const next = (): Uint8Array | undefined => {
    const { value: id, done } = left.next()
    if (done) return undefined
    const bytes = collection?.read(id)
    if (!bytes) return next()
    const hits = new Map<string, number>()
    if ((isLater() || isPositional) && !answer.matcher(decode(bytes, filtered), hits)) return next()
    if (!projection) return bytes
    const score = answer.scores.get(id)
    return copied?.(bytes) ?? encode(projection(decode(bytes, wanted), { variables, hits, score }))
  }
  return next
}
