import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Worker } from 'tesseract.js'
import type { PageText, TakeTurn } from './types.ts'

const model = join(
  dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')),
  '4.0.0_best_int'
)

/** Reads a page that `draw` makes, when it is its turn. `end` frees the memory that reading took. */
export interface Recognizer {
  (draw: () => Promise<Buffer>): Promise<PageText>
  end(): Promise<void>
}

/** Recognizes letters on pictures, English, entirely offline. Nothing is loaded before the first page. */
export function recognizer(takeTurn: TakeTurn): Recognizer {
  let worker: Promise<Worker> | undefined
  const recognize = async (draw: () => Promise<Buffer>): Promise<PageText> => {
    const endTurn = await takeTurn()
    try {
      worker ??= start()
      const { data } = await (await worker).recognize(await draw(), { rotateAuto: true }, { text: true })
      return { text: data.text.trim(), confidence: Math.round(data.confidence) }
    } finally {
      endTurn()
    }
  }
  return Object.assign(recognize, {
    end: async () => {
      await (await worker)?.terminate()
    }
  })
}

async function start(): Promise<Worker> {
  const { createWorker, OEM } = await import('tesseract.js')
  return createWorker('eng', OEM.LSTM_ONLY, { langPath: model, gzip: true, cacheMethod: 'none' })
}
