import { compare, identity } from './bson-order.ts'
import { fail, refuse } from './errors.ts'
import { compileExpression, type Variables } from './expressions.ts'
import {
  combined,
  type Doc,
  double,
  isDoc,
  isNullish,
  isPresent,
  type Maybe,
  numeric,
  type Value
} from './values.ts'

/** What becomes of the values that one group's documents gave, in their order. */
const accumulators: Record<string, (values: Maybe[]) => Maybe> = {
  $sum: values => sum(values),
  $avg: values => average(values),
  $min: values => extreme(values, -1),
  $max: values => extreme(values, 1),
  $first: values => values[0],
  $last: values => values.at(-1),
  $push: values => values.filter(isPresent),
  $addToSet: values => [...new Map(values.filter(isPresent).map(value => [identity(value), value])).values()],
  $count: values => values.length
}

/** The `$group` stage made ready. */
export const compileGroup = (spec: Value): ((docs: readonly Doc[], variables: Variables) => Doc[]) => {
  if (!isDoc(spec)) return fail(15947, "a group's fields must be specified in an object")
  if (!spec.has('_id')) fail(15955, 'a group specification must include an _id')
  const key = compileExpression(spec.get('_id'))
  const outputs = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => outputOf(name, value))
  return (docs, variables) => {
    const groups = new Map<string, { id: Value; docs: Doc[] }>()
    for (const doc of docs) {
      const id = key(doc, variables) ?? null
      const group = groups.get(identity(id)) ?? { id, docs: [] }
      groups.set(identity(id), group)
      group.docs.push(doc)
    }
    return [...groups.values()].map(group => {
      const made: Doc = new Map([['_id', group.id]])
      for (const { name, value, finish } of outputs)
        made.set(name, finish(group.docs.map(doc => value(doc, variables))) ?? null)
      return made
    })
  }
}

const outputOf = (name: string, source: Value) => {
  const [operator = '', operand] = isDoc(source) && source.size === 1 ? ([...source][0] ?? []) : []
  if (!operator.startsWith('$')) return fail(40234, `The field '${name}' must be an accumulator object`)
  if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`)
  const finish = accumulators[operator] ?? refuse(`the accumulator ${operator}`)
  return { name, finish, value: operator === '$count' ? () => null : compileExpression(operand) }
}

/** The sum of the numbers among values, in their widest type; what rounding loses is carried along, as the server does. */
const sum = (values: readonly Maybe[]): Value => {
  let [total, lost] = [0, 0]
  let widest: Value = 0
  for (const value of values) {
    const n = numeric(value)
    if (n === undefined || value === undefined) continue
    const next = total + n
    const rounded = next - total
    lost += total - (next - rounded) + (n - rounded)
    total = next
    widest = combined(widest, value, 0)
  }
  return combined(widest, widest, Number.isFinite(total) ? total + lost : total)
}

/** The mean of the numbers among values, a double; null of none. */
const average = (values: readonly Maybe[]): Value => {
  const numbers = values.filter(value => numeric(value) !== undefined)
  return numbers.length === 0 ? null : double((numeric(sum(numbers)) ?? 0) / numbers.length)
}

/** The least (-1) or greatest (1) of the values that are not null. */
const extreme = (values: readonly Maybe[], sign: 1 | -1): Value => {
  let best: Value = null
  for (const value of values)
    if (!isNullish(value) && (best === null || sign * compare(value, best) > 0)) best = value
  return best
}
