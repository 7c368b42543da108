import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { Delivery } from '../../models/delivery.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/database.ts'
import type { Role } from '../../server/domain/roles.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import type { JobDeps } from '../../server/jobs/schedule.ts'
import { openSecrets } from '../../server/secrets.ts'
import { type MailServer, mailServer } from '../mail/mail-server.ts'
import { type SettableClock, settableClock } from '../support/clock.ts'

/** The records with the example letters, and a mail server, without any pages. */
export interface MailWorld {
  readonly config: Config
  readonly clock: SettableClock
  readonly server: MailServer
  readonly logged: string[]
  readonly deps: Omit<JobDeps, 'signal'>
  /** Another worker with leases of its own. */
  worker(): Omit<JobDeps, 'signal'>
  desk(): Promise<DeskRecord>
  staff(role: Role, name: string): Promise<UserRecord>
  /** As if no mail had ever been owed. */
  forgetMail(): Promise<void>
  close(): Promise<void>
}

export async function openMailWorld(now: string, env: Record<string, string> = {}): Promise<MailWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-mail-'))
  const server = await mailServer()
  const config = readConfig({
    DATA_DIR: folder,
    BASE_URL: 'https://due.example.org',
    MAIL_FROM: 'Reply Due <reply-due@example.org>',
    SMTP_URL: server.url,
    ...env
  })
  const database = await openDatabase(config)
  const clock = settableClock(now)
  await loadExamples(clock.now())
  const logged: string[] = []
  const log = pino({ base: null }, { write: line => void logged.push(line) })
  const secrets = openSecrets(folder)
  const worker = () => ({ ...jobDeps({ config, clock, log, secrets }), chance: () => 0 })
  const desk = () => Desk.findOne({ slug: 'example' }).orFail().lean<DeskRecord>()
  return {
    config,
    clock,
    server,
    logged,
    deps: worker(),
    worker,
    desk,
    staff: async (role, name) =>
      User.create({
        email: `${name}@example.org`,
        name: `The ${name}`,
        role,
        desks: [(await desk())._id],
        createdAt: clock.now()
      }),
    forgetMail: async () => {
      await Delivery.deleteMany({})
      server.got.length = 0
      server.rcpts.length = 0
      server.tries = 0
      server.manner = () => 'take'
      server.beforeData = async () => {}
    },
    close: async () => {
      await database.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
