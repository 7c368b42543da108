import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** One of our programs as a process of its own, as an operator starts it. */
export interface Program {
  readonly pid: number
  /** What it printed so far. */
  readonly out: () => string
  readonly err: () => string
  /** Resolves when the text is on standard output; rejects, with what it said, when it ends before. */
  says(text: string): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

const running = new Set<ChildProcess>()

/** Ends what a failed test left behind. */
export const endPrograms = (): void => {
  for (const child of running) child.kill('SIGKILL')
}

/** Starts `file` with these settings and no other; standard error is no terminal. */
export function startProgram(
  file: string,
  env: Readonly<Record<string, string>>,
  args: string[] = []
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', join(root, file), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  running.add(child)
  const texts = { out: '', err: '' }
  child.stdout.on('data', chunk => {
    texts.out += chunk
    child.emit('said')
  })
  child.stderr.on('data', chunk => {
    texts.err += chunk
  })
  const ended = once(child, 'close').then(([code, signal]): number | string => {
    running.delete(child)
    child.emit('said')
    return code ?? signal
  })
  let isOver = false
  void ended.then(() => {
    isOver = true
    child.emit('said')
  })
  return {
    pid: child.pid ?? 0,
    out: () => texts.out,
    err: () => texts.err,
    says: async text => {
      while (!texts.out.includes(text)) {
        if (isOver) throw new Error(`It ended without saying "${text}": ${texts.err || texts.out}`)
        await once(child, 'said')
      }
    },
    kill: signal => void child.kill(signal),
    ended
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
