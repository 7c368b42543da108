import type { Check } from './finding.ts'

export interface Examination {
  readonly faults: number
  readonly repaired: number
}

/** Looks at everything, one line a check and one a finding. With `repairs` it puts right what it can. */
export async function examine(
  checks: readonly Check[],
  say: (line: string) => void,
  repairs = false
): Promise<Examination> {
  let [faults, repaired] = [0, 0]
  for (const { name, look } of checks) {
    const findings = await look()
    say(
      `${findings.some(({ isNote }) => !isNote) ? 'WRONG' : findings.length > 0 ? 'note ' : 'ok   '}  ${name}`
    )
    for (const finding of findings) {
      const isRepaired = repairs && finding.repair !== undefined
      if (isRepaired) {
        await finding.repair?.()
        repaired += 1
      } else if (!finding.isNote) faults += 1
      say(`       ${finding.what}. ${isRepaired ? 'Repaired.' : `To do: ${finding.toDo}.`}`)
    }
  }
  return { faults, repaired }
}
