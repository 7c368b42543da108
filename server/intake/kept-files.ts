import { File } from '../../models/file.ts'
import type { IntakeFileRecord } from '../../models/intake.ts'
import type { UploadedFile } from '../web/uploads.ts'
import { plainName } from './files/kinds.ts'

/** Puts the files of a form into the store, in the order of their names; the same file sent twice is one. */
export async function keepUploads(uploads: readonly UploadedFile[], now: Date): Promise<IntakeFileRecord[]> {
  const kept = new Map<string, IntakeFileRecord>()
  for (const { name, path } of uploads.toSorted(byName)) {
    const { _id, size } = await File.keep(path, now)
    kept.set(_id, { name: plainName(name), sha256: _id, size, pages: null, isChosen: true })
  }
  return [...kept.values()]
}

/** `page 2` before `page 10`. */
const byName = (one: UploadedFile, other: UploadedFile): number =>
  one.name.localeCompare(other.name, 'en', { numeric: true })
