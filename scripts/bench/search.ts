import { Question } from '../../models/question.ts'
import { currentCatalog } from '../../server/catalog.ts'
import { dbOf } from '../../server/database.ts'
import { listingFor } from '../../server/listing.ts'
import { search } from '../../server/search/search.ts'
import { readerFor } from '../../server/web/reader.ts'
import { visitor } from '../../server/web/viewer.ts'
import { type Figure, median, printFigures, timesOf } from './figures.ts'
import { onRecords } from './on-records.ts'

const queries = [
  'licenses',
  'inspections "port security"',
  'waivers veterans',
  'complaints received flood insurance',
  'pipeline -safety'
]

/** `npm run bench -- search --dir DIR [--count 40]`: a search as the page makes it, beside one bare `$text` of the driver. */
export const run = (args: string[]) =>
  onRecords(args, 40, async ({ database, deps, count }) => {
    const catalog = await currentCatalog()
    const listing = listingFor(catalog, readerFor(visitor, catalog, deps.clock))
    const questions = dbOf(database.connection).collection(Question.collection.name)
    const figures: Figure[] = []
    for (const query of queries) {
      const ours = median(await timesOf(count, () => search(query, listing)))
      const bare = median(
        await timesOf(count, () =>
          questions
            .find({ $text: { $search: query } }, { projection: { score: { $meta: 'textScore' } } })
            .sort({ score: { $meta: 'textScore' } })
            .limit(60)
            .toArray()
        )
      )
      figures.push({ what: query, value: ours, unit: 'ms', beside: { what: 'one bare $text', value: bare } })
    }
    printFigures('search', { letters: catalog.letters.length, questions: catalog.questions.length }, figures)
  })
