import type { Response } from 'express'
import { File, type FileRecord } from '../../models/file.ts'

/** Answers with a file as it was handed in: to be saved, whatever it is, and never shown or run by a browser. */
export async function sendKept(res: Response, name: string, file: FileRecord): Promise<void> {
  res.attachment(name).set({
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(file.size),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store'
  })
  for await (const piece of File.pieces(file)) res.write(piece)
  res.end()
}
