import { parseArgs } from 'node:util'
import { Desk } from '../models/desk.ts'
import { Token } from '../models/token.ts'
import { isEmail, normalEmail, User } from '../models/user.ts'
import { SET_UP_HOURS } from '../server/accounts/first-account.ts'
import { systemClock } from '../server/clock.ts'
import { BadSetting, EXIT_CONFIG, readConfig } from '../server/config.ts'
import { openDatabase } from '../server/database.ts'
import { type Role, roles } from '../server/domain/roles.ts'
import { paths } from '../server/paths.ts'

/** `link` makes a new set-up link for somebody who has an account: their password is lost, or the link is. */
const usage = `Use: npm run user -- add EMAIL --name NAME --role ${roles.join('|')} --desk SLUG, or npm run user -- link EMAIL`

/** Exit codes of sysexits.h: wrong words, and right words that do not fit what is recorded. */
const EXIT_USAGE = 64
const EXIT_DATA = 65

/** Ends the command with one line and an exit code. */
class Refused extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof BadSetting ? EXIT_CONFIG : error instanceof Refused ? error.code : 1
}

/** Does what the words ask for; returns the link to hand to the person. Sends no mail. */
async function run(words: readonly string[]): Promise<string> {
  const asked = read(words)
  const config = readConfig()
  const database = await openDatabase(config)
  try {
    const id = asked.command === 'add' ? await add(asked) : await known(asked.email)
    const now = systemClock.now()
    const { secret } = await Token.issue({ kind: 'set_up', userId: id, now, lastsHours: SET_UP_HOURS })
    return `${config.BASE_URL}${paths.setUp(secret)}`
  } finally {
    await database.close()
  }
}

type Asked =
  | { command: 'link'; email: string }
  | { command: 'add'; email: string; name: string; role: Role; desk: string }

function read(words: readonly string[]): Asked {
  const { positionals, values } = parsed(words)
  const [command, given = '', ...rest] = positionals
  const email = normalEmail(given)
  if (rest.length > 0 || (command !== 'add' && command !== 'link')) throw new Refused(EXIT_USAGE, usage)
  if (!isEmail(email)) throw new Refused(EXIT_USAGE, `EMAIL: expected one e-mail address.`)
  if (command === 'link') return { command, email }
  const role = roles.find(known => known === values.role)
  const name = values.name?.trim()
  if (!name) throw new Refused(EXIT_USAGE, `--name: expected the person's name.`)
  if (!role) throw new Refused(EXIT_USAGE, `--role: expected one of ${roles.join(', ')}.`)
  if (!values.desk) throw new Refused(EXIT_USAGE, `--desk: expected the slug of a desk, such as example.`)
  return { command, email, name, role, desk: values.desk }
}

function parsed(words: readonly string[]) {
  try {
    const option = { type: 'string' } as const
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { name: option, role: option, desk: option }
    })
  } catch (error) {
    throw new Refused(EXIT_USAGE, `${error instanceof Error ? error.message : error}. ${usage}`)
  }
}

async function add({ email, name, role, desk: slug }: Extract<Asked, { command: 'add' }>) {
  const desk = await Desk.findOne({ slug }).lean()
  if (!desk) throw new Refused(EXIT_DATA, `There is no desk ${slug}. ${await desksThereAre()}`)
  if (await User.byEmail(email))
    throw new Refused(EXIT_DATA, `${email} has an account already: npm run user -- link ${email}`)
  const user = await User.create({ email, name, role, desks: [desk._id], createdAt: systemClock.now() })
  return user._id
}

async function known(email: string) {
  const user = await User.byEmail(email)
  if (!user) throw new Refused(EXIT_DATA, `There is no account of ${email}.`)
  return user._id
}

async function desksThereAre(): Promise<string> {
  const slugs = (await Desk.find().sort({ slug: 1 }).lean()).map(({ slug }) => slug)
  return slugs.length > 0 ? `There is: ${slugs.join(', ')}.` : 'There is none yet: start the server once.'
}
