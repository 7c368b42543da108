import { type ChangeOccasion, tell } from '../../models/changing.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { visibilityLabels } from '../domain/letters.ts'
import { Conflict } from '../errors.ts'

type Published = Pick<LetterRecord, 'visibility' | 'embargoUntil' | 'withdrawn' | 'publishedAt'>

/**
 * Changes who may see a letter, and its questions with it. Throws Conflict, with nothing changed, when the letter
 * was changed since its preview was made: what would be published is not what was seen.
 */
export async function changeVisibility(
  letter: LetterRecord,
  seenRevision: number,
  published: Published,
  because: string | null,
  occasion: ChangeOccasion
): Promise<void> {
  const { by, at } = occasion
  const entry = {
    at,
    by,
    what: 'visibility',
    from: visibilityLabels[letter.visibility],
    to: visibilityLabels[published.visibility],
    because
  }
  const written = await Letter.updateOne(
    { _id: letter._id, revision: seenRevision },
    { $set: published, $push: { history: entry }, $inc: { revision: 1 } }
  )
  if (written.matchedCount === 0)
    throw new Conflict(
      'The letter was changed since this preview was made. Look at it again before publishing.'
    )
  tell(occasion, entry.what, entry.from, because === null ? entry.to : `${entry.to}: ${because}`)
  await restandLetter(letter._id)
}
