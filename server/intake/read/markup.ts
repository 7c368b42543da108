import { type Edit, edited, type Reading } from './reading.ts'

/** What stands for a character in a page's source. */
const entities: Record<string, string> = {
  amp: '&',
  nbsp: ' ',
  quot: '"',
  apos: "'",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  ndash: '\u2013',
  mdash: '\u2014',
  sect: '\u00a7',
  bull: '\u2022',
  hellip: '...',
  eacute: '\u00e9',
  aacute: '\u00e1',
  iacute: '\u00ed',
  oacute: '\u00f3',
  uacute: '\u00fa',
  ntilde: '\u00f1'
}
const quotes: Record<number, string> = { 8216: "'", 8217: "'", 8220: '"', 8221: '"', 160: ' ' }

const entity = /&(?:#(\d{2,5})|([a-z]{2,6}));/gi
const tag = /<(\/?)([a-z][a-z0-9]{0,9})(?:\s[^<>]{0,400})?\/?>/gi
const block = /^(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article)$/
const inline = /^(?:a|b|i|u|em|strong|span|sup|sub|font|td|th|tbody|thead|img|hr|html|body|head|small)$/
const link = /\[((?:[^[\]\n\\]|\\.){1,200})\]\((?:https?:|#|mailto:|\/)[^()\s]{0,400}\)/g
const escapeMark = /\\(?=[.()[\]*_#+>-])/g
const bold = /\*{2,3}(?=[^\s*])|(?<=[^\s*])\*{2,3}/g

/** The text without what a web page's source or a Markdown copy of it adds: tags, entities, escapes, links, bold. */
export function withoutMarkup(reading: Reading): Reading {
  return without(without(without(reading, linksIn), escapesIn), tagsIn)
}

const without = (reading: Reading, find: (text: string) => Edit[]): Reading =>
  edited(reading, find(reading.text))

const linksIn = (text: string): Edit[] =>
  [...text.matchAll(link)].flatMap(m => {
    const label = m[1] ?? ''
    const end = m.index + m[0].length
    return [
      { start: m.index, end: m.index + 1, text: '' },
      { start: m.index + 1 + label.length, end, text: '' }
    ]
  })

const escapesIn = (text: string): Edit[] =>
  [...text.matchAll(escapeMark), ...text.matchAll(bold)]
    .map(m => ({ start: m.index, end: m.index + m[0].length, text: '' }))
    .sort((a, b) => a.start - b.start)
    .filter((edit, i, all) => i === 0 || edit.start >= (all[i - 1]?.end ?? 0))

function tagsIn(text: string): Edit[] {
  const edits: Edit[] = []
  for (const m of text.matchAll(tag)) {
    const read = readTag((m[2] ?? '').toLowerCase(), m[1] === '/')
    if (read !== null) edits.push({ start: m.index, end: m.index + m[0].length, text: read })
  }
  for (const m of text.matchAll(entity)) {
    const read = m[1] === undefined ? entities[(m[2] ?? '').toLowerCase()] : characterOf(Number(m[1]))
    if (read !== undefined) edits.push({ start: m.index, end: m.index + m[0].length, text: read })
  }
  edits.sort((a, b) => a.start - b.start)
  return edits.filter((edit, i) => i === 0 || edit.start >= (edits[i - 1]?.end ?? 0))
}

function readTag(name: string, isClosing: boolean): string | null {
  if (name === 'br') return '\n'
  if (name === 'li' && !isClosing) return '\n\u2022 '
  if (block.test(name)) return '\n\n'
  return inline.test(name) ? '' : null
}

const characterOf = (code: number): string | undefined =>
  quotes[code] ?? (code >= 32 && code < 0xd800 ? String.fromCharCode(code) : undefined)
