import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { askCodes } from '../domain/asks.ts'
import { chambers } from '../domain/letters.ts'
import { answerChoices, openChoices, questionSorts, timelinessChoices } from '../domain/question-filter.ts'
import {
  letterSchema,
  organizationSchema,
  pageOf,
  problemSchema,
  questionSchema,
  signatorySchema,
  topicSchema,
  wholeLetterSchema,
  wholeQuestionSchema
} from './schemas.ts'

const many = (values: z.ZodType) => z.union([values, z.array(values)]).optional()
const slug = z.string()

const paging = {
  limit: z.coerce.number().int().min(1).max(200).optional().describe('Items on a page; 50 unless told'),
  cursor: z.string().optional().describe('As given in `next`')
}

/** The same parameters that the pages' addresses have; what is not known is left out and not an error. */
const filters = {
  answer: many(z.enum(answerChoices)),
  open: many(z.enum(openChoices)),
  timeliness: many(z.enum(timelinessChoices)),
  organization: many(slug).describe('Put to it or one of its bureaus: slugs'),
  about: many(slug).describe('About it without its having been asked: slugs'),
  signatory: many(slug),
  topic: many(slug),
  ask: many(z.enum(askCodes)),
  chamber: many(z.enum(chambers)),
  congress: many(z.string()),
  letter: many(slug),
  from: z.iso.date().optional().describe('Letters of this day or later'),
  until: z.iso.date().optional().describe('Letters of this day or earlier'),
  sort: z.enum(questionSorts).optional()
}

/** The OpenAPI 3.1 document of the API, made from the schemas that its tests hold the answers against. */
export function apiDocument(baseUrl: string): object {
  const registry = new OpenAPIRegistry()
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: problemSchema } }
  })
  const read = (path: string, summary: string, schema: z.ZodType, request: object) =>
    registry.registerPath({
      method: 'get',
      path,
      summary,
      request,
      responses: {
        200: { description: summary, content: { 'application/json': { schema } } },
        304: { description: 'Not changed since the ETag that was sent along' },
        404: problem('There is none, or it is not public'),
        410: problem('It was public and has been withdrawn; the detail says why')
      }
    })
  const query = z.object({ ...filters, ...paging })
  read('/questions', 'Questions, narrowed and sorted', pageOf('Question', questionSchema), { query })
  read('/questions/{id}', 'One question, with what came back from each office', wholeQuestionSchema, {
    params: z.object({ id: z.string() })
  })
  read('/letters', 'Letters: those with a question that meets the filters', pageOf('Letter', letterSchema), {
    query
  })
  read('/letters/{slug}', 'One letter, with its text, its replies and its sources', wholeLetterSchema, {
    params: z.object({ slug })
  })
  read(
    '/organizations',
    'Organizations that questions were put to',
    pageOf('Organization', organizationSchema),
    {
      query: z.object(paging)
    }
  )
  read('/organizations/{slug}', 'One organization', organizationSchema, { params: z.object({ slug }) })
  read('/signatories', 'Members who signed', pageOf('Signatory', signatorySchema), {
    query: z.object(paging)
  })
  read('/topics', 'Topics of letters', pageOf('Topic', topicSchema), { query: z.object(paging) })
  read('/topics/{slug}', 'One topic', topicSchema, { params: z.object({ slug }) })
  read('/search', 'Questions that say the words, the best match first', pageOf('Question', questionSchema), {
    query: z.object({ q: z.string().max(200).describe('Words; in quotes, words together'), ...paging })
  })
  read('/signatories/{slug}', 'One Member', signatorySchema, { params: z.object({ slug }) })
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Reply Due',
      version: '1',
      description:
        'Letters from Members of Congress to agencies, the questions they ask, and what came back to each. Read-only and public. “No reply recorded” says what is recorded here and when a person last looked; it never says that nobody answered.',
      license: { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' }
    },
    servers: [{ url: `${baseUrl}/api/v1` }]
  })
}
