import { strict as assert } from 'node:assert'
import { compilePattern } from '../../server/embedded-mongo/regex.ts'
import { processorMs } from '../support/processor-time.ts'
import { storeWithClient } from './support.ts'

type World = Awaited<ReturnType<typeof storeWithClient>>

const refused = { code: 51156 }
const isTimedOut = { ...refused, message: /timed out/ }

/** Each with a text on which JavaScript's own matching goes back for minutes, years or ever. */
const hostile: readonly (readonly [pattern: string, text: string])[] = [
  ['^(a+)+$', `${'a'.repeat(60)}!`],
  ['(a|a)*b', 'a'.repeat(200)],
  ['(.*)(.*)(.*)(.*)(.*)x', 'a'.repeat(5000)],
  ['.*.*.*=x', 'a'.repeat(100_000)],
  [`^${'(?:aa|a)'.repeat(60)}$`, 'a'.repeat(121)],
  ['(?:a{1,50}){1,50}b', 'a'.repeat(80)],
  ['(?x) ( a + ) + $ # [', `${'a'.repeat(60)}!`],
  ['[]a]+[]a]+[]a]+[]a]+b', 'a'.repeat(20_000)]
]

describe('a pattern sent to the store', () => {
  let world: World

  before(async () => {
    world = await storeWithClient()
  })
  after(() => world.close())

  it('is refused with the code of the match limit where it would go back for long, within two seconds in all', async () => {
    const texts = world.db.collection<{ _id: number; text: string }>('texts')
    await texts.insertMany(hostile.map(([, text], _id) => ({ _id, text })))
    const took = await processorMs(async () => {
      for (const [_id, [pattern]] of hostile.entries())
        await assert.rejects(texts.findOne({ _id, text: { $regex: pattern } }), isTimedOut, pattern)
      const all = hostile.map(([pattern]) => ({ text: { $regex: pattern } }))
      await assert.rejects(texts.updateMany({ $or: all }, { $set: { found: true } }), refused)
    })
    assert.ok(took < 2000, `${took.toFixed(0)} ms of processor time`)
    assert.equal(await texts.countDocuments({ found: true }), 0)
  })

  it('that only looks for words is answered at any time, in texts of any length', async () => {
    const letters = world.db.collection('letters')
    await letters.insertOne({ text: `${'Dear Secretary, '.repeat(60_000)}who approved the export?` })
    for (const [$regex, found] of [
      ['who approved', 1],
      ['WHO approved', 0],
      ['(?i)WHO approved', 1],
      ['(^|&)(organization|export)[?]$', 0],
      [' (import|export)\\?$', 1]
    ] as const)
      assert.equal(await letters.countDocuments({ text: { $regex } }), found, $regex)
  })

  it('is read as the server reads it, and refused where JavaScript reads it otherwise', () => {
    const matches = (pattern: string, text: string, options = '') => compilePattern(pattern, options)(text)
    for (const pattern of [
      '(a)?\\1b',
      '(?<x>a)?\\k<x>b',
      '[[:alpha:]]',
      'a++',
      '(?>a)',
      'a'.repeat(40_000),
      `${'a?'.repeat(40)}${'a'.repeat(40)}`
    ])
      assert.throws(() => matches(pattern, 'b'), { code: 51091 }, pattern)
    assert.throws(() => matches('\\p{Lu}', 'a', 'i'), { code: 51091 })
    assert.throws(() => matches('\\w', 'ſ', 'i'), refused)
    assert.equal(matches('\\bwas\\b', 'It was so', 'i'), true)
    assert.equal(matches('s', 'ſ', 'i'), true)
    assert.equal(matches('^\\d{4}-\\d{2}$', '2021-04\n'), true)
    assert.equal(matches('inspector.*general', `the inspector ${'and the '.repeat(2000)}general`), true)
    assert.equal(matches('inspector.*general', 'the inspector\nand the general'), false)
    assert.equal(matches('a b # c', 'ab', 'x'), true)
    for (let i = 0; i < 20_000; i++) assert.equal(matches('^(ab )+(?:(c)d)*$', 'ab ab cd'), true)
  })
})
