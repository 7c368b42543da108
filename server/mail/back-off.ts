/** Minutes until the next try after the first, second, third ... failure; the last one repeats. */
export const backOffMinutes = [1, 5, 15, 60, 180, 360] as const

/** A mail is given up this long after it was first tried. */
export const GIVE_UP_MS = 48 * 60 * 60 * 1000

/**
 * When to try again after `failures` tries, or null when it is time to give up. Up to a fifth is added at random
 * (`chance` is 0 to 1), so that a thousand deferred mails do not come back in the same second.
 */
export function nextTry(failures: number, firstTriedAt: Date, now: Date, chance: number): Date | null {
  const minutes = backOffMinutes[Math.min(failures, backOffMinutes.length) - 1] ?? backOffMinutes[0]
  const next = new Date(now.getTime() + minutes * 60_000 * (1 + chance / 5))
  return next.getTime() - firstTriedAt.getTime() > GIVE_UP_MS ? null : next
}
