import type { z } from 'zod'
import { cellStateLabels, cellStates, groupOfState } from '../domain/cells.ts'
import { publicGroupLabels } from '../domain/dispositions.ts'
import { letterSchema, organizationSchema, questionSchema, signatorySchema, topicSchema } from './schemas.ts'

/** The page that explains every field of the files and the API; made from the API's own schemas. */
export const dictionary = () => ({
  title: 'Data',
  description: 'Everything public in this record, as files and as an API, and what each field means.',
  records: [
    { name: 'question', fields: fieldsOf(questionSchema) },
    { name: 'letter', fields: fieldsOf(letterSchema) },
    { name: 'organization', fields: fieldsOf(organizationSchema) },
    { name: 'signatory', fields: fieldsOf(signatorySchema) },
    { name: 'topic', fields: fieldsOf(topicSchema) }
  ],
  states: cellStates.map(state => {
    const group = groupOfState(state)
    return {
      code: state,
      label: cellStateLabels[state],
      group: group ? publicGroupLabels[group] : 'not counted'
    }
  })
})

const fieldsOf = (schema: z.ZodObject) =>
  Object.entries(schema.shape).map(([name, field]) => ({ name, ...wordsFor(field) }))

function wordsFor(field: z.core.$ZodType): { type: string; means: string } {
  const { def } = field._zod
  const means = 'description' in field && typeof field.description === 'string' ? field.description : ''
  if (def.type === 'nullable' && 'innerType' in def) {
    const inner = wordsFor(def.innerType as z.core.$ZodType)
    return { type: `${inner.type} or null`, means: means || inner.means }
  }
  return { type: typeWords[def.type] ?? def.type, means }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  int: 'number',
  boolean: 'true or false',
  array: 'list',
  enum: 'one of a few words',
  url: 'address'
}
