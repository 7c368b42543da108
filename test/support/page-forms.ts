/** One form of a page: where it leads, and what a browser would send if nothing was typed. */
export interface PageForm {
  readonly method: 'get' | 'post'
  readonly action: string
  /** Every field by its name, ticked or not; of several of a name, the one that would be sent. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The forms of a page of ours; `address` is where the page was found. A button that sends its form elsewhere counts
 * as a form of its own.
 */
export const formsIn = (html: string, address: string): PageForm[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, attributes = '', content = '']) => {
    const method = /method="post"/i.test(attributes) ? 'post' : 'get'
    const own = attributeOf(attributes, 'action') || address
    const others = [...content.matchAll(/<button\b([^>]*)>/g)].flatMap(
      ([, button = '']) => attributeOf(button, 'formaction') ?? []
    )
    const fields = fieldsIn(content)
    return [own, ...new Set(others)].map(action => ({ method, action, fields }))
  })

function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, attributes = ''] of html.matchAll(/<(?:input|button)\b([^>]*)>/g)) {
    const name = attributeOf(attributes, 'name')
    if (name === null) continue
    const isLeft = /type="(checkbox|radio)"/.test(attributes) && !/\bchecked\b/.test(attributes)
    const value = attributeOf(attributes, 'value') ?? ''
    if (!isLeft) fields[name] = value
    else fields[name] ??= ''
  }
  for (const [, attributes = '', content = ''] of html.matchAll(/<textarea\b([^>]*)>([^<]*)</g)) {
    const name = attributeOf(attributes, 'name')
    if (name !== null) fields[name] = unescaped(content)
  }
  for (const [, attributes = '', options = ''] of html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const name = attributeOf(attributes, 'name')
    const chosen = /<option\b([^>]*\bselected\b[^>]*)>/.exec(options) ?? /<option\b([^>]*)>/.exec(options)
    if (name !== null) fields[name] = attributeOf(chosen?.[1] ?? '', 'value') ?? ''
  }
  return fields
}

function attributeOf(attributes: string, name: string): string | null {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? null : unescaped(value)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex || decimal
      ? String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10))
      : (entities[name] ?? whole)
  )
