import { File } from '../../models/file.ts'
import type { ReplyFileRecord } from '../../models/response.ts'
import { systemClock } from '../clock.ts'
import type { SourceKind } from '../domain/letters.ts'
import { kindAt } from '../intake/file-reading.ts'
import { extractFenced } from '../intake/files/fence.ts'
import { plainName } from '../intake/files/kinds.ts'
import { type Extracted, Unreadable } from '../intake/files/types.ts'
import { joinedPages } from '../intake/page-join.ts'
import { asStored, unscrambled } from '../intake/text.ts'
import type { UploadedFile } from '../web/uploads.ts'

/** What the files of a reply hold, for a person to look over. */
export interface ReadReply {
  readonly text: string
  readonly sourceKind: SourceKind
  readonly files: readonly ReplyFileRecord[]
  /** What was hard to read, a sentence for each page. */
  readonly doubts: readonly string[]
}

/** Below this a recognized page goes to a person with a word about it. */
const SURE_ENOUGH = 70

/**
 * Reads the files in their order and keeps them; a sentence that says why where one cannot be read. Reading is
 * fenced: a hostile file ends its own process, not this one.
 */
export async function readReplyFiles(uploads: readonly UploadedFile[]): Promise<ReadReply | string> {
  const read: { name: string; extracted: Extracted }[] = []
  for (const { name, path } of uploads) {
    const shown = plainName(name)
    try {
      read.push({ name: shown, extracted: await extractFenced(path, await kindAt(path, name)) })
    } catch (error) {
      if (error instanceof Unreadable) return `${shown}: ${error.message}`
      throw error
    }
  }
  const pages = read.flatMap(({ extracted }) => extracted.pages)
  const joined = asStored(joinedPages(pages.map(({ text }) => text)))
  if (joined.trim() === '') return 'No words were found in it. Scan it again, or paste the text of the reply.'
  const files = await Promise.all(
    uploads.map(async ({ name, path }) => {
      const { _id, size } = await File.keep(path, systemClock.now())
      return { name: plainName(name), sha256: _id, size }
    })
  )
  return {
    text: unscrambled(joined) ?? joined,
    sourceKind: pages.some(({ confidence }) => confidence !== null) ? 'ocr' : kindOfSource(read),
    files,
    doubts: read.flatMap(({ name, extracted }) =>
      extracted.pages.flatMap(({ confidence }, at) =>
        confidence !== null && confidence < SURE_ENOUGH
          ? [`Page ${at + 1} of ${name} was hard to read: compare its text with the file.`]
          : []
      )
    )
  }
}

const kindOfSource = (read: readonly { extracted: Extracted }[]): SourceKind => {
  const kinds = read.map(({ extracted }) => extracted.kind)
  return kinds.includes('pdf') ? 'signed_pdf' : kinds.includes('html') ? 'web_page' : 'typed'
}
