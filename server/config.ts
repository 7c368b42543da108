import { resolve } from 'node:path'
import { z } from 'zod'

const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'], { error: 'on or off' })
    .default(fallback)
    .transform(value => value === 'on')

const urlOf = (expected: string, protocols: readonly string[]) =>
  z
    .string()
    .refine(value => URL.canParse(value) && protocols.includes(new URL(value).protocol), { error: expected })

function isMailboxUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password, pathname } = new URL(value)
  const isWhole = hostname !== '' && username !== '' && password !== ''
  return /^imaps?:$/.test(protocol) && isWhole && [username, password, pathname].every(isDecodable)
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

const aPort = { error: 'a port number, 0 to 65535' }
const port = z.coerce.number(aPort).int(aPort).min(0, aPort).max(65535, aPort)

const hops = { error: 'a number of proxies, 0 to 9' }

const secret = z
  .string()
  .regex(/^[^\s,]{32,}(,[^\s,]{32,})*$/, { error: '32 characters or more, without spaces' })
  .optional()

/** Every setting, once: the README's table is made from the descriptions. */
export const settings = z.object({
  PORT: port.default(3000).describe('port the pages are served on'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  BASE_URL: urlOf('an http or https address', ['http:', 'https:'])
    .transform(value => value.replace(/(?<!\/)\/+$/, ''))
    .optional()
    .describe('address people reach it under; every link in mails starts with it'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .transform(value => resolve(value))
    .describe('folder for the embedded store, the outbox and the secrets'),
  // Not a URL to `URL`: the address of a replica set names several hosts, each with its port.
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/(?:[^@\s/]*@)?[^@\s/?]+(?:[/?]\S*)?$/, {
      error: 'a mongodb:// or mongodb+srv:// address'
    })
    .optional()
    .describe('a MongoDB to use in place of the embedded store'),
  PUBLIC_READS: z
    .enum(['primary', 'secondaryPreferred', 'nearest'], {
      error: 'primary, secondaryPreferred or nearest'
    })
    .default('primary')
    .describe(
      'which members of a replica set pages for visitors are read from; never older than the last change'
    ),
  SESSION_SECRET: secret.describe('signs session cookies; made at the first start where it is not set'),
  LINK_SECRET: secret.describe(
    'signs links in mails; made at the first start where it is not set. An older one, after a comma, is still accepted'
  ),
  SMTP_URL: urlOf('an smtp:// or smtps:// address', ['smtp:', 'smtps:'])
    .optional()
    .describe('mail server; without it mail is written to DATA_DIR/outbox'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<[^\s<>@,]+@[^\s<>@,]+>$|^[^\s<>@,]+@[^\s<>@,]+$/, {
      error: 'an address, or a name and an address in angle brackets'
    })
    .default('Reply Due <reply-due@localhost>')
    .describe('who the mails are from'),
  MAIL_REPLY_TO: z
    .string()
    .regex(/^[^\r\n<>]*<[^\s<>@,]+@[^\s<>@,]+>$|^[^\s<>@,]+@[^\s<>@,]+$/, {
      error: 'an address, or a name and an address in angle brackets'
    })
    .optional()
    .describe('a mailbox that somebody reads, for replies to the mails'),
  MAIL_BOUNCES_TO: z
    .string()
    .regex(/^[^\s<>@,+]+@[^\s<>@,]+$/, { error: 'a bare address without a plus sign' })
    .optional()
    .describe('mailbox for bounces; its server must accept addresses with +something before the @'),
  MAIL_BOUNCES_URL: z
    .string()
    .refine(isMailboxUrl, {
      error: 'imaps://user:password@host, with the folder after it where it is not INBOX'
    })
    .optional()
    .describe(
      'the mailbox of MAIL_BOUNCES_TO, read every five minutes: imaps://user:password@host/FOLDER; special characters percent-encoded'
    ),
  MAIL_POSTAL_ADDRESS: z.string().min(1).optional().describe('postal address at the foot of the mails'),
  CORRECTIONS_TO: z
    .string()
    .regex(/^[^\s<>@,"'?&]+@[^\s<>@,"'?&]+$/, { error: 'a bare address' })
    .optional()
    .describe(
      'mailbox for corrections, named at the foot of every page; without it the foot leads to the form'
    ),
  DKIM_KEY_FILE: z.string().min(1).optional().describe('file with a private key that signs the mails (DKIM)'),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, { error: 'a DNS label' })
    .default('reply-due')
    .describe('name under which the public half of the DKIM key stands in the DNS'),
  SEED_EXAMPLES: onOff('on').describe('load the two example letters into a new data folder'),
  PUBLIC_PAGES: onOff('on').describe(
    'off closes the site to visitors who are not signed in, and ends mail to subscribers meanwhile'
  ),
  ROLE: z
    .enum(['all', 'web', 'worker'], { error: 'all, web or worker' })
    .default('all')
    .describe('what this process does'),
  TRUSTED_HOPS: z.coerce
    .number(hops)
    .int(hops)
    .min(0, hops)
    .max(9, hops)
    .default(0)
    .describe('how many proxies stand in front; so many entries of X-Forwarded-For are believed'),
  METRICS_PORT: port
    .optional()
    .describe('another port of HOST for /metrics, /healthz and /readyz, also for a worker'),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, { error: '16 characters or more, without spaces' })
    .optional()
    .describe('lets whoever sends it as a bearer token read /metrics beside the pages'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'fatal, error, warn, info, debug, trace or silent'
    })
    .default('info')
    .describe('least severe line that is logged')
})

type Settings = z.output<typeof settings>
export type Config = Omit<Settings, 'BASE_URL'> & { readonly BASE_URL: string }

/** Thrown for a setting that cannot be used; the message names it and what was expected, never its value. */
export class BadSetting extends Error {}

/** The exit code of a process that was started with a bad setting (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78

/** Reads and checks the settings; throws BadSetting with one line for each that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.keys(settings.shape).map(name => [name, env[name] || undefined]))
  const read = settings.safeParse(given)
  if (!read.success)
    throw new BadSetting(
      read.error.issues.map(issue => `${issue.path.join('.')}: expected ${issue.message}.`).join('\n')
    )
  return { ...read.data, BASE_URL: read.data.BASE_URL ?? `http://localhost:${read.data.PORT}` }
}
