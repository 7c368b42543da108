import assert from 'node:assert/strict'
import type { Response as Answer } from 'supertest'
import { Import } from '../../models/import.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization, type OrganizationRecord } from '../../models/organization.ts'
import { Reference } from '../../models/reference.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { User } from '../../models/user.ts'
import { formsIn } from './page-forms.ts'
import type { Person } from './people.ts'
import { cellOf, questionsOf } from './replied-letter.ts'

/**
 * The text for one stored field: `name` says which, `most` is how many characters it takes, `plain` is what an honest
 * person would type there.
 */
export type Say = (name: string, most: number, plain?: string) => string

/** What was written, and where it is shown. */
export interface Written {
  readonly letter: LetterRecord
  readonly reply: ResponseRecord
  /** The value of each parameter in an address of a route: `slug`, `id`. */
  readonly ids: Readonly<
    Record<
      | 'letter'
      | 'question'
      | 'recipient'
      | 'response'
      | 'reference'
      | 'intake'
      | 'import'
      | 'person'
      | 'organization'
      | 'signatory'
      | 'contact',
      string
    >
  >
  /** Names of the fields that `say` was asked for. */
  readonly fields: readonly string[]
}

/**
 * Writes one of everything through the forms, as people of a desk would, with what `say` gives in every field that
 * is kept. The person is a site admin of the example desk; `round` tells one writing from the next.
 */
export async function writeEveryField(person: Person, sayAs: Say, round = 1): Promise<Written> {
  const fields: string[] = []
  const say: Say = (name, most, plain = '') => {
    fields.push(name)
    return sayAs(name, most, plain)
  }
  await writeDesk(person, say)
  const someone = await writePerson(person, say, round)
  const { letter, intake } = await writeLetter(person, say, round)
  const at = `/letters/${letter.slug}`
  const reply = await writeReplies(person, letter, say, round)
  await writeWork(person, letter, say)
  const reference = await writeTexts(person, letter, say)
  const [question] = await questionsOf(letter)
  const table = await writeTable(person, say)
  await sent(person, `${at}/publication`, { visibility: 'public', revision: await revisionOf(letter) })
  const now = await Letter.findById(letter._id).orFail().lean<LetterRecord>()
  const [recipient] = now.recipients
  assert.ok(question && recipient)
  return {
    letter: now,
    reply,
    fields,
    ids: {
      letter: now.slug,
      question: String(question._id),
      recipient: String(recipient._id),
      response: String(reply._id),
      reference,
      intake,
      import: table,
      person: someone,
      organization: await officeOf(now),
      signatory: await slugIn(person, `/letters/${now.slug}`, 'signatories'),
      contact: String(now.contacts[0]?._id)
    }
  }
}

async function writeDesk(person: Person, say: Say): Promise<void> {
  await sent(person, '/desks/example', {
    name: withLetters(say('desk name', 190, 'Example desk')),
    zone: 'America/New_York',
    hour: '8',
    closures: `2026-12-24 ${oneLine(say('closed day', 200, 'Christmas Eve'))}`
  })
}

/** A desk is named for its address too: what holds no letter and no digit is refused, and proves nothing. */
const withLetters = (text: string): string => (/[a-z\d]/i.test(text) ? text : `${text} desk`)

async function writePerson(person: Person, say: Say, round: number): Promise<string> {
  const email = `colleague-${round}@example.org`
  await sent(person, '/people', {
    name: say('person name', 200, 'The colleague'),
    email,
    role: 'editor',
    desk: String(person.user.desks[0])
  })
  const { _id } = await User.findOne({ email }).orFail().lean()
  return String(_id)
}

async function writeLetter(
  person: Person,
  say: Say,
  round: number
): Promise<{ letter: LetterRecord; intake: string }> {
  const text = [
    'March 3, 2026',
    'The Honorable Example Secretary\nSecretary\nDepartment of Examples',
    'Dear Secretary:',
    `We write about samples, letter ${round}. ${oneLine(say('letter text', 20_000))}`,
    `1. How many samples were taken? ${oneLine(say('question text as read', 2000))}`,
    // Three of them: words that ask for the reply itself may have the reader take the first for no question.
    '2. Who took them, and why?',
    '3. When was each of them taken? Please answer by April 1, 2026.',
    'Sincerely,',
    'First Signer\nUnited States Senator'
  ].join('\n\n')
  const handed = await sent(person, '/intake', { text })
  const address = handed.headers.location ?? ''
  const page = await person.get(address)
  const form = formsIn(page.text, address).find(({ action }) => action === address)
  assert.ok(form, 'the review page has its form')
  const question = Object.keys(form.fields)
    .find(name => /^question-\w+-text$/.test(name))
    ?.slice(0, -5)
  assert.ok(question, 'the letter was read')
  const confirmed = await sent(person, `${address}/confirmation`, {
    ...form.fields,
    subject: say('subject', 300, `Samples ${round}`),
    letterDate: '2026-03-03',
    topics: say('topic', 60, 'samples').replaceAll(',', ' '),
    sourceKind: 'typed',
    sourceTitle: say('source', 300, 'A copy'),
    sourceLink: `https://example.org/${encodeURIComponent(say('source link', 300))}`,
    'signatory-0-name': say('signatory name', 200, 'First Signer'),
    'signatory-0-title': say('signatory title', 200, 'Senator'),
    'recipient-new-organization': say('organization', 200, 'Bureau of Samples'),
    'recipient-new-name': say('recipient name', 200, 'The director'),
    'recipient-new-title': say('recipient title', 200, 'Director'),
    [`${question}-text`]: `How many samples were taken? ${say('question text', 2000)}`,
    [`${question}-number`]: say('question number', 40, '1'),
    [`${question}-about`]: say('about', 60, 'Office of Records').replaceAll(',', ' ')
  })
  const slug = (confirmed.headers.location ?? '').split('/').at(-1) ?? ''
  const letter = await Letter.atSlug(slug)
  assert.ok(letter, 'the letter was logged')
  const open = await sent(person, '/intake', { text: `${text}\n\nP.S. Not confirmed.` })
  return { letter, intake: (open.headers.location ?? '').split('/').at(-1) ?? '' }
}

async function writeReplies(
  person: Person,
  letter: LetterRecord,
  say: Say,
  round: number
): Promise<ResponseRecord> {
  const at = `/letters/${letter.slug}/responses`
  const recipients = letter.recipients.map(({ _id }) => String(_id))
  await sent(person, at, {
    isMention: 'yes',
    kind: 'interim',
    recipients,
    dateAsSaid: say('date as said', 200, 'last summer'),
    quote: say('quote of a mention', 5000, 'He answered.'),
    sourceTitle: say('source of a mention', 300, 'A newspaper')
  })
  const words = oneLine(say('quote of a reply', 2000, 'Twelve were taken.'))
  await sent(person, at, {
    kind: 'substantive',
    receivedOn: '2026-10-01',
    recipients,
    responderName: say('responder name', 200, 'The clerk'),
    responderTitle: say('responder title', 300, 'Clerk'),
    responderOffice: say('responder office', 200, 'Bureau of Samples'),
    onBehalfOf: say('on behalf of', 200, 'The Secretary'),
    channel: 'mail',
    controlNumber: say('control number of a reply', 100, 'C-1'),
    text: `Dear Senator: about ${letter.slug}. ${words} ${say('reply text', 20_000)}`,
    sourceTitle: say('source of a reply', 300, 'A letter')
  })
  const reply = await Response.findOne({ isMention: false }).sort({ _id: -1 }).orFail().lean<ResponseRecord>()
  const judged = {
    cell: await cellOf(letter, 0),
    disposition: 'partial',
    'mark-1': 'not_answered',
    quote: words,
    otherKind: 'page',
    locator: say('page', 300, '3'),
    evidenceNote: say('evidence note', 5000, 'See there.'),
    because: say('reason of a judgement', 2000, 'Read it.'),
    note: say('note of a judgement', 5000, 'A note.')
  }
  await sent(person, `/responses/${reply._id}/findings`, judged)
  await sent(person, `/responses/${reply._id}/edit`, {
    ...(await formAt(person, `/responses/${reply._id}/edit`)),
    controlNumber: say('control number put right', 100, `C-${round}`),
    because: say('reason of a correction', 1000, 'A typing error.')
  })
  await sent(person, `/responses/${reply._id}/publication`, { visibility: 'public' })
  return reply
}

async function writeWork(person: Person, letter: LetterRecord, say: Say): Promise<void> {
  const at = `/letters/${letter.slug}`
  const cell = () => cellOf(letter, 1)
  await sent(person, `${at}/quiets`, {
    cell: await cell(),
    quietUntil: '2026-12-01',
    quietBecause: say('reason for quiet', 1000, 'A promise.')
  })
  await sent(person, `${at}/extensions`, {
    cell: await cell(),
    extendedUntil: '2026-12-15',
    extendedBecause: say('reason of an extension', 1000, 'They asked.')
  })
  await sent(person, `${at}/pursuits`, {
    cell: await cellOf(letter, 1, 1),
    pursuit: 'rested',
    pursuitBecause: say('reason for rest', 1000, 'Settled.')
  })
  await sent(person, `${at}/contacts`, {
    on: '2026-11-19',
    who: say('contact', 300, 'The office'),
    how: 'phone',
    said: say('what was said', 3000, 'Soon.')
  })
  const { contacts } = await Letter.findById(letter._id).orFail().lean<LetterRecord>()
  await sent(person, `${at}/contacts/${contacts[0]?._id}`, { isPublished: 'yes' })
  const [recipient] = letter.recipients
  await sent(person, `${at}/recipients/${recipient?._id}`, {
    ...(await formAt(person, `${at}/recipients/${recipient?._id}`)),
    controlNumber: say('control number of a letter', 100, 'L-1'),
    followUpOn: '2026-12-10',
    followUpBecause: say('reason of a follow-up date', 500, 'Then we ask.'),
    extendedUntil: '2026-12-20',
    extendedBecause: say('reason of a second extension', 1000, 'Again.')
  })
  const [first, second] = await questionsOf(letter)
  await sent(person, `/questions/${second?._id}/numbers`, {
    number: say('number put right', 20, '2'),
    position: '2',
    numberNote: say('reason of a number', 1000, 'As printed.')
  })
  await sent(person, `/questions/${second?._id}/splits`, {
    begins: second?.text.split(' ').slice(-2).join(' ') ?? '',
    keeper: 'first',
    splitNote: say('reason of a split', 1000, 'Two asks.')
  })
  const third = (await questionsOf(letter))[2]
  await sent(person, `/letters/${letter.slug}/relations`, {
    other: 'leahy-2021',
    because: say('reason of a relation', 1000, 'The same matter.')
  })
  assert.ok(first && third)
}

/** Gives the id of the reference. */
async function writeTexts(person: Person, letter: LetterRecord, say: Say): Promise<string> {
  const at = `/letters/${letter.slug}`
  await sent(person, `${at}/versions`, {
    kind: 'draft',
    title: say('title of a draft', 300, 'Draft'),
    text: say('text of a draft', 20_000, 'Dear Secretary:'),
    dateAsSaid: say('date of a draft', 200, 'last summer'),
    sourceKind: 'typed',
    sourceTitle: say('source of a draft', 300, 'A copy')
  })
  await sent(person, `${at}/references`, {
    kind: 'report',
    title: say('title of a document', 500, 'A report'),
    dateAsSaid: say('date of a document', 200, 'last year'),
    dateBecause: say('reason of a date', 1000, 'It says so.'),
    citedBy: 'desk',
    sourceKind: 'typed',
    sourceTitle: say('source of a document', 300, 'A copy'),
    text: say('text of a document', 20_000, 'What it says.'),
    markings: say('markings', 500, 'Unclassified'),
    note: say('note of a document', 5000, 'A note.')
  })
  await sent(person, `${at}/follow-up-letter`, { text: say('follow-up letter', 20_000, 'Dear Secretary:') })
  const { _id } = await Reference.findOne({}).sort({ _id: -1 }).orFail().lean()
  return String(_id)
}

/** A table whose cells say it, and its name too; gives the id of the import. */
async function writeTable(person: Person, say: Say): Promise<string> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const cells = ['letter', 'agency', 'question'].map(name =>
    quoted(oneLine(say(`${name} of a table`, 200, name)))
  )
  const file = [
    `Matter,Agency,Question,Asked,${quoted(oneLine(say('heading of a table', 200, 'Due')))}`,
    `${cells.join(',')},2/3/2025,3/3/2025`,
    ''
  ].join('\n')
  const answer = await person.agent
    .post('/imports')
    .field('_csrf', person.token)
    .field('organization', '')
    .attach('files', Buffer.from(file), `${oneLine(say('file name', 100, 'table'))}.csv`)
  expectTaken(answer, '/imports')
  const at = answer.headers.location ?? ''
  const column = ['letter', 'organization', 'question', 'date', '']
  await sent(person, `${at}/letters`, { column, organization: say('organization of a table', 200, 'Bureau') })
  const made = await Import.findOne({}).sort({ _id: -1 }).orFail().lean()
  return String(made._id)
}

async function sent(
  person: Person,
  path: string,
  fields: Record<string, string | readonly string[]>
): Promise<Answer> {
  const answer = await person.post(path, fields)
  expectTaken(answer, path)
  return answer
}

function expectTaken(answer: Answer, path: string): void {
  if (answer.status < 400) return
  const said = [...answer.text.matchAll(/error-summary[\s\S]*?<ul[^>]*>([\s\S]*?)<\/ul>/g)].map(
    ([, text]) => text
  )
  throw new Error(`${path} answered ${answer.status}: ${said.join(' | ')}`)
}

/** What the page's own form would send. */
async function formAt(person: Person, path: string): Promise<Record<string, string>> {
  const form = formsIn((await person.get(path)).text, path).find(({ action }) => action === path)
  if (!form) throw new Error(`${path} has no form of its own`)
  return { ...form.fields }
}

/** The office that `say` named. */
async function officeOf(letter: LetterRecord): Promise<string> {
  const { slug } = await Organization.findById(letter.recipients.at(-1)?.organizationId)
    .orFail()
    .lean<OrganizationRecord>()
  return slug
}

const revisionOf = async (letter: LetterRecord): Promise<string> =>
  String((await Letter.findById(letter._id).orFail().lean<LetterRecord>()).revision)

async function slugIn(person: Person, path: string, noun: string): Promise<string> {
  const { text } = await person.get(path)
  return new RegExp(`href="/${noun}/([^"/]+)"`).exec(text)?.[1] ?? ''
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
