/** More than this a page does not name. */
const mostNamed = 10

/**
 * What an address asks for and its page does not know, each as a person reads it: parameters other than `known`, and
 * values of `unknownValues` that were given. For pages whose lists have no filters of their own.
 */
export function unknownIn(
  query: Readonly<Record<string, unknown>>,
  known: readonly string[],
  unknownValues: readonly string[] = []
): string[] {
  return Object.entries(query)
    .flatMap(([name, value]) => {
      if (!known.includes(name)) return [cut(name)]
      const said = typeof value === 'string' ? value.trim() : ''
      return unknownValues.includes(name) && said !== '' ? [`${name}: ${cut(said)}`] : []
    })
    .slice(0, mostNamed)
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
