import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Worker } from 'tesseract.js'
import type { OnPage, PageText, TakeTurn } from './types.ts'

const model = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')),
  '4.0.0_best_int'
)

/** Recognizes the letters on pictures, English, entirely offline, each when it is its turn. */
export async function recognized(
  pictures: readonly string[],
  onPage: OnPage,
  takeTurn: TakeTurn
): Promise<PageText[]> {
  const worker = await start()
  const pages: PageText[] = []
  for (const [at, picture] of pictures.entries()) {
    await onPage(at + 1, pictures.length)
    const endTurn = await takeTurn()
    const { data } = await worker.recognize(picture, { rotateAuto: true }, { text: true })
    endTurn()
    pages.push({ text: data.text.trim(), confidence: Math.round(data.confidence) })
  }
  await worker.terminate()
  return pages
}

async function start(): Promise<Worker> {
  const { createWorker, OEM } = await import('tesseract.js')
  return createWorker('eng', OEM.LSTM_ONLY, { langPath: model, gzip: true, cacheMethod: 'none' })
}
