import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { createApp } from '../../server/app.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { type Database, openDatabase } from '../../server/database.ts'
import type { Role } from '../../server/domain/roles.ts'
import type { Log } from '../../server/log.ts'
import { openSecrets, type Secrets } from '../../server/secrets.ts'
import { type SettableClock, settableClock } from './clock.ts'
import { browserless, type Person, signIn, type Visitor } from './people.ts'
import { startSmtp, type TestSmtp } from './smtp.ts'

export interface WorldOptions {
  /** Now, to begin with; without an offset in New York. Default: noon on November 20, 2026. */
  readonly now?: string
  /** Settings other than the defaults, as an environment would give them. */
  readonly env?: Readonly<Record<string, string>>
  /** No mail server: mail goes to the outbox folder. */
  readonly withoutSmtp?: boolean
}

/** The whole application on a real store in a temporary folder, with a clock and a mail server of the test's own. */
export interface World {
  readonly url: string
  readonly server: Server
  readonly config: Config
  readonly clock: SettableClock
  readonly log: Log
  /** Every line logged so far. */
  readonly logged: string[]
  readonly secrets: Secrets
  readonly database: Database
  readonly smtp: TestSmtp
  /** The desk of the people below; its slug is `example`, as the example letters' own. */
  desk(): Promise<DeskRecord>
  /** Somebody without an account. */
  visitor(): Visitor
  /** A person of the role at the example desk, signed in through the real form. `name` tells two of a role apart. */
  signedInAs(role: Role, name?: string): Promise<Person>
  close(): Promise<void>
}

/** The password of everybody in the tests. */
export const PASSWORD = 'velvet anchor 47 mountain'

/** Opens a world; one a test file, in `before`, closed in `after`: mongoose's models hold one connection a process. */
export async function openWorld({ now, env, withoutSmtp = false }: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-'))
  const smtp = await startSmtp()
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const config = readConfig({
    DATA_DIR: folder,
    BASE_URL: url,
    ...(!withoutSmtp && { SMTP_URL: smtp.url }),
    MAIL_FROM: 'Reply Due <reply-due@example.org>',
    ...env
  })
  const database = await openDatabase(config)
  const secrets = openSecrets(config.DATA_DIR)
  const clock = settableClock(now ?? '2026-11-20T12:00')
  const logged: string[] = []
  const log = pino({ level: 'debug', base: null }, { write: line => void logged.push(line) })
  server.on('request', await createApp({ config, clock, log, secrets, connection: database.connection }))

  const desk = () => exampleDesk()
  return {
    url,
    server,
    config,
    clock,
    log,
    logged,
    secrets,
    database,
    smtp,
    desk,
    visitor: () => browserless(server),
    signedInAs: async (role, name = role) =>
      signIn(server, await personAt(await desk(), role, name, clock), PASSWORD),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await database.close()
      await smtp.close()
      await rm(folder, { recursive: true, force: true })
      assert.deepEqual(
        Reflect.ownKeys(Object.prototype),
        ofEveryObject,
        'the prototype of objects was changed'
      )
    }
  }
}

/** What every object has: whatever a test file sends, it is the same in the end. */
const ofEveryObject = Reflect.ownKeys(Object.prototype)

const exampleDesk = async (): Promise<DeskRecord> =>
  (await Desk.findOne({ slug: 'example' }).lean()) ??
  (await Desk.create({ slug: 'example', name: 'Example desk' }))

/** Everybody has the same: made once, since that takes as long as a test. */
let passwordHash: Promise<string> | undefined

async function personAt(
  desk: DeskRecord,
  role: Role,
  name: string,
  clock: SettableClock
): Promise<UserRecord> {
  const email = `${name}@example.org`
  const known = await User.byEmail(email)
  if (known) return known
  passwordHash ??= hashPassword(PASSWORD)
  return User.create({
    email,
    name: `The ${name}`,
    role,
    desks: [desk._id],
    passwordHash: await passwordHash,
    createdAt: clock.now()
  })
}
