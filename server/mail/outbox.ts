import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transport } from './transport.ts'

/**
 * Mail as files, for an installation without a mail server. Writing is sending: switching a mail server on later
 * does not send these again. A mail written twice (the process ended before it was marked) is one file.
 */
export function openOutbox(folder: string): Transport {
  return {
    where: folder,
    isOutbox: true,
    async send({ name, raw }, isWanted) {
      if (!(await isWanted())) return { kind: 'unwanted' }
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(join(folder, `${name}.eml`), raw)
      return { kind: 'taken', answer: `written to outbox/${name}.eml` }
    },
    close: async () => {}
  }
}

/** Whole or not at all, also when the machine stops in the middle. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const half = `${file}.${process.pid}.part`
  const handle = await open(half, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(half, file)
}
