import assert from 'node:assert/strict'
import Handlebars from 'handlebars'
import { hrefOutside, hrefTo, viewHelpers } from '../../server/web/view-helpers.ts'

const shown = (template: string, model: object = {}): string => {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(viewHelpers)
  return handlebars.compile(template)(model)
}

describe('an address in a page', () => {
  for (const good of ['/', '/letters', '/letters/a-b?x=1#q2'])
    it(`of our own may be ${good}`, () => assert.equal(hrefTo(good), good))

  const foreign = [
    'javascript:alert(1)',
    '//example.org',
    '/\\example.org',
    'https://example.org',
    'letters',
    '',
    null,
    undefined,
    7
  ]
  for (const bad of foreign) it(`of our own is never ${String(bad)}`, () => assert.throws(() => hrefTo(bad)))

  it('elsewhere is one of the web', () =>
    assert.equal(hrefOutside('https://example.org/a b'), 'https://example.org/a b'))

  for (const bad of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/letters',
    'nonsense',
    null
  ])
    it(`elsewhere leads nowhere when it is ${bad}`, () => assert.equal(hrefOutside(bad), '#'))
})

describe('a page that needs no more than its name', () => {
  it('is linked to by it', () =>
    assert.equal(shown('<a href="{{pathTo "letters"}}">'), '<a href="/letters">'))
  it('is known to server/paths.ts, or the page that links to it is not made', () =>
    assert.throws(() => shown('{{pathTo "nowhere"}}'), /has no page called nowhere/))
})

describe('a view', () => {
  const table: readonly (readonly [template: string, model: object, html: string])[] = [
    ['{{onDay d}}', { d: '2021-03-12' }, '<time datetime="2021-03-12">March 12, 2021</time>'],
    ['{{onDay d}}', { d: null }, ''],
    ['{{onDay d}}', { d: '"><script>' }, ''],
    [
      '{{atInstant t "America/New_York"}}',
      { t: new Date('2026-11-03T14:00:00Z') },
      '<time datetime="2026-11-03T14:00:00.000Z">November 3, 2026, 9:00 AM EST</time>'
    ],
    ['{{plural n "question"}}', { n: 1 }, '1 question'],
    ['{{plural n "question"}}', { n: 12_000 }, '12,000 questions'],
    ['{{plural n "reply" "replies"}}', { n: 0 }, '0 replies'],
    ['{{labelOf "disposition" c}}', { c: 'no_reply' }, 'No reply recorded'],
    ['{{listed l}}', { l: ['a', 'b', 'c'] }, 'a, b, and c'],
    ['{{listed l}}', { l: ['<b>'] }, '&lt;b&gt;'],
    ['{{#is a "x"}}yes{{else}}no{{/is}}', { a: 'x' }, 'yes'],
    ['{{#is a "x"}}yes{{else}}no{{/is}}', { a: 'y' }, 'no'],
    ['{{#if (is a "x")}}yes{{/if}}', { a: 'x' }, 'yes'],
    ['{{counted n}}', { n: 20_000 }, '20,000']
  ]
  for (const [template, model, html] of table)
    it(`writes ${html || 'nothing'} for ${template}`, () => assert.equal(shown(template, model), html))

  it('is stopped at a label that does not exist', () => {
    assert.throws(() => shown('{{labelOf "disposition" c}}', { c: 'lost' }), /no label for disposition lost/)
    assert.throws(() => shown('{{labelOf "nonsense" c}}', { c: 'no_reply' }), /no label/)
  })
})
