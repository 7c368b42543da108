import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { MongoServerError } from 'mongodb'
import { exampleOf } from './shapes.ts'
import { storeWithClient } from './support.ts'

const shapes: string[] = JSON.parse(readFileSync(new URL('./command-shapes.json', import.meta.url), 'utf8'))

/** What a server says to a command as such, whatever it holds: not known, not supported, of a wrong type. */
const refusals = [2, 9, 14, 59, 115, 168, 238, 40324, 40415]

describe('What the application sends', () => {
  let world: Awaited<ReturnType<typeof storeWithClient>>
  before(async () => {
    world = await storeWithClient()
  })
  after(() => world.close())

  it(`is taken in every shape of the ${shapes.length} recorded`, async () => {
    for (const name of shapes) {
      const command = exampleOf(JSON.parse(name))
      assert.ok(typeof command === 'object' && command !== null)
      const reply = await world.db.command(command).catch((error: unknown) => {
        if (error instanceof MongoServerError) return { writeErrors: [error] }
        throw error
      })
      for (const { code, errmsg } of reply.writeErrors ?? [])
        assert.ok(!refusals.includes(code), `${name} was refused with ${code}: ${errmsg}`)
    }
    assert.deepEqual((await world.db.command({ checkStore: 1 })).problems, [])
  })
})
