import { BSONRegExp, ObjectId } from 'bson'
import { type Doc, double, integer, isDoc, numberKind, numeric, type Value } from './bson-codec.ts'
import { compare, isEqual } from './bson-order.ts'
import { combined, typeName } from './bson-types.ts'
import { CommandError, refuse } from './errors.ts'
import { compileExpression, type Expression, isNullish, isPresent, isTruthy } from './expressions.ts'
import { toRegExp } from './regex.ts'
import { compareBy } from './sort.ts'

type Compile = (source: Value) => Expression
type Arguments = (Value | undefined)[]

const fail = (code: number, message: string): never => {
  throw new CommandError(code, message)
}

/** An operator that takes its arguments evaluated; a number of them that is not allowed is an error. */
const take =
  (name: string, least: number, most: number, compute: (args: Arguments) => Value | undefined): Compile =>
  source => {
    const list = Array.isArray(source) ? source : [source]
    if (list.length < least || list.length > most)
      fail(
        16020,
        `Expression ${name} takes ${least === most ? `exactly ${least}` : `at least ${least}`} arguments. ${list.length} were passed in.`
      )
    const args = list.map(compileExpression)
    return (root, variables) => compute(args.map(arg => arg(root, variables)))
  }

/** Like `take`, but null when any argument is null or missing. */
const strict = (
  name: string,
  least: number,
  most: number,
  compute: (args: Value[]) => Value | undefined
): Compile =>
  take(name, least, most, args => {
    const present = args.filter((arg): arg is Value => !isNullish(arg))
    return present.length < args.length ? null : compute(present)
  })

const number = (name: string, value: Value | undefined): number =>
  numeric(value) ?? fail(28765, `${name} only supports numeric types, not ${typeName(value)}`)

const text = (name: string, value: Value | undefined): string =>
  typeof value === 'string'
    ? value
    : fail(34471, `${name} requires a string argument, found: ${typeName(value)}`)

const list = (name: string, value: Value | undefined): Value[] =>
  Array.isArray(value) ? value : fail(28689, `${name}'s argument must be an array, but is ${typeName(value)}`)

const comparison = (name: string, test: (difference: number) => Value): [string, Compile] => [
  name,
  take(name, 2, 2, ([a, b]) => test(compare(a, b)))
]

const rounding = (name: string, round: (n: number) => number): [string, Compile] => [
  name,
  strict(name, 1, 1, ([a]) => {
    const result = round(number(name, a))
    return numberKind(a) === 'double' ? double(result) : integer(result, numberKind(a) === 'long')
  })
]

const real = (name: string, compute: (a: number, b: number) => number, count = 1): [string, Compile] => [
  name,
  strict(name, count, count, ([a, b]) => double(compute(number(name, a), count === 2 ? number(name, b) : 0)))
]

const named = (name: string, source: Value, keys: readonly string[]): Doc => {
  if (!isDoc(source)) return fail(28646, `${name} only supports an object as its argument`)
  for (const key of source.keys())
    if (!keys.includes(key)) fail(28647, `Unrecognized parameter to ${name}: ${key}`)
  return source
}

const part = (source: Doc, key: string): Expression => compileExpression(source.get(key))

const addition = (args: Value[]): Value => {
  const date = args.find(arg => arg instanceof Date)
  if (date) {
    let at = 0
    for (const arg of args) at += arg instanceof Date ? arg.getTime() : Math.round(number('$add', arg))
    return args.filter(arg => arg instanceof Date).length > 1
      ? fail(16612, 'only one date allowed in an $add expression')
      : new Date(at)
  }
  return args.reduce<Value>((sum, arg) => {
    if (numeric(arg) === undefined)
      return fail(14, `$add only supports numeric or date types, not ${typeName(arg)}`)
    return combined(sum, arg, (numeric(sum) ?? 0) + (numeric(arg) ?? 0))
  }, 0)
}

const toFixedPlaces = (name: string, round: (n: number) => number): Compile =>
  strict(name, 1, 2, ([a, places]) => {
    const factor = 10 ** (places === undefined ? 0 : number(name, places))
    const n = number(name, a)
    const result = Number.isFinite(n) ? round(n * factor) / factor : n
    return numberKind(a) === 'double' ? double(result) : integer(result, numberKind(a) === 'long')
  })

const halfEven = (n: number): number => {
  const floor = Math.floor(n)
  const rest = n - floor
  if (rest !== 0.5) return Math.round(n)
  return floor % 2 === 0 ? floor : floor + 1
}

const unique = (values: readonly Value[]): Value[] => {
  const sorted = [...values].sort(compare)
  return sorted.filter((value, i) => i === 0 || !isEqual(value, sorted[i - 1]))
}

const has = (values: readonly Value[], value: Value) => values.some(one => isEqual(one, value))

const overList = (
  name: string,
  source: Value,
  body: 'in' | 'cond'
): { input: Expression; as: string; body: Expression; limit: Expression } => {
  const spec = named(name, source, ['input', 'as', body, 'limit'])
  const as = spec.get('as') ?? 'this'
  return {
    input: part(spec, 'input'),
    as: typeof as === 'string' ? as : fail(16866, 'a variable name must be a string'),
    body: part(spec, body),
    limit: part(spec, 'limit')
  }
}

const statistic = (name: string, compute: (values: Value[]) => Value | undefined): [string, Compile] => [
  name,
  take(name, 0, Number.POSITIVE_INFINITY, args => {
    const [only] = args
    return compute((args.length === 1 && Array.isArray(only) ? only : args).filter(isPresent))
  })
]

/** The sum of the numbers among values, in their widest type. */
export const sum = (values: readonly Value[]): Value =>
  values.reduce<Value>((total, value) => {
    const n = numeric(value)
    return n === undefined ? total : combined(total, value, (numeric(total) ?? 0) + n)
  }, 0)

/** The mean of the numbers among values, a double; null of none. */
export const average = (values: readonly Value[]): Value => {
  const numbers = values.map(numeric).filter(isPresent)
  return numbers.length === 0 ? null : double(numbers.reduce((a, b) => a + b, 0) / numbers.length)
}

export const extreme = (values: readonly Value[], sign: 1 | -1): Value =>
  values.reduce<Value>((best, value) => {
    if (value === null) return best
    return best === null || sign * compare(value, best) > 0 ? value : best
  }, null)

const substring = (name: string, units: (s: string) => string[] | Buffer): Compile =>
  take(name, 3, 3, ([s, from, length]) => {
    const start = number(name, from)
    const count = number(name, length)
    const all = units(isNullish(s) ? '' : asText(s))
    const end = count < 0 ? all.length : start + count
    if (start < 0) return ''
    return Buffer.isBuffer(all) ? all.subarray(start, end).toString('utf8') : all.slice(start, end).join('')
  })

/** A value as `$toString` gives it. */
export const asText = (value: Value): string => {
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof ObjectId) return value.toHexString()
  const n = numeric(value)
  if (n !== undefined || typeof value === 'boolean') return String(n ?? value)
  throw new CommandError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to string in $convert with no onError value`
  )
}

const trimming = (name: string, sides: 'both' | 'left' | 'right'): [string, Compile] => [
  name,
  source => {
    const spec = named(name, source, ['input', 'chars'])
    const [input, chars] = [part(spec, 'input'), part(spec, 'chars')]
    return (root, variables) => {
      const value = input(root, variables)
      const set = chars(root, variables)
      if (isNullish(value) || (spec.has('chars') && isNullish(set))) return null
      const drop = new Set(
        set === undefined
          ? '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'
          : [...text(name, set)]
      )
      const units = [...text(name, value)]
      let [from, to] = [0, units.length]
      if (sides !== 'right') while (from < to && drop.has(units[from] ?? '')) from++
      if (sides !== 'left') while (to > from && drop.has(units[to - 1] ?? '')) to--
      return units.slice(from, to).join('')
    }
  }
]

const conversions: Record<string, (value: Value) => Value> = {
  string: asText,
  bool: value => isTruthy(value),
  int: value => whole('int', value, 2 ** 31),
  long: value => whole('long', value, Number.MAX_SAFE_INTEGER),
  double: value => double(toNumber('double', value)),
  date: value => {
    if (value instanceof Date) return value
    if (value instanceof ObjectId) return value.getTimestamp()
    const at = typeof value === 'string' ? Date.parse(value) : (numeric(value) ?? Number.NaN)
    return Number.isNaN(at) ? notConverted(value, 'date') : new Date(at)
  },
  objectId: value => {
    if (value instanceof ObjectId) return value
    return typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)
      ? new ObjectId(value)
      : notConverted(value, 'objectId')
  }
}

const notConverted = (value: Value, to: string): never => {
  throw new CommandError(
    'ConversionFailure',
    `Failed to convert ${typeName(value)} to ${to} in $convert with no onError value`
  )
}

const toNumber = (to: string, value: Value): number => {
  const n = numeric(value)
  if (n !== undefined) return n
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date && to !== 'int') return value.getTime()
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)
    ? Number(value)
    : notConverted(value, to)
}

const whole = (to: string, value: Value, limit: number): Value => {
  const n = toNumber(to, value)
  if (typeof value === 'string' && !Number.isInteger(n)) return notConverted(value, to)
  const cut = Math.trunc(n)
  return Number.isNaN(n) || Math.abs(cut) > limit ? notConverted(value, to) : integer(cut, to === 'long')
}

const converting = (name: string, to: string): [string, Compile] => [
  name,
  strict(name, 1, 1, ([value]) => (value === undefined ? null : conversions[to]?.(value)))
]

const datePart = (name: string, read: (date: Date) => number): [string, Compile] => [
  name,
  source => {
    const spec = isDoc(source) && source.has('date') ? named(name, source, ['date', 'timezone']) : undefined
    const date = compileExpression(spec ? spec.get('date') : Array.isArray(source) ? source[0] : source)
    const zone = spec?.get('timezone')
    if (zone !== undefined && zone !== 'UTC' && zone !== 'GMT')
      throw new CommandError(
        'NotImplemented',
        `${name} with a timezone is not supported by the embedded store`
      )
    return (root, variables) => {
      const value = date(root, variables)
      if (isNullish(value)) return null
      const instant = value instanceof ObjectId ? value.getTimestamp() : value
      return instant instanceof Date
        ? read(instant)
        : fail(16006, `can't convert from BSON type ${typeName(value)} to Date`)
    }
  }
]

const onRegex = (name: string, answer: (text: string, regex: RegExp) => Value): [string, Compile] => [
  name,
  source => {
    const spec = named(name, source, ['input', 'regex', 'options'])
    const [input, regex, options] = ['input', 'regex', 'options'].map(key => part(spec, key))
    return (root, variables) => {
      const value = input?.(root, variables)
      const pattern = regex?.(root, variables)
      const flags = options?.(root, variables)
      const own = pattern instanceof BSONRegExp ? pattern.options : ''
      const body = pattern instanceof BSONRegExp ? pattern.pattern : pattern
      if (isNullish(value) || isNullish(body)) return answer('', /(?!)/)
      return answer(text(name, value), toRegExp(text(name, body), typeof flags === 'string' ? flags : own))
    }
  }
]

const replacing = (
  name: string,
  replace: (input: string, find: string, by: string) => string
): [string, Compile] => [
  name,
  source => {
    const spec = named(name, source, ['input', 'find', 'replacement'])
    const parts = ['input', 'find', 'replacement'].map(key => part(spec, key))
    return (root, variables) => {
      const found = parts.map(one => one(root, variables))
      if (found.some(isNullish)) return null
      const [input = '', find = '', by = ''] = found.map(one => text(name, one))
      return replace(input, find, by)
    }
  }
]

const dateFormats: Record<string, (date: Date) => number> = {
  Y: date => date.getUTCFullYear(),
  m: date => date.getUTCMonth() + 1,
  d: date => date.getUTCDate(),
  H: date => date.getUTCHours(),
  M: date => date.getUTCMinutes(),
  S: date => date.getUTCSeconds(),
  L: date => date.getUTCMilliseconds()
}
const dateWidths: Record<string, number> = { Y: 4, L: 3 }

const formatted = (date: Date, format: string): string =>
  format.replace(/%(.?)/g, (_, letter: string) => {
    if (letter === '%') return '%'
    const read = dateFormats[letter] ?? refuse(`%${letter} in a date format`)
    return String(read(date)).padStart(dateWidths[letter] ?? 2, '0')
  })

/** Each operator of the expression language that is answered exactly; a name that is not here is refused. */
export const operators: Record<string, Compile> = {
  $literal: source => () => source,
  ...Object.fromEntries([
    comparison('$eq', d => d === 0),
    comparison('$ne', d => d !== 0),
    comparison('$gt', d => d > 0),
    comparison('$gte', d => d >= 0),
    comparison('$lt', d => d < 0),
    comparison('$lte', d => d <= 0),
    comparison('$cmp', d => Math.sign(d)),
    rounding('$abs', Math.abs),
    rounding('$ceil', Math.ceil),
    rounding('$floor', Math.floor),
    real('$sqrt', a =>
      a < 0 ? fail(28714, "$sqrt's argument must be greater than or equal to 0") : Math.sqrt(a)
    ),
    real('$exp', Math.exp),
    real('$ln', a => (a <= 0 ? fail(28766, "$ln's argument must be a positive number") : Math.log(a))),
    real('$log10', a =>
      a <= 0 ? fail(28761, "$log10's argument must be a positive number") : Math.log10(a)
    ),
    statistic('$sum', sum),
    statistic('$avg', average),
    statistic('$max', values => extreme(values, 1)),
    statistic('$min', values => extreme(values, -1)),
    trimming('$trim', 'both'),
    trimming('$ltrim', 'left'),
    trimming('$rtrim', 'right'),
    converting('$toString', 'string'),
    converting('$toBool', 'bool'),
    converting('$toInt', 'int'),
    converting('$toLong', 'long'),
    converting('$toDouble', 'double'),
    converting('$toDate', 'date'),
    converting('$toObjectId', 'objectId'),
    onRegex('$regexMatch', (input, regex) => regex.test(input)),
    replacing('$replaceOne', (input, find, by) => input.replace(find, () => by)),
    replacing('$replaceAll', (input, find, by) => input.replaceAll(find, () => by)),
    datePart('$year', date => date.getUTCFullYear()),
    datePart('$month', date => date.getUTCMonth() + 1),
    datePart('$dayOfMonth', date => date.getUTCDate()),
    datePart('$dayOfWeek', date => date.getUTCDay() + 1),
    datePart('$hour', date => date.getUTCHours()),
    datePart('$minute', date => date.getUTCMinutes()),
    datePart('$second', date => date.getUTCSeconds()),
    datePart('$millisecond', date => date.getUTCMilliseconds())
  ]),
  $and: take('$and', 0, Number.POSITIVE_INFINITY, args => args.every(isTruthy)),
  $or: take('$or', 0, Number.POSITIVE_INFINITY, args => args.some(isTruthy)),
  $not: take('$not', 1, 1, ([a]) => !isTruthy(a)),
  $cond: source => {
    const list = Array.isArray(source)
      ? source
      : isDoc(source)
        ? ['if', 'then', 'else'].map(key => source.get(key) ?? null)
        : []
    if (list.length !== 3) fail(16020, 'Expression $cond takes exactly 3 arguments.')
    const [test, yes, no] = list.map(compileExpression)
    return (root, variables) =>
      isTruthy(test?.(root, variables)) ? yes?.(root, variables) : no?.(root, variables)
  },
  $ifNull: source => {
    const args = (Array.isArray(source) ? source : [source]).map(compileExpression)
    if (args.length < 2) fail(1257300, '$ifNull needs at least two arguments')
    return (root, variables) => {
      let value: Value | undefined
      for (const arg of args) {
        value = arg(root, variables)
        if (!isNullish(value)) return value
      }
      return value
    }
  },
  $switch: source => {
    const spec = named('$switch', source, ['branches', 'default'])
    const branches = list('$switch', spec.get('branches')).map(branch => {
      const one = named('$switch', branch, ['case', 'then'])
      return { test: part(one, 'case'), result: part(one, 'then') }
    })
    const other = part(spec, 'default')
    return (root, variables) => {
      const hit = branches.find(branch => isTruthy(branch.test(root, variables)))
      if (hit) return hit.result(root, variables)
      return spec.has('default')
        ? other(root, variables)
        : fail(40066, '$switch could not find a matching branch for an input, and no default was specified.')
    }
  },
  $add: strict('$add', 0, Number.POSITIVE_INFINITY, addition),
  $multiply: strict('$multiply', 0, Number.POSITIVE_INFINITY, args =>
    args.reduce<Value>(
      (product, arg) => combined(product, arg, (numeric(product) ?? 1) * number('$multiply', arg)),
      1
    )
  ),
  $subtract: strict('$subtract', 2, 2, ([a, b]) => {
    if (a instanceof Date)
      return b instanceof Date
        ? integer(a.getTime() - b.getTime(), true)
        : new Date(a.getTime() - number('$subtract', b))
    const result = number('$subtract', a) - number('$subtract', b)
    return combined(a ?? null, b ?? null, result)
  }),
  $divide: strict('$divide', 2, 2, ([a, b]) => {
    const divisor = number('$divide', b)
    return divisor === 0 ? fail(2, "can't $divide by zero") : double(number('$divide', a) / divisor)
  }),
  $mod: strict('$mod', 2, 2, ([a, b]) => {
    const divisor = number('$mod', b)
    if (divisor === 0) fail(16610, "can't $mod by zero")
    return combined(a ?? null, b ?? null, number('$mod', a) % divisor)
  }),
  $pow: strict('$pow', 2, 2, ([a, b]) => {
    const result = number('$pow', a) ** number('$pow', b)
    return Number.isInteger(result) && numberKind(a) !== 'double' && numberKind(b) !== 'double'
      ? integer(result, numberKind(a) === 'long' || numberKind(b) === 'long')
      : double(result)
  }),
  $round: toFixedPlaces('$round', halfEven),
  $trunc: toFixedPlaces('$trunc', Math.trunc),
  $size: take('$size', 1, 1, ([a]) =>
    Array.isArray(a)
      ? a.length
      : fail(17124, `The argument to $size must be an array, but was of type: ${typeName(a)}`)
  ),
  $isArray: take('$isArray', 1, 1, ([a]) => Array.isArray(a)),
  $isNumber: take('$isNumber', 1, 1, ([a]) => numeric(a) !== undefined),
  $type: take('$type', 1, 1, ([a]) => typeName(a)),
  $in: take('$in', 2, 2, ([a, b]) =>
    Array.isArray(b)
      ? b.some(one => isEqual(one, a))
      : fail(40081, `$in requires an array as a second argument, found: ${typeName(b)}`)
  ),
  $arrayElemAt: strict('$arrayElemAt', 2, 2, ([a, b]) =>
    list('$arrayElemAt', a).at(number('$arrayElemAt', b))
  ),
  $first: strict('$first', 1, 1, ([a]) => list('$first', a)[0]),
  $last: strict('$last', 1, 1, ([a]) => list('$last', a).at(-1)),
  $concatArrays: strict('$concatArrays', 0, Number.POSITIVE_INFINITY, args =>
    args.flatMap(arg => list('$concatArrays', arg))
  ),
  $reverseArray: strict('$reverseArray', 1, 1, ([a]) => [...list('$reverseArray', a)].reverse()),
  $slice: strict('$slice', 2, 3, ([a, b, c]) => {
    const values = list('$slice', a)
    const from = number('$slice', b)
    if (c === undefined) return from < 0 ? values.slice(from) : values.slice(0, from)
    const count = number('$slice', c)
    if (count <= 0) fail(28729, 'Third argument to $slice must be positive')
    const start = from < 0 ? Math.max(0, values.length + from) : from
    return values.slice(start, start + count)
  }),
  $indexOfArray: take('$indexOfArray', 2, 4, ([a, b, from, to]) => {
    if (isNullish(a)) return null
    const end = to === undefined ? undefined : number('$indexOfArray', to)
    const start = from === undefined ? 0 : number('$indexOfArray', from)
    const at = list('$indexOfArray', a)
      .slice(0, end)
      .findIndex((one, i) => i >= start && isEqual(one, b))
    return at
  }),
  $range: strict('$range', 2, 3, ([a, b, c]) => {
    const [from, to, step] = [
      number('$range', a),
      number('$range', b),
      c === undefined ? 1 : number('$range', c)
    ]
    if (step === 0) fail(34449, '$range requires a non-zero step value')
    const values: Value[] = []
    for (let n = from; step > 0 ? n < to : n > to; n += step) values.push(integer(n))
    return values
  }),
  $filter: source => {
    const { input, as, body, limit } = overList('$filter', source, 'cond')
    return (root, variables) => {
      const value = input(root, variables)
      if (isNullish(value)) return null
      const kept = list('$filter', value).filter(one =>
        isTruthy(body(root, new Map([...variables, [as, one]])))
      )
      const most = limit(root, variables)
      return isNullish(most) ? kept : kept.slice(0, number('$filter', most))
    }
  },
  $map: source => {
    const { input, as, body } = overList('$map', source, 'in')
    return (root, variables) => {
      const value = input(root, variables)
      if (isNullish(value)) return null
      return list('$map', value).map(one => body(root, new Map([...variables, [as, one]])) ?? null)
    }
  },
  $reduce: source => {
    const spec = named('$reduce', source, ['input', 'initialValue', 'in'])
    const [input, initial, body] = [part(spec, 'input'), part(spec, 'initialValue'), part(spec, 'in')]
    return (root, variables) => {
      const value = input(root, variables)
      if (isNullish(value)) return null
      return list('$reduce', value).reduce<Value>(
        (result, one) => body(root, new Map([...variables, ['value', result], ['this', one]])) ?? null,
        initial(root, variables) ?? null
      )
    }
  },
  $let: source => {
    const spec = named('$let', source, ['vars', 'in'])
    const vars = spec.get('vars')
    const made = isDoc(vars)
      ? [...vars].map(([name, value]): [string, Expression] => [name, compileExpression(value)])
      : []
    const body = part(spec, 'in')
    return (root, variables) => {
      const inner = new Map(variables)
      for (const [name, value] of made) inner.set(name, value(root, variables) ?? null)
      return body(root, inner)
    }
  },
  $setUnion: strict('$setUnion', 0, Number.POSITIVE_INFINITY, args =>
    unique(args.flatMap(arg => list('$setUnion', arg)))
  ),
  $setIntersection: strict('$setIntersection', 0, Number.POSITIVE_INFINITY, args => {
    const [first = [], ...rest] = args.map(arg => list('$setIntersection', arg))
    return unique(first).filter(value => rest.every(other => has(other, value)))
  }),
  $setDifference: strict('$setDifference', 2, 2, ([a, b]) =>
    unique(list('$setDifference', a)).filter(value => !has(list('$setDifference', b), value))
  ),
  $setEquals: take('$setEquals', 2, Number.POSITIVE_INFINITY, args => {
    const [first, ...rest] = args.map(arg => unique(list('$setEquals', arg)))
    return rest.every(other => isEqual(first, other))
  }),
  $setIsSubset: take('$setIsSubset', 2, 2, ([a, b]) =>
    list('$setIsSubset', a).every(value => has(list('$setIsSubset', b), value))
  ),
  $anyElementTrue: take('$anyElementTrue', 1, 1, ([a]) => list('$anyElementTrue', a).some(isTruthy)),
  $allElementsTrue: take('$allElementsTrue', 1, 1, ([a]) => list('$allElementsTrue', a).every(isTruthy)),
  $objectToArray: strict('$objectToArray', 1, 1, ([a]) =>
    isDoc(a)
      ? [...a].map(
          ([k, v]): Value =>
            new Map<string, Value>([
              ['k', k],
              ['v', v]
            ])
        )
      : fail(40390, `$objectToArray requires a document input, found: ${typeName(a)}`)
  ),
  $arrayToObject: strict('$arrayToObject', 1, 1, ([a]) => {
    const doc: Doc = new Map()
    for (const one of list('$arrayToObject', a)) {
      const [k, v] = Array.isArray(one) ? one : isDoc(one) ? [one.get('k'), one.get('v')] : []
      if (typeof k !== 'string' || v === undefined)
        return fail(40394, '$arrayToObject requires an array of key-value pairs')
      doc.set(k, v)
    }
    return doc
  }),
  $mergeObjects: take('$mergeObjects', 0, Number.POSITIVE_INFINITY, args => {
    const merged: Doc = new Map()
    const docs = args.length === 1 && Array.isArray(args[0]) ? args[0] : args
    for (const doc of docs) {
      if (isNullish(doc)) continue
      if (!isDoc(doc))
        return fail(40400, `$mergeObjects requires object inputs, but input ${typeName(doc)} is of type`)
      for (const [name, value] of doc) merged.set(name, value)
    }
    return merged
  }),
  $getField: source => {
    const spec =
      isDoc(source) && source.has('field')
        ? named('$getField', source, ['field', 'input'])
        : new Map([['field', source]])
    const [field, input] = [
      part(spec, 'field'),
      spec.has('input') ? part(spec, 'input') : compileExpression('$$CURRENT')
    ]
    return (root, variables) => {
      const [name, value] = [field(root, variables), input(root, variables)]
      return isDoc(value) && typeof name === 'string' ? value.get(name) : undefined
    }
  },
  $sortArray: source => {
    const spec = named('$sortArray', source, ['input', 'sortBy'])
    const input = part(spec, 'input')
    const by = spec.get('sortBy') ?? null
    const direction = numeric(by)
    if (!isDoc(by) && direction !== 1 && direction !== -1) fail(2942507, 'The $sort is invalid')
    const order = isDoc(by) ? compareBy(by) : undefined
    const asDoc = (one: Value): Doc => (isDoc(one) ? one : new Map())
    return (root, variables) => {
      const values = input(root, variables)
      if (isNullish(values)) return null
      const compared = (a: Value, b: Value) =>
        order ? order(asDoc(a), asDoc(b)) : (direction ?? 1) * compare(a, b)
      return [...list('$sortArray', values)].sort(compared)
    }
  },
  $dateToString: source => {
    const spec = named('$dateToString', source, ['date', 'format', 'timezone', 'onNull'])
    const zone = spec.get('timezone')
    if (zone !== undefined && zone !== 'UTC' && zone !== 'GMT') refuse('$dateToString with a timezone')
    const format = spec.get('format') ?? '%Y-%m-%dT%H:%M:%S.%LZ'
    const [date, onNull] = [part(spec, 'date'), part(spec, 'onNull')]
    return (root, variables) => {
      const value = date(root, variables)
      if (isNullish(value)) return spec.has('onNull') ? onNull(root, variables) : null
      return value instanceof Date
        ? formatted(value, text('$dateToString', format))
        : fail(16006, `can't convert from BSON type ${typeName(value)} to Date`)
    }
  },
  $concat: strict('$concat', 0, Number.POSITIVE_INFINITY, args =>
    args
      .map(arg =>
        typeof arg === 'string' ? arg : fail(16702, `$concat only supports strings, not ${typeName(arg)}`)
      )
      .join('')
  ),
  $toLower: take('$toLower', 1, 1, ([a]) =>
    isNullish(a) ? '' : asText(a).replace(/[A-Z]+/g, s => s.toLowerCase())
  ),
  $toUpper: take('$toUpper', 1, 1, ([a]) =>
    isNullish(a) ? '' : asText(a).replace(/[a-z]+/g, s => s.toUpperCase())
  ),
  $strLenCP: take('$strLenCP', 1, 1, ([a]) => [...text('$strLenCP', a)].length),
  $strLenBytes: take('$strLenBytes', 1, 1, ([a]) => Buffer.byteLength(text('$strLenBytes', a))),
  $substrCP: substring('$substrCP', s => [...s]),
  $substrBytes: substring('$substrBytes', s => Buffer.from(s)),
  $substr: substring('$substr', s => Buffer.from(s)),
  $split: strict('$split', 2, 2, ([a, b]) => {
    const by = text('$split', b)
    return by === '' ? fail(40087, '$split requires a non-empty separator') : text('$split', a).split(by)
  }),
  $indexOfCP: strict('$indexOfCP', 2, 2, ([a, b]) => {
    const whole = text('$indexOfCP', a)
    const at = whole.indexOf(text('$indexOfCP', b))
    return at < 0 ? -1 : [...whole.slice(0, at)].length
  }),
  $convert: source => {
    const spec = named('$convert', source, ['input', 'to', 'onError', 'onNull'])
    const [input, to, onError, onNull] = ['input', 'to', 'onError', 'onNull'].map(key => part(spec, key))
    return (root, variables) => {
      const value = input?.(root, variables)
      if (isNullish(value)) return onNull?.(root, variables) ?? null
      const convert = conversions[String(to?.(root, variables))]
      if (!convert)
        throw new CommandError('NotImplemented', 'this $convert is not supported by the embedded store')
      try {
        return convert(value)
      } catch (error) {
        if (spec.has('onError')) return onError?.(root, variables)
        throw error
      }
    }
  }
}
