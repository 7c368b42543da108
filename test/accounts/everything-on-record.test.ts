import assert from 'node:assert/strict'
import type { Response as Answer } from 'supertest'
import { Audit, type AuditRecord } from '../../models/audit.ts'
import { Delivery, type DeliveryRecord } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Dispute } from '../../models/dispute.ts'
import { Intake } from '../../models/intake.ts'
import { messageOf } from '../../models/kept-message.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization } from '../../models/organization.ts'
import { Reference } from '../../models/reference.ts'
import { Subscription } from '../../models/subscription.ts'
import { Token } from '../../models/token.ts'
import { User } from '../../models/user.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { disputeConfirmationPath } from '../../server/mail/dispute-link.ts'
import { mailLinkPath } from '../../server/mail/mail-link.ts'
import { stopPath } from '../../server/mail/stop-link.ts'
import { confirmationPath, settingsPath } from '../../server/mail/subscription-link.ts'
import { writeEveryField } from '../support/every-field.ts'
import { formsIn } from '../support/page-forms.ts'
import { browserless, type Person, tokenIn } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { mountedRoutes } from '../support/routes.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

/** Routes whose entry says who, when and where, and not what was and what is: each with why that is enough. */
const withoutChanges: Readonly<Record<string, string>> = {
  'POST /sign-in': 'it changes no record',
  'POST /sign-in-links': 'it changes no record, and which address was asked for is nobody’s business',
  'POST /sign-in-links/:token': 'it changes no record',
  'POST /sign-out': 'it changes no record',
  'POST /disputes': 'nothing is on record before its owner has confirmed it',
  'POST /subscriptions':
    'nothing is on record before its owner has confirmed it, and the address is nobody’s business',
  'POST /intake/:id': 'a draft: what is confirmed is on record',
  'POST /intake/:id/questions': 'a draft',
  'POST /intake/:id/splits': 'a draft',
  'POST /intake/:id/merges': 'a draft',
  'POST /intake/:id/moves': 'a draft',
  'POST /intake/:id/drops': 'a draft',
  'POST /intake/:id/restorations': 'a draft',
  'POST /imports/:id': 'a draft: what becomes of its rows is on record'
}

/** Routes that are not driven here: each with why. */
const notDriven: Readonly<Record<string, string>> = {
  'POST /first-account/:token': 'works on a site without people only; it names the account in its entry',
  'POST /intake/:id/readings': 'a draft, read again from its files by a job',
  'POST /reply-readings/:id/removal': 'a draft of a reply, read from a file by a job'
}

describe('every route that changes something', function () {
  this.timeout(120_000)
  let world: World
  let person: Person
  let changing: string[]
  let entries: AuditRecord[]
  const failures: string[] = []

  before(async () => {
    world = await openWorld()
    await loadExamples(world.clock.now())
    person = await world.signedInAs('site-admin')
    changing = mountedRoutes(world)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
    await driveAll()
    entries = await settled()
  })
  after(() => world.close())

  const taken = async (answer: Promise<Answer> | PromiseLike<Answer>, what: string): Promise<Answer> => {
    const done = await answer
    if (done.status >= 400)
      failures.push(
        `${what}: ${done.status} ${[...done.text.matchAll(/usa-list">([\s\S]*?)<\/ul>/g)].map(([, t]) => t?.replace(/\s+/g, ' ').slice(0, 200)).join()}`
      )
    return done
  }
  const post = (path: string, fields: Record<string, string | readonly string[]> = {}) =>
    taken(person.post(path, fields), path)
  const byVisitor = (path: string, fields: Record<string, string> = {}) =>
    taken(world.visitor().post(path, fields), path)
  const attach = (path: string, field: string, name: string) =>
    taken(
      person.agent
        .post(path)
        .field('_csrf', person.token)
        .attach(field, Buffer.from(`What ${name} says.`), name),
      path
    )

  async function driveAll(): Promise<void> {
    const written = await writeEveryField(person, (name, _most, plain) => plain || name)
    await driveLetters(written.letter.slug)
    await driveReferences(written.ids.reference)
    await driveIntake(written.ids.intake)
    await driveReaders()
    await driveDirectory()
    await drivePeople()
    await driveAccounts()
    await post('/examples/removal')
    await post('/examples')
  }

  async function driveLetters(slug: string): Promise<void> {
    const one = await aLetter(world, {
      subject: 'One',
      questions: ['What was exported?', 'By whom?'],
      dueOn: '2026-12-01'
    })
    const later = await aLetter(world, {
      subject: 'Later',
      questions: ['What was exported now?'],
      letterDate: '2026-10-01'
    })
    const at = `/letters/${one.slug}`
    await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    await post(`${at}/checks`)
    await post(`${at}/topics`, { topics: 'exports', revision: await revisionOf(one._id) })
    await post(`${at}/assignees`, { people: String(person.user._id) })
    await post(`${at}/shares`, { desk: 'elsewhere' })
    await post(`${at}/shares/removal`, { desk: 'elsewhere' })
    const [first, second] = await questionsOf(one)
    const [again] = await questionsOf(later)
    const reply = await aReply(person, one, { text: 'They were exported by the office.' })
    const edit = `/responses/${reply._id}/edit`
    const asIs =
      formsIn((await person.get(edit)).text, edit).find(({ action }) => action === edit)?.fields ?? {}
    await post(edit, { ...asIs, controlNumber: 'C-9', because: 'A typing error.' })
    const finding = `/questions/${first?._id}/findings/${one.recipients[0]?._id}`
    await post(finding, {
      cell: await cellOf(one, 0),
      disposition: 'acknowledged',
      because: 'It says so.',
      reply: String(reply._id)
    })
    await post(`/questions/${again?._id}/re-asks`, {
      earlier: String(first?._id),
      because: 'The same again.'
    })
    await post(`/questions/${again?._id}/due-dates/${later.recipients[0]?._id}`, {
      revision: String((await questionsOf(later))[0]?.revision),
      kind: 'stated',
      date: '2026-12-15',
      quote: 'by December 15'
    })
    await post(`/questions/${first?._id}/reminders`, { on: '2026-12-03' })
    await post(`/questions/${first?._id}/reminders/removal`, { on: '2026-12-03' })
    await post(`/questions/${first?._id}/merges`, {
      other: String(second?._id),
      mergeKeeper: 'this',
      mergeNote: 'One ask.'
    })
    const link = {
      act: 'still-nothing',
      letterId: String(later._id),
      userId: String(person.user._id),
      until: '2026-12-01'
    } as const
    await byVisitor(mailLinkPath(world.secrets, link))
    const form = formsIn((await person.get(`/letters/${slug}/publication`)).text, '').find(({ action }) =>
      action.endsWith('/withdrawal')
    )
    await post(`/letters/${slug}/withdrawal`, {
      revision: form?.fields.revision ?? '',
      reason: 'Published in error.'
    })
  }

  async function driveReferences(id: string): Promise<void> {
    await attach(`/references/${id}/files`, 'files', 'report.txt')
    const reference = await Reference.findById(id).orFail().lean()
    await post(`/references/${id}/files/${reference.files?.[0]?.sha256}/removal`)
  }

  async function driveIntake(id: string): Promise<void> {
    const at = `/intake/${id}`
    const fieldsNow = async () => {
      const forms = formsIn((await person.get(at)).text, at)
      return forms.find(({ action }) => action === at)?.fields ?? {}
    }
    await post(at, await fieldsNow())
    await post(`${at}/questions`, { ...(await fieldsNow()), words: 'How many samples were taken?' })
    for (const noun of ['splits', 'merges', 'moves', 'drops', 'restorations'])
      await post(`${at}/${noun}`, await fieldsNow())
    const known = await Letter.findOne({ slug: 'leahy-2021' }).orFail().lean<LetterRecord>()
    await post('/intake', { desk: 'example', text: `${known.text}\n\nP.S. A draft of it.` })
    const alike = await Intake.findOne().sort({ _id: -1 }).orFail().lean()
    await post(`/intake/${alike._id}/versions`, { letter: known.slug })
    await post(`${at}/removal`)
  }

  async function driveReaders(): Promise<void> {
    await byVisitor('/subscriptions', { email: 'reader@example.org', filter: '', speed: 'weekly' })
    const { _id } = await Subscription.findOne().orFail().lean()
    const id = String(_id)
    await byVisitor(confirmationPath(world.secrets, id, world.clock.now()))
    await byVisitor(settingsPath(world.secrets, id), { subscription: id, act: 'at_once' })
    await byVisitor(stopPath(world.secrets, { what: 'subscription', id }))
    await byVisitor('/disputes', {
      letter: 'leahy-2021',
      kind: 'other',
      said: 'A date is wrong.',
      email: 'other@example.org'
    })
    const dispute = await Dispute.findOne().orFail().lean()
    await byVisitor(disputeConfirmationPath(world.secrets, String(dispute._id), world.clock.now()))
    await post(`/disputes/${dispute._id}/closing`, { outcome: 'stands', because: 'It is right.' })
  }

  async function driveDirectory(): Promise<void> {
    const one = await Organization.calledOrAdded('Bureau of One')
    await Organization.calledOrAdded('Bureau of Two')
    await post(`/organizations/${one.slug}/record`, { name: 'Bureau of Number One', alsoCalled: '' })
    await post(`/organizations/${one.slug}/merger`, { into: 'Bureau of Two' })
    await post('/operations/closures', { day: '2026-12-31', name: 'Closed by order' })
    const mail = await Delivery.findOne({ state: 'queued' }).orFail().lean()
    await Delivery.updateOne({ _id: mail._id }, { $set: { state: 'deferred' } })
    await post(`/operations/mail/${mail._id}/retry`)
    await post(`/operations/mail/${mail._id}/cancellation`)
    const table = 'Matter,Agency,Question,Asked\nMatter,Bureau,What of it?,2/3/2025\n'
    const answer = await taken(
      person.agent
        .post('/imports')
        .field('_csrf', person.token)
        .field('organization', '')
        .field('desk', 'example')
        .attach('files', Buffer.from(table), 'table.csv'),
      '/imports'
    )
    await post(String(answer.headers.location), {
      column: ['letter', 'organization', 'question', 'date'],
      organization: ''
    })
  }

  async function drivePeople(): Promise<void> {
    const desk = String((await world.desk())._id)
    await post('/desks', { name: 'A new desk', zone: 'America/New_York', hour: '9', closures: '' })
    const page = '/desks/example/reminders'
    const settings =
      formsIn((await person.get(page)).text, page).find(({ action }) => action === page)?.fields ?? {}
    await post(page, settings)
    await post('/people', { name: 'The newcomer', email: 'newcomer@example.org', role: 'editor', desk })
    const { _id } = await User.findOne({ email: 'newcomer@example.org' }).orFail().lean()
    const at = `/people/${_id}`
    await post(at, { name: 'The deputy', role: 'editor', desks: desk })
    await post(`${at}/suspension`)
    await post(`${at}/reinstatement`)
    const link = await taken(person.post(`${at}/set-up-links`), 'a set-up link')
    await post(`${at}/ended-sessions`)
    const path = /(\/set-up\/[\w-]{43})/.exec(link.text)?.[1] ?? ''
    const visitor = browserless(world.server)
    const _csrf = tokenIn(await visitor.get(path))
    await taken(visitor.post(path, { _csrf, password: 'copper lantern 82 harbour' }), path)
    await post(`${at}/hand-over`, { desk: 'example', to: String(person.user._id), leaves: 'yes' })
  }

  async function driveAccounts(): Promise<void> {
    const mover = await world.signedInAs('editor', 'mover')
    const own = (path: string, fields: Record<string, string>) => taken(mover.post(path, fields), path)
    await own('/account/email', { email: 'moved@example.org', proof: PASSWORD })
    const issued = {
      kind: 'address_change',
      userId: mover.user._id,
      about: { email: 'moved@example.org' },
      now: world.clock.now(),
      lastsHours: 1
    } as const
    await own(`/address-changes/${(await Token.issue(issued)).secret}`, {})
    await own('/account/ended-sessions', { session: 'others' })
    await own('/account/password', { current: PASSWORD, password: 'copper lantern 82 harbour' })
    await own('/account/calendar', {})
    await own('/account/calendar/removal', {})
    await own('/sign-out', {})
    const visitor = browserless(world.server)
    const _csrf = tokenIn(await visitor.get('/sign-in-links/new'))
    await taken(visitor.post('/sign-in-links', { _csrf, email: 'moved@example.org' }), '/sign-in-links')
    // The answer does not wait for the mail.
    let mail: DeliveryRecord | null = null
    while (!mail) mail = await Delivery.findOne({ kind: 'sign_in' }).lean<DeliveryRecord>()
    const text = messageOf(mail).toString()
    const secret = /sign-in-links\/([\w-]{43})/.exec(text.replace(/=\r\n/g, ''))?.[1] ?? ''
    await taken(visitor.post(`/sign-in-links/${secret}`, { _csrf }), '/sign-in-links/:token')
  }

  const revisionOf = async (id: LetterRecord['_id']): Promise<string> =>
    String((await Letter.findById(id).orFail().lean<LetterRecord>()).revision)

  /** What was written down, once nothing more comes: the trail is written when an answer has left. */
  async function settled(): Promise<AuditRecord[]> {
    let [last, same] = [-1, 0]
    while (same < 5) {
      const count = await Audit.countDocuments()
      same = count === last ? same + 1 : 0
      last = count
    }
    return Audit.find().lean<AuditRecord[]>()
  }

  it('takes what this test sends it', () => assert.deepEqual(failures, []))

  it('leaves an entry that says who, when and where', () => {
    const done = new Set(entries.filter(({ status }) => status < 400).map(({ act }) => act))
    assert.deepEqual(
      changing.filter(route => !done.has(route) && !(route in notDriven)),
      []
    )
  })

  it('says what was and what is, or stands in the list of those that need not', () => {
    const told = new Set(entries.filter(({ changes }) => changes.length > 0).map(({ act }) => act))
    assert.deepEqual(
      changing.filter(route => !told.has(route) && !(route in withoutChanges) && !(route in notDriven)),
      []
    )
  })

  it('is in neither list of exceptions once it is gone', () => {
    const listed = [...Object.keys(withoutChanges), ...Object.keys(notDriven)]
    assert.deepEqual(
      listed.filter(route => !changing.includes(route)),
      []
    )
  })

  it('writes down no password, no link and no address of a reader', () => {
    const all = JSON.stringify(entries)
    for (const secret of [PASSWORD, 'copper lantern', 'reader@example.org', 'other@example.org'])
      assert.ok(!all.includes(secret), secret)
    assert.doesNotMatch(all, /[A-Za-z0-9_-]{43}/)
  })
})
