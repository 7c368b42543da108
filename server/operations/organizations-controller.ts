import type { Response as Answer, Request } from 'express'
import { mongo } from 'mongoose'
import { z } from 'zod'
import { Organization, type OrganizationRecord, organizationKey } from '../../models/organization.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { mayChangeOrganization } from '../web/directory-acts.ts'
import { optionalText, requiredText } from '../web/fields.ts'
import { flash } from '../web/flash.ts'
import { readForm } from '../web/forms.ts'
import { paginate } from '../web/pagination.ts'
import { render, renderInvalid } from '../web/render.ts'

const PAGE = 100

const form = z.object({
  name: requiredText('Name the organization.', 300),
  /** One a line. */
  alsoCalled: optionalText(3000).transform(text =>
    (text ?? '')
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
  )
})

/** The directory of organizations that letters are put to or are about: all desks share it. */
export async function index(req: Request, res: Answer): Promise<void> {
  const total = await Organization.estimatedDocumentCount()
  const pages = paginate(
    total,
    req.query.page,
    PAGE,
    page => `${paths.organizationList()}${page > 1 ? `?page=${page}` : ''}`
  )
  const found = await Organization.find()
    .sort({ name: 1, _id: 1 })
    .skip(pages.skip)
    .limit(PAGE)
    .lean<OrganizationRecord[]>()
  const parents = await Organization.named(found.flatMap(({ parentId }) => parentId ?? []))
  render(res, 'operations/organizations', {
    title: 'Directory of organizations',
    section: 'operations',
    pages,
    organizations: found.map(({ slug, name, abbreviations, alsoCalled, parentId }) => ({
      name,
      also: [...abbreviations, ...alsoCalled].join(', '),
      parent: parents.get(String(parentId))?.name ?? null,
      href: paths.organizationRecord(slug),
      mergerHref: paths.merger(slug)
    }))
  })
}

export async function edit(req: Request, res: Answer): Promise<void> {
  const found = await organizationAt(req)
  const values = { name: found.name, alsoCalled: namesOf(found).join('\n') }
  render(res, 'operations/organization', { ...pageOf(found), values, errors: {} })
}

export async function update(req: Request, res: Answer): Promise<void> {
  const found = await organizationAt(req)
  const read = readForm(form, req.body)
  const again = (values: object, errors: Record<string, string>) =>
    renderInvalid(res, 'operations/organization', { ...pageOf(found), values, errors })
  if (!read.isValid) return again(read.typed, read.errors)
  const { name } = read.data
  // Letters already logged used the name it had.
  const alsoCalled = [...new Set([...read.data.alsoCalled, ...(name === found.name ? [] : [found.name])])]
  const abbreviations = alsoCalled.filter(isAbbreviation)
  const others = alsoCalled.filter(one => !isAbbreviation(one))
  const keys = [...new Set([name, ...alsoCalled].map(organizationKey).filter(Boolean))]
  if (!(await isWritten(found, { name, abbreviations, alsoCalled: others, keys })))
    return again(
      { name, alsoCalled: alsoCalled.join('\n') },
      { alsoCalled: 'Another organization goes by one of these names. Merge the two instead.' }
    )
  recordChange(req, 'name', found.name, name)
  recordChange(req, 'other names', namesOf(found).join(', ') || null, alsoCalled.join(', ') || null)
  flash(req, 'success', `${name} is changed. Its address stays.`)
  res.redirect(303, paths.organizationList())
}

/** `DHS`, `U.S. CBP`: what is written in capitals. */
const isAbbreviation = (name: string): boolean => name.length <= 12 && name === name.toUpperCase()

const namesOf = ({ abbreviations, alsoCalled }: OrganizationRecord): string[] => [
  ...abbreviations,
  ...alsoCalled
]

/** False where another organization has one of the names. */
async function isWritten({ _id }: OrganizationRecord, set: Partial<OrganizationRecord>): Promise<boolean> {
  try {
    await Organization.updateOne({ _id }, { $set: set })
    return true
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === 11000) return false
    throw error
  }
}

async function organizationAt(req: Request): Promise<OrganizationRecord> {
  const found = await Organization.findOne({ slug: String(req.params.slug) }).lean<OrganizationRecord>()
  if (!found) throw new NotFound('There is no such organization in the directory.')
  await mayChangeOrganization(req, found._id)
  return found
}

const pageOf = ({ slug, name }: OrganizationRecord) => ({
  title: name,
  section: 'operations' as const,
  breadcrumbs: [{ label: 'Directory of organizations', href: paths.organizationList() }],
  action: paths.organizationRecord(slug),
  mergerHref: paths.merger(slug)
})
