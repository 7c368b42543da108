import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from '../../server/embedded-mongo/bson-codec.ts'
import { checkStorage } from '../../server/embedded-mongo/check.ts'
import type { Collection } from '../../server/embedded-mongo/collection.ts'
import { runQuery } from '../../server/embedded-mongo/query.ts'
import { Storage } from '../../server/embedded-mongo/storage.ts'
import { releases, storeBytes } from '../releases/kept.ts'
import { naiveSearch, type Said } from './naive.ts'
import { doc, newFolder } from './support.ts'

const words = ['dam', 'port', 'ship', 'visa', 'grant', 'farm', 'flood', 'audit']

/** The same numbers each time, from 0 up to and without `below`. */
const numbers = () => {
  let state = 7
  return (below: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

describe('A search for words', () => {
  let dir: string
  let storage: Storage
  beforeEach(() => {
    dir = newFolder()
  })
  afterEach(async () => {
    await storage.close()
    rmSync(dir, { recursive: true, force: true })
  })

  const search = (collection: Collection, $search: string, limit = 0): number[] => {
    const sort = doc({ score: { $meta: 'textScore' } })
    const { ids } = runQuery(collection, { filter: doc({ $text: { $search } }), sort, limit })
    return ids.map(id => Number(decode(collection.read(id) ?? Buffer.alloc(0)).get('_id')))
  }

  it('ranks as looking at every record does, over many blocks of records, through every change', () => {
    storage = new Storage(dir)
    const letters = storage.write(() => {
      const made = storage.create('test.letters')
      made.addIndex(
        doc({ name: 'words', key: { _fts: 'text' }, weights: { subject: 5, body: 1 }, textIndexVersion: 3 })
      )
      return made
    })
    const below = numbers()
    // The first words are in many records, the last in few.
    const some = (most: number) =>
      Array.from({ length: below(most + 1) }, () => words[below(1 + below(words.length))] ?? '')
    const said = (id: number): Said => ({ id, subject: some(2), body: some(5) })
    const stored = ({ id, subject, body }: Said) =>
      doc({ _id: id, subject: subject.join(' '), body: body.join(' ') })
    const docs = Array.from({ length: 1300 }, (_, id) => said(id))
    const isAsNaive = () => {
      for (let times = 0; times < 12; times++) {
        const [wanted, excluded] = [[...new Set(some(3))], [...new Set(some(1))]]
        const asked = [...wanted, ...excluded.map(word => `-${word}`)].join(' ')
        const all = naiveSearch(docs, wanted, excluded)
        assert.deepEqual(search(letters, asked), all, asked)
        assert.deepEqual(search(letters, asked, 10), all.slice(0, 10), asked)
      }
      assert.deepEqual(checkStorage(storage).problems, [])
    }
    storage.write(() => {
      for (const one of docs) letters.insert(stored(one))
    })
    isAsNaive()
    storage.write(() => {
      for (const { id, bytes } of [...letters.scan()]) {
        const old = decode(bytes)
        const at = docs.findIndex(one => one.id === old.get('_id'))
        if (id % 3 === 0) {
          const next = said(docs[at]?.id ?? -1)
          docs[at] = next
          letters.replace({ id, bytes }, old, stored(next), encode(stored(next)))
        } else if (id % 3 === 1 && (id < 600 || id > 1100)) {
          docs.splice(at, 1)
          letters.remove(id)
        }
      }
    })
    isAsNaive()
  })

  it('takes of each record that it passes over no more than its place in a block', () => {
    storage = new Storage(dir)
    const letters = storage.write(() => {
      const made = storage.create('test.letters')
      made.addIndex(doc({ name: 'words', key: { _fts: 'text' }, weights: { body: 1 } }))
      for (let id = 0; id < 2000; id++) made.insert(doc({ _id: id, body: 'ship' }))
      return made
    })
    const filter = doc({ $text: { $search: 'ships' } })
    const sort = doc({ score: { $meta: 'textScore' } })
    const { ids, documentsExamined } = runQuery(letters, { filter, sort, limit: 5 })
    assert.deepEqual(ids, [1, 2, 3, 4, 5])
    assert.equal(documentsExamined, 5)
    assert.equal(letters.indexes.at(-1)?.count(), 2000)
    const held = [...storage.entries.getKeys()].length
    assert.equal(held, 2000 + 4, 'an entry of each _id, and four blocks')
  })

  it('finds in the files of the first version what it found there', async () => {
    const [first = ''] = releases()
    writeFileSync(join(dir, 'store.mdb'), storeBytes(first))
    storage = new Storage(dir)
    assert.deepEqual(checkStorage(storage).problems, [])
    const questions = storage.collections.get('replydue.questions')
    assert.ok(questions)
    const filter = doc({ $text: { $search: 'firearms' } })
    const texts = runQuery(questions, { filter }).ids.map(id =>
      String(decode(questions.read(id) ?? Buffer.alloc(0)).get('text'))
    )
    const saying = [...questions.scan()].filter(({ bytes }) =>
      /\bfirearms?\b/i.test(String(decode(bytes).get('text')))
    )
    assert.ok(saying.length > 0)
    assert.equal(texts.length, saying.length)
  })
})
