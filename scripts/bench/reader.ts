import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readLetter } from '../../server/intake/read/index.ts'

const fixtures = new URL('../../test/fixtures/', import.meta.url)
const shared = new URL('../../../shared/letters/labelled/', import.meta.url)

/** Every letter at hand: the project's fixtures, and the labelled letters beside the project when they are there. */
function letters(): string[] {
  return [fixtures, shared]
    .filter(folder => existsSync(folder))
    .flatMap(folder =>
      readdirSync(folder)
        .filter(name => name.endsWith('.txt'))
        .map(name => readFileSync(new URL(name, folder), 'utf8'))
    )
}

/** Seconds of processor time, so that other work on the machine does not count. */
function timed(act: () => void): number {
  const start = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000_000
}

/**
 * Measures the letter reader on one core: letters a second of processor time, and seconds for a megabyte of ordinary and of hostile text.
 * `args[0]` is how many seconds to read letters for, 3 when absent.
 */
export async function run(args: string[]): Promise<void> {
  const seconds = Number(args[0] ?? 3)
  const texts = letters()
  const characters = texts.reduce((sum, text) => sum + text.length, 0)
  for (const text of texts) readLetter(text)
  let read = 0
  const took = timed(() => {
    const until = performance.now() + seconds * 1000
    while (performance.now() < until) readLetter(texts[read++ % texts.length] ?? '')
  })
  console.log(`${texts.length} letters of ${Math.round(characters / texts.length)} characters on average`)
  console.log(`${Math.round(read / took)} letters a second on one core`)
  for (const [name, unit] of [
    ['ordinary prose', `${'word '.repeat(18)}\n`],
    ['requests', 'Please provide a list of grants. '],
    ['question marks', '? '],
    ['nested markers', '1. a\na. b\ni. c\n']
  ] as const)
    console.log(
      `1 MB of ${name}: ${timed(() => readLetter(unit.repeat(1_000_000 / unit.length))).toFixed(2)} s`
    )
}
