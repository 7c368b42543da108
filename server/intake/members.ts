import { trusted } from 'mongoose'
import { Member, type MemberRecord, nameKeys, type TermRecord } from '../../models/member.ts'
import type { Day } from '../domain/day.ts'

/** A name on a letter and what is known of the person's title. */
export interface NamedSignatory {
  readonly name: string
  readonly title: string | null
}

/**
 * The Members whom names on a letter stand for, in the same order; null where nobody or more than one person
 * answers to a name. Only who served on the letter's date is looked at.
 */
export async function matchedMembers(
  signatories: readonly NamedSignatory[],
  on: Day | null
): Promise<(MemberRecord | null)[]> {
  const keys = [...new Set(signatories.flatMap(({ name }) => nameKeys(name).slice(-1)))]
  const held =
    keys.length > 0 ? await Member.find({ keys: trusted({ $in: keys }) }).lean<MemberRecord[]>() : []
  return signatories.map(signatory => matchIn(held, signatory, on))
}

/** The one Member among these who goes by the name. */
export function matchIn(
  members: readonly MemberRecord[],
  { name, title }: NamedSignatory,
  on: Day | null
): MemberRecord | null {
  const keys = nameKeys(name)
  const served = members.filter(
    member => hasSurname(member, keys) && member.terms.some(term => covers(term, on) && suits(term, title))
  )
  const named = served.filter(member => hasFirstName(member, keys[0] ?? ''))
  return named.length === 1 ? (named[0] ?? null) : null
}

const covers = ({ start, end }: TermRecord, on: Day | null): boolean =>
  on === null || (start <= on && on <= end)

const suits = ({ chamber }: TermRecord, title: string | null): boolean =>
  title === null ||
  (/senat/i.test(title)
    ? chamber === 'senate'
    : !/representative|congress/i.test(title) || chamber === 'house')

/** `Van Hollen` and `Wasserman Schultz` are surnames of two words. */
function hasSurname(member: MemberRecord, keys: readonly string[]): boolean {
  const surname = nameKeys(member.last)
  return (
    keys.length > surname.length &&
    surname.every((key, at) => keys[keys.length - surname.length + at] === key)
  )
}

/** The first name, the nickname, an initial of either, or one that is the beginning of the other: Jeff, Jeffrey. */
const hasFirstName = ({ keys, last }: MemberRecord, first: string): boolean => {
  const surname = nameKeys(last)
  return keys.some(key => !surname.includes(key) && isSameFirstName(key, first))
}

const isSameFirstName = (one: string, other: string): boolean => {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short === long || ((short.length >= 3 || other.length === 1) && long.startsWith(short))
}

/** A Member as typing suggests one. */
export interface SuggestedMember {
  readonly bioguide: string
  readonly name: string
  readonly says: string
}

/** The Members whose names begin with what was typed, who served on a day where one is given; ten at most. */
export async function membersCalled(typed: string, on: Day | null): Promise<SuggestedMember[]> {
  const keys = nameKeys(typed.slice(0, 100))
  const longest = keys.toSorted((one, other) => other.length - one.length)[0]
  if (!longest || longest.length < 2) return []
  const held = await Member.find({ keys: trusted({ $gte: longest, $lt: `${longest}\uffff` }) })
    .limit(200)
    .lean<MemberRecord[]>()
  return held
    .filter(member => keys.every(key => member.keys.some(held => held.startsWith(key))))
    .flatMap(member => {
      const term = member.terms.findLast(one => on === null || covers(one, on))
      return term ? [{ bioguide: member.bioguide, name: member.name, says: saysOf(term) }] : []
    })
    .sort((one, other) => one.name.localeCompare(other.name))
    .slice(0, 10)
}

/** `Senator, VT`; `Representative, AZ-3` */
const saysOf = ({ chamber, state, district }: TermRecord): string =>
  chamber === 'senate' ? `Senator, ${state}` : `Representative, ${state}${district ? `-${district}` : ''}`
