import { readFile, writeFile } from 'node:fs/promises'
import { extract } from './extract.ts'
import type { Go, Said, Task } from './messages.ts'
import { type Extracted, type OnPage, Unreadable } from './types.ts'

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
    else if (task.do === 'recognize') await recognizeAll(task)
    else say({ says: 'extracted', extracted: await extracted(task) })
  } catch (error) {
    const why =
      error instanceof Unreadable
        ? error.message
        : 'This file cannot be read. Save it anew, as PDF or text, and choose that.'
    say({ says: 'unreadable', why })
  }
}

const tell: OnPage = (page, pages) => say({ says: 'page', page, pages })

async function extracted({ kind, path, skip }: Task & { do: 'extract' }): Promise<Extracted> {
  let kept = 0
  const keep = async (png: Buffer) => {
    kept += 1
    const place = `${path}.page-${kept}.png`
    await writeFile(place, png)
    return place
  }
  return extract(kind, new Uint8Array(await readFile(path)), tell, keep, skip)
}

async function recognizeAll({ pictures }: Task & { do: 'recognize' }): Promise<void> {
  const { recognize } = await import('./ocr.ts')
  await recognize(pictures, tell, takeTurn, page => say({ says: 'recognized', page }))
  say({ says: 'allRecognized' })
}

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
