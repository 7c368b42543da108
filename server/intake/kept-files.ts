import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { File, type KeptFileRecord } from '../../models/file.ts'
import type { IntakeFileRecord } from '../../models/intake.ts'
import type { UploadedFile } from '../web/uploads.ts'
import { HEAD_BYTES, kindOf, plainName } from './files/kinds.ts'
import { type FileKind, Unreadable } from './files/types.ts'

/** Puts the files of a form into the store, in the order of their names; the same file sent twice is one. */
export async function keepUploads(uploads: readonly UploadedFile[], now: Date): Promise<IntakeFileRecord[]> {
  const kept = await keepFiles(uploads.toSorted(byName), now)
  return kept.map(file => ({ ...file, pages: null, isChosen: true }))
}

/** The same in the order in which they were sent, as any record may refer to them. */
export async function keepFiles(uploads: readonly UploadedFile[], now: Date): Promise<KeptFileRecord[]> {
  const kept = new Map<string, KeptFileRecord>()
  for (const { name, path } of uploads) {
    const { _id, size } = await File.keep(path, now)
    kept.set(_id, { name: plainName(name), sha256: _id, size })
  }
  return [...kept.values()]
}

/** A kept file as a form that comes back names it: `sha256 name`. */
export const lineOfKept = ({ sha256, name }: KeptFileRecord): string => `${sha256} ${name}`

/** The files that such lines of a form name; one that leads to none is left out. */
export async function keptFilesNamed(lines: readonly string[], now: Date): Promise<KeptFileRecord[]> {
  const named = lines.flatMap(line => {
    const [, sha256, name] = /^([0-9a-f]{64}) (.{1,300})$/.exec(line) ?? []
    return sha256 && name ? [{ sha256, name: plainName(name) }] : []
  })
  const sha256s = named.map(({ sha256 }) => sha256)
  const held = sha256s.length > 0 ? await File.holding(sha256s, now) : []
  return named.flatMap(({ sha256, name }) => {
    const file = held.find(({ _id }) => _id === sha256)
    return file ? [{ name, sha256, size: file.size }] : []
  })
}

/** Why files are not taken, in a sentence that names the first such; null where each is of a kind that is read. */
export async function whyNotFiles(uploads: readonly UploadedFile[]): Promise<string | null> {
  for (const { name, path } of uploads) {
    try {
      await kindAt(path, name)
    } catch (error) {
      if (error instanceof Unreadable) return `${plainName(name)}: ${error.message}`
      throw error
    }
  }
  return null
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

/** Writes a kept file to a path. */
export async function copyOut(sha256: string, path: string): Promise<void> {
  const file = await File.findById(sha256).orFail().lean()
  await pipeline(File.pieces(file), createWriteStream(path))
}

/** `page 2` before `page 10`. */
const byName = (one: UploadedFile, other: UploadedFile): number =>
  one.name.localeCompare(other.name, 'en', { numeric: true })
