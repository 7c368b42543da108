import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { mailServer } from '../mail/mail-server.ts'

/** What came of killing digest runs again and again. */
export interface KillFigures {
  readonly kills: number
  /** Digests that had to arrive: readers times weeks. */
  readonly mails: number
  readonly copies: number
  /** Readers who got nothing in a week. */
  readonly lost: number
  /** Readers who got a second mail in a week that a mailbox cannot tell to be the same. */
  readonly different: number
}

/** A number from 0 to 1 that a seed decides: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

interface KillPlan {
  readonly kills: number
  readonly readers: number
  readonly seed: number
  /** A run is killed at the latest so long after it began to claim. */
  readonly mostMs: number
  /** How many processes read their sources ahead. */
  readonly ahead: number
  /** Told after each week that was finished. */
  readonly tell?: (figures: KillFigures) => void
}

/**
 * Starts a digest run and kills it at a random instant, again and again; whenever one ends before it is killed, the
 * week is counted and the next begins. The last week is let end.
 */
export async function killRounds(plan: KillPlan): Promise<KillFigures> {
  const { readers, seed, mostMs } = plan
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-kill-'))
  const server = await mailServer()
  const chance = seeded(seed)
  const figures = { kills: 0, mails: 0, copies: 0, lost: 0, different: 0 }
  const countWeek = () => {
    const copies = new Map<string, Set<string>>()
    for (const { to, raw } of server.got) {
      const reader = to[0] ?? ''
      copies.set(reader, (copies.get(reader) ?? new Set()).add(raw))
    }
    figures.mails += readers
    figures.copies += server.got.length
    figures.lost += readers - copies.size
    figures.different += [...copies.values()].filter(texts => texts.size > 1).length
    server.got.length = 0
    plan.tell?.({ ...figures })
  }
  const waiting: Run[] = []
  const next = (): Run => {
    while (waiting.length <= plan.ahead) waiting.push(start(folder, server.url, readers))
    return waiting.shift() as Run
  }
  try {
    for (let week = 0; ; ) {
      const run = next()
      await run.begin(week)
      const isLast = figures.kills >= plan.kills
      const isDone = isLast
        ? await run.ended
        : await Promise.race([run.ended, after(chance() * mostMs).then(() => false)])
      if (isDone) {
        countWeek()
        if (isLast) break
        week += 1
      } else {
        run.kill()
        await run.ended
        figures.kills += 1
      }
    }
    return figures
  } finally {
    for (const run of waiting) run.kill()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Run {
  /** Resolves when it has opened the records and begins to claim. */
  begin(week: number): Promise<void>
  /** Whether it came to its end by itself. */
  readonly ended: Promise<boolean>
  kill(): void
}

function start(folder: string, url: string, readers: number): Run {
  const program = join(import.meta.dirname, 'digest-process.ts')
  const child = spawn(process.execPath, ['--import', 'tsx/esm', program, String(readers)], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      SMTP_URL: url,
      BASE_URL: 'https://due.example.org',
      MAIL_FROM: 'Reply Due <reply-due@example.org>'
    },
    stdio: ['pipe', 'pipe', 'inherit']
  })
  child.stdin?.on('error', () => {})
  const lines = linesOf(child)
  const ended = new Promise<boolean>(resolve => void child.once('exit', code => resolve(code === 0)))
  return {
    ended,
    begin: async week => {
      await Promise.race([lines.said('warm'), ended])
      child.stdin?.write(`${week}\n`)
      await Promise.race([lines.said('started'), ended])
    },
    kill: () => void child.kill('SIGKILL')
  }
}

/** What a process has said so far, and what it will say. */
function linesOf({ stdout }: ChildProcess) {
  const heard = new Set<string>()
  const waiting = new Map<string, () => void>()
  if (stdout)
    createInterface({ input: stdout }).on('line', line => {
      heard.add(line)
      waiting.get(line)?.()
    })
  return {
    said: (line: string) =>
      new Promise<void>(resolve => {
        if (heard.has(line)) return resolve()
        waiting.set(line, resolve)
      })
  }
}

const after = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms))
