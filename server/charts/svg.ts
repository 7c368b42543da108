import Handlebars from 'handlebars'

/** What a picture says in words, and the same figures as a table. Every picture has both. */
export interface Chart {
  readonly id: string
  readonly title: string
  /** One or two sentences: what is shown and what stands out. */
  readonly description: string
  /** SVG without style, coloured by its classes; every text in it went through `element` or `label`. */
  readonly svg: Handlebars.SafeString
  readonly table: ChartTable
}

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

type Attributes = Readonly<Record<string, string | number>>

/** One element; text and attribute values are escaped here and nowhere else. */
export const element = (name: string, attributes: Attributes, children: readonly string[] = []): string => {
  let given = ''
  for (const [key, value] of Object.entries(attributes))
    given += ` ${key}="${typeof value === 'number' ? value : escaped(value)}"`
  return `<${name}${given}>${children.join('')}</${name}>`
}

/** A text at a point; `anchor` is start, middle or end. */
export const label = (
  x: number,
  y: number,
  text: string,
  { anchor = 'start', kind = 'chart__label' }: { anchor?: string; kind?: string } = {}
): string =>
  element('text', { x: round(x), y: round(y), 'text-anchor': anchor, class: kind }, [escaped(text)])

/** The whole picture, named for readers who do not see it; it scales with the page. */
export const drawing = (
  id: string,
  size: { readonly width: number; readonly height: number },
  title: string,
  description: string,
  children: readonly string[]
): Handlebars.SafeString =>
  new Handlebars.SafeString(
    element(
      'svg',
      {
        class: 'chart__drawing',
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: 'img',
        'aria-labelledby': `${id}-title ${id}-desc`
      },
      [
        element('title', { id: `${id}-title` }, [escaped(title)]),
        element('desc', { id: `${id}-desc` }, [escaped(description)]),
        ...children
      ]
    )
  )

/** A text that has room for so many letters and no more. */
export const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

export const round = (value: number): number => Math.round(value * 10) / 10

export const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => entities[sign] ?? sign)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
