import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Worker } from 'tesseract.js'
import { lostPage, type OnPage, type PageText, type TakeTurn } from './types.ts'

const model = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')),
  '4.0.0_best_int'
)

/** Recognizes the letters on pictures, English, entirely offline, each when it is its turn; one that fails is a lost page. */
export async function recognize(
  pictures: readonly string[],
  onPage: OnPage,
  takeTurn: TakeTurn,
  onRead: (page: PageText) => void
): Promise<void> {
  const worker = await start()
  for (const [at, picture] of pictures.entries()) {
    await onPage(at + 1, pictures.length)
    const endTurn = await takeTurn()
    onRead(await recognized(worker, picture))
    endTurn()
  }
  await worker.terminate()
}

async function recognized(worker: Worker, picture: string): Promise<PageText> {
  try {
    const { data } = await worker.recognize(picture, { rotateAuto: true }, { text: true })
    return { text: data.text.trim(), confidence: Math.round(data.confidence) }
  } catch {
    return lostPage
  }
}

async function start(): Promise<Worker> {
  const { createWorker, OEM } = await import('tesseract.js')
  return createWorker('eng', OEM.LSTM_ONLY, { langPath: model, gzip: true, cacheMethod: 'none' })
}
