import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** JSON lines to standard error: standard output belongs to what a command prints. */
export const makeLog = (config: Pick<Config, 'LOG_LEVEL'>): Log =>
  pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
