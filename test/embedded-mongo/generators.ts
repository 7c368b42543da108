import fc from 'fast-check'
import type { Plain } from './support.ts'

/** How often the differential tests try; the long form is `npm run test:soak`. */
export const runs = process.env.SOAK ? 20_000 : 1_500

const scalar: fc.Arbitrary<Plain> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(0.5, 2 ** 33),
  fc.constantFrom('', 'a', 'b', 'ab', 'é', '\uffff', '😀', 'a\0b'),
  fc.boolean(),
  fc.constantFrom(new Date(0), new Date(5))
)

/** Small values over few names, so that they meet. */
export const anyValue: fc.Arbitrary<Plain> = fc.letrec<{
  value: Plain
  list: Plain[]
  object: { [name: string]: Plain }
}>(tie => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2 })
})).value

export const anyDoc: fc.Arbitrary<{ [name: string]: Plain }> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  anyValue,
  { maxKeys: 3 }
)

export const anyPath = fc.constantFrom('a', 'b', 'a.b', 'a.a', 'b.c', 'a.0', 'a.1.b', 'a.b.c')

const withOperators = (depth: number): fc.Arbitrary<Plain> => {
  const simple = fc.oneof(
    fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), anyValue),
    fc.tuple(
      fc.constantFrom('$in', '$nin', '$all'),
      fc.array(anyValue.filter(isNoOperator), { maxLength: 3 })
    ),
    fc.tuple(fc.constant('$exists'), fc.boolean()),
    fc.tuple(fc.constant('$size'), fc.integer({ min: 0, max: 3 }))
  )
  const plainOnes = fc.dictionary(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte'), anyValue, {
    minKeys: 1,
    maxKeys: 2
  })
  const one: fc.Arbitrary<[string, Plain]> =
    depth > 0
      ? fc.oneof(
          simple,
          fc.tuple(fc.constant('$elemMatch'), fc.oneof(plainOnes, anyFilter(depth - 1, false))),
          fc.tuple(fc.constant('$not'), withOperators(depth - 1))
        )
      : simple
  return fc.array(one, { minLength: 1, maxLength: 2 }).map(list => Object.fromEntries(list))
}

const isNoOperator = (value: Plain) =>
  typeof value !== 'object' || value === null || !Object.keys(value).some(key => key.startsWith('$'))

/** A filter over the same names as the documents. */
export function anyFilter(depth = 2, allowsLogic = true): fc.Arbitrary<{ [name: string]: Plain }> {
  const field = fc.tuple(anyPath, fc.oneof(anyValue, withOperators(depth)))
  const entry: fc.Arbitrary<[string, Plain]> =
    depth > 0 && allowsLogic
      ? fc.oneof(
          { weight: 4, arbitrary: field },
          {
            weight: 1,
            arbitrary: fc.tuple(
              fc.constantFrom('$and', '$or', '$nor'),
              fc.array(anyFilter(depth - 1), { minLength: 1, maxLength: 2 })
            )
          }
        )
      : field
  return fc.array(entry, { minLength: 1, maxLength: 2 }).map(list => Object.fromEntries(list))
}
