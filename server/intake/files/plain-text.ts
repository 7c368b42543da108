import chardet from 'chardet'
import iconv from 'iconv-lite'
import type { Extracted } from './types.ts'

/** A text file as it is. */
export const readText = (bytes: Uint8Array): Extracted => ({
  kind: 'txt',
  pages: [{ text: decoded(bytes), confidence: null }],
  title: null,
  inner: []
})

/** The text of bytes whose encoding nobody said: by their mark, as UTF-8 where they are, else by what they look like. */
export function decoded(bytes: Uint8Array, declared: string | null = null): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const encoding =
    markOf(buffer) ??
    known(declared) ??
    (isUtf8(buffer) ? 'utf8' : known(chardet.detect(buffer.subarray(0, 100_000))))
  return iconv.decode(buffer, encoding ?? 'windows-1252', { stripBOM: true })
}

function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Latin-1 as declared or guessed means Windows-1252, as browsers have it: its quotation marks are real ones. */
function known(encoding: string | null): string | null {
  if (encoding === null || !iconv.encodingExists(encoding)) return null
  return /^(iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(encoding) ? 'windows-1252' : encoding
}
