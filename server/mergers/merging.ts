import type { Types } from 'mongoose'
import { trusted } from 'mongoose'
import { Letter } from '../../models/letter.ts'
import { Organization, type OrganizationRecord, organizationKey } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { restandLetter } from '../../models/restanding.ts'
import { Subscription, type SubscriptionRecord } from '../../models/subscription.ts'

/**
 * Makes one organization of two that are the same. Everything recorded of the first is recorded of the second from
 * then on, whose names and former addresses it adds to its own; only then is the first taken out. Broken off and
 * started again, it goes on where it was.
 */
export async function mergeOrganizations(from: OrganizationRecord, into: OrganizationRecord): Promise<void> {
  await Organization.updateOne(
    { _id: into._id },
    {
      $addToSet: {
        alsoCalled: { $each: [from.name, ...from.alsoCalled].filter(name => name !== into.name) },
        abbreviations: { $each: from.abbreviations },
        formerSlugs: { $each: [from.slug, ...(from.formerSlugs ?? [])] }
      }
    }
  )
  await moveRecords(from._id, into._id)
  await moveSubscriptions(from.slug, into.slug)
  await Organization.updateMany({ parentId: from._id }, { $set: { parentId: into._id } })
  await Organization.deleteOne({ _id: from._id })
  await Organization.updateOne(
    { _id: into._id },
    { $addToSet: { keys: { $each: [...from.keys, organizationKey(from.name)] } }, ...underItself(from, into) }
  )
}

/** A bureau merged into its own department would be part of itself; merged the other way it moves up. */
const underItself = (from: OrganizationRecord, into: OrganizationRecord) =>
  into.parentId?.equals(from._id) ? { $set: { parentId: from.parentId } } : {}

/** How much is recorded of an organization: what a merger would move. */
export async function recordedOf(
  id: Types.ObjectId
): Promise<{ letters: number; about: number; responses: number; bureaus: number }> {
  const [letters, about, responses, bureaus] = await Promise.all([
    Letter.countDocuments({ 'recipients.organizationId': id }),
    Question.countDocuments({ about: id }),
    Response.countDocuments({ 'responder.organizationId': id }),
    Organization.countDocuments({ parentId: id })
  ])
  return { letters, about, responses, bureaus }
}

async function moveRecords(from: Types.ObjectId, into: Types.ObjectId): Promise<void> {
  const one = { arrayFilters: [{ 'one.organizationId': from }] }
  const letters = await Letter.find({ 'recipients.organizationId': from })
    .select({ _id: 1 })
    .lean<{ _id: Types.ObjectId }[]>()
  await Letter.updateMany(
    { 'recipients.organizationId': from },
    { $set: { 'recipients.$[one].organizationId': into }, $inc: { revision: 1 } },
    one
  )
  await Question.updateMany(
    { 'findings.organizationId': from },
    { $set: { 'findings.$[one].organizationId': into }, $inc: { revision: 1 } },
    one
  )
  await Question.updateMany(
    { 'findings.referredTo': from },
    { $set: { 'findings.$[one].referredTo': into }, $inc: { revision: 1 } },
    { arrayFilters: [{ 'one.referredTo': from }] }
  )
  await Question.updateMany({ about: from }, { $addToSet: { about: into }, $inc: { revision: 1 } })
  await Question.updateMany({ about: from }, { $pull: { about: from } })
  await Response.updateMany(
    { 'responder.organizationId': from },
    { $set: { 'responder.organizationId': into }, $inc: { revision: 1 } }
  )
  for (const { _id } of letters) await restandLetter(_id)
}

/** Who followed the first follows the second; who followed both goes on following it once. */
async function moveSubscriptions(from: string, into: string): Promise<void> {
  const following = await Subscription.find({
    filter: trusted({ $regex: `(^|&)(organization|about)=${from}(&|$)` })
  }).lean<SubscriptionRecord[]>()
  for (const { _id, address, filter } of following) {
    const query = new URLSearchParams(filter)
    for (const facet of ['organization', 'about']) {
      const chosen = query.getAll(facet).map(slug => (slug === from ? into : slug))
      query.delete(facet)
      for (const slug of new Set(chosen)) query.append(facet, slug)
    }
    query.sort()
    const moved = query.toString()
    if (await Subscription.exists({ address, filter: moved })) await Subscription.deleteOne({ _id })
    else await Subscription.updateOne({ _id }, { $set: { filter: moved } })
  }
}
