import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exponentOf, lasting, median, rounded } from './figures.ts'
import { growthChart } from './growth-chart.ts'
import { addEditor, type Editor, type Site, signIn, startSite } from './site.ts'

/** What was measured on a desk of one size: ms on the clock (median) and of the processors (mean). */
interface Measured {
  readonly what: string
  /** Whether a person waits for it; otherwise a machine does, or it happens once. */
  readonly isWaitedFor: boolean
  readonly ms: number
  readonly cpuMs: number
}

export interface Growth {
  readonly what: string
  readonly isWaitedFor: boolean
  readonly points: readonly { readonly size: number; readonly ms: number; readonly cpuMs: number }[]
  readonly exponent: number
}

/**
 * Measures the same acts on desks of growing size and says by which power their cost grows:
 * `npm run bench -- growth --dirs DIR [--sizes 1000,3000,10000,30000,100000] [--out growth.svg]`. Each size is a data
 * folder `DIR/d<size>`, made beforehand with `npm run bench -- generate`. Judged by processor time, which a busy
 * machine does not change; the store's thread is included.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      dirs: { type: 'string' },
      sizes: { type: 'string', default: '1000,3000,10000,30000,100000' },
      out: { type: 'string' }
    }
  })
  if (!values.dirs) throw new Error('Say where the data folders are with --dirs DIR.')
  const sizes = values.sizes.split(',').map(Number)
  const bySize = new Map<number, Measured[]>()
  for (const size of sizes) {
    const dir = join(values.dirs, `d${size}`)
    if (!existsSync(dir))
      throw new Error(`npm run bench -- generate --letters ${size} --dir ${dir} comes first.`)
    console.log(`${size} letters`)
    bySize.set(size, await measured(dir))
  }
  const grown = growthOf(bySize)
  printGrowth(grown)
  if (values.out) writeFileSync(values.out, growthChart(grown))
  console.log(JSON.stringify({ bench: 'growth', grown }))
}

async function measured(dir: string): Promise<Measured[]> {
  await addEditor(dir)
  const site = await startSite(dir)
  try {
    console.log(`  started in ${rounded(site.startedInMs)} ms`)
    return await acts(site)
  } finally {
    await site.stop()
  }
}

const TIMES = 24

/** What takes long is not done so often. */
const ENOUGH_MS = 10_000

async function acts(site: Site): Promise<Measured[]> {
  const done: Measured[] = []
  const measure: Measure = async (what, act, times = TIMES, isWaitedFor = true) => {
    try {
      await measureOne(what, act, times, isWaitedFor)
    } catch (error) {
      // An act that this size is too much for is an outcome too, and the others are wanted all the same.
      console.log(`  ${what.padEnd(44)} failed: ${error instanceof Error ? error.message : error}`)
    }
  }
  const measureOne = async (
    what: string,
    act: (at: number) => Promise<unknown>,
    times: number,
    isWaitedFor: boolean
  ) => {
    const ready = performance.now()
    for (let at = 1; at <= 3 && times > 1 && performance.now() - ready < ENOUGH_MS / 4; at += 1)
      await act(-at)
    const took: number[] = []
    const before = await site.cpuSeconds()
    const begun = performance.now()
    while (took.length < times && (took.length < Math.min(2, times) || performance.now() - begun < ENOUGH_MS))
      took.push((await lasting(() => act(took.length))).ms)
    const cpuMs = (((await site.cpuSeconds()) - before) * 1000) / took.length
    done.push({ what, isWaitedFor, ms: median(took), cpuMs })
    console.log(
      `  ${what.padEnd(44)} ${rounded(median(took)).padStart(8)} ms, ${rounded(cpuMs)} ms of processor`
    )
  }
  const read = async (path: string): Promise<string> => {
    const answer = await fetch(site.url + path)
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
    return answer.text()
  }
  // A number that no page knows makes another address of it, which nothing kept can answer.
  const fresh = (path: string) => (at: number) => read(`${path}${path.includes('?') ? '&' : '?'}n=${at}`)

  await measure('first page after the start', () => read('/'), 1, false)
  const { slugs, questions } = await someOf(site)
  const [slug = '', other = ''] = slugs
  await measure('home', fresh('/'))
  await measure('list of questions', fresh('/questions'))
  await measure('list of questions, filtered', fresh('/questions?answer=no_reply&ask=documents'))
  await measure('list of letters', fresh('/letters'))
  await measure('letter', at => read(`/letters/${slugs[(at + 3) % slugs.length]}?n=${at}`))
  await measure('question', at => read(`/questions/${questions[(at + 3) % questions.length]}?n=${at}`))
  await measure('organization', fresh('/organizations/department-of-state'))
  await measure('search for two words', fresh('/search?q=licenses+veterans'))
  await measure('search for a rare phrase', fresh(`/search?q=${encodeURIComponent('"Member 17"')}`))
  await measure('list, as kept', () => read('/questions'), 100)
  const editor = await signIn(site)
  await measure('my desk', () => editor.get('/desk'))
  await measureWriting(measure, editor, slug, other)
  await measure('whole export', () => read('/data.ndjson'), 1, false)
  return done
}

type Measure = (
  what: string,
  act: (at: number) => Promise<unknown>,
  times?: number,
  isWaitedFor?: boolean
) => Promise<void>

async function measureWriting(measure: Measure, editor: Editor, slug: string, other: string): Promise<void> {
  await measure(
    '“still nothing” pressed',
    at => editor.post(`/letters/${at % 2 ? slug : other}/checks`, {}),
    8
  )
  await measure(
    'press, and the next list',
    async at => {
      await editor.post(`/letters/${at % 2 ? slug : other}/checks`, {})
      await editor.get(`/questions?n=w${at}`)
    },
    8
  )
  await measure(
    'letter pasted, read and reviewed',
    async at => editor.get(await editor.post('/intake', { text: pasted(at) })),
    8
  )
}

const pasted = (at: number): string =>
  `March 3, 2025\n\nThe Honorable Secretary\nDepartment of State\n\nDear Secretary:\n\nWe write about port inspection ${at}. Please answer by April 4, 2025.\n\n1. How many inspections were carried out in round ${at}?\n2. Which office reviews them?\n3. Please provide all guidance on round ${at}.\n\nSincerely,\n`

async function someOf({ url }: Site): Promise<{ slugs: string[]; questions: string[] }> {
  const asked = async (path: string): Promise<unknown[]> => {
    const body: unknown = await (await fetch(url + path)).json()
    return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)
      ? body.items
      : []
  }
  const field = (one: unknown, name: string): string =>
    String(
      typeof one === 'object' && one !== null ? Object.entries(one).find(([key]) => key === name)?.[1] : ''
    )
  return {
    slugs: (await asked('/api/v1/letters?limit=100')).map(one => field(one, 'slug')),
    questions: (await asked('/api/v1/questions?limit=100')).map(one => field(one, 'id'))
  }
}

function growthOf(bySize: ReadonlyMap<number, readonly Measured[]>): Growth[] {
  const [first = []] = bySize.values()
  return first.map(({ what, isWaitedFor }) => {
    const points = [...bySize].flatMap(([size, all]) =>
      all.filter(one => one.what === what).map(({ ms, cpuMs }) => ({ size, ms, cpuMs }))
    )
    return {
      what,
      isWaitedFor,
      points,
      exponent: exponentOf(points.map(({ size, cpuMs }) => ({ size, cost: cpuMs })))
    }
  })
}

/** What grows as the logarithm does grows by this much between the smallest and the largest. */
const logarithmic = (sizes: readonly number[]): number =>
  Math.log(Math.max(...sizes)) / Math.log(Math.min(...sizes))

const timesGrown = ({ points }: Growth): number =>
  (points.at(-1)?.cpuMs ?? Number.NaN) / (points[0]?.cpuMs ?? Number.NaN)

function printGrowth(grown: readonly Growth[]): void {
  const sizes = [...new Set(grown.flatMap(({ points }) => points.map(({ size }) => size)))]
  console.log(
    `\nprocessor ms by letters, how many times from first to last (the logarithm: ${logarithmic(sizes).toFixed(2)}), exponent`
  )
  console.log(`${''.padEnd(36)}${sizes.map(size => String(size).padStart(9)).join('')}`)
  for (const one of grown) {
    const costs = sizes.map(size => one.points.find(point => point.size === size)?.cpuMs)
    const shown = costs.map(cost => (cost === undefined ? 'failed' : rounded(cost)).padStart(9)).join('')
    console.log(
      `${one.what.padEnd(36)}${shown} ${rounded(timesGrown(one)).padStart(7)} ${one.exponent.toFixed(2).padStart(6)}  ${verdictOn(one)}`
    )
  }
}

function verdictOn(one: Growth): string {
  if (!one.isWaitedFor) return 'nobody waits for it'
  const sizes = one.points.map(({ size }) => size)
  return timesGrown(one) > logarithmic(sizes) ? 'faster than the logarithm' : ''
}
