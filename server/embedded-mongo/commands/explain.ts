import { type Doc, isDoc, type Value } from '../bson-codec.ts'
import { CommandError } from '../errors.ts'
import type { Plan } from '../plan.ts'
import { type Answer, runQuery } from '../query.ts'
import type { Request } from '../wire.ts'
import { docField } from '../wire.ts'
import { type Command, namespace, ok } from './command.ts'
import { version } from './diagnostics.ts'
import { findQuery } from './find.ts'

export const explain: Command = {
  run(context, request) {
    const inner = docField(request.body, 'explain') ?? new Map()
    const [name = ''] = inner.keys()
    const asked: Request = { ...request, name, body: inner }
    const target = inner.get(name)
    const about = namespace(request.database, typeof target === 'string' ? target : '')
    const collection = context.storage.collection(about)
    const answer =
      name === 'find'
        ? findQuery(context, asked).answer
        : runQuery(collection, { filter: filterOf(name, asked, inner), hint: inner.get('hint') })
    const { plan } = answer
    return ok(
      [
        'queryPlanner',
        new Map<string, Value>([
          ['namespace', about],
          ['parsedQuery', filterOf(name, asked, inner)],
          ['winningPlan', stageOf(plan, inner)],
          ['rejectedPlans', []]
        ])
      ],
      ['executionStats', statistics(answer)],
      ['command', inner],
      ['serverInfo', new Map<string, Value>([['version', version]])]
    )
  }
}

const filterOf = (name: string, request: Request, inner: Doc): Doc => {
  const first = (field: string): Doc => {
    const [statement] = request.sequences.has(field) ? [] : [inner.get(field)].flat()
    const q = isDoc(statement) ? statement.get('q') : undefined
    return isDoc(q) ? q : new Map()
  }
  switch (name) {
    case 'find':
      return docField(inner, 'filter') ?? new Map()
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return docField(inner, 'query') ?? new Map()
    case 'update':
      return first('updates')
    case 'delete':
      return first('deletes')
    case 'aggregate': {
      const [stage] = [inner.get('pipeline')].flat()
      const match = isDoc(stage) ? stage.get('$match') : undefined
      return isDoc(match) ? match : new Map()
    }
    default:
      throw new CommandError('CommandNotFound', `Explain failed due to unknown command: ${name}`)
  }
}

const stageOf = (plan: Plan, command: Doc): Doc => {
  const stage = accessOf(plan)
  const isUnsorted = plan.kind !== 'nothing' && !plan.sorts && (docField(command, 'sort')?.size ?? 0) > 0
  return isUnsorted
    ? new Map<string, Value>([
        ['stage', 'SORT'],
        ['sortPattern', command.get('sort') ?? null],
        ['inputStage', stage]
      ])
    : stage
}

const accessOf = (plan: Plan): Doc => {
  switch (plan.kind) {
    case 'nothing':
      return new Map([['stage', 'EOF']])
    case 'scan':
      return new Map<string, Value>([
        ['stage', 'COLLSCAN'],
        ['direction', plan.reverse ? 'backward' : 'forward']
      ])
    case 'text':
      return new Map<string, Value>([
        ['stage', 'TEXT_MATCH'],
        ['indexName', plan.index.spec.name],
        [
          'parsedTextQuery',
          new Map<string, Value>([
            ['terms', plan.query.terms],
            ['phrases', plan.query.phrases]
          ])
        ]
      ])
    case 'or':
      return new Map<string, Value>([
        ['stage', 'FETCH'],
        [
          'inputStage',
          new Map<string, Value>([
            ['stage', 'OR'],
            ['inputStages', plan.branches.map(accessOf)]
          ])
        ]
      ])
    case 'index':
      return new Map<string, Value>([
        ['stage', 'FETCH'],
        [
          'inputStage',
          new Map<string, Value>([
            ['stage', 'IXSCAN'],
            ['keyPattern', plan.index.spec.key],
            ['indexName', plan.index.spec.name],
            ['isMultiKey', plan.index.isMultikey],
            ['isUnique', plan.index.isUnique],
            ['isSparse', plan.index.spec.sparse],
            ['isPartial', plan.index.spec.partial !== undefined],
            ['direction', plan.reverse ? 'backward' : 'forward'],
            ['indexBounds', plan.bounds]
          ])
        ]
      ])
  }
}

const statistics = ({ ids, keysExamined, documentsExamined }: Answer): Doc =>
  new Map<string, Value>([
    ['executionSuccess', true],
    ['nReturned', ids.length],
    ['executionTimeMillis', 0],
    ['totalKeysExamined', keysExamined],
    ['totalDocsExamined', documentsExamined]
  ])
