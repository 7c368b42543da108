/** One JSON line of the log as a person reads it on a terminal: time, level, what happened, and the rest as it is. */
export function lineForPeople(json: string): string {
  const { time, level, msg, req, res, responseTime, err, ...rest } = read(json)
  const parts = [clockTime(time), levelName(level), req ? request(req, res, responseTime) : String(msg ?? '')]
  const more = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`)
  const failure = isRecord(err) ? `\n${String(err.stack ?? err.message ?? '')}` : ''
  return [...parts, ...more].filter(Boolean).join('  ').replace(controls, '') + failure
}

/** What people wrote may stand in a line; a terminal must not obey it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const names: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
  60: 'FATAL'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function read(json: string): Record<string, unknown> {
  try {
    const line: unknown = JSON.parse(json)
    return isRecord(line) ? line : { msg: json }
  } catch {
    return { msg: json.trimEnd() }
  }
}

const clockTime = (time: unknown): string => (typeof time === 'string' ? time.slice(11, 19) : '')
const levelName = (level: unknown): string => names[Number(level)] ?? ''

const request = (req: unknown, res: unknown, ms: unknown): string =>
  isRecord(req) ? `${req.method} ${req.url} ${isRecord(res) ? res.status : ''} ${ms ?? '?'} ms` : ''

const plain = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
