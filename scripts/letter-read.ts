import { readFileSync } from 'node:fs'
import { readLetter } from '../server/intake/read/index.ts'

const usage = 64
const noInput = 66

/** A text file in the encoding it declares or shows: UTF-8, UTF-16, or else Windows-1252, which reads any bytes. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const sample = bytes.subarray(0, 400)
  const zeros = sample.filter((byte, i) => byte === 0 && i % 2 === 1).length
  if (zeros > sample.length / 4) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = code
}

function main(path: string | undefined): void {
  if (path === undefined) {
    fail('Usage: npm run --silent letter:read -- FILE', usage)
    return
  }
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    fail(`Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, noInput)
    return
  }
  process.stdout.write(`${JSON.stringify(readLetter(textOf(bytes)), null, 2)}\n`)
}

main(process.argv[2])
