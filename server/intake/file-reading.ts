import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trusted } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Intake, type IntakeFileRecord, type IntakeRecord } from '../../models/intake.ts'
import { systemClock } from '../clock.ts'
import type { SourceKind } from '../domain/letters.ts'
import type { Log } from '../log.ts'
import { readFenced } from './files/fence.ts'
import { type Extracted, Unreadable } from './files/types.ts'
import { readIntake } from './opening.ts'
import { joinedPages } from './page-join.ts'
import { type FileReading, readingQueue, type WaitingFiles } from './reading-queue.ts'
import { asStored, unscrambled, whyNotText } from './text.ts'

/** Reads the files of intakes beside the pages. */
export const fileReading = (log: Log): FileReading => readingQueue(claimIntake, log)

/** Takes the next intake whose files wait to be read, held until then; null when none waits. */
export async function claimIntake(now: Date, until: Date): Promise<WaitingFiles | null> {
  const intake = await Intake.findOneAndUpdate(
    { state: 'reading', $or: [{ leasedUntil: null }, { leasedUntil: trusted({ $lt: now }) }] },
    { $set: { leasedUntil: until } },
    { sort: { createdAt: 1 }, returnDocument: 'after' }
  ).lean<IntakeRecord>()
  if (!intake) return null
  const files = intake.files.filter(({ isChosen }) => isChosen)
  const own = { _id: intake._id, state: 'reading' as const }
  return {
    files,
    hold: (leasedUntil, progress) =>
      Intake.updateOne(own, { $set: { leasedUntil, ...(progress && { progress }) } }),
    finish: read =>
      finish(
        intake,
        files.flatMap((file, at) => {
          const extracted = read[at]
          return extracted ? [{ file, extracted }] : []
        })
      ),
    fail: sentence => fail(intake, sentence)
  }
}

interface ReadFile {
  readonly file: IntakeFileRecord
  readonly extracted: Extracted
}

/** The text goes to review, with what the files were and what was hard to read. */
async function finish(intake: IntakeRecord, read: readonly ReadFile[]): Promise<void> {
  const desk = await Desk.findById(intake.deskId).orFail().lean()
  const pages = read.flatMap(({ extracted }) => extracted.pages)
  const joined = asStored(joinedPages(pages.map(({ text }) => text)))
  const text = unscrambled(joined) ?? joined
  const why = text === '' ? noWords : whyNotText(text)
  if (why !== null) throw new Unreadable(why)
  const source = { ...intake.source, kind: sourceKindOf(read), title: titleOf(read) }
  const reviewed = await readIntake(text, source, desk, await readFenced(text))
  const inner = await keptInner(read)
  await Intake.updateOne(
    { _id: intake._id, state: 'reading' },
    {
      $set: {
        ...reviewed,
        warnings: [...doubts(read), ...(inner.length > 0 ? [offered(inner)] : []), ...reviewed.warnings],
        files: [
          ...intake.files.map(file => withPages(file, read)),
          ...inner.filter(one => !intake.files.some(held => held.sha256 === one.sha256))
        ],
        progress: null,
        leasedUntil: null,
        failure: null
      },
      $inc: { revision: 1 }
    }
  )
}

const noWords =
  'No words were found in it. Scan it again at 200 or 300 dpi, upright and in black on white, or paste the text of the letter.'

const fail = (intake: IntakeRecord, failure: string) =>
  Intake.updateOne(
    { _id: intake._id, state: 'reading' },
    { $set: { state: 'unreadable', failure, progress: null, leasedUntil: null }, $inc: { revision: 1 } }
  )

const withPages = (file: IntakeFileRecord, read: readonly ReadFile[]): IntakeFileRecord => ({
  ...file,
  pages: read.find(one => one.file.sha256 === file.sha256)?.extracted.pages.length ?? file.pages
})

/** Text by recognition anywhere makes the whole text one; a PDF that holds its letters may be the signed one. */
function sourceKindOf(read: readonly ReadFile[]): SourceKind {
  const isRecognized = read.some(({ extracted }) =>
    extracted.pages.some(({ confidence }) => confidence !== null)
  )
  if (isRecognized) return 'ocr'
  const kinds = read.map(({ extracted }) => extracted.kind)
  return kinds.includes('pdf') ? 'signed_pdf' : kinds.includes('html') ? 'web_page' : 'typed'
}

const titleOf = (read: readonly ReadFile[]): string =>
  (
    read.find(({ extracted }) => extracted.title)?.extracted.title ??
    read.map(({ file }) => file.name).join(', ')
  ).slice(0, 300)

/** Below this a recognized page goes to a person with a word about it. */
const SURE_ENOUGH = 70

const doubts = (read: readonly ReadFile[]): string[] =>
  read.flatMap(({ file, extracted }) =>
    extracted.pages.flatMap(({ confidence, isLost }, at) =>
      isLost
        ? [`Page ${at + 1} of ${file.name} could not be read: add from the file what it asks.`]
        : confidence !== null && confidence < SURE_ENOUGH
          ? [
              `Page ${at + 1} of ${file.name} was hard to read (${confidence} of 100): compare its text with the file.`
            ]
          : []
    )
  )

const offered = (inner: readonly IntakeFileRecord[]): string =>
  `Files came with the mail: ${inner.map(({ name }) => name).join(', ')}. If one of them is the letter, have it read instead (under “files”).`

/** What came inside a mail is kept like any file, and read only when a person chooses it. */
async function keptInner(read: readonly ReadFile[]): Promise<IntakeFileRecord[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-inner-'))
  try {
    const kept: IntakeFileRecord[] = []
    for (const { name, bytes } of read.flatMap(({ extracted }) => extracted.inner)) {
      const path = join(folder, String(kept.length))
      await writeFile(path, bytes)
      const file = await File.keep(path, systemClock.now())
      kept.push({ name, sha256: file._id, size: file.size, pages: null, isChosen: false })
    }
    return kept
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
