import sanitizeHtml from 'sanitize-html'
import { decoded } from './plain-text.ts'
import type { Extracted } from './types.ts'

/** The text and the title of an HTML file. */
export function readHtml(bytes: Uint8Array): Extracted {
  const html = decodedHtml(bytes)
  return {
    kind: 'html',
    pages: [{ text: textOfHtml(html), confidence: null }],
    title: titleOfHtml(html),
    inner: []
  }
}

/** A page's text as it would be read: paragraphs apart, list items with their numbers or dashes. */
export function textOfHtml(html: string): string {
  const clean = sanitizeHtml(html, {
    allowedTags: [...blocks, ...lists, 'br', 'td', 'th'],
    allowedAttributes: { ol: ['start', 'type'] },
    nonTextTags: [
      'style',
      'script',
      'textarea',
      'option',
      'noscript',
      'template',
      'head',
      'title',
      'svg',
      'nav'
    ]
  })
  return written(clean)
}

const blocks = [
  'p',
  'div',
  'section',
  'article',
  'blockquote',
  'table',
  'tr',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'footer'
]
const lists = ['ul', 'ol', 'li']

/** The title of a page; null where it has none. */
function titleOfHtml(html: string): string | null {
  const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(html.slice(0, 100_000))?.[1]
  return title === undefined ? null : unescaped(title).replace(/\s+/g, ' ').trim() || null
}

/** The text of an HTML file in the encoding it declares. */
function decodedHtml(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  return decoded(bytes, /<meta[^>]{1,200}charset=["']?([\w-]{2,30})/i.exec(start)?.[1] ?? null)
}

interface OpenList {
  readonly isNumbered: boolean
  readonly type: string
  next: number
}

/** Walks over what sanitize-html left: well-formed tags and text. */
function written(clean: string): string {
  const open: OpenList[] = []
  const parts: string[] = []
  for (const [piece, closing, tag, attributes = ''] of clean.matchAll(
    /<(\/?)([a-z0-9]+)([^<>]*)>|[^<]+|</g
  )) {
    if (tag === undefined) parts.push(unescaped(piece).replace(/\s+/g, ' '))
    else if (tag === 'br') parts.push('\n')
    else if (tag === 'td' || tag === 'th') parts.push(' ')
    else if (tag === 'ul' || tag === 'ol') {
      if (closing) open.pop()
      else open.push(listOf(tag, attributes))
      parts.push('\n')
    } else if (tag === 'li')
      parts.push(closing ? '' : `\n${'  '.repeat(Math.max(0, open.length - 1))}${marker(open.at(-1))} `)
    else parts.push(tag === 'tr' || tag === 'div' ? '\n' : '\n\n')
  }
  return parts
    .join('')
    .replace(/ *\n */g, line => line.replace(/^ +/, ''))
    .replace(/(\S) {2,}/g, '$1 ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const listOf = (tag: string, attributes: string): OpenList => ({
  isNumbered: tag === 'ol',
  type: /type="(\w)"/.exec(attributes)?.[1] ?? '1',
  next: Number(/start="(\d{1,4})"/.exec(attributes)?.[1] ?? 1)
})

function marker(list: OpenList | undefined): string {
  if (!list?.isNumbered) return '-'
  const number = list.next
  list.next += 1
  if (/[aA]/.test(list.type) && number <= 26) {
    const letter = String.fromCharCode(96 + number)
    return `${list.type === 'A' ? letter.toUpperCase() : letter}.`
  }
  return `${number}.`
}

const unescaped = (text: string): string =>
  text
    .replace(/&nbsp;|&#160;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/&amp;/g, '&')
