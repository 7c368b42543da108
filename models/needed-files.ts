import { trusted } from 'mongoose'
import { File, type FileRecord } from './file.ts'
import { Import } from './import.ts'
import { Intake } from './intake.ts'
import { Reference } from './reference.ts'
import { ReplyReading } from './reply-reading.ts'
import { Response } from './response.ts'

/** Of these files, those that no record refers to any more. */
export async function filesNotNeeded(sha256s: readonly string[]): Promise<string[]> {
  const these = trusted({ $in: [...sha256s] })
  const needed: unknown[][] = await Promise.all([
    Intake.distinct('files.sha256', { 'files.sha256': these }),
    Response.distinct('files.sha256', { 'files.sha256': these }),
    Reference.distinct('files.sha256', { 'files.sha256': these }),
    ReplyReading.distinct('files.sha256', { 'files.sha256': these }),
    Import.distinct('fileId', { fileId: these })
  ])
  const known = new Set(needed.flat())
  return sha256s.filter(sha256 => !known.has(sha256))
}

/**
 * Forgets the files that somebody handed in before a moment and that nothing refers to: read into a form that was
 * never sent. Who names one again meanwhile keeps it. Gives how many went.
 */
export async function forgetUnneededFiles(before: Date): Promise<number> {
  let gone = 0
  const old = File.find({ keptAt: trusted({ $lt: before }) })
    .select({ _id: 1 })
    .lean<Pick<FileRecord, '_id'>[]>()
    .cursor({ batchSize: AT_ONCE })
  let batch: string[] = []
  const sweep = async () => {
    for (const id of await filesNotNeeded(batch)) if (await File.forgetUnlessNamed(id, before)) gone += 1
    batch = []
  }
  for await (const { _id } of old) if (batch.push(_id) === AT_ONCE) await sweep()
  await sweep()
  return gone
}

const AT_ONCE = 200
