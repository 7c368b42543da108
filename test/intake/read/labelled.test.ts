import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type LetterReading, readLetter } from '../../../server/intake/read/index.ts'

/** Real letters with labels made by reading; they lie beside the project and are never copied into it. */
const folder = new URL('../../../../shared/letters/labelled/', import.meta.url)

interface Label {
  date: string | null
  signatories: string[]
  deadline: { kind: string; date: string | null }
  questions: (string | { text: string; sub?: (string | { text: string })[] })[]
  borderline?: (string | { text: string })[]
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
const opening = (text: string): string => plain(text).split(' ').slice(0, 9).join(' ')
const textOf = (label: string | { text: string }): string => (typeof label === 'string' ? label : label.text)
const surname = (name: string): string =>
  plain(name)
    .replace(/ (?:jr|sr|ii|iii|iv)$/, '')
    .split(' ')
    .at(-1) ?? ''

interface Tally {
  asked: number
  found: number
  extra: number
  deadlines: number
  dates: number
  signers: number
  signersFound: number
  signersExtra: number
}

function tally(reading: LetterReading, label: Label, sum: Tally): void {
  const left = reading.questions.map(q => plain(q.text))
  const take = (wanted: string): boolean => {
    const at = left.findIndex(text => text.includes(opening(wanted)))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }
  for (const item of label.questions) {
    const sub = typeof item === 'string' ? [] : (item.sub ?? [])
    if (take(textOf(item)) || (sub.length > 0 && sub.every(part => take(textOf(part))))) sum.found++
  }
  sum.asked += label.questions.length
  sum.extra += left.filter(
    text => !(label.borderline ?? []).some(b => text.includes(opening(textOf(b))))
  ).length
  const { kind, date } = reading.deadline
  if (kind === label.deadline.kind && (kind !== 'date' || date === label.deadline.date)) sum.deadlines++
  if (reading.date === label.date) sum.dates++
  const names = new Set(reading.signatories.map(s => surname(s.name)))
  const wanted = label.signatories.map(surname)
  sum.signers += wanted.length
  sum.signersFound += wanted.filter(name => names.has(name)).length
  sum.signersExtra += [...names].filter(name => !wanted.includes(name)).length
}

describe('The letter reader on real letters labelled by hand (../shared/letters/labelled)', () => {
  it('finds their questions, deadlines, dates and signers', function () {
    if (!existsSync(folder)) {
      console.log('      skipped: ../shared/letters/labelled is not on this machine')
      return this.skip()
    }
    const sum: Tally = {
      asked: 0,
      found: 0,
      extra: 0,
      deadlines: 0,
      dates: 0,
      signers: 0,
      signersFound: 0,
      signersExtra: 0
    }
    const names = readdirSync(folder).filter(name => name.endsWith('.json'))
    for (const name of names) {
      const label: Label = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
      tally(readLetter(readFileSync(new URL(name.replace(/json$/, 'txt'), folder), 'utf8')), label, sum)
    }
    const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole)
    const figures = {
      recall: share(sum.found, sum.asked),
      precision: share(sum.found, sum.found + sum.extra),
      deadline: share(sum.deadlines, names.length),
      date: share(sum.dates, names.length),
      signatoryRecall: share(sum.signersFound, sum.signers),
      signatoryPrecision: share(sum.signersFound, sum.signersFound + sum.signersExtra)
    }
    for (const [figure, value] of Object.entries(figures))
      assert.ok(value >= 0.95, `${figure} is ${value.toFixed(3)}, under 0.95`)
  })
})
