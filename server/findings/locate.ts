/** Where quoted words stand in a text: `text.slice(start, end)`, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * Finds words in a text as a person pastes them: line breaks, runs of blanks, curly quotes and dashes may differ.
 * `near` chooses between several places. Null where the words do not stand in the text.
 */
export function locate(text: string, words: string, near = 0): Place | null {
  const wanted = plainOf(words).plain.trim()
  if (wanted === '') return null
  const { plain, at } = plainOf(text)
  const places: Place[] = []
  for (
    let from = plain.indexOf(wanted);
    from >= 0 && places.length < 1000;
    from = plain.indexOf(wanted, from + 1)
  )
    places.push({ start: at[from] ?? 0, end: (at[from + wanted.length - 1] ?? 0) + 1 })
  return places.reduce<Place | null>(
    (best, place) =>
      best === null || Math.abs(place.start - near) < Math.abs(best.start - near) ? place : best,
    null
  )
}

/** The text with one blank for any run of them and plain signs for printed ones; `at` leads back to the text. */
function plainOf(text: string): { plain: string; at: number[] } {
  const signs: string[] = []
  const at: number[] = []
  for (let index = 0; index < text.length; index += 1) {
    const sign = plainSigns[text[index] ?? ''] ?? text[index] ?? ''
    const isBlank = /\s/.test(sign)
    if (sign === '' || (isBlank && signs.at(-1) === ' ')) continue
    signs.push(isBlank ? ' ' : sign)
    at.push(index)
  }
  return { plain: signs.join(''), at }
}

const plainSigns: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '\u00ad': '',
  '\u00a0': ' '
}
