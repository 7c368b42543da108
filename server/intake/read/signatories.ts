import { isClosing } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { isSignerTitle, nameOf, splitColumns } from './names.ts'
import { oneLine } from './reading.ts'
import type { Signatory, Span } from './types.ts'

/** The Members named in a signature block, in order, each once; titles, columns and capitals are seen through. */
export function signatoriesIn(text: string, within: Span): Signatory[] {
  const signers: Signatory[] = []
  let open: Signatory[] = []
  for (const line of linesOf(text, within)) {
    if (line.isBlank) continue
    const said = isClosing(line.text) ? oneLine(line.text.replace(/^[^,]{0,60},?/, '')) : line.text
    if (said === '') continue
    const parts = splitColumns(said).flatMap(part => signersOn(part))
    const names = parts.filter(part => part.name !== null)
    if (names.length > 0) {
      open = names.map(part => ({ name: part.name ?? '', title: part.title, from: 'signature' as const }))
      for (const signer of open) signers.push(signer)
    } else if (isSignerTitle(said)) nameTitles(open, splitColumns(said))
  }
  return once(signers)
}

function nameTitles(open: Signatory[], titles: string[]): void {
  open.forEach((signer, i) => {
    const title = titles.length === open.length ? titles[i] : titles[0]
    if (signer.title === null && title !== undefined && isSignerTitle(title)) signer.title = oneLine(title)
  })
}

interface Signed {
  name: string | null
  title: string | null
}

const inlineTitle =
  /[,\s]+(?:U\.?\s?S\.?\s+Senat(?:or|e)|United\s+States\s+(?:Senat(?:or|e)|Representative|House)|Members?\s+of\s+Congress|Chair(?:man|woman)?\b|Ranking\s+(?:Minority\s+)?Member|Co-Chair\b|Vice\s+Chair)/gi

/** One column of a signature line: a name, "Name, Title", or several of them in a row. */
function signersOn(part: string): Signed[] {
  const titled = part.split(/\s(?=(?:Sen|Rep)\.\s|(?:Senator|Representative|Congress(?:man|woman))\s\p{Lu})/u)
  if (titled.length > 1) return titled.map(one => ({ name: nameOf(one), title: null }))
  const whole = nameOf(part)
  if (whole !== null) return [{ name: whole, title: null }]
  const at = part.slice(0, 300).search(inlineTitle)
  if (at <= 0) return [{ name: null, title: null }]
  return [{ name: nameOf(part.slice(0, at)), title: oneLine(part.slice(at).replace(/^[,\s]+/, '')) }]
}

/** Each signer once: a name printed twice is one Member. */
export function once(signers: Signatory[]): Signatory[] {
  const seen = new Set<string>()
  return signers.filter(signer => {
    const key = signer.name.toLowerCase().replace(/[^\p{L} ]/gu, '')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
