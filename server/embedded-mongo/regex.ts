import { createContext, Script } from 'node:vm'
import { fail, messageOf } from './errors.ts'

const invalid = (why: string): never => fail(51091, `Regular expression is invalid: ${why}`)
const gaveUp = (why: string): never =>
  fail(51156, `Error occurred while executing the regular expression: ${why}`)

const longestPattern = 32_764
const mostOptional = 10

/**
 * The test of a server's (PCRE) pattern. A text that a pattern would take long for ends in the code with which the
 * server says that its match limit was exceeded.
 */
export const compilePattern = (pattern: string, options: string): ((text: string) => boolean) => {
  if (pattern.length > longestPattern) invalid('regular expression is too long')
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = new Set(options + (inline?.[1] ?? ''))
  for (const flag of flags) if (!'imsxu'.includes(flag)) invalid(`unknown flag ${flag}`)
  const regex = toRegExp(pattern.slice(inline?.[0].length ?? 0), flags)
  const { isLinear, steps } = costOf(pattern, flags)
  const isFolded = flags.has('i') && /\\[wWbB]/.test(pattern)
  return text => {
    // These fold to s and k, and so are letters of words to JavaScript and not to the server.
    if (isFolded && /[\u017f\u212a]/.test(text)) gaveUp('\\w and \\b of such letters are not supported')
    if (isLinear && steps(text.length) <= fewSteps) return regex.test(text)
    return counted(ms => (steps(text.length) <= fewSteps ? regex.test(text) : within(ms, regex, text)))
  }
}

/** As one of JavaScript's that matches the same strings: what the two read differently is translated or refused. */
const toRegExp = (pattern: string, flags: ReadonlySet<string>): RegExp => {
  const body = translate(pattern, flags)
  try {
    return new RegExp(body, `u${flags.has('i') ? 'i' : ''}${flags.has('m') ? 'm' : ''}`)
  } catch (error) {
    return invalid(messageOf(error))
  }
}

/** So many take about 0.05 s. */
const fewSteps = 3e7

/** At most how many steps a text of some length can take, and whether they grow no faster than the text. */
const costOf = (pattern: string, flags: ReadonlySet<string>) => {
  let bare = pattern
    .replace(/\\./gsu, 'a')
    .replace(/\[\^?\]?[^\]]*(?:\]|$)/g, 'a')
    .replaceAll('(?', '(')
    .replace(/([^)])\{\d{1,2}\}/g, '$1')
  // A group that always takes as many letters can be repeated in as many ways as one letter.
  for (let depth = 0; depth < 3; depth++) bare = bare.replace(/\([^()*+?{|]{0,50}\)/g, 'a')
  // JavaScript takes seconds and more to make a pattern of thirty optional parts ready, and cannot be stopped at it.
  if ((bare.match(/[?{]/g)?.length ?? 0) > mostOptional) invalid('regular expression is too complicated')
  const loops = bare.match(/[*+{]/g)?.length ?? 0
  const forks = bare.match(/[?|]/g)?.length ?? 0
  const isNested = flags.has('x') || /\)[*+{]/.test(bare)
  const ways = isNested ? Number.POSITIVE_INFINITY : 2 ** forks * Math.max(1, pattern.length / 50)
  return {
    isLinear: loops === 0 && forks <= 4,
    steps: (length: number) => length ** (loops + 1) * ways
  }
}

const longestMs = 50
const mostMs = 1000
let [left, since] = [mostMs, 0]

/** Matching that may go back has 0.05 s for a text and a second for all; a tenth of the time that passes is given back. */
const counted = (match: (ms: number) => boolean): boolean => {
  const start = performance.now()
  left = Math.min(mostMs, left + (start - since) / 10)
  since = start
  if (left < 1) gaveUp('match limit exceeded')
  try {
    return match(Math.min(left, longestMs))
  } catch (error) {
    return gaveUp(`match limit exceeded (${messageOf(error)})`)
  } finally {
    since = performance.now()
    left -= since - start
  }
}

/** The one way to end a match that has begun: a script's time limit reaches into regular expressions too. */
const within = (ms: number, regex: RegExp, text: string): boolean => {
  fence.match = () => regex.test(text)
  return fenced.runInContext(fence, { timeout: Math.ceil(ms) }) === true
}

const fence = createContext({ match: () => false })
const fenced = new Script('match()')

const space = '\\t\\n\\v\\f\\r '

const translate = (pattern: string, flags: ReadonlySet<string>): string => {
  let out = ''
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i)
    if (c === '\\') {
      out += escaped(pattern.charAt(++i), inClass, flags)
    } else if (inClass) {
      if (c === '[' && pattern.charAt(i + 1) === ':') invalid('POSIX classes are not supported')
      if (c === ']') inClass = false
      out += c === '[' ? '\\[' : c
    } else if (c === '[') {
      inClass = true
      out += c
      if (pattern.charAt(i + 1) === '^') out += pattern.charAt(++i)
      if (pattern.charAt(i + 1) === ']') out += `\\${pattern.charAt(++i)}`
    } else if (c === '.') out += flags.has('s') ? '[\\s\\S]' : '[^\\n]'
    else if (c === '$') out += flags.has('m') ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))'
    else if (c === '^' && flags.has('m')) out += '(?<=\\n|(?<![\\s\\S]))'
    else if (c === '(' && pattern.startsWith('(?P<', i)) {
      out += '(?<'
      i += 3
    } else if (flags.has('x') && /\s/.test(c)) continue
    else if (flags.has('x') && c === '#') while (i + 1 < pattern.length && pattern.charAt(i + 1) !== '\n') i++
    else if (c === '{') {
      const [count] = /^\{\d+(,\d*)?\}/.exec(pattern.slice(i, i + 20)) ?? []
      out += count ?? '\\{'
      i += (count?.length ?? 1) - 1
    } else if (c === '}' || c === ']') out += `\\${c}`
    else out += c
  }
  return out
}

const escaped = (c: string, inClass: boolean, flags: ReadonlySet<string>): string => {
  if (c === '') return invalid('\\ at end of pattern')
  if (c === 's') return inClass ? space : `[${space}]`
  if (c === 'S') return inClass ? invalid('\\S inside a class is not supported') : `[^${space}]`
  if (!inClass && c === 'A') return '(?<![\\s\\S])'
  if (!inClass && c === 'z') return '(?![\\s\\S])'
  if (!inClass && c === 'Z') return '(?=\\n?(?![\\s\\S]))'
  // An unset group is empty to JavaScript and nothing to the server; case and properties go together otherwise there.
  if (/[1-9k]/.test(c)) return invalid('references to groups are not supported')
  if (/p/i.test(c) && flags.has('i')) return invalid('\\p with the option i is not supported')
  if (/[A-Za-z0-9]/.test(c)) return `\\${c}`
  return '^$\\.*+?()[]{}|/'.includes(c) || (inClass && c === '-') ? `\\${c}` : c
}
