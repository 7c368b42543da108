import assert from 'node:assert/strict'
import { loadExamples } from '../../server/examples/load.ts'
import { isLongForm, sample, tallyOf } from '../support/attack.ts'
import { type Pattern, patternsOf } from '../support/patterns.ts'
import { processorMs } from '../support/processor-time.ts'
import { openWorld } from '../support/world.ts'

/** What makes careless patterns try everything: each is repeated up to 100 kB and ended by what no pattern wants. */
const units = [
  ...[' ', '\n', 'a', 'A', '1', '-', '.', ',', '/', '<', '"', ':', ';', '(', '=', '&', '%', '@', '\t', '*'],
  ...[
    'a ',
    'a.',
    '1.',
    'a,',
    'A. ',
    'Aa ',
    '1 ',
    '<a',
    '\u00e9',
    '--',
    ' \n',
    '\r\n',
    'a\n',
    '\n\n',
    'a-',
    '=\n'
  ]
]

const lengths = [22, 200, 2000, 20_000, 100_000]

/** A text that takes this long at a fifth of the length takes too long at the whole of it, whatever the growth. */
const mostMs = (length: number): number => (length === 100_000 ? 50 : 10)

/** Read in a child process that is killed at 30 s or 512 MB, see `intake/files/fence.ts`. */
const inTheFence = /^server\/intake\/files\//

describe('a pattern of the sources', function () {
  this.timeout(0)
  const tally = tallyOf('Regex injection and ReDoS', 'hostile texts of up to 100 kB for patterns')
  let all: Pattern[]

  before(() => {
    all = patternsOf(['server', 'models'])
  })
  after(() => tally.say())

  it('is found by the syntax tree, each of them', () => {
    assert.ok(all.length > 500, `${all.length} patterns`)
    for (const { source, flags } of all) assert.doesNotThrow(() => new RegExp(source, flags), source)
  })

  it('takes 100 kB of hostile text within 50 ms of processor time, or works inside the fence', async () => {
    const open = all.filter(({ file }) => !inTheFence.test(file))
    const slow: string[] = []
    for (const pattern of open) slow.push(...(await slownessOf(pattern)))
    tally.add(open.length * unitsFor('').length, slow.length)
    assert.deepEqual(slow, [])
  })

  it('that works inside the fence is measured too: long form', async function () {
    if (!isLongForm) this.skip()
    const fenced = all.filter(({ file }) => inTheFence.test(file))
    let slow = 0
    for (const pattern of fenced) if ((await slownessOf(pattern)).length > 0) slow += 1
    console.log(
      `      ${slow} of ${fenced.length} patterns behind the fence take longer than 50 ms for 100 kB`
    )
    tally.add(fenced.length * unitsFor('').length)
  })

  it('is never made of what somebody typed: a search for signs is a search for signs', async () => {
    const world = await openWorld({ now: '2026-11-20T12:00' })
    try {
      await loadExamples(world.clock.now())
      for (const words of [
        '.*',
        '^',
        '(a+)+$',
        '[',
        '\\',
        '(?<=',
        'x{1,99999}',
        '.*'.repeat(500),
        '$where',
        '"-("'
      ]) {
        const took = await processorMs(async () => {
          for (const path of [
            '/search?q=',
            '/questions?organization=',
            '/members.json?q=',
            '/search.json?q='
          ])
            assert.ok((await world.visitor().get(path + encodeURIComponent(words))).status < 500, path)
        })
        const found = await world.visitor().get(`/search?q=${encodeURIComponent(words)}`)
        if (!/[a-z\d]/i.test(words)) assert.doesNotMatch(found.text, /Firearms exports/, words)
        assert.ok(took < 1000, `${took} ms for ${words}`)
        tally.add(4)
      }
    } finally {
      await world.close()
    }
  })
})

/** In the short form every sixth unit, beside the words that the pattern itself is about. */
const unitsFor = (source: string): string[] => {
  const words = [...new Set([...source.matchAll(/[a-z]{3,}/gi)].map(([word]) => `${word} `))]
  return [...sample(units, 6), ...words.slice(0, isLongForm ? 6 : 1)]
}

async function slownessOf({ file, source, flags }: Pattern): Promise<string[]> {
  const pattern = new RegExp(source, flags)
  const slow: string[] = []
  for (const unit of unitsFor(source))
    for (const length of lengths) {
      const text = `${unit.repeat(Math.ceil(length / unit.length)).slice(0, length)}\u0000!`
      const run = () => {
        pattern.lastIndex = 0
        return pattern.global ? text.replace(pattern, '.') : pattern.test(text)
      }
      const times = [await processorMs(run)]
      // A machine that is busy, or collects its garbage meanwhile, is asked again.
      while (times.length < 3 && Math.min(...times) > mostMs(length)) times.push(await processorMs(run))
      if (Math.min(...times) <= mostMs(length)) continue
      slow.push(
        `${file} /${source.slice(0, 80)}/: ${Math.min(...times).toFixed(0)} ms for ${length} of ${JSON.stringify(unit)}`
      )
      break
    }
  return slow
}
