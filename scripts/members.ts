import { readFile } from 'node:fs/promises'
import { keepMembers, matchSignatories, readMembers } from '../server/signatories/directory.ts'
import { runScript, WrongCall } from './run-script.ts'

/** `npm run members -- FILE`: Members of Congress from the JSON of unitedstates/congress-legislators. */
await runScript(async () => {
  const [path, ...rest] = process.argv.slice(2)
  if (!path || rest.length > 0)
    throw new WrongCall('Say which file: npm run members -- legislators-current.json')
  const members = readMembers(await textAt(path))
  const { added, changed } = await keepMembers(members)
  const matched = await matchSignatories()
  console.log(
    `${members.length} Members read: ${added} added, ${changed} brought up to date. Names on letters matched: ${matched}.`
  )
})

async function textAt(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new WrongCall(`${path} cannot be read.`)
  }
}
