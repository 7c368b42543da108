import { Types } from 'mongoose'
import { type CellChange, type ChangeOccasion, changeCellsAnyway, tell } from '../../models/changing.ts'
import type { DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { type FindingRecord, Question } from '../../models/question.ts'
import { isOpen } from '../domain/cells.ts'
import type { Day } from '../domain/day.ts'

const plainEntry = { because: null, note: null, evidence: [], marks: [] }

/** A person looked for a reply to a letter's open questions and found nothing new. */
export const lookedAndFoundNothing = (letter: LetterRecord, desk: DeskRecord, occasion: ChangeOccasion) =>
  changeOpenCells(letter, desk, occasion, ({ recipientId, checkedOn }) => ({
    recipientId,
    set: { checkedOn: occasion.on, checkedBy: occasion.by },
    entry: { ...plainEntry, what: 'checked', from: checkedOn, to: occasion.on }
  }))

/** Mail about a letter's open questions rests until a day. */
export const quietUntil = (
  letter: LetterRecord,
  desk: DeskRecord,
  occasion: ChangeOccasion,
  until: Day,
  because: string
) =>
  changeOpenCells(letter, desk, occasion, ({ recipientId, quietUntil: before }) => ({
    recipientId,
    set: { quietUntil: until, quietBecause: because },
    entry: { ...plainEntry, what: 'quiet', from: before, to: until, because }
  }))

/** A call, a mail or a word about the letter. */
export async function chased(
  letter: LetterRecord,
  occasion: ChangeOccasion,
  { who, said }: { readonly who: string; readonly said: string }
): Promise<void> {
  const { by, on } = occasion
  const contact = {
    _id: new Types.ObjectId(),
    on,
    by,
    who,
    how: 'chased',
    said,
    nextOn: null,
    isPublished: false
  }
  await Letter.updateOne({ _id: letter._id }, { $push: { contacts: contact }, $inc: { revision: 1 } })
  tell(occasion, 'contact', null, `${on}, ${who}`)
}

async function changeOpenCells(
  letter: LetterRecord,
  desk: DeskRecord,
  occasion: ChangeOccasion,
  change: (finding: FindingRecord) => CellChange
): Promise<void> {
  for (const { _id } of await Question.ofLetter(letter._id))
    await changeCellsAnyway(_id, ({ findings }) => findings.filter(isOpen).map(change), occasion, {
      letter,
      desk
    })
}
