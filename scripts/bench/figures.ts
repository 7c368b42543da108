/** One measured thing; `beside` is what plain library calls or a bare server took for as much in the same run. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly beside?: { readonly what: string; readonly value: number }
}

/** Prints figures as a table for people and as one line of JSON for whatever compares runs. */
export function printFigures(name: string, about: object, figures: readonly Figure[]): void {
  console.log(
    `${name}: ${Object.entries(about)
      .map(([key, value]) => `${value} ${key}`)
      .join(', ')}`
  )
  for (const { what, value, unit, beside } of figures) {
    const ratio = beside
      ? `   ${rounded(value / beside.value)} times ${beside.what} (${rounded(beside.value)} ${unit})`
      : ''
    console.log(`  ${what.padEnd(52)} ${rounded(value).padStart(10)} ${unit.padEnd(6)}${ratio}`)
  }
  console.log(JSON.stringify({ bench: name, ...about, figures }))
}

export const rounded = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3)

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** Milliseconds on the clock and of this process's processors (its threads included) that something takes. */
export async function lasting<T>(act: () => Promise<T>): Promise<{ result: T; ms: number; cpuMs: number }> {
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  const result = await act()
  const { user, system } = process.cpuUsage(cpu)
  return { result, ms: performance.now() - started, cpuMs: (user + system) / 1000 }
}

/** The medians of an act done many times, after a few that do not count. */
export async function timesOf(times: number, act: (at: number) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (let at = -3; at < times; at += 1) {
    const { ms } = await lasting(() => act(at + 3))
    if (at >= 0) took.push(ms)
  }
  return took
}

/**
 * By which power cost grows with size: the slope of a line of least squares through the logarithms of both. 1 is in
 * proportion; what grows as the logarithm does shows as about 0.1 between a thousand and a hundred thousand.
 */
export function exponentOf(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const [xs, ys] = [points.map(({ size }) => Math.log(size)), points.map(({ cost }) => Math.log(cost))]
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const [mx, my] = [mean(xs), mean(ys)]
  const over = xs.reduce((sum, x, at) => sum + (x - mx) * ((ys[at] ?? my) - my), 0)
  return over / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
}
