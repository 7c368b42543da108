import type { Response as Answer, Request } from 'express'
import { Types } from 'mongoose'
import { changeLetter } from '../../models/changing.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import { sourceKindLabels, sourceKinds, versionKindLabels, versionKinds } from '../domain/letters.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { wordDiff } from '../intake/word-diff.ts'
import { paths } from '../paths.ts'
import { editableLetter, mayEdit, mayRead, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { versionForm } from './form.ts'

/** The texts of one letter, and what changed between any two of them. */
export const versionsController = ({ clock }: { readonly clock: Clock }) => ({
  async index(req: Request, res: Answer) {
    const letter = await Letter.atSlug(String(req.params.slug))
    const isStaff = letter !== null && mayRead(viewerOf(req), letter)
    if (!letter || !(isStaff || isPublicAt(letter, clock.now())))
      throw new NotFound('There is no such letter here.')
    render(res, 'versions/index', {
      title: 'Texts of a letter',
      section: 'letters',
      breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
      mayEdit: mayEdit(viewerOf(req), letter),
      newHref: paths.newVersion(letter.slug),
      action: paths.versions(letter.slug),
      ...comparison(letter, req.query.from, req.query.to)
    })
  },

  async new(req: Request, res: Answer) {
    const { letter } = await editableLetter(req)
    render(res, 'versions/new', newPage(letter, {}, {}))
  },

  async create(req: Request, res: Answer) {
    const { letter, desk } = await editableLetter(req)
    const form = readForm(versionForm, req.body)
    if (!form.isValid)
      return renderInvalid(res, 'versions/new', newPage(letter, typedText(req.body), form.errors))
    const { sourceKind, sourceTitle, sourceLink, ...version } = form.data
    const occasion = occasionOf(req, desk, clock)
    const source = {
      kind: sourceKind,
      title: sourceTitle,
      link: sourceLink,
      retrievedOn: sourceLink ? occasion.on : null
    }
    await changeLetter(
      letter,
      {
        push: { versions: { _id: new Types.ObjectId(), ...version, source } },
        what: 'version',
        from: null,
        to: version.title,
        because: null
      },
      occasion
    )
    flash(req, 'success', 'The text is recorded as a version of the letter. Its questions are not open.')
    res.redirect(303, paths.versions(letter.slug))
  }
})

interface HeldText {
  readonly value: string
  readonly label: string
  readonly text: string
}

/** Of any two texts; the last draft against the letter as sent where nothing was chosen. */
function comparison(letter: LetterRecord, from: unknown, to: unknown) {
  const texts = textsOf(letter)
  const [first] = texts
  const chosenFrom = texts.find(({ value }) => value === from) ?? texts.find(({ value }) => value !== 'sent')
  const chosenTo = texts.find(({ value }) => value === to) ?? first
  const canCompare = chosenFrom !== undefined && chosenTo !== undefined && chosenFrom !== chosenTo
  const runs = canCompare ? wordDiff(chosenFrom.text, chosenTo.text) : null
  return {
    hasSeveral: texts.length > 1,
    from: texts.map(({ value, label }) => ({ value, label, isSelected: value === chosenFrom?.value })),
    to: texts.map(({ value, label }) => ({ value, label, isSelected: value === chosenTo?.value })),
    comparing: canCompare ? { from: chosenFrom.label, to: chosenTo.label } : null,
    runs: runs?.map(run => ({
      text: run.text,
      isAdded: run.kind === 'added',
      isRemoved: run.kind === 'removed'
    })),
    isTooMuch: canCompare && runs === null,
    isSame: runs?.every(({ kind }) => kind === 'same') ?? false
  }
}

const textsOf = (letter: LetterRecord): HeldText[] => [
  ...(letter.text === null ? [] : [{ value: 'sent', label: 'The letter as recorded', text: letter.text }]),
  ...letter.versions.flatMap(({ _id, kind, title, on, dateAsSaid, text }) =>
    text === null
      ? []
      : [
          {
            value: String(_id),
            label: [`${versionKindLabels[kind]}: ${title}`, on ?? dateAsSaid].filter(Boolean).join(', '),
            text
          }
        ]
  )
]

const newPage = (letter: LetterRecord, values: Record<string, string>, errors: FieldErrors) => ({
  title: 'Add a version',
  section: 'desk' as const,
  breadcrumbs: [
    { label: letter.subject, href: paths.letter(letter.slug) },
    { label: 'Texts of a letter', href: paths.versions(letter.slug) }
  ],
  action: paths.versions(letter.slug),
  kinds: versionKinds.map(value => ({ value, label: versionKindLabels[value] })),
  sourceKinds: sourceKinds.map(value => ({ value, label: sourceKindLabels[value] })),
  values,
  errors
})
