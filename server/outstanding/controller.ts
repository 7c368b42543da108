import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Organization, type OrganizationRecord } from '../../models/organization.ts'
import { type Clock, todayIn } from '../clock.ts'
import { type Day, longDay } from '../domain/day.ts'
import { NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { type Cell, sendCsv } from '../web/formats.ts'
import { render } from '../web/render.ts'
import { signedIn } from '../web/viewer.ts'
import { sendWordFile, type WordParagraph } from '../web/word-file.ts'
import { type Outstanding, type OutstandingLetter, outstandingAt } from './list.ts'

/** What one organization has open, for the weekly call: a page to print, a Word file, a table. */
export const outstandingController = ({ clock }: { readonly clock: Clock }) => {
  const found = async (req: Request) => {
    const viewer = signedIn(req)
    const organization = await Organization.findOne({
      slug: String(req.params.slug)
    }).lean<OrganizationRecord>()
    if (!organization) throw new NotFound('There is no such organization here.')
    const desks = viewer.role === 'site-admin' ? null : viewer.desks.map(id => new Types.ObjectId(id))
    const desk = await Desk.findOne(desks ? { _id: desks[0] ?? null } : {}).lean<DeskRecord>()
    const today = todayIn(clock, desk?.zone ?? 'America/New_York')
    return { organization, today, list: await outstandingAt(organization, desks, today) }
  }

  return {
    async show(req: Request, res: Answer) {
      const { organization, today, list } = await found(req)
      render(res, 'outstanding/show', {
        title: `Outstanding: ${organization.name}`,
        section: 'desk',
        breadcrumbs: [{ label: organization.name, href: paths.organization(organization.slug) }],
        name: organization.name,
        today,
        list,
        csvHref: paths.outstanding(organization.slug, 'csv'),
        docxHref: paths.outstanding(organization.slug, 'docx')
      })
    },

    async csv(req: Request, res: Answer) {
      const { organization, list } = await found(req)
      res.set('Content-Disposition', `attachment; filename="outstanding-${organization.slug}.csv"`)
      await sendCsv(res, columns, rowsOf(list))
    },

    async docx(req: Request, res: Answer) {
      const { organization, today, list } = await found(req)
      await sendWordFile(
        res,
        `outstanding-${organization.slug}`,
        wordParagraphs(organization.name, list, today)
      )
    }
  }
}

const columns = [
  'letter',
  'letterDate',
  'question',
  'text',
  'whatCameBack',
  'lastChecked',
  'time',
  'dueOn',
  'promisedOn',
  'controlNumber',
  'howItIsHere'
]

async function* rowsOf({ putTo, referred }: Outstanding): AsyncGenerator<readonly Cell[]> {
  yield* rowsUnder(putTo, 'put to it')
  yield* rowsUnder(referred, 'referred to it, no letter to it recorded')
}

function* rowsUnder(letters: readonly OutstandingLetter[], how: string): Generator<readonly Cell[]> {
  for (const letter of letters)
    for (const item of letter.items)
      yield [
        letter.subject,
        letter.on,
        item.question,
        item.text,
        item.label,
        item.checked,
        item.time,
        item.dueOn,
        item.promisedOn,
        item.controlNumber,
        how
      ]
}

const wordParagraphs = (name: string, list: Outstanding, today: Day): WordParagraph[] => [
  { text: `Outstanding with ${name}, ${longDay(today)}`, kind: 'heading' },
  { text: `${list.count} ${list.count === 1 ? 'question' : 'questions'} open.` },
  ...list.putTo.flatMap(wordLetter),
  ...(list.referred.length > 0
    ? [
        { text: 'Referred to it by another office; no letter to it is recorded', kind: 'heading' as const },
        ...list.referred.flatMap(wordLetter)
      ]
    : [])
]

const wordLetter = (letter: OutstandingLetter): WordParagraph[] => [
  { text: letter.on ? `${letter.subject}, ${longDay(letter.on)}` : letter.subject, kind: 'line', above: 12 },
  ...letter.items.flatMap((item): WordParagraph[] => [
    { text: `${item.question}: ${item.text}`, kind: 'quoted' },
    {
      text: [
        item.label,
        item.checked,
        item.dueOn ? `due ${longDay(item.dueOn)}` : null,
        item.promisedOn ? `promised by ${longDay(item.promisedOn)}` : null,
        item.controlNumber ? `control number ${item.controlNumber}` : null
      ]
        .filter(Boolean)
        .join('; '),
      kind: 'note'
    }
  ])
]
