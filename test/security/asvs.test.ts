import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const table = readFileSync(join(import.meta.dirname, 'asvs.md'), 'utf8')
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')

const states = ['met', 'not yet', 'not applicable']

const rows = [...table.matchAll(/^\| (\d+)\.(\d+)\.(\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(
  ([, chapter = '', section, item, level, words = '', state = '', where = '']) => ({
    number: `${chapter}.${section}.${item}`,
    chapter,
    level,
    words,
    state,
    where
  })
)

describe('The table of the security standard', () => {
  it('holds each item of levels 1 and 2 once: 70 and 183 of them', () => {
    const numbers = rows.map(({ number }) => number)
    assert.equal(new Set(numbers).size, numbers.length)
    const ofLevel = (wanted: string) => rows.filter(({ level }) => level === wanted).length
    assert.deepEqual([ofLevel('1'), ofLevel('2')], [70, 183])
  })

  it('says of each item what was done, in a few words of our own, and why where it was not', () => {
    for (const { number, words, state, where } of rows) {
      assert.ok(states.includes(state), `${number}: ${state}`)
      assert.ok(words.split(' ').length <= 10 && where.length > 3, number)
    }
  })

  it('names only files that are there', () => {
    const named = [
      ...table.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.\w+|[A-Z]\w+(?:\.md)?|\.dockerignore|biome\.json)`/g)
    ]
    const paths = named.map(([, path = '']) => path).filter(path => !/^[A-Z_]+$/.test(path))
    assert.ok(paths.length > 150)
    assert.deepEqual(
      [...new Set(paths)].filter(path => !existsSync(join(root, path))),
      []
    )
  })

  it('is summed up by chapter in CONTRIBUTING.md as it stands', () => {
    const chapters = [...new Set(rows.map(({ chapter }) => chapter))]
    for (const chapter of chapters) {
      const count = (state: string) =>
        rows.filter(one => one.chapter === chapter && one.state === state).length
      const [, ...given] =
        new RegExp(`^\\| ${chapter} [^|]+\\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$`, 'm').exec(contributing) ?? []
      assert.deepEqual(given.map(Number), states.map(count), `chapter ${chapter}`)
    }
  })
})
