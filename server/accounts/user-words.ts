import { parseArgs } from 'node:util'
import { isEmail, normalEmail } from '../../models/user.ts'
import { type Role, roles } from '../domain/roles.ts'

/** What `npm run user` was asked to do. `link` makes a new set-up link where the password or the link is lost. */
export type UserCommand =
  | { readonly command: 'link'; readonly email: string }
  | {
      readonly command: 'add'
      readonly email: string
      readonly name: string
      readonly role: Role
      readonly desk: string
    }

/** Thrown for words that ask for nothing the command does; the message is one line. */
export class WrongWords extends Error {}

const usage = `Use: npm run user -- add EMAIL --name NAME --role ${roles.join('|')} --desk SLUG, or npm run user -- link EMAIL`

/** Reads the words after `npm run user --`; throws WrongWords. */
export function readUserWords(words: readonly string[]): UserCommand {
  const { positionals, values } = parsed(words)
  const [command, given = '', ...rest] = positionals
  const email = normalEmail(given)
  if (rest.length > 0 || (command !== 'add' && command !== 'link')) throw new WrongWords(usage)
  if (!isEmail(email)) throw new WrongWords('EMAIL: expected one e-mail address.')
  if (command === 'link') return { command, email }
  const role = roles.find(known => known === values.role)
  const name = values.name?.trim()
  if (!name) throw new WrongWords("--name: expected the person's name.")
  if (!role) throw new WrongWords(`--role: expected one of ${roles.join(', ')}.`)
  if (!values.desk) throw new WrongWords('--desk: expected the slug of a desk, such as example.')
  return { command, email, name, role, desk: values.desk }
}

function parsed(words: readonly string[]) {
  const option = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { name: option, role: option, desk: option }
    })
  } catch {
    throw new WrongWords(usage)
  }
}
