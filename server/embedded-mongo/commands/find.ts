import { type Doc, decode, encode } from '../bson-codec.ts'
import type { Collection, RecordId } from '../collection.ts'
import type { Source } from '../cursors.ts'
import { CommandError, refuse } from '../errors.ts'
import { compileExpression, type Variables } from '../expressions.ts'
import { compileProjection } from '../project.ts'
import { type Answer, runQuery } from '../query.ts'
import type { Request } from '../wire.ts'
import { docField, wholeField } from '../wire.ts'
import { type Command, type Context, namespaceOf, ok, refuseCollation, variablesOf } from './command.ts'

export const find: Command = {
  run(context, request) {
    const { body } = request
    const namespace = namespaceOf(request)
    const { answer, collection, variables } = findQuery(context, request)
    const limit = wholeField(body, 'limit') ?? 0
    const isSingle = body.get('singleBatch') === true || limit < 0
    const batchSize = limit < 0 ? -limit : wholeField(body, 'batchSize')
    if (batchSize !== undefined && batchSize < 0)
      throw new CommandError(51024, `BSON field 'batchSize' value must be >= 0, actual value '${batchSize}'`)
    const source = documents(collection, answer, docField(body, 'projection') ?? new Map(), variables)
    return ok(['cursor', context.cursors.start(namespace, source, batchSize, isSingle)])
  }
}

/** Runs the query that a find command's fields describe; `explain` asks for it too. */
export const findQuery = (context: Context, request: Request) => {
  const { body } = request
  refuseCollation(body)
  for (const option of ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId'])
    if (body.get(option)) refuse(`the option ${option} of find`)
  const collection = context.storage.collection(namespaceOf(request))
  const skip = wholeField(body, 'skip') ?? 0
  const limit = wholeField(body, 'limit') ?? 0
  if (skip < 0) throw new CommandError(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`)
  const variables = variablesOf(context, body, value => compileExpression(value)(new Map(), new Map()))
  const projection = docField(body, 'projection')
  if (projection) compileProjection(projection, true)
  const answer = runQuery(collection, {
    filter: docField(body, 'filter') ?? new Map(),
    sort: docField(body, 'sort'),
    skip,
    limit: Math.abs(limit),
    hint: body.get('hint'),
    variables
  })
  return { answer, collection, variables }
}

/** The documents of an answer one after the other; one that has gone or changed away since is passed over. */
const documents = (
  collection: Collection | undefined,
  answer: Answer,
  spec: Doc,
  variables: Variables
): Source => {
  const projection = compileProjection(spec, true)
  const isPositional = [...spec.keys()].some(name => name.endsWith('.$'))
  const answeredIn = turn()
  let at = 0
  return () => {
    while (at < answer.ids.length) {
      const id = answer.ids[at++] ?? 0
      const bytes = collection?.read(id)
      if (!bytes) continue
      const isLater = turn() !== answeredIn
      if (!projection && !isLater) return bytes
      const doc = decode(bytes)
      const hits = isPositional ? new Map<string, number>() : undefined
      if ((isLater || hits) && !answer.matcher(doc, hits)) continue
      if (!projection) return bytes
      return encode(projection(doc, { variables, ...(hits ? { hits } : {}), ...scoreOf(answer, id) }))
    }
    return undefined
  }
}

const scoreOf = ({ scores }: Answer, id: RecordId) => {
  const score = scores.get(id)
  return score === undefined ? {} : { score }
}

let turns = 0
let isCounting = false
/** A number that stays the same within one turn of the event loop. */
const turn = (): number => {
  if (!isCounting) {
    isCounting = true
    turns++
    setImmediate(() => {
      isCounting = false
    })
  }
  return turns
}
