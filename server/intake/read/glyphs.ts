import type { Reading } from './reading.ts'

/** Glyphs that read as another of the same length. */
const readAs: Record<string, string> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u2032': "'",
  '`': "'",
  '\u00b4': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u00a0': ' ',
  '\u1680': ' ',
  '\u202f': ' ',
  '\u205f': ' ',
  '\u3000': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u0085': '\n',
  '\f': '\n',
  '\v': '\n'
}

/** Ligatures, and the three dots in one, become the letters they stand for. */
const opened: Record<string, string> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
  '\ufb05': 'st',
  '\ufb06': 'st',
  '\u2026': '...'
}

const isInvisible = (code: number): boolean =>
  code === 0xad || code === 0xfeff || (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e)

const isPlain = (code: number): boolean => (code >= 32 && code < 127 && code !== 96) || code === 10

/** The text with one kind of line end, quotation mark and space, ligatures opened and invisible characters gone. */
export function readGlyphs(given: string): Reading {
  const text: string[] = []
  const shown: string[] = []
  const at = new Uint32Array(given.length * 3)
  let to = 0
  const put = (read: string, show: string, from: number) => {
    text.push(read)
    shown.push(show)
    for (let i = 0; i < read.length; i++) at[to++] = from
  }
  let plainFrom = 0
  const flush = (end: number) => {
    if (end <= plainFrom) return
    const run = given.slice(plainFrom, end)
    text.push(run)
    shown.push(run)
    for (let i = plainFrom; i < end; i++) at[to++] = i
  }
  for (let i = 0; i < given.length; i++) {
    const code = given.charCodeAt(i)
    if (isPlain(code)) continue
    const char = given.charAt(i)
    const open = opened[char]
    const same = readAs[char] ?? (code >= 0x2000 && code <= 0x200a ? ' ' : undefined)
    if (
      code !== 13 &&
      open === undefined &&
      same === undefined &&
      !isInvisible(code) &&
      (code > 127 || code === 9)
    )
      continue
    flush(i)
    plainFrom = i + 1
    if (code === 13) {
      if (given.charCodeAt(i + 1) !== 10) put('\n', '\n', i)
    } else if (open !== undefined) put(open, open, i)
    else if (same !== undefined) put(same, same === '\n' || same === ' ' ? same : char, i)
    else if (!isInvisible(code)) put(' ', ' ', i)
  }
  flush(given.length)
  return { text: text.join(''), shown: shown.join(''), at: at.slice(0, to) }
}
