import { readFile } from 'node:fs/promises'
import { extract } from './extract.ts'
import type { Go, Said, Task } from './messages.ts'
import { Unreadable } from './types.ts'

/**
 * The process inside the fence: takes one task, answers, ends. It holds no connection to the store and no secret;
 * when the process that started it goes, it goes too.
 */
process.once('disconnect', () => process.exit())
process.on('message', (told: Task | Go) => {
  if ('go' in told) startTurn()
  else void work(told)
})
say({ says: 'ready' })

let startTurn = () => {}

async function work(task: Task): Promise<void> {
  try {
    if (task.do === 'read')
      say({ says: 'reading', reading: (await import('../read/index.ts')).readLetter(task.text) })
    else say({ says: 'extracted', extracted: await extracted(task) })
  } catch (error) {
    const why =
      error instanceof Unreadable
        ? error.message
        : 'This file cannot be read. Save it anew, as PDF or text, and choose that.'
    say({ says: 'unreadable', why })
  }
}

const extracted = async ({ kind, path }: Task & { do: 'extract' }) =>
  extract(
    kind,
    new Uint8Array(await readFile(path)),
    (page, pages) => say({ says: 'page', page, pages }),
    takeTurn
  )

async function takeTurn(): Promise<() => void> {
  const turn = new Promise<void>(resolve => {
    startTurn = resolve
  })
  say({ says: 'turn' })
  await turn
  return () => say({ says: 'turnEnds' })
}

function say(said: Said): void {
  process.send?.(said)
}
