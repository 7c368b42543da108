/** A text as a part of an address: a-z, 0-9 and single hyphens; empty when nothing of it can be kept. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/**
 * A name as a part of an address, never empty: one of other alphabets, or of signs alone, is written by the numbers
 * of its characters, at most twenty of them.
 */
export const nameSlugOf = (name: string): string =>
  slugOf(name) ||
  ['x', ...[...name.trim()].slice(0, 20).map(one => one.codePointAt(0)?.toString(36))].join('-')

/** The first words of a text as a slug of at most `length` characters, cut between words. */
export function shortSlugOf(text: string, length: number): string {
  const slug = slugOf(text)
  if (slug.length <= length) return slug
  const cut = slug.slice(0, length + 1)
  return cut.includes('-') ? cut.slice(0, cut.lastIndexOf('-')) : slug.slice(0, length)
}
