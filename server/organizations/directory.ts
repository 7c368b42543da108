import { createHash } from 'node:crypto'
import type { Types } from 'mongoose'
import { derivedId } from '../../models/derived-id.ts'
import { Milestone } from '../../models/milestone.ts'
import { Organization, organizationKey } from '../../models/organization.ts'
import { type FederalOrganization, federalOrganizations } from '../domain/federal-organizations.ts'
import { slugOf } from '../domain/slug.ts'

/**
 * Fills the directory with the departments and bureaus that letters go to, once for each list that a release
 * brings. What a desk renamed or merged since is left as it is, and so is a name that it already uses.
 */
export async function addFederalOrganizations(now: Date): Promise<void> {
  const list = createHash('sha256').update(JSON.stringify(federalOrganizations)).digest('hex').slice(0, 12)
  const milestone = { _id: `federal organizations ${list}` }
  if (await Milestone.exists(milestone)) return
  const known = await Organization.find().select(['keys']).lean()
  const ids = new Map(known.flatMap(({ _id, keys }) => keys.map(key => [key, _id])))
  const added = federalOrganizations.filter(({ name }) => !ids.has(organizationKey(name)))
  for (const { name } of added)
    ids.set(organizationKey(name), derivedId('organization', organizationKey(name)))
  const records = added.map(organization => recordOf(organization, ids))
  await Organization.bulkWrite(
    records.map(record => ({
      updateOne: { filter: { _id: record._id }, update: { $setOnInsert: record }, upsert: true }
    }))
  )
  await Milestone.updateOne(milestone, { $set: { state: 'done', at: now } }, { upsert: true })
}

/** An abbreviation that two offices share, or that a desk already uses, leads to the first. `ids` are by name's key. */
function recordOf(organization: FederalOrganization, ids: Map<string, Types.ObjectId>) {
  const { name, abbreviations, alsoCalled = [], parent } = organization
  const own = organizationKey(name)
  const _id = ids.get(own) ?? derivedId('organization', own)
  const keys = [...alsoCalled, ...abbreviations].map(organizationKey).filter(key => !ids.has(key))
  for (const key of keys) ids.set(key, _id)
  return {
    _id,
    slug: slugOf(name),
    name,
    abbreviations: [...abbreviations],
    alsoCalled: [...alsoCalled],
    keys: [own, ...new Set(keys)],
    parentId: parent === null ? null : (ids.get(organizationKey(parent)) ?? null)
  }
}
