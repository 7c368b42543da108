/**
 * What refers to others comes before what it refers to: a dump is taken while people work, one collection after the
 * other, and whatever a letter named when it was read is there when its turn comes. The ledger of mails is last: what
 * anybody was told before, it says.
 */
const order = [
  'letters',
  'questions',
  'responses',
  'references',
  'intakes',
  'disputes',
  'subscriptions',
  'users',
  'desks'
]
const last = ['deliveries']

/**
 * Not in a dump: sessions and counts of tries, which belong to browsers of the place it was taken; secrets, which must
 * not lie about in backups; and what a store knows of itself.
 */
export const leftOut = new Set(['sessions', 'limits', 'secrets', 'migrations', 'revisions', 'jobruns'])

/** The collections of a dump in the order in which they are read. Those this release does not know are kept too. */
export function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) =>
    order.includes(name) ? order.indexOf(name) : order.length + (last.includes(name) ? 1 : 0)
  return names
    .filter(name => !leftOut.has(name) && !name.startsWith('system.'))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}
