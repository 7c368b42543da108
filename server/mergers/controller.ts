import type { Request, Response } from 'express'
import { Organization, type OrganizationRecord } from '../../models/organization.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { mayChangeOrganization } from '../web/directory-acts.ts'
import { flash } from '../web/flash.ts'
import { typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { mergeOrganizations, recordedOf } from './merging.ts'

export async function show(req: Request, res: Response): Promise<void> {
  render(res, 'mergers/show', await pageOf(await organizationIn(req), {}))
}

export async function create(req: Request, res: Response): Promise<void> {
  const from = await organizationIn(req)
  const typed = typedText(req.body)
  const into = await Organization.called(typed.into ?? '')
  const why = !into
    ? 'There is no such organization in the directory.'
    : into._id.equals(from._id)
      ? 'That is this organization itself.'
      : null
  if (!into || why !== null)
    return renderInvalid(res, 'mergers/show', { ...(await pageOf(from, typed)), errors: { into: why ?? '' } })
  await mergeOrganizations(from, into)
  recordChange(req, 'organization', from.name, `merged into ${into.name}`)
  flash(req, 'success', `${from.name} and ${into.name} are one organization now. Its old address leads here.`)
  res.redirect(303, paths.organization(into.slug))
}

async function organizationIn(req: Request): Promise<OrganizationRecord> {
  const found = await Organization.findOne({ slug: String(req.params.slug) }).lean<OrganizationRecord>()
  if (!found) throw new NotFound('There is no such organization in the directory.')
  await mayChangeOrganization(req, found._id)
  return found
}

async function pageOf({ _id, slug, name }: OrganizationRecord, values: Readonly<Record<string, string>>) {
  const others = await Organization.find().select({ name: 1 }).sort({ name: 1 }).lean<{ name: string }[]>()
  return {
    title: `Merge ${name}`,
    section: 'organizations' as const,
    breadcrumbs: [{ label: name, href: paths.organization(slug) }],
    unlisted: true,
    name,
    action: paths.merger(slug),
    recorded: await recordedOf(_id),
    others: others.map(one => one.name).filter(one => one !== name),
    values
  }
}
