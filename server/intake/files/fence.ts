import { type ChildProcess, execFile, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { LetterReading } from '../read/types.ts'
import { MOST_MILLISECONDS, MOST_RESIDENT_BYTES } from './limits.ts'
import type { Go, Said, Task } from './messages.ts'
import { queueOf } from './queue.ts'
import { type Extracted, type FileKind, type OnPage, Unreadable } from './types.ts'

/**
 * Reads a file in a process of its own that is killed when a page takes too long or the memory goes beyond its limit:
 * the limits of a worker thread do not count Buffers. Throws Unreadable with a sentence for the person.
 */
export async function extractFenced(
  path: string,
  kind: FileKind,
  onPage: OnPage = () => {}
): Promise<Extracted> {
  const said = await inFence({ do: 'extract', path, kind }, onPage)
  if (said.says !== 'extracted') throw new Unreadable(damaged)
  return said.extracted
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

async function inFence(task: Task, onPage: OnPage): Promise<Said> {
  const leave = await processes.enter()
  const child = start()
  try {
    return await outcome(child, task, onPage)
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

function outcome(child: ChildProcess, task: Task, onPage: OnPage): Promise<Said> {
  return new Promise((resolve, reject) => {
    let endTurn = () => {}
    let page = 0
    let sinceMs = performance.now()
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
      if (!isWaiting && performance.now() - sinceMs > MOST_MILLISECONDS) return refuse(tooSlow(page))
      if ((await residentBytes(child)) > MOST_RESIDENT_BYTES) refuse(tooBig)
    }, 100)
    child.on('error', () => refuse(damaged))
    child.on('exit', code => refuse(code === null ? tooBig : damaged))
    child.on('message', async (said: Said) => {
      if (said.says === 'ready') {
        sinceMs = performance.now()
        child.send(task)
      } else if (said.says === 'page') {
        page = said.page
        sinceMs = performance.now()
        await onPage(said.page, said.pages)
      } else if (said.says === 'turn') {
        isWaiting = true
        endTurn = await turns.enter()
        if (isOver) return endTurn()
        isWaiting = false
        sinceMs = performance.now()
        child.send({ go: true } satisfies Go, () => {})
      } else if (said.says === 'turnEnds') {
        endTurn()
        endTurn = () => {}
        sinceMs = performance.now()
      } else if (said.says === 'unreadable') refuse(said.why)
      else end(() => resolve(said))
    })
  })
}

/** What the process holds in memory, Buffers and all; 0 once it is gone. */
async function residentBytes({ pid }: ChildProcess): Promise<number> {
  if (pid === undefined) return 0
  try {
    if (process.platform === 'linux') {
      const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
      return pages * 4096
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return Number(stdout) * 1024
  } catch {
    return 0
  }
}

const damaged =
  'This file is damaged or was cut short. Save or download it again, or paste the text of the letter instead.'
const tooBig =
  'Reading this file took more memory than is allowed, as files do that are made to. Save the pages of the letter as a new PDF, or paste its text.'
const tooSlow = (page: number): string =>
  `Reading ${page > 0 ? `page ${page} of this file` : 'this file'} took more than ${MOST_MILLISECONDS / 1000} seconds. Save the pages of the letter as a new PDF, or paste its text.`
