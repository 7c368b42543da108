/** Most characters of a letter's text; forty times the longest letter anybody has shown us. */
export const MOST_TEXT = 1_000_000

/** A text as it is stored: line ends alike, no mark at its beginning, nothing else touched. */
export const asStored = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd()

/** Why a text cannot be a letter, in a sentence that says what to do; null when it can. */
export function whyNotText(text: string): string | null {
  if (text.trim() === '') return 'Paste the text of the letter, or choose its file.'
  if (text.length > MOST_TEXT)
    return `This text has ${thousands(text.length)} characters; a letter may have ${thousands(MOST_TEXT)}. Paste only the letter itself.`
  if (isBinary(text))
    return 'This is not text: it holds signs that no letter has, as when a file is opened in the wrong program. Choose the file itself below the text instead.'
  const lost = text.indexOf('\uFFFD')
  if (lost >= 0)
    return `Some characters were lost when the text was copied, as near “${around(text, lost)}”. Copy it again, choose the file itself, or put the right characters in.`
  return null
}

/** Control signs other than tab, line ends and the page break do not occur in text. */
function isBinary(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) return true
  }
  return false
}

const around = (text: string, at: number): string =>
  text
    .slice(Math.max(0, at - 20), at + 20)
    .replace(/\s+/g, ' ')
    .trim()

const thousands = (count: number): string => count.toLocaleString('en-US')

/**
 * Repairs a text whose UTF-8 bytes were read as Windows-1252 (`â€™` for an apostrophe); null when it is not one.
 * Only a text in which every such byte belongs to a whole UTF-8 sequence is touched.
 */
export function unscrambled(text: string): string | null {
  if (!/[ÂÃâ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/.test(text)) return null
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const byte = code < 256 ? code : windows1252[text[at] ?? '']
    if (byte === undefined) return null
    bytes[at] = byte
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The signs that Windows-1252 puts where Latin-1 has controls. */
const windows1252: Readonly<Record<string, number>> = Object.fromEntries(
  [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ'].map((sign, at) => [sign, 0x80 + at])
)
