import { refuse } from '../errors.ts'
import { leadingQuery, pipelineOf } from '../pipeline.ts'
import type { Plan } from '../plan.ts'
import { runQuery } from '../query.ts'
import { type Doc, docOf } from '../values.ts'
import type { Request } from '../wire.ts'
import { type Command, type Context, docField, ok, targetOf } from './command.ts'
import { version } from './diagnostics.ts'
import { findQuery } from './find.ts'

/** Does what a command would look for and says how: which index, how many keys and documents were looked at. */
export const explain: Command = {
  run(context, request) {
    const inner = docField(request.body, 'explain') ?? new Map()
    const [name = ''] = inner.keys()
    const { namespace, filter, answer } = explained(context, { ...request, name, body: inner })
    const { plan, ids, keysExamined, documentsExamined } = answer
    const isSorted = plan.sorts || (docField(inner, 'sort')?.size ?? 0) === 0
    const stage = stageOf(plan)
    const sorting = docOf({ stage: 'SORT', sortPattern: inner.get('sort'), inputStage: stage })
    const winningPlan = isSorted ? stage : sorting
    return ok({
      queryPlanner: docOf({ namespace, parsedQuery: filter, winningPlan, rejectedPlans: [] }),
      executionStats: docOf({
        executionSuccess: true,
        nReturned: ids.length,
        executionTimeMillis: 0,
        totalKeysExamined: keysExamined,
        totalDocsExamined: documentsExamined
      }),
      command: inner,
      serverInfo: docOf({ version })
    })
  }
}

const explained = (context: Context, request: Request) => {
  const { name, body } = request
  if (name === 'find') return findQuery(context, request)
  const target = targetOf(context, request, 'query')
  const query = queryOf(name, body)
  return { ...target, filter: query.filter, answer: runQuery(target.collection, { ...target, ...query }) }
}

const queryOf = (name: string, body: Doc) => {
  if (name === 'aggregate') return leadingQuery(pipelineOf(body.get('pipeline'))).query
  if (name === 'count' || name === 'distinct') return { filter: docField(body, 'query') ?? new Map() }
  return refuse(`explain of ${name}`)
}

const stageOf = (plan: Plan): Doc => {
  switch (plan.kind) {
    case 'nothing':
      return docOf({ stage: 'EOF' })
    case 'scan':
      return docOf({ stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' })
    case 'text':
      return docOf({ stage: 'TEXT_MATCH', indexName: plan.index.name })
    case 'or':
      return fetching(docOf({ stage: 'OR', inputStages: plan.branches.map(stageOf) }))
    case 'index':
      return fetching(
        docOf({
          stage: 'IXSCAN',
          keyPattern: plan.index.spec.get('key'),
          indexName: plan.index.name,
          direction: plan.reverse ? 'backward' : 'forward'
        })
      )
  }
}

const fetching = (inputStage: Doc): Doc => docOf({ stage: 'FETCH', inputStage })
