/** `12 kB`, of a file's bytes. */
export const sizeInWords = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1024))} kB`

/** A paragraph of a document; `anchor` is there where it has a number of its own: `p5` for ¶5. */
export interface Paragraph {
  readonly text: string
  readonly anchor: string | null
  readonly number: string | null
}

/** The paragraphs of a document, the numbered ones with an address, so that ¶5 can be cited. */
export function paragraphsOf(text: string): Paragraph[] {
  const seen = new Set<string>()
  return text.split(/\n[ \t]*\n+/).flatMap(block => {
    const body = block.trim()
    if (body === '') return []
    const number = /^(?:¶\s*)?(\d{1,3})[.)]\s/.exec(body)?.[1] ?? null
    const isNew = number !== null && !seen.has(number)
    if (isNew) seen.add(number)
    return [{ text: body, anchor: isNew ? `p${number}` : null, number: isNew ? number : null }]
  })
}
