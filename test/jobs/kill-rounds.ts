import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailServer } from '../mail/mail-server.ts'

/** What came of killing a digest run again and again. */
export interface KillFigures {
  readonly kills: number
  readonly mails: number
  readonly copies: number
  /** Readers who got nothing. */
  readonly lost: number
  /** Readers who got a second mail that a mailbox cannot tell to be the same. */
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

/** Starts a digest run, kills it at a random instant, `kills` times; then lets one run end, and counts. */
export async function killRounds(kills: number, mails: number, seed: number): Promise<KillFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-kill-'))
  const server = await mailServer()
  const chance = seeded(seed)
  const start = (minutesAhead: number) =>
    spawn(
      process.execPath,
      [
        '--import',
        'tsx/esm',
        join(import.meta.dirname, 'digest-process.ts'),
        String(mails),
        String(minutesAhead)
      ],
      {
        env: {
          ...process.env,
          DATA_DIR: folder,
          SMTP_URL: server.url,
          BASE_URL: 'https://due.example.org',
          MAIL_FROM: 'Reply Due <reply-due@example.org>'
        },
        stdio: ['ignore', 'pipe', 'inherit']
      }
    )
  try {
    let done = 0
    for (let round = 0; round < kills; round += 1) {
      // Six minutes later each time, so that the leases of the one that was killed are over.
      const child = start(round * 6)
      await said(child, 'started')
      const isDone = await Promise.race([
        ended(child).then(() => true),
        after(chance() * 1500).then(() => false)
      ])
      child.kill('SIGKILL')
      await ended(child)
      if (isDone) done += 1
    }
    await ended(start(kills * 6))
    const copies = new Map<string, Set<string>>()
    for (const { to, raw } of server.got) {
      const reader = to[0] ?? ''
      copies.set(reader, (copies.get(reader) ?? new Set()).add(raw))
    }
    return {
      kills: kills - done,
      mails,
      copies: server.got.length,
      lost: mails - copies.size,
      different: [...copies.values()].filter(texts => texts.size > 1).length
    }
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const after = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms))

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(resolve => void child.once('exit', () => resolve()))

/** Resolves when the process says a word, or ends without it. */
const said = (child: ChildProcess, word: string): Promise<void> =>
  new Promise(resolve => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes(word) && resolve())
    child.once('exit', () => resolve())
  })
