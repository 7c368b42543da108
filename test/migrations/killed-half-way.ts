import { mongo } from 'mongoose'
import { migrate } from '../../models/migrations/migrate.ts'
import { migrations } from '../../models/migrations/table.ts'
import { openStore } from '../../server/embedded-mongo/index.ts'

// Run by migrate.test.ts: changes one letter of three, and is killed.
const [dir = ''] = process.argv.slice(2)
const store = await openStore({ dir })
const client = await new mongo.MongoClient(store.uri).connect()
const db = client.db()
await migrate(db)
await db.collection('letters').insertMany([{ slug: 'one' }, { slug: 'two' }, { slug: 'three' }])
const version = migrations.length + 1
const change = async () => {
  await db.collection('letters').updateOne({ slug: 'one' }, { $set: { isMarked: true } })
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
await migrate(db, { table: [...migrations, { version, what: 'mark each letter', change }] })
