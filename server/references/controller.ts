import type { Response as Answer, Request } from 'express'
import { Types, trusted } from 'mongoose'
import { File, type KeptFileRecord } from '../../models/file.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { Reference, type ReferenceRecord } from '../../models/reference.ts'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import { referenceKindLabels, referenceKinds, sourceKindLabels, sourceKinds } from '../domain/letters.ts'
import { type FieldErrors, Forbidden, Invalid, NotFound } from '../errors.ts'
import { acceptedEndings, kindsInWords } from '../intake/files/kinds.ts'
import { keepFiles, keptFilesNamed, lineOfKept, whyNotFiles } from '../intake/kept-files.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import { editableLetter, idAt, mayEdit, mayRead, occasionOf } from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { sendKept } from '../web/kept-file.ts'
import { render, renderInvalid } from '../web/render.ts'
import { uploadProblem, uploadsIn } from '../web/uploads.ts'
import { viewerOf } from '../web/viewer.ts'
import { citerLabels, citers, referenceForm } from './form.ts'
import { paragraphsOf, sizeInWords } from './present.ts'

/** Documents about the matter of a letter: cables, reports, petitions, news, hearings. */
export const referencesController = ({ clock }: { readonly clock: Clock }) => ({
  async new(req: Request, res: Answer) {
    const { letter } = await editableLetter(req)
    render(res, 'references/new', await newPage(letter, {}, {}, []))
  },

  async create(req: Request, res: Answer) {
    const { letter, desk } = await editableLetter(req)
    const form = readForm(referenceForm, req.body)
    const sent = listOf(req.body?.questions)
    const whyNot = uploadProblem(req) ?? (await whyNotFiles(uploadsIn(req)))
    const files = whyNot ? [] : await filesOf(req, clock)
    if (!form.isValid || whyNot) {
      const errors = { ...(form.isValid ? {} : form.errors), ...(whyNot && { files: whyNot }) }
      const page = await newPage(letter, typedText(req.body), errors, sent)
      return renderInvalid(res, 'references/new', { ...page, keptFiles: files.map(keptOption) })
    }
    const { citedBy, sourceKind, sourceTitle, sourceLink, questions, ...fields } = form.data
    const own = (await Question.ofLetter(letter._id)).filter(({ _id }) => questions.includes(String(_id)))
    const reference = await Reference.create({
      _id: new Types.ObjectId(),
      ...fields,
      files,
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
    recordChange(req, 'document', null, reference.title)
    flash(req, 'success', 'The document is recorded.')
    res.redirect(303, paths.reference(String(reference._id)))
  },

  /** Puts files to a document that is on record. */
  async addFiles(req: Request, res: Answer) {
    const { reference } = await editableReference(req, clock)
    const whyNot = uploadProblem(req) ?? (await whyNotFiles(uploadsIn(req)))
    if (whyNot) throw new Invalid({ files: whyNot })
    const held = (reference.files ?? []).map(({ sha256 }) => sha256)
    const files = (await filesOf(req, clock)).filter(({ sha256 }) => !held.includes(sha256))
    if (files.length > 0)
      await Reference.updateOne({ _id: reference._id }, { $push: { files: { $each: files } } })
    for (const { name } of files) recordChange(req, `file of ${reference.title}`, null, name)
    flash(req, 'success', files.length > 0 ? 'The file is kept.' : 'No new file was chosen.')
    res.redirect(303, paths.reference(String(reference._id)))
  },

  /** Takes a file off a document. */
  async removeFile(req: Request, res: Answer) {
    const { reference } = await editableReference(req, clock)
    const sha256 = String(req.params.sha256)
    await Reference.updateOne({ _id: reference._id }, { $pull: { files: { sha256 } } })
    const name = reference.files?.find(file => file.sha256 === sha256)?.name ?? null
    recordChange(req, `file of ${reference.title}`, name, null)
    flash(req, 'info', 'The file is taken off.')
    res.redirect(303, paths.reference(String(reference._id)))
  },

  async file(req: Request, res: Answer) {
    const { reference } = await readableReference(req, clock)
    const named = reference.files?.find(({ sha256 }) => sha256 === req.params.sha256)
    const file = named && (await File.findById(named.sha256).lean())
    if (!named || !file) throw new NotFound('There is no such file.')
    await sendKept(res, named.name, file)
  },

  async show(req: Request, res: Answer) {
    const { reference, letters } = await readableReference(req, clock)
    const questions = await Question.find({
      _id: trusted({ $in: reference.questionIds }),
      letterId: trusted({ $in: letters.map(({ _id }) => _id) }),
      movedTo: null
    }).lean()
    const isStaff = letters.some(letter => mayRead(viewerOf(req), letter))
    const isEditor = letters.some(letter => mayEdit(viewerOf(req), letter))
    const id = String(reference._id)
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
        files: (reference.files ?? []).map(({ name, sha256, size }) => ({
          name,
          size: sizeInWords(size),
          href: paths.referenceFile(id, sha256),
          removal: paths.referenceFileRemoval(id, sha256)
        })),
        upload: isEditor ? { action: paths.referenceFiles(id), ...uploadWords } : null,
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

async function readableReference(
  req: Request,
  clock: Clock
): Promise<{ reference: ReferenceRecord; letters: LetterRecord[] }> {
  const reference = await Reference.findById(idAt(req, 'id')).lean<ReferenceRecord>()
  const letters = reference ? await readableLetters(req, reference, clock) : []
  if (!reference || letters.length === 0) throw new NotFound('There is no such document here.')
  return { reference, letters }
}

/** The same for somebody who may change one of its letters; throws Forbidden for those who may only read. */
async function editableReference(req: Request, clock: Clock) {
  const found = await readableReference(req, clock)
  if (!found.letters.some(letter => mayEdit(viewerOf(req), letter))) throw new Forbidden()
  return found
}

/** What was chosen now, and what an earlier try of the same form kept. */
async function filesOf(req: Request, clock: Clock): Promise<KeptFileRecord[]> {
  const now = clock.now()
  const kept = await keptFilesNamed(listOf(req.body?.keptFiles), now)
  const files = [...kept, ...(await keepFiles(uploadsIn(req), now))]
  return [...new Map(files.map(file => [file.sha256, file])).values()]
}

const keptOption = (file: KeptFileRecord) => ({ line: lineOfKept(file), name: file.name })

const listOf = (sent: unknown): string[] => [sent].flat().filter(one => typeof one === 'string')

const uploadWords = { accepted: acceptedEndings, fileKinds: kindsInWords }

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
    ...uploadWords,
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
