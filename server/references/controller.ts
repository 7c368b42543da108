import type { Response as Answer, Request } from 'express'
import { Types, trusted } from 'mongoose'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import { referenceKindLabels, referenceKinds, sourceKindLabels, sourceKinds } from '../domain/letters.ts'
import { type FieldErrors, NotFound } from '../errors.ts'
import { paths } from '../paths.ts'
import { editableLetter, idAt, mayRead, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { render, renderInvalid } from '../web/render.ts'
import { viewerOf } from '../web/viewer.ts'
import { citerLabels, citers, referenceForm } from './form.ts'
import { paragraphsOf } from './present.ts'

/** Documents about the matter of a letter: cables, reports, petitions, news, hearings. */
export const referencesController = ({ clock }: { readonly clock: Clock }) => ({
  async new(req: Request, res: Answer) {
    const { letter } = await editableLetter(req)
    render(res, 'references/new', await newPage(letter, {}, {}, []))
  },

  async create(req: Request, res: Answer) {
    const { letter, desk } = await editableLetter(req)
    const form = readForm(referenceForm, req.body)
    const sent = [req.body?.questions].flat().filter(one => typeof one === 'string')
    if (!form.isValid)
      return renderInvalid(
        res,
        'references/new',
        await newPage(letter, typedText(req.body), form.errors, sent)
      )
    const { citedBy, sourceKind, sourceTitle, sourceLink, questions, ...fields } = form.data
    const own = (await Question.ofLetter(letter._id)).filter(({ _id }) => questions.includes(String(_id)))
    const reference = await Reference.create({
      _id: new Types.ObjectId(),
      ...fields,
      deskId: desk._id,
      source: {
        kind: sourceKind,
        title: sourceTitle,
        link: sourceLink,
        retrievedOn: sourceLink ? occasionOf(req, desk, clock).on : null
      },
      letters: [{ letterId: letter._id, citedBy }],
      questionIds: own.map(({ _id }) => _id)
    })
    flash(req, 'success', 'The document is recorded.')
    res.redirect(303, paths.reference(String(reference._id)))
  },

  async show(req: Request, res: Answer) {
    const reference = await Reference.findById(idAt(req, 'id')).lean<ReferenceRecord>()
    const letters = reference ? await readableLetters(req, reference, clock) : []
    if (!reference || letters.length === 0) throw new NotFound('There is no such document here.')
    const questions = await Question.find({
      _id: trusted({ $in: reference.questionIds }),
      letterId: trusted({ $in: letters.map(({ _id }) => _id) }),
      movedTo: null
    }).lean()
    const isStaff = letters.some(letter => mayRead(viewerOf(req), letter))
    render(res, 'references/show', {
      title: reference.title,
      section: 'letters',
      breadcrumbs: letters
        .slice(0, 1)
        .map(({ subject, slug }) => ({ label: subject, href: paths.letter(slug) })),
      reference: {
        title: reference.title,
        kind: referenceKindLabels[reference.kind],
        on: reference.on,
        dateAsSaid: reference.dateAsSaid,
        dateBecause: reference.dateBecause,
        markings: reference.markings,
        source: { ...reference.source, kind: sourceKindLabels[reference.source.kind] },
        note: isStaff ? reference.note : null,
        paragraphs: reference.text === null ? null : paragraphsOf(reference.text),
        corrections: reference.corrections,
        letters: letters.map(letter => ({
          subject: letter.subject,
          href: paths.letter(letter.slug),
          on: letter.letterDate,
          citedBy:
            citerLabels[reference.letters.find(one => one.letterId.equals(letter._id))?.citedBy ?? 'desk']
        })),
        questions: questions.map(({ _id, text }) => ({ text, href: paths.question(String(_id)) }))
      }
    })
  }
})

async function readableLetters(
  req: Request,
  { letters }: ReferenceRecord,
  clock: Clock
): Promise<LetterRecord[]> {
  const ids = letters.map(({ letterId }) => letterId)
  const found = await Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
  return found.filter(letter => mayRead(viewerOf(req), letter) || isPublicAt(letter, clock.now()))
}

async function newPage(
  letter: LetterRecord,
  values: Record<string, string>,
  errors: FieldErrors,
  chosen: readonly string[]
) {
  const questions = await Question.ofLetter(letter._id)
  return {
    title: 'Add a reference',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    action: paths.references(letter.slug),
    kinds: referenceKinds.map(value => ({ value, label: referenceKindLabels[value] })),
    sourceKinds: sourceKinds.map(value => ({ value, label: sourceKindLabels[value] })),
    citers: citers.map(value => ({ value, label: citerLabels[value] })),
    questions: questions.map(({ _id, number, position, text }) => ({
      value: String(_id),
      label: `Question ${number ?? position}`,
      hint: text.slice(0, 120),
      isSelected: chosen.includes(String(_id))
    })),
    values,
    errors
  }
}
