import { sourceOf } from '../cursors.ts'
import { fail, refuse } from '../errors.ts'
import { pipelineOf, runPipeline } from '../pipeline.ts'
import { type Command, docField, flagField, targetOf, wholeField } from './command.ts'

export const aggregate: Command = {
  takes: 'pipeline cursor explain hint let collation allowDiskUse bypassDocumentValidation'.split(' '),
  run(context, request) {
    const { body, database } = request
    const stages = pipelineOf(body.get('pipeline'))
    if (body.get('aggregate') === 1) refuse('a pipeline over no collection')
    if (flagField(body, 'explain')) refuse('explain inside aggregate; use the explain command')
    const cursor = docField(body, 'cursor') ?? fail('FailedToParse', "The 'cursor' option is required")
    const { namespace, collection, hint, variables } = targetOf(context, request, 'query')
    const lookup = (name: string) => context.storage.collections.get(`${database}.${name}`)
    const docs = runPipeline(collection, stages, lookup, variables, hint)
    return context.cursors.start(namespace, sourceOf(docs), wholeField(cursor, 'batchSize'))
  }
}
