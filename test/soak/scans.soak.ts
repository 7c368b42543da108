import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFenced } from '../../server/intake/files/fence.ts'
import { joinedPages } from '../../server/intake/page-join.ts'
import { readLetter } from '../../server/intake/read/index.ts'
import { countPages, photographed, scanned, typeset } from '../files/make-pdf.ts'

const letters = '../shared/letters'
/** How many of the labelled letters are scanned beside the main one; a page takes seconds. */
const OTHERS = 4

describe('letters read from crooked, noisy scans', () => {
  for (const dpi of [150, 200, 300])
    it(`at ${dpi} dpi, 1.5 degrees askew`, async function () {
      if (!existsSync(letters)) {
        console.log(`      skipped: ${letters} is not here.`)
        return this.skip()
      }
      const sums = { wanted: 0, found: 0 }
      for (const file of chosen()) {
        const text = readFileSync(`${file}.txt`, 'utf8')
        const labels: { questions: (string | { text: string; borderline?: boolean })[] } = JSON.parse(
          readFileSync(`${file}.json`, 'utf8')
        )
        const wanted = labels.questions.flatMap(label =>
          typeof label === 'string' ? [label] : label.borderline ? [] : [label.text]
        )
        const found = readLetter(await scannedText(text, dpi)).questions.map(({ text: words }) =>
          lettersOf(words)
        )
        const hits = wanted.filter(opening => found.some(words => isLike(words, lettersOf(opening))))
        sums.wanted += wanted.length
        sums.found += hits.length
        console.log(`      ${file.slice(letters.length + 1)}: ${hits.length} of ${wanted.length}`)
      }
      console.log(`      recall ${(sums.found / sums.wanted).toFixed(3)}`)
      if (dpi === 200) assert.ok(sums.found / sums.wanted >= 0.85)
    })
})

function chosen(): string[] {
  const labelled = readdirSync(`${letters}/labelled`)
    .filter(name => name.endsWith('.json'))
    .sort()
  const every = Math.max(1, Math.floor(labelled.length / OTHERS))
  const others = labelled.filter((_, at) => at % every === 0).slice(0, OTHERS)
  return [
    `${letters}/main/leahy-2021`,
    ...others.map(name => `${letters}/labelled/${name.replace('.json', '')}`)
  ]
}

async function scannedText(text: string, dpi: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-scans-'))
  try {
    const pdf = typeset(text)
    const pictures = await photographed(pdf, countPages(text), { dpi, degrees: 1.5, noise: 12 })
    const path = join(folder, 'scan.pdf')
    await writeFile(path, await scanned(pictures))
    return joinedPages((await extractFenced(path, 'pdf')).pages.map(page => page.text))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const lettersOf = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 60)

/** The same opening but for a few letters that were recognized wrongly. */
function isLike(words: string, opening: string): boolean {
  const pairs = (text: string) => new Set([...text].slice(1).map((sign, at) => text[at] + sign))
  const [one, other] = [pairs(words.slice(0, opening.length + 6)), pairs(opening)]
  const shared = [...other].filter(pair => one.has(pair)).length
  return other.size > 0 && shared / other.size >= 0.8
}
