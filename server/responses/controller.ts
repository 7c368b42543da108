import type { Response as Answer, Request } from 'express'
import { isValidObjectId, trusted } from 'mongoose'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { File } from '../../models/file.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { ReplyReading, type ReplyReadingRecord } from '../../models/reply-reading.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { isPublicAt } from '../../models/visibility.ts'
import type { Clock } from '../clock.ts'
import { type FieldErrors, Forbidden, Invalid, NotFound } from '../errors.ts'
import { acceptedEndings, kindsInWords } from '../intake/files/kinds.ts'
import { lineOfKept, whyNotFiles } from '../intake/kept-files.ts'
import type { FileReading } from '../intake/reading-queue.ts'
import { paths } from '../paths.ts'
import { recordChange } from '../web/audit-trail.ts'
import {
  editableLetter,
  editableResponse,
  idAt,
  keptResponse,
  type LetterAtDesk,
  mayEdit,
  mayRead,
  occasionOf,
  type ResponseAtDesk,
  readableResponse
} from '../web/desk-records.ts'
import { flash } from '../web/flash.ts'
import { readForm, typedText } from '../web/forms.ts'
import { sendKept } from '../web/kept-file.ts'
import { render, renderInvalid } from '../web/render.ts'
import { uploadProblem, uploadsIn } from '../web/uploads.ts'
import { mayEditDesk, type Viewer, viewerOf } from '../web/viewer.ts'
import { editResponse, publishResponse } from './editing.ts'
import { type ResponseForm, responseEdit, responseForm, responsePublication } from './form.ts'
import { logResponse, otherLettersTo } from './logging.ts'
import { presentResponse, responseChoices, responseTitle } from './present.ts'
import { beginReading, sentWith } from './reading.ts'

interface Needs {
  readonly clock: Clock
  readonly reading: FileReading
}

/** What a person does with a reply as a whole; judging it question by question is `findings`. */
export const responsesController = ({ clock, reading }: Needs) => ({
  async new(req: Request, res: Answer) {
    const found = await editableLetter(req)
    render(res, 'responses/new', await newPage(found, viewerOf(req), {}, {}))
  },

  async create(req: Request, res: Answer) {
    const found = await editableLetter(req)
    const problem = uploadProblem(req)
    if (problem) return showAgain(res, found, { files: problem }, req)
    const uploads = uploadsIn(req)
    const whyNot = await whyNotFiles(uploads)
    if (whyNot) return showAgain(res, found, { files: whyNot }, req)
    if (uploads.length > 0) {
      const { by, at } = occasionOf(req, found.desk, clock)
      const id = await beginReading(found.letter._id, uploads, req.body, by, at)
      reading.wake()
      return res.redirect(303, paths.replyReading(String(id)))
    }
    const form = readForm(responseForm, req.body)
    if (!form.isValid) return showAgain(res, found, form.errors, req)
    const response = await logged(req, found, form.data, clock)
    if (response instanceof Invalid) return showAgain(res, found, response.fields, req)
    await forgetReading(req, found.letter)
    recordChange(req, 'reply', null, responseTitle(response))
    flash(req, 'success', `${responseTitle(response)} is recorded. Visitors do not see it yet.`)
    res.redirect(
      303,
      response.isMention ? paths.letter(found.letter.slug) : paths.judge(String(response._id))
    )
  },

  /** The files of a reply while they are read, then the form filled in with what they hold. */
  async showReading(req: Request, res: Answer) {
    const { found, record } = await readingAt(req)
    if (record.state === 'reading') {
      // Should the process that had it be gone, the page that waits for it starts it again.
      reading.wake()
      res.set('Refresh', '2')
      return render(res, 'responses/working', workingPage(found.letter, record))
    }
    const sent = sentWith(record)
    const errors: FieldErrors = record.failure ? { files: record.failure } : {}
    const page = {
      ...(await newPage(found, viewerOf(req), typedText(sent), errors, sent)),
      reading: String(record._id)
    }
    if (record.failure) return renderInvalid(res, 'responses/new', page)
    render(res, 'responses/new', {
      ...page,
      read: { names: record.files.map(({ name }) => name), doubts: record.doubts },
      keptFiles: record.files.map(lineOfKept)
    })
  },

  /** Stops the reading of files that were chosen by mistake. */
  async dropReading(req: Request, res: Answer) {
    const { found, record } = await readingAt(req)
    await ReplyReading.deleteOne({ _id: record._id })
    flash(req, 'info', 'The files were thrown away. No reply was logged.')
    res.redirect(303, paths.newResponse(found.letter.slug))
  },

  async file(req: Request, res: Answer) {
    const { response } = await readableResponse(req)
    const named = response.files?.find(({ sha256 }) => sha256 === req.params.sha256)
    const file = named && (await File.findById(named.sha256).lean())
    if (!named || !file) throw new NotFound('There is no such file.')
    await sendKept(res, named.name, file)
  },

  async show(req: Request, res: Answer) {
    const { response } = await readableResponse(req)
    const viewer = viewerOf(req)
    const covered = await coveredLetters(response)
    // A reply may answer letters of several desks: of another's, nothing is told that visitors do not see.
    const letters = covered.filter(one => mayRead(viewer, one) || isPublicAt(one, clock.now()))
    const [first] = letters
    const presented = await presentWithNames(response, letters)
    render(res, 'responses/show', {
      title: `${presented.title}`,
      section: 'desk',
      breadcrumbs: first ? [{ label: first.subject, href: paths.letter(first.slug) }] : [],
      response: presented,
      mayJudge: covered.some(letter => mayEdit(viewer, letter)),
      mayEdit: covered.every(letter => mayEdit(viewer, letter)),
      mayPublish: mayEditDesk(viewer, String(response.deskId))
    })
  },

  async edit(req: Request, res: Answer) {
    const { response } = await wholeResponse(req)
    render(res, 'responses/edit', await editPage(response, viewerOf(req), valuesOf(response), {}))
  },

  async update(req: Request, res: Answer) {
    const { response, desk } = await wholeResponse(req)
    const form = readForm(responseEdit, req.body)
    const errors = form.isValid
      ? await editResponse(response, form.data, viewerOf(req), occasionOf(req, desk, clock))
      : form.errors
    if (errors)
      return renderInvalid(
        res,
        'responses/edit',
        await editPage(response, viewerOf(req), typedText(req.body), errors)
      )
    flash(req, 'success', 'The record of the reply is put right; what stood there is kept in its history.')
    res.redirect(303, paths.response(String(response._id)))
  },

  async publish(req: Request, res: Answer) {
    const { response, desk } = await keptResponse(req)
    const form = readForm(responsePublication, req.body)
    if (!form.isValid) throw new Invalid(form.errors)
    await publishResponse(response, form.data.visibility, occasionOf(req, desk, clock))
    const isPublic = form.data.visibility === 'public'
    flash(req, 'success', isPublic ? 'Visitors can read the reply now.' : 'The reply is internal again.')
    res.redirect(303, paths.response(String(response._id)))
  }
})

/**
 * A reply whose record this person may put right: that changes what is told of every letter it answers, so each must
 * be one of their desks. Throws Forbidden where one is not.
 */
async function wholeResponse(req: Request): Promise<ResponseAtDesk> {
  const found = await editableResponse(req)
  const letters = await coveredLetters(found.response)
  if (letters.some(letter => !mayEdit(viewerOf(req), letter)))
    throw new Forbidden(
      `This reply also answers a letter that is not shared with your desk. ${found.desk.name} puts its record right.`
    )
  return found
}

/** A reading by its id, for those who may log a reply to its letter. */
async function readingAt(req: Request): Promise<{ found: LetterAtDesk; record: ReplyReadingRecord }> {
  const record = await ReplyReading.findById(idAt(req, 'id')).lean<ReplyReadingRecord>()
  const letter = record && (await Letter.findById(record.letterId).lean<LetterRecord>())
  if (!record || !letter || !mayEdit(viewerOf(req), letter))
    throw new NotFound('These files were logged, or are older than a day. Hand them in again if need be.')
  return { record, found: { letter, desk: await Desk.findById(letter.deskId).orFail().lean<DeskRecord>() } }
}

/** Once the reply is logged, the reading that filled its form has done its work. */
async function forgetReading(req: Request, letter: LetterRecord): Promise<void> {
  const [id] = listOf(req.body?.reading)
  if (id && isValidObjectId(id)) await ReplyReading.deleteOne({ _id: id, letterId: letter._id })
}

const workingPage = (letter: LetterRecord, { _id, files, progress }: ReplyReadingRecord) => ({
  title: 'Reading the reply',
  section: 'desk' as const,
  unlisted: true,
  breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
  names: files.map(({ name }) => name),
  progress: progress && {
    file: files[progress.file - 1]?.name ?? '',
    number: progress.file,
    count: files.length,
    isOneFile: files.length === 1,
    page: progress.page,
    pages: progress.pages
  },
  self: paths.replyReading(String(_id)),
  removal: paths.replyReadingRemoval(String(_id))
})

/** The stored reply, or why it cannot be stored. */
async function logged(
  req: Request,
  { letter, desk }: LetterAtDesk,
  form: ResponseForm,
  clock: Clock
): Promise<ResponseRecord | Invalid> {
  const slugs = form.alsoAnswers.filter(slug => slug !== letter.slug)
  const found = await Letter.find({ slug: trusted({ $in: slugs }) }).lean<LetterRecord[]>()
  const others = found.filter(other => mayEdit(viewerOf(req), other))
  if (others.length < slugs.length) return new Invalid({ alsoAnswers: 'Choose letters of your desk.' })
  try {
    return await logResponse(form, letter, others, desk, occasionOf(req, desk, clock))
  } catch (error) {
    if (error instanceof Invalid) return error
    throw error
  }
}

async function showAgain(res: Answer, found: LetterAtDesk, errors: FieldErrors, req: Request): Promise<void> {
  const page = await newPage(found, viewerOf(req), typedText(req.body), errors, req.body)
  renderInvalid(res, 'responses/new', page)
}

async function newPage(
  { letter }: LetterAtDesk,
  viewer: Viewer,
  values: Readonly<Record<string, string>>,
  errors: FieldErrors,
  sent?: Record<string, unknown>
) {
  const [others, earlier, names] = await Promise.all([
    otherLettersTo(letter, viewer),
    Response.toLetter(letter._id),
    Organization.named(letter.recipients.map(({ organizationId }) => organizationId))
  ])
  const chosen = {
    recipients: sent ? listOf(sent.recipients) : null,
    alsoAnswers: listOf(sent?.alsoAnswers)
  }
  return {
    title: 'Log a reply',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    letter: { subject: letter.subject, on: letter.letterDate, href: paths.letter(letter.slug) },
    action: paths.responses(letter.slug),
    keptFiles: listOf(sent?.keptFiles),
    reading: listOf(sent?.reading)[0] ?? '',
    accepted: acceptedEndings,
    fileKinds: kindsInWords,
    choices: responseChoices(letter, others, earlier, names, chosen),
    values,
    errors
  }
}

const listOf = (sent: unknown): string[] => [sent].flat().filter(one => typeof one === 'string')

async function editPage(
  response: ResponseRecord,
  viewer: Viewer,
  values: Readonly<Record<string, string>>,
  errors: FieldErrors
) {
  const [letter, ...rest] = await coveredLetters(response)
  const names = await Organization.named(letter?.recipients.map(one => one.organizationId) ?? [])
  const others = letter ? await otherLettersTo(letter, viewer) : []
  const chosen = { recipients: null, alsoAnswers: rest.map(({ slug }) => slug) }
  return {
    title: 'Put the record of a reply right',
    section: 'desk' as const,
    breadcrumbs: letter ? [{ label: letter.subject, href: paths.letter(letter.slug) }] : [],
    response: await presentWithNames(response, letter ? [letter, ...rest] : rest),
    choices: letter ? responseChoices(letter, others, [], names, chosen) : null,
    values,
    errors
  }
}

function valuesOf(response: ResponseRecord): Record<string, string> {
  return {
    kind: response.kind,
    receivedOn: response.receivedOn ?? '',
    datedOn: response.datedOn ?? '',
    responderName: response.responder.name ?? '',
    responderTitle: response.responder.title ?? '',
    onBehalfOf: response.responder.onBehalfOf ?? '',
    channel: response.channel,
    controlNumber: response.controlNumber ?? '',
    text: response.text ?? '',
    revision: String(response.revision)
  }
}

const presentWithNames = async (response: ResponseRecord, letters: readonly LetterRecord[]) =>
  presentResponse(
    response,
    letters,
    await Organization.named([
      ...letters.flatMap(({ recipients }) => recipients.map(({ organizationId }) => organizationId)),
      ...(response.responder.organizationId ? [response.responder.organizationId] : [])
    ])
  )

/** The letters a reply answers, in the order it names them. */
async function coveredLetters(response: ResponseRecord): Promise<LetterRecord[]> {
  const ids = response.covers.map(({ letterId }) => letterId)
  const found = await Letter.find({ _id: trusted({ $in: ids }) }).lean<LetterRecord[]>()
  return ids.flatMap(id => found.filter(({ _id }) => _id.equals(id)))
}
