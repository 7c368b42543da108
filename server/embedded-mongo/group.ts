import { type Doc, double, isDoc, numeric, type Value } from './bson-codec.ts'
import { sortable } from './bson-order.ts'
import { CommandError, refuse } from './errors.ts'
import { average, extreme, sum } from './expression-operators.ts'
import { compileExpression, type Expression, isPresent, type Variables } from './expressions.ts'
import { compareKeys, type SortField, sortFields, sortKey } from './sort.ts'

/** What becomes of the values that one group's documents gave, in their order. */
const accumulators: Record<string, (values: (Value | undefined)[]) => Value | undefined> = {
  $sum: values => sum(values.filter(isPresent)),
  $avg: values => average(values.filter(isPresent)),
  $min: values => extreme(values.filter(isPresent), -1),
  $max: values => extreme(values.filter(isPresent), 1),
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: values => values.filter(isPresent),
  $addToSet: values => {
    const seen = new Map<string, Value>()
    for (const value of values) if (value !== undefined) seen.set(sortable(value).toString('latin1'), value)
    return [...seen.values()]
  },
  $count: values => values.length,
  $mergeObjects: values => {
    const merged: Doc = new Map()
    for (const value of values) if (isDoc(value)) for (const [name, inner] of value) merged.set(name, inner)
    return merged
  },
  $stdDevPop: values => deviation(values, 0),
  $stdDevSamp: values => deviation(values, 1)
}

const deviation = (values: readonly (Value | undefined)[], less: number): Value => {
  const numbers = values.map(numeric).filter(isPresent)
  if (numbers.length <= less) return null
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length
  return double(Math.sqrt(numbers.reduce((total, n) => total + (n - mean) ** 2, 0) / (numbers.length - less)))
}

interface Output {
  name: string
  value: Expression
  finish: (values: (Value | undefined)[]) => Value | undefined
}

export type Grouping = (docs: readonly Doc[], variables: Variables) => Doc[]

/** The `$group` stage made ready. */
export const compileGroup = (spec: Value): Grouping => {
  if (!isDoc(spec)) throw new CommandError(15947, "a group's fields must be specified in an object")
  if (!spec.has('_id')) throw new CommandError(15955, 'a group specification must include an _id')
  const key = compileExpression(spec.get('_id'))
  const outputs = [...spec].filter(([name]) => name !== '_id').map(([name, value]) => outputOf(name, value))
  return (docs, variables) => {
    const groups = new Map<string, { id: Value; docs: Doc[] }>()
    for (const doc of docs) {
      const id = key(doc, variables) ?? null
      const text = sortable(id).toString('latin1')
      const group = groups.get(text)
      if (group) group.docs.push(doc)
      else groups.set(text, { id, docs: [doc] })
    }
    return [...groups.values()].map(group => {
      const made: Doc = new Map([['_id', group.id]])
      for (const { name, value, finish } of outputs)
        made.set(name, finish(group.docs.map(doc => value(doc, variables))) ?? null)
      return made
    })
  }
}

const outputOf = (name: string, source: Value): Output => {
  const [entry] = isDoc(source) ? source : []
  if (!isDoc(source) || source.size !== 1 || !entry) return notAccumulator(name)
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`)
  const [operator, operand] = entry
  if (operator === '$top' || operator === '$bottom') return topOf(name, operator, operand)
  const finish = accumulators[operator]
  if (!finish) return operator.startsWith('$') ? refuse(`the accumulator ${operator}`) : notAccumulator(name)
  return { name, finish, value: operator === '$count' ? () => null : compileExpression(operand) }
}

const notAccumulator = (name: string): never => {
  throw new CommandError(40234, `The field '${name}' must be an accumulator object`)
}

const topOf = (name: string, operator: string, operand: Value): Output => {
  const sortBy = isDoc(operand) ? operand.get('sortBy') : undefined
  if (!isDoc(operand) || !isDoc(sortBy))
    throw new CommandError(5788001, `${operator} needs sortBy and output`)
  const fields: SortField[] = sortFields(sortBy)
  const output = compileExpression(operand.get('output'))
  const order = compareKeys(fields)
  return {
    name,
    value: (root, variables) =>
      isDoc(root) ? [sortKey(root, fields).map(part => part ?? null), output(root, variables) ?? null] : null,
    finish: values => {
      const pairs = values.map(pair => (Array.isArray(pair) ? pair : []))
      const sign = operator === '$top' ? 1 : -1
      const keyOf = (pair: Value[]) => (Array.isArray(pair[0]) ? pair[0] : [])
      let best = pairs[0]
      for (const pair of pairs) if (best && sign * order(keyOf(pair), keyOf(best)) < 0) best = pair
      return best?.[1]
    }
  }
}
