import { Types, trusted } from 'mongoose'
import type { Actor } from '../../models/history.ts'
import { ReplyReading, type ReplyReadingRecord } from '../../models/reply-reading.ts'
import type { SourceKind } from '../domain/letters.ts'
import { type Extracted, Unreadable } from '../intake/files/types.ts'
import { keepFiles } from '../intake/kept-files.ts'
import { joinedPages } from '../intake/page-join.ts'
import { type FileReading, readingQueue, type WaitingFiles } from '../intake/reading-queue.ts'
import { asStored, unscrambled } from '../intake/text.ts'
import type { Log } from '../log.ts'
import type { UploadedFile } from '../web/uploads.ts'
import { responseForm } from './form.ts'

/** Reads the files of replies beside the pages, as those of letters are. */
export const replyReading = (log: Log): FileReading => readingQueue(claimReading, log)

/** Keeps the files of a reply and what else its form says, to be read; gives the reading's id. */
export async function beginReading(
  letterId: Types.ObjectId,
  uploads: readonly UploadedFile[],
  body: Readonly<Record<string, unknown>>,
  by: Actor,
  now: Date
): Promise<Types.ObjectId> {
  const begun = await ReplyReading.create({
    _id: new Types.ObjectId(),
    letterId,
    files: await keepFiles(uploads, now),
    sent: Object.keys(responseForm.shape).flatMap(name => {
      const values = [body[name]].flat().filter(value => typeof value === 'string')
      return values.length > 0 ? [{ name, values }] : []
    }),
    begunAt: now,
    begunBy: by
  })
  return begun._id
}

/** What the form said, as the form page takes it: the text and its kind of source are the files' once they are read. */
export function sentWith({ sent, state, text, sourceKind, files }: ReplyReadingRecord) {
  const body: Record<string, string | string[]> = Object.fromEntries(
    sent.map(({ name, values }) => [name, values.length === 1 ? (values[0] ?? '') : values])
  )
  if (state !== 'read') return body
  const names = files.map(({ name }) => name).join(', ')
  return { ...body, text, sourceKind: sourceKind ?? '', sourceTitle: body.sourceTitle || names }
}

async function claimReading(now: Date, until: Date): Promise<WaitingFiles | null> {
  const reading = await ReplyReading.findOneAndUpdate(
    { state: 'reading', $or: [{ leasedUntil: null }, { leasedUntil: trusted({ $lt: now }) }] },
    { $set: { leasedUntil: until } },
    { sort: { begunAt: 1 }, returnDocument: 'after' }
  ).lean<ReplyReadingRecord>()
  if (!reading) return null
  const own = { _id: reading._id, state: 'reading' as const }
  const end = (set: Partial<ReplyReadingRecord>) =>
    ReplyReading.updateOne(own, { $set: { ...set, progress: null, leasedUntil: null } })
  return {
    files: reading.files,
    hold: (leasedUntil, progress) =>
      ReplyReading.updateOne(own, { $set: { leasedUntil, ...(progress && { progress }) } }),
    finish: read => end({ state: 'read', ...whatTheyHold(reading, read) }),
    fail: failure => end({ state: 'unreadable', failure })
  }
}

/** Below this a recognized page goes to a person with a word about it. */
const SURE_ENOUGH = 70

function whatTheyHold({ files }: ReplyReadingRecord, read: readonly Extracted[]) {
  const pages = read.flatMap(one => one.pages)
  const joined = asStored(joinedPages(pages.map(({ text }) => text)))
  if (joined.trim() === '')
    throw new Unreadable('No words were found in it. Scan it again, or paste the text of the reply.')
  return {
    text: unscrambled(joined) ?? joined,
    sourceKind: pages.some(({ confidence }) => confidence !== null) ? ('ocr' as const) : kindOfSource(read),
    doubts: read.flatMap((one, file) =>
      one.pages.flatMap(({ confidence, isLost }, at) =>
        isLost
          ? [`Page ${at + 1} of ${files[file]?.name} could not be read: add from the file what it says.`]
          : confidence !== null && confidence < SURE_ENOUGH
            ? [`Page ${at + 1} of ${files[file]?.name} was hard to read: compare its text with the file.`]
            : []
      )
    )
  }
}

const kindOfSource = (read: readonly Extracted[]): SourceKind => {
  const kinds = read.map(({ kind }) => kind)
  return kinds.includes('pdf') ? 'signed_pdf' : kinds.includes('html') ? 'web_page' : 'typed'
}
