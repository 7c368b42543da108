import assert from 'node:assert/strict'
import mongoose from 'mongoose'
import { loadExamples } from '../../server/examples/load.ts'
import { patience, tallyOf } from '../support/attack.ts'
import { formRoutes, someRecords } from '../support/crawl.ts'
import { writeEveryField } from '../support/every-field.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

/** What a stored value is recognized by, for every kind of path. */
const objectId = 'abadcafeabadcafeabadcafe'
const planted: Readonly<Record<string, string>> = {
  String: 'mass-assigned',
  Number: '987654321',
  Date: '2001-02-03',
  ObjectId: objectId,
  Boolean: 'yes'
}

const traces = /mass-assigned|987654321|2001-02-03|abadcafeabadcafeabadcafe/

describe('a field that a form does not have', function () {
  this.timeout(patience)
  const tally = tallyOf('Mass assignment', 'fields sent that no form has')
  let world: World
  let admin: Person

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    admin = await world.signedInAs('site-admin')
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  it('is stored nowhere: every path of every record, sent with every form', async () => {
    const records = await someRecords(admin)
    const known = new Set(
      (await formRoutes(world, admin, records)).flatMap(({ fields }) => Object.keys(fields))
    )
    const more = Object.fromEntries(
      Object.values(mongoose.connection.models)
        .flatMap(({ schema }) => Object.entries(schema.paths))
        .filter(([path]) => !known.has(path))
        .flatMap(([path, { instance }]) => {
          const value = planted[instance] ?? 'mass-assigned'
          return [[path, value] as const]
        })
    )
    assert.ok(Object.keys(more).length > 100, 'the paths of the records')
    for (const name of ['role', 'desks', 'passwordHash', 'disabledAt', '_id', 'deskId', 'visibility'])
      assert.ok(name in more || known.has(name), name)
    let sent = 0
    const greedy: Person = {
      ...admin,
      post: (path, fields = {}) => {
        sent += Object.keys(more).length
        // What the form does have keeps what an honest person typed.
        const kept = path.startsWith('/people') ? few(more) : more
        return admin.post(path, { ...kept, ...fields })
      }
    }
    await writeEveryField(greedy, (_name, _most, honest) => honest ?? '', 2)
    tally.add(sent)
    const found: string[] = []
    for (const { name } of await world.database.connection.listCollections())
      for (const record of await world.database.connection.collection(name).find().toArray())
        if (traces.test(JSON.stringify(record)))
          found.push(`${name}: ${traces.exec(JSON.stringify(record))?.[0]}`)
    assert.deepEqual(found, [])
  })

  it('gives nobody a role, a desk or a letter: what a person may not choose is not theirs to send', async () => {
    const chief = await world.signedInAs('desk-admin')
    const reader = await world.signedInAs('reader')
    const self = `/people/${chief.user._id}`
    const raised = { name: 'The chief', role: 'site-admin', desks: String(chief.user.desks[0]) }
    assert.notEqual((await chief.post(self, raised)).status, 303)
    const foreign = {
      name: 'The reader',
      role: 'reader',
      desks: [String(chief.user.desks[0]), objectId]
    }
    await chief.post(`/people/${reader.user._id}`, foreign)
    for (const path of ['/account/email', '/account/password'])
      await reader.post(path, {
        role: 'site-admin',
        desks: objectId,
        email: 'x',
        proof: 'x',
        current: 'x',
        password: 'x'
      })
    tally.add(6)
    const users = await world.database.connection.collection('users').find().toArray()
    const roleOf = (email: string) => users.find(user => user.email === email)
    assert.equal(roleOf(chief.user.email)?.role, 'desk-admin')
    assert.equal(roleOf(reader.user.email)?.role, 'reader')
    assert.ok(!JSON.stringify(users).includes(objectId))
  })
})

/** The form for people is read up to 10 kB only. */
const few = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) =>
      /^(role|desks|password|disabled|created|_id|zone|noDigest)/.test(name)
    )
  )
