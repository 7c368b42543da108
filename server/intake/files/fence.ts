import { type ChildProcess, execFile, fork } from 'node:child_process'
import { readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { LetterReading } from '../read/types.ts'
import { MOST_MILLISECONDS, MOST_RESIDENT_BYTES } from './limits.ts'
import type { Go, Said, Task } from './messages.ts'
import { queueOf } from './queue.ts'
import { type Extracted, type FileKind, lostPage, type OnPage, type PageText, Unreadable } from './types.ts'

/**
 * Reads a file in a process of its own that is killed when a page takes too long or the memory goes beyond its limit:
 * the limits of a worker thread do not count Buffers. Throws Unreadable with a sentence for the person.
 */
export async function extractFenced(
  path: string,
  kind: FileKind,
  onPage: OnPage = () => {}
): Promise<Extracted> {
  const extracted = await extractedBut(path, kind, onPage)
  const pictures = extracted.pages.flatMap(({ picture }) => picture ?? [])
  return pictures.length === 0 ? extracted : withRecognized(extracted, pictures, onPage)
}

/** So many pages may end the process that draws or recognizes them; a file with more is given up. */
const MOST_LOST = 3

/** A page whose drawing takes too long or too much is left out, and the file read again without it. */
async function extractedBut(path: string, kind: FileKind, onPage: OnPage): Promise<Extracted> {
  const skip: number[] = []
  for (;;) {
    let drawing = 0
    try {
      const said = await inFence({ do: 'extract', path, kind, skip }, (page, pages) => {
        drawing = page
        return onPage(page, pages)
      })
      if (said.says !== 'extracted') throw new Unreadable(damaged)
      return said.extracted
    } catch (error) {
      const isOver = drawing === 0 || skip.includes(drawing) || skip.length === MOST_LOST
      if (!(error instanceof Unreadable) || isOver) throw error
      skip.push(drawing)
    }
  }
}

/** Drawing pages and recognizing them each take half of the memory that one process may have: so they are two. */
async function withRecognized(
  extracted: Extracted,
  pictures: readonly string[],
  onPage: OnPage
): Promise<Extracted> {
  try {
    const read = await recognizedBut(pictures, onPage)
    if (read.every(page => page.isLost)) throw new Unreadable(damaged)
    const byPicture = new Map(pictures.map((picture, at) => [picture, read[at]]))
    const pages = extracted.pages.map(page => byPicture.get(page.picture ?? '') ?? page)
    return { ...extracted, pages }
  } finally {
    await Promise.allSettled(pictures.map(picture => unlink(picture)))
  }
}

/** The pages on pictures, in their order; one that ends the process is lost, and another goes on behind it. */
async function recognizedBut(pictures: readonly string[], onPage: OnPage): Promise<PageText[]> {
  const read: PageText[] = []
  for (let lost = 0; read.length < pictures.length; ) {
    const before = read.length
    try {
      await inFence(
        { do: 'recognize', pictures: pictures.slice(before) },
        page => onPage(before + page, pictures.length),
        page => read.push(page)
      )
      if (read.length < pictures.length) throw new Unreadable(damaged)
    } catch (error) {
      if (!(error instanceof Unreadable) || lost === MOST_LOST || pictures.length === 1) throw error
      lost += 1
      read.push(lostPage)
    }
  }
  return read
}

/** Reads a long or hostile text without keeping other requests waiting. */
export async function readFenced(text: string): Promise<LetterReading> {
  const said = await inFence({ do: 'read', text }, () => {})
  if (said.says !== 'reading') throw new Unreadable(damaged)
  return said.reading
}

/** Two processes at a time, so that one long scan does not keep everybody waiting; pages are recognized one by one. */
const processes = queueOf(2)
const turns = queueOf(1)

async function inFence(
  task: Task,
  onPage: OnPage,
  onRead: (page: PageText) => void = () => {}
): Promise<Said> {
  const leave = await processes.enter()
  const child = start()
  try {
    return await outcome(child, task, onPage, onRead)
  } finally {
    child.kill('SIGKILL')
    leave()
  }
}

const launcher = join(import.meta.dirname, '../../thread.mjs')
const inside = pathToFileURL(join(import.meta.dirname, 'fenced.ts')).href

/** None of our environment: no secret reaches what reads hostile files. */
const start = (): ChildProcess =>
  fork(launcher, [inside], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--max-old-space-size=384'],
    env: {}
  })

function outcome(
  child: ChildProcess,
  task: Task,
  onPage: OnPage,
  onRead: (page: PageText) => void
): Promise<Said> {
  return new Promise((resolve, reject) => {
    let endTurn = () => {}
    let page = 0
    let sinceMs = performance.now()
    let spentMs = 0
    let spentBefore = 0
    const begin = () => {
      sinceMs = performance.now()
      spentBefore = spentMs
    }
    let isWaiting = false
    let isOver = false
    const end = (settle: () => void) => {
      isOver = true
      clearInterval(watch)
      endTurn()
      settle()
    }
    const refuse = (why: string) => end(() => reject(new Unreadable(why)))
    const watch = setInterval(async () => {
      const used = await usedBy(child)
      spentMs = used.spentMs ?? spentMs
      if (used.residentBytes > MOST_RESIDENT_BYTES) return refuse(tooBig)
      const waited = performance.now() - sinceMs
      const worked = used.spentMs === null ? waited : spentMs - spentBefore
      if (!isWaiting && (worked > MOST_MILLISECONDS || waited > 4 * MOST_MILLISECONDS)) refuse(tooSlow(page))
    }, 100)
    child.on('error', () => refuse(damaged))
    child.on('exit', code => refuse(code === null ? tooBig : damaged))
    child.on('message', async (said: Said) => {
      if (said.says === 'ready') {
        begin()
        child.send(task)
      } else if (said.says === 'page') {
        page = said.page
        begin()
        await onPage(said.page, said.pages)
      } else if (said.says === 'recognized') onRead(said.page)
      else if (said.says === 'turn') {
        isWaiting = true
        endTurn = await turns.enter()
        if (isOver) return endTurn()
        isWaiting = false
        begin()
        child.send({ go: true } satisfies Go, () => {})
      } else if (said.says === 'turnEnds') {
        endTurn()
        endTurn = () => {}
        begin()
      } else if (said.says === 'unreadable') refuse(said.why)
      else end(() => resolve(said))
    })
  })
}

interface Used {
  readonly residentBytes: number
  /** Time that the processor worked for it; null where the system does not tell. */
  readonly spentMs: number | null
}

/**
 * What the process holds in memory, Buffers and all, and how long it has worked: the time by the clock says little on
 * a busy machine. Nothing once it is gone.
 */
async function usedBy({ pid }: ChildProcess): Promise<Used> {
  if (pid === undefined) return { residentBytes: 0, spentMs: null }
  try {
    if (process.platform === 'linux') return await usedOnLinux(pid)
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return { residentBytes: Number(stdout) * 1024, spentMs: null }
  } catch {
    return { residentBytes: 0, spentMs: null }
  }
}

/** Fields 14, 15 and 24 of proc(5)'s stat, counted behind the name in brackets: hundredths of a second, and pages. */
async function usedOnLinux(pid: number): Promise<Used> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    residentBytes: Number(fields[21]) * 4096,
    spentMs: (Number(fields[11]) + Number(fields[12])) * 10
  }
}

const damaged =
  'This file is damaged or was cut short. Save or download it again, or paste the text of the letter instead.'
const tooBig =
  'Reading this file took more memory than is allowed, as files do that are made to. Save the pages of the letter as a new PDF, or paste its text.'
const tooSlow = (page: number): string =>
  `Reading ${page > 0 ? `page ${page} of this file` : 'this file'} took more than ${MOST_MILLISECONDS / 1000} seconds. Save the pages of the letter as a new PDF, or paste its text.`
