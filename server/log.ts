import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'
import { lineForPeople } from './log-line.ts'

export type Log = Logger

/**
 * To standard error, since standard output belongs to what a command prints: lines for people on a terminal, JSON
 * lines everywhere else.
 */
export function makeLog(config: Pick<Config, 'LOG_LEVEL'>): Log {
  const options = { level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (!process.stderr.isTTY) return pino(options, pino.destination(2))
  return pino(options, { write: line => void process.stderr.write(`${lineForPeople(line)}\n`) })
}
