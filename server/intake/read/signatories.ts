import { isClosing } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { isSignerTitle, nameOf, namesAfterTitle, splitColumns, surnameAfterTitle } from './names.ts'
import { oneLine } from './reading.ts'
import type { Signatory, Span } from './types.ts'

/** The Members named in a signature block, in order, each once; titles, columns and capitals are seen through. */
export function signatoriesIn(text: string, within: Span): Signatory[] {
  const signers: Signatory[] = []
  let open: Signatory[] = []
  const lines = linesOf(text, within).filter(line => !line.isBlank)
  for (const [i, line] of lines.entries()) {
    const said = isClosing(line.text) ? oneLine(line.text.replace(/^[^,]{0,60},?/, '')) : line.text
    if (said === '') continue
    const below = titlesOn(lines[i + 1]?.text ?? '')
    const columns = splitColumns(said)
    const parts = (columns.length === 1 && below > 1 ? namesInRow(said, below) : columns).flatMap(signersOn)
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

const oneTitle =
  /\b(?:United States Senat(?:or|e)|U\.?\s?S\.? Senat(?:or|e)|Members? of Congress|(?:Vice |Co-)?Chair(?:man|woman)?|Ranking (?:Minority )?Member|Representative)\b/gi

/** How many titles stand side by side in a line that holds nothing else but, at its end, the start of a committee's name. */
function titlesOn(line: string): number {
  const said = line.slice(0, 300)
  const found = said.match(oneTitle) ?? []
  const rest = said.replace(oneTitle, '').replace(/,/g, '').trim()
  return rest === '' || /^(?:sub)?committee(?: on\b.*)?$/i.test(rest) ? found.length : 0
}

const suffix = /^(?:jr|sr|ii|iii|iv|m\.?d)\.?,?$/i
const initial = /^\p{L}\.?$/u

/** "JANE Q. DOE PAT ROE" over two titles: cut into that many names, each of the likeliest shape. */
function namesInRow(line: string, count: number): string[] {
  const words = line.split(/\s+/)
  if (words.length < count * 2 || words.length > count * 5) return [line]
  let ends: { cost: number; cuts: number[] }[] = [{ cost: 0, cuts: [] }]
  for (let n = 0; n < count; n++) {
    const next: { cost: number; cuts: number[] }[] = []
    for (const so of ends) {
      const from = so.cuts.at(-1) ?? 0
      for (let size = 2; size <= 5 && from + size <= words.length; size++)
        next.push({
          cost: so.cost + shapeCost(words.slice(from, from + size)),
          cuts: [...so.cuts, from + size]
        })
    }
    ends = next.sort((a, b) => a.cost - b.cost).slice(0, 40)
  }
  const whole = ends.find(so => so.cuts.at(-1) === words.length)
  if (whole === undefined) return [line]
  return whole.cuts.map((cut, i) => words.slice(whole.cuts[i - 1] ?? 0, cut).join(' '))
}

/** How unlike a name a run of words is: an initial belongs in the middle, a suffix at the end. */
function shapeCost(words: string[]): number {
  const main = words.filter(word => !suffix.test(word))
  const [first = '', second = ''] = main
  const last = main.at(-1) ?? ''
  if (main.length < 2 || suffix.test(words[0] ?? '') || initial.test(last)) return 20
  if (main.length === 2) return initial.test(first) ? 3 : 0
  if (main.length === 3) return initial.test(second) || initial.test(first) ? 0 : 2
  return 5
}

interface Signed {
  name: string | null
  title: string | null
}

const inlineTitle =
  /(?<![,\s])[,\s]+(?:U\.?\s?S\.?\s+Senat(?:or|e)|United\s+States\s+(?:Senat(?:or|e)|Representative|House)|Members?\s+of\s+Congress|Chair(?:man|woman)?\b|Ranking\s+(?:Minority\s+)?Member|Co-Chair\b|Vice\s+Chair)/gi

/** One column of a signature line: a name, "Name, Title", or several of them in a row. */
function signersOn(part: string): Signed[] {
  const titled = part.split(
    /(?<!\b(?:States|U\.?\s?S\.?))\s(?=(?:Sen|Rep)\.\s|(?:Senator|Representative|Congress(?:man|woman))\s\p{Lu})/u
  )
  if (titled.length > 1) return titled.map(one => ({ name: nameOf(one), title: null }))
  const together = namesAfterTitle(part)
  if (together.length > 0) return together.map(name => ({ name, title: null }))
  const whole = nameOf(part) ?? surnameAfterTitle(part)
  if (whole !== null) return [{ name: whole, title: null }]
  return signersByTitle(part.slice(0, 3000))
}

/** "JANE DOE Chairman Committee on Examples Pat Roe Ranking Member": before each title, the longest run that is a name. */
function signersByTitle(part: string): Signed[] {
  const found: Signed[] = []
  let from = 0
  for (const m of part.matchAll(inlineTitle)) {
    if (m.index < from) continue
    const words = part.slice(from, m.index).trim().split(/\s+/)
    const count = titlesFrom(part.slice(m.index, m.index + 300))
    const row = words.slice(-5 * count)
    if (count > 1 && row.every(word => /^\p{Lu}/u.test(word))) {
      const names = namesInRow(row.join(' '), count).map(nameOf)
      if (names.length === count && names.every(name => name !== null)) {
        for (const name of names) found.push({ name, title: null })
        from = m.index + m[0].length
        continue
      }
    }
    const runs = [5, 4, 3, 2]
      .filter(size => size <= words.length)
      .map(size => nameOf(words.slice(-size).join(' ')))
    const name = runs.find(run => run !== null)
    if (name !== undefined) found.push({ name, title: oneLine(m[0].replace(/^[,\s]+/, '')) })
    from = m.index + m[0].length
  }
  return found.length > 0 ? found : [{ name: null, title: null }]
}

/** How many titles follow each other at the start of a text, with nothing between. */
function titlesFrom(text: string): number {
  let count = 0
  let end = 0
  for (const m of text.matchAll(oneTitle)) {
    if (text.slice(end, m.index).trim() !== '') break
    count++
    end = m.index + m[0].length
  }
  return count
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
