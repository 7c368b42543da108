import assert from 'node:assert/strict'
import { excerpt, wantedBy } from '../../server/search/hits.ts'
import { processorMs } from '../support/processor-time.ts'

const marked = (text: string, query: string) =>
  excerpt(text, wantedBy(query))
    .filter(({ isHit }) => isHit)
    .map(({ text: words }) => words)

describe('what a search marks', () => {
  const table: [string, string, string[]][] = [
    ['firearm', 'Firearms were exported.', ['Firearms']],
    ['"end user"', 'Who is the end user of it?', ['end user']],
    ['embassy -commerce', 'The Embassy asked Commerce.', ['Embassy']],
    ['michoacan', 'Michoacán states', ['Michoacán']],
    ['<b>', 'A <b>bold</b> word', ['b', 'b']]
  ]
  for (const [query, text, hits] of table)
    it(`marks ${hits.join(', ')} in “${text}” for ${query}`, () =>
      assert.deepEqual(marked(text, query), hits))

  it('shows the surroundings of the first hit of a long text, and not its beginning', () => {
    const text = `${'Nothing of note. '.repeat(100)}The licenses lapsed. ${'More of it. '.repeat(100)}`
    const shown = excerpt(text, wantedBy('licenses'))
      .map(({ text: words }) => words)
      .join('')
    assert.match(shown, /^… .*licenses lapsed.* …$/s)
    assert.ok(shown.length < 300)
  })

  it('takes a hostile text of 100 kB within a second', async () => {
    const took = await processorMs(() =>
      excerpt(`${'a'.repeat(50_000)}${'"-'.repeat(25_000)}`, wantedBy('"-'.repeat(100)))
    )
    assert.ok(took < 1000, `${took} ms`)
  })
})
