import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'bson'
import { MongoClient } from 'mongodb'
import { shapeOfCommand } from './shapes.ts'

/*
 * Adds to command-shapes.json what an application's tests send:
 *   NODE_ENV=test npx mocha --require ./test/embedded-mongo/record-shapes.ts 'test/letters/*.test.ts'
 */

const file = new URL('./command-shapes.json', import.meta.url)
const known = new Set<string>(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [])

const save = () => writeFileSync(file, `${JSON.stringify([...known].sort(), null, 2)}\n`)

const { connect } = MongoClient.prototype
MongoClient.prototype.connect = function (this: MongoClient) {
  // Not in the driver's types for releases, but what its own documentation names.
  Reflect.set(this, 'monitorCommands', true)
  this.on('commandStarted', ({ command }) => {
    const name = JSON.stringify(shapeOfCommand(deserialize(serialize(command))))
    if (known.has(name)) return
    known.add(name)
    save()
  })
  return connect.call(this)
}
