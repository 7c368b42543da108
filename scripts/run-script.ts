import { BadSetting, type Config, EXIT_CONFIG, readConfig } from '../server/config.ts'
import { type Database, type OpenOptions, openDatabase } from '../server/database.ts'

/** The exit code for what a person can put right by calling again differently (EX_USAGE of sysexits.h). */
export const EXIT_USAGE = 64

/** Thrown by a script for a wrong call: the message is one line that says how to call it. */
export class WrongCall extends Error {}

/** Reads the words of a call; what is wrong with them becomes a WrongCall that shows how to call it. */
export function orWrongCall<T>(read: () => T, usage: string): T {
  try {
    return read()
  } catch (error) {
    throw new WrongCall(`${error instanceof Error ? error.message : error} Call it so: ${usage}`)
  }
}

/**
 * Runs a script on the records, beside a running server or alone, and closes them behind it. A bad setting, a wrong
 * call or a store that cannot be opened ends it with one line on standard error and an exit code other than 0. The
 * script may return an exit code of its own.
 */
export async function runScript(
  script: (context: { config: Config; database: Database }) => Promise<number | undefined> | Promise<void>,
  options: OpenOptions = {}
): Promise<void> {
  let database: Database | null = null
  try {
    const config = readConfig()
    database = await openDatabase(config, { isPassing: true, ...options })
    process.exitCode = (await script({ config, database })) ?? 0
  } catch (error) {
    process.exitCode = error instanceof BadSetting ? EXIT_CONFIG : error instanceof WrongCall ? EXIT_USAGE : 1
    console.error(error instanceof Error ? error.message : String(error))
  } finally {
    await database?.close()
  }
}
