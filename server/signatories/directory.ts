import { trusted } from 'mongoose'
import { z } from 'zod'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Member, type MemberRecord, memberKeys } from '../../models/member.ts'
import { restandLetter } from '../../models/restanding.ts'
import { slugOf } from '../domain/slug.ts'
import { matchIn } from '../intake/members.ts'

/** Thrown for a file that does not hold Members; the message says what was expected and where. */
export class NotMembers extends Error {}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** The shape of `legislators-current.json` and `legislators-historical.json` of unitedstates/congress-legislators. */
const legislators = z.array(
  z.object({
    id: z.object({ bioguide: z.string().regex(/^[A-Z]\d{6}$/) }),
    name: z.object({
      first: z.string(),
      middle: z.string().optional(),
      last: z.string(),
      nickname: z.string().optional(),
      suffix: z.string().optional(),
      official_full: z.string().optional()
    }),
    terms: z.array(
      z.object({
        type: z.enum(['sen', 'rep']),
        state: z.string(),
        district: z.number().nullish(),
        party: z.string().optional(),
        start: day,
        end: day
      })
    )
  })
)

type NewMember = Omit<MemberRecord, '_id'>

/** Reads Members from JSON in the shape of unitedstates/congress-legislators. */
export function readMembers(json: string): NewMember[] {
  const read = legislators.safeParse(parsed(json))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new NotMembers(
      `Not a list of legislators: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`
    )
  }
  return read.data.map(({ id, name, terms }) => ({
    bioguide: id.bioguide,
    name: name.official_full ?? [name.first, name.middle, name.last, name.suffix].filter(Boolean).join(' '),
    first: name.first,
    last: name.last,
    keys: memberKeys(name.first, name.middle, name.last, name.nickname, name.official_full),
    terms: terms.map(({ type, state, district, party, start, end }) => ({
      chamber: type === 'sen' ? 'senate' : 'house',
      state,
      district: district ?? null,
      party: party ?? 'not said',
      start,
      end
    }))
  }))
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new NotMembers('Not a JSON file.')
  }
}

/** Puts Members into the directory, by their Bioguide IDs: those known are brought up to date. Twice is once. */
export async function keepMembers(
  members: readonly NewMember[]
): Promise<{ added: number; changed: number }> {
  const sums = { added: 0, changed: 0 }
  for (let at = 0; at < members.length; at += BATCH) {
    const result = await Member.bulkWrite(
      members.slice(at, at + BATCH).map(member => ({
        updateOne: { filter: { bioguide: member.bioguide }, update: { $set: member }, upsert: true }
      }))
    )
    sums.added += result.upsertedCount
    sums.changed += result.modifiedCount
  }
  return sums
}

const BATCH = 500

/** Matches the names on letters that nobody had matched yet; gives how many were. Only sure matches are made. */
export async function matchSignatories(): Promise<number> {
  const members = await Member.find().lean<MemberRecord[]>()
  const letters = await Letter.find({ signatories: trusted({ $elemMatch: { bioguide: null } }) })
    .select({ signatories: 1, letterDate: 1 })
    .lean<Pick<LetterRecord, '_id' | 'signatories' | 'letterDate'>[]>()
  let matched = 0
  for (const { _id, signatories, letterDate } of letters) {
    const named = signatories.map(one => {
      const member = one.bioguide === null ? matchIn(members, one, letterDate) : null
      return member ? { ...one, bioguide: member.bioguide, slug: slugOf(member.bioguide) } : one
    })
    const count = named.filter((one, at) => one !== signatories[at]).length
    if (count === 0) continue
    await Letter.updateOne({ _id }, { $set: { signatories: named }, $inc: { revision: 1 } })
    await restandLetter(_id)
    matched += count
  }
  return matched
}
