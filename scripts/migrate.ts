import mongoose from 'mongoose'
import { latestVersion } from '../models/migrations/migrate.ts'
import { runScript } from './run-script.ts'

// npm run migrate: brings records and indexes to this release, as every start does, and says so.
await runScript(
  async ({ database }) => {
    console.log(
      `${database.where}: layout ${latestVersion()}, ${mongoose.modelNames().length} kinds of record, every index is there.`
    )
  },
  { tell: line => console.log(line) }
)
