import type { DeskRecord } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Intake } from '../../models/intake.ts'
import type { Log } from '../log.ts'
import { fileReading } from './file-reading.ts'
import { plainName } from './files/kinds.ts'
import { Unreadable } from './files/types.ts'
import { kindAt } from './kept-files.ts'
import { storeIntake, waitingForFiles } from './opening.ts'

/** Puts the files of a folder into a desk's queue for review, each as one letter, and reads them. Twice is once. */
export async function importFolder(
  files: readonly { name: string; path: string }[],
  desk: DeskRecord,
  now: Date,
  log: Log,
  isDry: boolean
): Promise<string[]> {
  const lines: string[] = []
  const sums = { taken: 0, known: 0 }
  for (const { name, path } of files) {
    const why = await whyNot(path, name)
    if (why !== null) lines.push(`  ${plainName(name)}: ${why}`)
    else if (isDry) sums.taken += 1
    else sums[(await take(path, name, desk, now)) ? 'taken' : 'known'] += 1
  }
  if (!isDry) {
    const reading = fileReading(log)
    reading.wake()
    await reading.settled()
  }
  return [
    `${isDry ? 'Would put' : 'Put'} ${sums.taken} letters up for review; there before: ${sums.known}; not taken: ${lines.length}.`,
    ...lines
  ]
}

async function whyNot(path: string, name: string): Promise<string | null> {
  try {
    await kindAt(path, name)
    return null
  } catch (error) {
    if (error instanceof Unreadable) return error.message
    return 'It cannot be opened, or is a folder itself.'
  }
}

/** Whether the file was new to the desk. */
async function take(path: string, name: string, desk: DeskRecord, now: Date): Promise<boolean> {
  const { _id: sha256, size } = await File.keep(path, now)
  const importKey = `${desk.slug} ${sha256}`
  if (await Intake.exists({ importKey })) return false
  const file = { name: plainName(name), sha256, size, pages: null, isChosen: true }
  await storeIntake(waitingForFiles(), desk, { id: null, name: 'Import' }, now, { files: [file], importKey })
  return true
}
