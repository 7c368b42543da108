/** What a browser would send of a page's forms: each field's name with its value, but for boxes that are not ticked. */
export function formFields(page: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, attributes = ''] of page.matchAll(/<input\b([^>]*)>/g)) {
    const name = /name="([^"]*)"/.exec(attributes)?.[1]
    if (name && !name.endsWith('-to') && !/type="checkbox"(?!.*checked)/.test(attributes))
      fields[name] = /value="([^"]*)"/.exec(attributes)?.[1] ?? ''
  }
  for (const [, name = '', content = ''] of page.matchAll(/<textarea\b[^>]*name="([^"]*)"[^>]*>([^<]*)</g))
    fields[name] = content
  for (const [, name = '', options = ''] of page.matchAll(
    /<select\b[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g
  ))
    fields[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? ''
  return fields
}
