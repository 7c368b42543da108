import { decode, type Value } from '../bson-codec.ts'
import { compare, sortable } from '../bson-order.ts'
import { CommandError } from '../errors.ts'
import { someValue } from '../paths.ts'
import { runQuery } from '../query.ts'
import { docField } from '../wire.ts'
import { type Command, namespaceOf, ok, refuseCollation } from './command.ts'

export const distinct: Command = {
  run(context, request) {
    const { body } = request
    refuseCollation(body)
    const key = body.get('key')
    if (typeof key !== 'string')
      throw new CommandError(
        'TypeMismatch',
        "BSON field 'distinct.key' is the wrong type, expected type 'string'"
      )
    const collection = context.storage.collection(namespaceOf(request))
    const { ids } = runQuery(collection, {
      filter: docField(body, 'query') ?? new Map(),
      hint: body.get('hint')
    })
    const path = key.split('.')
    const wanted = new Set([path[0] ?? ''])
    const values = new Map<string, Value>()
    for (const id of ids) {
      const bytes = collection?.read(id)
      if (!bytes) continue
      // The server unwinds an array's elements and does not offer the array itself.
      someValue(decode(bytes, wanted), path, false, value => {
        if (Array.isArray(value))
          for (const element of value) values.set(sortable(element).toString('latin1'), element)
        else if (value !== undefined) values.set(sortable(value).toString('latin1'), value)
        return false
      })
    }
    return ok(['values', [...values.values()].sort(compare)])
  }
}
