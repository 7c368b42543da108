/** `npm run test:security` runs the long forms; `npm test` the short ones. */
export const isLongForm = process.env.SECURITY === 'full'

/** Most milliseconds for a test that goes through much; 0 is no end. */
export const patience = isLongForm ? 0 : 180_000

/** How many of something a test goes through. */
export const forms = (short: number, long: number): number => (isLongForm ? long : short)

/** Some of a list in the short form, spread over it evenly, the same each time; all of it in the long one. */
export function sample<T>(list: readonly T[], short: number): readonly T[] {
  if (isLongForm || list.length <= short) return list
  return Array.from({ length: short }, (_, at) => list[Math.floor((at * list.length) / short)]).flatMap(
    one => (one === undefined ? [] : [one])
  )
}

/** What one attack class came to. */
export interface Tally {
  /** Counts tries, and how many of them got through, which fails the test as well. */
  add(tried: number, through?: number): void
  /** Prints the class's one line in the long form: `after(() => tally.say())`. */
  say(): void
}

export function tallyOf(attack: string, unit: string): Tally {
  const counts = { tried: 0, through: 0 }
  return {
    add: (tried, through = 0) => {
      counts.tried += tried
      counts.through += through
    },
    say: () => {
      const [tried, refused] = [counts.tried, counts.tried - counts.through].map(one =>
        one.toLocaleString('en-US')
      )
      if (isLongForm) console.log(`${attack}: ${tried} ${unit} tried, ${refused} refused or harmless`)
    }
  }
}
