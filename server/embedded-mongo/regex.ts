import { fail } from './errors.ts'

const invalid = (why: string): never => fail(51091, `Regular expression is invalid: ${why}`)

/**
 * A server's (PCRE) pattern as one of JavaScript's that matches the same strings. What the two read differently is
 * translated; what has no counterpart is refused as invalid.
 */
export const toRegExp = (pattern: string, options: string): RegExp => {
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  const flags = new Set(options + (inline?.[1] ?? ''))
  for (const flag of flags) if (!'imsxu'.includes(flag)) invalid(`unknown flag ${flag}`)
  const body = translate(pattern.slice(inline?.[0].length ?? 0), flags)
  try {
    return new RegExp(body, `u${flags.has('i') ? 'i' : ''}${flags.has('m') ? 'm' : ''}`)
  } catch (error) {
    return invalid(error instanceof Error ? error.message : pattern)
  }
}

const space = '\\t\\n\\v\\f\\r '

const translate = (pattern: string, flags: ReadonlySet<string>): string => {
  let out = ''
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i)
    if (c === '\\') {
      out += escaped(pattern.charAt(++i), inClass)
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
    else if ((c === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) || c === ']') out += `\\${c}`
    else if (c === '}' && !/\{\d+(,\d*)?$/.test(pattern.slice(0, i))) out += '\\}'
    else out += c
  }
  return out
}

const escaped = (c: string, inClass: boolean): string => {
  if (c === '') return invalid('\\ at end of pattern')
  if (c === 's') return inClass ? space : `[${space}]`
  if (c === 'S') return inClass ? invalid('\\S inside a class is not supported') : `[^${space}]`
  if (!inClass && c === 'A') return '(?<![\\s\\S])'
  if (!inClass && c === 'z') return '(?![\\s\\S])'
  if (!inClass && c === 'Z') return '(?=\\n?(?![\\s\\S]))'
  if (/[A-Za-z0-9]/.test(c)) return `\\${c}`
  return '^$\\.*+?()[]{}|/'.includes(c) || (inClass && c === '-') ? `\\${c}` : c
}
