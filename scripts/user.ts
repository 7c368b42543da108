import { Desk } from '../models/desk.ts'
import { Token } from '../models/token.ts'
import { User } from '../models/user.ts'
import { SET_UP_HOURS } from '../server/accounts/first-account.ts'
import { readUserWords, type UserCommand, WrongWords } from '../server/accounts/user-words.ts'
import { systemClock } from '../server/clock.ts'
import { BadSetting, EXIT_CONFIG, readConfig } from '../server/config.ts'
import { openDatabase } from '../server/database.ts'
import { paths } from '../server/paths.ts'

/** Exit codes of sysexits.h: wrong words, and right words that do not fit what is recorded. */
const EXIT_USAGE = 64
const EXIT_DATA = 65

/** Thrown when what was asked for does not fit what is recorded. */
class DoesNotFit extends Error {}

try {
  console.log(await run(readUserWords(process.argv.slice(2))))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof WrongWords) return EXIT_USAGE
  if (error instanceof DoesNotFit) return EXIT_DATA
  return error instanceof BadSetting ? EXIT_CONFIG : 1
}

/** Does what was asked; returns the link to hand to the person. Sends no mail. */
async function run(asked: UserCommand): Promise<string> {
  const config = readConfig()
  const database = await openDatabase(config)
  try {
    const userId = asked.command === 'add' ? await add(asked) : await known(asked.email)
    const now = systemClock.now()
    const { secret } = await Token.issue({ kind: 'set_up', userId, now, lastsHours: SET_UP_HOURS })
    return `${config.BASE_URL}${paths.setUp(secret)}`
  } finally {
    await database.close()
  }
}

async function add({ email, name, role, desk: slug }: Extract<UserCommand, { command: 'add' }>) {
  const desk = await Desk.findOne({ slug }).lean()
  if (!desk) throw new DoesNotFit(`There is no desk ${slug}. ${await desksThereAre()}`)
  if (await User.byEmail(email))
    throw new DoesNotFit(`${email} has an account already: npm run user -- link ${email}`)
  const user = await User.create({ email, name, role, desks: [desk._id], createdAt: systemClock.now() })
  return user._id
}

async function known(email: string) {
  const user = await User.byEmail(email)
  if (!user) throw new DoesNotFit(`There is no account of ${email}.`)
  return user._id
}

async function desksThereAre(): Promise<string> {
  const slugs = (await Desk.find().sort({ slug: 1 }).lean()).map(({ slug }) => slug)
  return slugs.length > 0 ? `There is: ${slugs.join(', ')}.` : 'There is none yet: start the server once.'
}
