import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { checkStorage } from '../../server/embedded-mongo/check.ts'
import type { CommandError } from '../../server/embedded-mongo/errors.ts'
import { Storage } from '../../server/embedded-mongo/storage.ts'
import { doc, newFolder } from './support.ts'

const run = promisify(execFile)
const check = (dir: string) =>
  run(process.execPath, ['--import', 'tsx/esm', 'scripts/store.ts', '--check', dir])

describe('The check of a data folder', () => {
  let dir: string
  let storage: Storage
  beforeEach(() => {
    dir = newFolder()
    storage = new Storage(dir)
    storage.write(() => {
      const letters = storage.create('test.letters')
      letters.addIndex(doc({ name: 'year', key: { year: 1 } }))
      for (let n = 0; n < 20; n++) letters.insert(doc({ _id: n, year: 2000 + n }))
    })
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('finds nothing to say of a folder that agrees with itself', async () => {
    await storage.close()
    assert.equal((await check(dir)).stdout, '20 documents, 40 index entries, 0 problems\n')
  })

  it('names an entry that is missing, one too many, and a count that is off', async () => {
    const letters = storage.collections.get('test.letters')
    const [first] = [...storage.entries.getKeys({ limit: 1 })]
    assert.ok(letters && first)
    storage.write(() => {
      storage.entries.removeSync(first)
      letters.count++
      storage.touch(letters)
    })
    const { problems } = checkStorage(storage)
    assert.deepEqual(problems, [
      'test.letters: record 1 is missing from the index _id_',
      'test.letters: the count says 21, there are 20 documents',
      'test.letters: the index _id_ has 19 entries, the documents call for 20'
    ])
    await storage.close()
    await assert.rejects(check(dir), (error: { code?: number; stderr?: string }) => {
      assert.equal(error.code, 1)
      assert.match(error.stderr ?? '', /record 1 is missing/)
      return true
    })
  })

  it('a change that fails half-way leaves nothing of itself', async () => {
    assert.throws(() =>
      storage.write(() => {
        storage.collections.get('test.letters')?.insert(doc({ _id: 100, year: 1 }))
        storage.create('test.other')
        throw new Error('half-way')
      })
    )
    assert.equal(storage.collections.get('test.letters')?.count, 20)
    assert.equal(storage.collections.get('test.other'), undefined)
    assert.deepEqual(checkStorage(storage).problems, [])
    await storage.close()
  })

  it('a disk without room refuses a change before it begins', async () => {
    assert.throws(
      () => storage.refuseFullDisk(2 ** 60),
      (error: CommandError) => error.code === 14031
    )
    await storage.close()
  })
})
