import { letterFacts } from '../letters/present.ts'
import type { Listing } from '../listing.ts'
import { organizationsAsFile } from '../organizations/present.ts'
import { factsOf } from '../questions/present.ts'
import { signatoriesAsFile } from '../signatories/present.ts'
import { topicsAsFile } from '../topics/present.ts'

/** Every public record, one object each, named by its `record`; written as it is read. */
export async function* everythingPublic(listing: Listing, baseUrl: string): AsyncGenerator<object> {
  for (const organization of organizationsAsFile(listing, baseUrl).rows)
    yield { record: 'organization', ...organization }
  for (const signatory of signatoriesAsFile(listing, baseUrl).rows)
    yield { record: 'signatory', ...signatory }
  for (const topic of topicsAsFile(listing, baseUrl).rows) yield { record: 'topic', ...topic }
  for (const letter of listing.letters)
    yield { record: 'letter', ...letterFacts(letter, listing.questionsOf(letter), listing, baseUrl) }
  for await (const question of factsOf(listing.questions, listing, baseUrl))
    yield { record: 'question', ...question }
}
