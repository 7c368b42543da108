import { decode } from '../bson-codec.ts'
import { compare, identity } from '../bson-order.ts'
import { fail } from '../errors.ts'
import { someValue } from '../paths.ts'
import { runQuery } from '../query.ts'
import type { Value } from '../values.ts'
import { type Command, ok, targetOf } from './command.ts'

export const distinct: Command = {
  takes: ['key', 'query', 'hint', 'collation'],
  run(context, request) {
    const { collection, ...query } = targetOf(context, request, 'query')
    const key = request.body.get('key')
    if (typeof key !== 'string') return fail('TypeMismatch', "BSON field 'distinct.key' should be a string")
    const path = key.split('.')
    const wanted = new Set(path.slice(0, 1))
    const values = new Map<string, Value>()
    for (const id of runQuery(collection, query).ids) {
      const bytes = collection?.read(id)
      if (!bytes) continue
      // The server unwinds an array's elements and does not offer the array itself.
      someValue(decode(bytes, wanted), path, false, value => {
        for (const one of Array.isArray(value) ? value : [value])
          if (one !== undefined) values.set(identity(one), one)
        return false
      })
    }
    return ok({ values: [...values.values()].sort(compare) })
  }
}
