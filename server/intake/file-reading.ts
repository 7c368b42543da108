import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Types, trusted } from 'mongoose'
import { Desk } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Intake, type IntakeFileRecord, type IntakeRecord } from '../../models/intake.ts'
import { systemClock } from '../clock.ts'
import type { SourceKind } from '../domain/letters.ts'
import type { Log } from '../log.ts'
import { extractFenced, readFenced } from './files/fence.ts'
import { HEAD_BYTES, kindOf } from './files/kinds.ts'
import { type Extracted, type FileKind, type OnPage, Unreadable } from './files/types.ts'
import { readIntake } from './opening.ts'
import { joinedPages } from './page-join.ts'
import { asStored, unscrambled, whyNotText } from './text.ts'

/** Reads the files of intakes beside the pages. `wake` may be called at any time; `settled` is when nothing is left. */
export interface FileReading {
  wake(): void
  settled(): Promise<void>
}

/**
 * What waits is found by its state, so nothing is lost with a process: what one had in hand another takes over when
 * its lease has run out. Leases are real time, whatever the application's clock says.
 */
export function fileReading(log: Log): FileReading {
  const inHand = new Set<Promise<void>>()
  const takeNext = async (): Promise<void> => {
    const intake = await claim()
    if (!intake) return
    wake()
    await readInto(intake, log)
    await takeNext()
  }
  const wake = () => {
    if (inHand.size >= MOST_AT_ONCE) return
    const work = takeNext()
      .catch(error => log.error({ err: error }, 'reading files failed'))
      .finally(() => inHand.delete(work))
    inHand.add(work)
  }
  const settled = async () => {
    while (inHand.size > 0) await Promise.all(inHand)
  }
  return { wake, settled }
}

const MOST_AT_ONCE = 2
const LEASE_MS = 60_000

const leaseEnd = (): Date => new Date(systemClock.now().getTime() + LEASE_MS)

const claim = (): Promise<IntakeRecord | null> =>
  Intake.findOneAndUpdate(
    { state: 'reading', $or: [{ leasedUntil: null }, { leasedUntil: trusted({ $lt: systemClock.now() }) }] },
    { $set: { leasedUntil: leaseEnd() } },
    { sort: { createdAt: 1 }, returnDocument: 'after' }
  ).lean<IntakeRecord>()

async function readInto(intake: IntakeRecord, log: Log): Promise<void> {
  const keepLease = setInterval(() => void renew(intake._id).catch(() => {}), LEASE_MS / 3)
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-reading-'))
  try {
    await finish(intake, await readFiles(intake, folder))
  } catch (error) {
    if (!(error instanceof Unreadable)) log.error({ err: error }, 'a file could not be read')
    await fail(intake, error instanceof Unreadable ? error.message : broken)
  } finally {
    clearInterval(keepLease)
    await rm(folder, { recursive: true, force: true })
  }
}

const broken =
  'The files could not be read for a reason of ours, which has been noted. Try again, or paste the text of the letter.'

const renew = (id: Types.ObjectId) =>
  Intake.updateOne({ _id: id, state: 'reading' }, { $set: { leasedUntil: leaseEnd() } })

interface ReadFile {
  readonly file: IntakeFileRecord
  readonly extracted: Extracted
}

/** The chosen files one after the other. A file that cannot be read ends it, and its sentence names it. */
async function readFiles(intake: IntakeRecord, folder: string): Promise<ReadFile[]> {
  const read: ReadFile[] = []
  const chosen = intake.files.filter(({ isChosen }) => isChosen)
  for (const [at, file] of chosen.entries()) {
    const path = join(folder, String(at))
    await copyOut(file.sha256, path)
    const tell = teller(intake._id, at + 1)
    await tell(0, null)
    try {
      read.push({ file, extracted: await extractFenced(path, await kindAt(path, file.name), tell) })
    } catch (error) {
      if (error instanceof Unreadable) throw new Unreadable(`${file.name}: ${error.message}`)
      throw error
    }
  }
  return read
}

const teller =
  (id: Types.ObjectId, file: number): OnPage =>
  async (page, pages) => {
    await Intake.updateOne(
      { _id: id, state: 'reading' },
      { $set: { progress: { file, page, pages }, leasedUntil: leaseEnd() } }
    )
  }

async function copyOut(sha256: string, path: string): Promise<void> {
  const file = await File.findById(sha256).orFail().lean()
  await pipeline(File.pieces(file), createWriteStream(path))
}

/** What the file at a path is; throws Unreadable for what no letter comes in. */
export async function kindAt(path: string, name: string): Promise<FileKind> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return await kindOf(buffer.subarray(0, bytesRead), name)
  } finally {
    await handle.close()
  }
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
    extracted.pages.flatMap(({ confidence }, at) =>
      confidence !== null && confidence < SURE_ENOUGH
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
