import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KeptFileRecord } from '../../models/file.ts'
import type { ProgressRecord } from '../../models/intake.ts'
import { systemClock } from '../clock.ts'
import type { Log } from '../log.ts'
import { extractFenced } from './files/fence.ts'
import { type Extracted, Unreadable } from './files/types.ts'
import { copyOut, kindAt } from './kept-files.ts'

/** Reads files beside the pages. `wake` may be called at any time; `settled` is when nothing is left. */
export interface FileReading {
  wake(): void
  /** Wakes now and once a lease's time until what it gives is called: so files that a dead process left are read. */
  keepLooking(): () => void
  settled(): Promise<void>
}

/** Files that wait to be read, in this process's hands until its lease runs out. */
export interface WaitingFiles {
  /** In the order in which they are read. */
  readonly files: readonly Pick<KeptFileRecord, 'name' | 'sha256'>[]
  /** Prolongs the lease, and says how far the reading has come where that is known. */
  hold(until: Date, progress?: ProgressRecord): Promise<unknown>
  /** Takes what the files hold, one for each. Throws Unreadable where that will not do. */
  finish(read: readonly Extracted[]): Promise<unknown>
  /** Says in a sentence why they could not be read. */
  fail(sentence: string): Promise<unknown>
}

/**
 * What waits is found by its state, so nothing is lost with a process: what one had in hand another takes over when
 * its lease has run out. Leases are real time, whatever the application's clock says.
 */
export function readingQueue(
  claim: (now: Date, until: Date) => Promise<WaitingFiles | null>,
  log: Log
): FileReading {
  const inHand = new Set<Promise<void>>()
  const takeNext = async (): Promise<void> => {
    const waiting = await claim(systemClock.now(), leaseEnd())
    if (!waiting) return
    wake()
    await readInto(waiting, log)
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
  const keepLooking = () => {
    wake()
    const timer = setInterval(wake, LEASE_MS).unref()
    return () => clearInterval(timer)
  }
  return { wake, keepLooking, settled }
}

const MOST_AT_ONCE = 2
const LEASE_MS = 60_000

const leaseEnd = (): Date => new Date(systemClock.now().getTime() + LEASE_MS)

async function readInto(waiting: WaitingFiles, log: Log): Promise<void> {
  const keepLease = setInterval(() => void waiting.hold(leaseEnd()).catch(() => {}), LEASE_MS / 3)
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-reading-'))
  try {
    await waiting.finish(await readFiles(waiting, folder))
  } catch (error) {
    if (!(error instanceof Unreadable)) log.error({ err: error }, 'a file could not be read')
    await waiting.fail(error instanceof Unreadable ? error.message : broken)
  } finally {
    clearInterval(keepLease)
    await rm(folder, { recursive: true, force: true })
  }
}

const broken =
  'The files could not be read for a reason of ours, which has been noted. Try again, or paste the text instead.'

/** One file after the other. A file that cannot be read ends it, and its sentence names it. */
async function readFiles(waiting: WaitingFiles, folder: string): Promise<Extracted[]> {
  const read: Extracted[] = []
  for (const [at, { name, sha256 }] of waiting.files.entries()) {
    const path = join(folder, String(at))
    await copyOut(sha256, path)
    const tell = async (page: number, pages: number | null) => {
      await waiting.hold(leaseEnd(), { file: at + 1, page, pages })
    }
    await tell(0, null)
    try {
      read.push(await extractFenced(path, await kindAt(path, name), tell))
    } catch (error) {
      if (error instanceof Unreadable) throw new Unreadable(`${name}: ${error.message}`)
      throw error
    }
  }
  return read
}
