import type { DeskRecord } from '../../models/desk.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { currentCatalog } from '../catalog.ts'
import { type Clock, todayIn } from '../clock.ts'
import { presentLetter, wholeLetter } from '../letters/present.ts'
import { listingFor } from '../listing.ts'

/**
 * The letter's page exactly as a visitor will get it: made by what makes the real one, from a record in which the
 * letter is public already, for a reader of no desk.
 */
export async function previewOf(letter: LetterRecord, desk: DeskRecord, clock: Clock) {
  const catalog = await currentCatalog()
  const id = String(letter._id)
  const letters = catalog.letters.map(one =>
    one.id === id ? { ...one, visibility: 'public' as const } : one
  )
  const published = letters.find(one => one.id === id)
  const questions = catalog.questions.map(question =>
    published && question.letter.id === id ? { ...question, letter: published } : question
  )
  const listing = listingFor(
    { ...catalog, letters, questions },
    {
      key: 'visitor',
      now: clock.now(),
      seesDesk: () => false,
      todayAt: deskId => todayIn(clock, catalog.desks.get(deskId)?.zone ?? desk.zone)
    }
  )
  const whole = await wholeLetter(letter, listing)
  const { responses } = whole
  return {
    letter: presentLetter({ ...whole, letter: { ...letter, visibility: 'public' } }, listing),
    internalReplies: responses.filter(({ visibility }) => visibility === 'internal').length,
    publicReplies: responses.filter(({ visibility }) => visibility === 'public').length
  }
}
