import assert from 'node:assert/strict'
import { Audit } from '../../models/audit.ts'
import { Delivery } from '../../models/delivery.ts'
import { Desk } from '../../models/desk.ts'
import { Dispute, type DisputeRecord } from '../../models/dispute.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Question, type QuestionRecord } from '../../models/question.ts'
import { User } from '../../models/user.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { sendWaiting } from '../../server/mail/sending.ts'
import { askLimit } from '../../server/web/limits.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a reader who says that the record is wrong', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord
  let question: QuestionRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    editor = await world.signedInAs('editor')
    letter = await Letter.findOne({ slug: /leahy/ }).orFail().lean<LetterRecord>()
    question = (await Question.ofLetter(letter._id))[2] as QuestionRecord
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    await Dispute.deleteMany({})
    await Delivery.deleteMany({})
    await world.database.connection.collection('limits').deleteMany({})
    world.smtp.received.length = 0
  })

  const typed = {
    kind: 'missing_reply',
    said: 'The Department answered on April 22, 2021.',
    link: 'https://example.org/reply.pdf',
    email: 'reader@example.org',
    answer: 'yes'
  }
  const report = (fields: Record<string, string> = {}) =>
    world.visitor().post('/disputes', { ...typed, question: String(question._id), ...fields })
  const send = async () => {
    const deps = jobDeps(world)
    await sendWaiting(deps)
    await deps.transport.close()
  }
  const linkIn = (text: string | undefined): string => {
    const path = new RegExp(`${world.url}(/disputes/\\S+)`).exec(text ?? '')?.[1]
    assert.ok(path, `no link in ${text}`)
    return path
  }
  const confirmed = async (fields: Record<string, string> = {}): Promise<DisputeRecord> => {
    await report(fields)
    await send()
    await world.visitor().post(linkIn(world.smtp.received.at(-1)?.mail.text))
    return Dispute.findOne({ state: 'open' }).orFail().lean<DisputeRecord>()
  }
  const states = async () => (await Dispute.find().lean<DisputeRecord[]>()).map(({ state }) => state)

  it('finds the way from the question, from one office’s answer and from the letter, without a cookie', async () => {
    const page = await world.visitor().get(`/questions/${question._id}`)
    const finding = String(question.findings[0]?.recipientId)
    for (const query of [`question=${question._id}`, `question=${question._id}&amp;recipient=${finding}`])
      assert.ok(
        page.text.includes(`/disputes/new?${query.replace(/=/g, '&#x3D;')}`) ||
          page.text.includes(`/disputes/new?${query}`),
        query
      )
    for (const address of [
      `/disputes/new?question=${question._id}&recipient=${finding}`,
      `/disputes/new?letter=${letter.slug}`,
      `/disputes/new?page=${encodeURIComponent(`${world.url}/questions/${question._id}#history`)}`,
      '/disputes/new'
    ]) {
      const form = await world.visitor().get(address)
      assert.equal(form.status, 200, address)
      assert.equal(form.headers['set-cookie'], undefined)
      assert.match(String(form.headers['cache-control']), /public/)
      assert.doesNotMatch(form.text, /name="_csrf"/)
    }
  })

  it('is asked for another address where the one they pasted is no page of the record', async () => {
    const answer = await world.visitor().get('/disputes/new?page=https://example.org/')
    assert.equal(answer.status, 422)
    assert.match(answer.text, /no letter and no question of this record/)
  })

  it('confirms by mail before the desk hears of it, and opening the link changes nothing', async () => {
    const answer = await report()
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, '/disputes/asked')
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.doesNotMatch((await editor.get('/disputes')).text, /April 22, 2021/)
    await send()
    assert.deepEqual(world.smtp.received[0]?.to, ['reader@example.org'])
    const mail = world.smtp.received[0]?.mail
    assert.match(String(mail?.headers.get('auto-submitted')), /auto-generated/)
    const path = linkIn(mail?.text)
    const page = await world.visitor().get(path)
    assert.match(page.text, /The Department answered on April 22, 2021\./)
    assert.deepEqual(await states(), ['asked'], 'a GET changes nothing')
    const done = await world.visitor().post(path)
    assert.equal(done.status, 200)
    assert.match(done.text, /with the desk/)
    assert.deepEqual(await states(), ['open'])
    assert.equal((await world.visitor().post(path)).status, 200, 'pressed twice is pressed once')
    assert.match((await editor.get('/desk')).text, /1 report<\/a> from readers|1 report from readers wait/)
    assert.match((await editor.get('/disputes')).text, /The Department answered on April 22, 2021/)
  })

  it('has nothing of their words in the mail, which may go to somebody else', async () => {
    await report({ said: 'Buy at https://spam.example.org now' })
    await send()
    assert.doesNotMatch(String(world.smtp.received[0]?.raw), /spam\.example\.org|Buy at/)
  })

  it('is answered the same, known or unknown, written to just now or one of our own mailboxes', async () => {
    const answers = [
      await report(),
      await report(),
      await report({ email: 'editor@example.org' }),
      await report({ email: 'reply-due@example.org' }),
      await report({ email: 'Reply-Due+loop@EXAMPLE.org' })
    ]
    for (const { status, headers, text } of answers)
      assert.deepEqual([status, headers.location, text], [303, '/disputes/asked', answers[0]?.text])
    await send()
    assert.deepEqual(world.smtp.received.map(({ to }) => to[0]).sort(), [
      'editor@example.org',
      'reader@example.org'
    ])
  })

  it('gets one mail in a quarter of an hour, whose page shows all they wrote, to confirm one by one', async () => {
    await report()
    await report({ said: 'And the second part too.' })
    await world.visitor().post('/subscriptions', { email: 'reader@example.org', filter: '', speed: 'weekly' })
    await send()
    assert.equal(world.smtp.received.length, 1)
    const path = linkIn(world.smtp.received[0]?.mail.text)
    const page = await world.visitor().get(path)
    assert.match(page.text, /April 22, 2021/)
    assert.match(page.text, /And the second part too/)
    await world.visitor().post(path)
    assert.deepEqual((await states()).sort(), ['asked', 'open'])
  })

  it('cannot confirm with a link that is over, altered, or of another address', async () => {
    await report()
    await report({ email: 'other@example.org', said: 'Somebody else says this.' })
    await send()
    const path = linkIn(world.smtp.received[0]?.mail.text)
    const other = await Dispute.findOne({ address: 'other@example.org' }).orFail().lean<DisputeRecord>()
    await world.visitor().post(path, { report: String(other._id) })
    assert.equal((await Dispute.findById(other._id).lean<DisputeRecord>())?.state, 'asked')
    const later = path.replace(/confirmation\/(\d+)/, (_, until) => `confirmation/${Number(until) + 1}`)
    assert.equal((await world.visitor().post(later)).status, 404)
    world.clock.set('2026-11-21T12:01')
    assert.equal((await world.visitor().post(path)).status, 404)
  })

  const refused: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['nothing said', { said: ' ' }, /Say what the record should be/],
    ['no kind', { kind: 'none' }, /Choose what is wrong/],
    ['two addresses', { email: 'a@example.org,b@example.org' }, /Enter one e-mail address/],
    ['a header in the address', { email: 'a@example.org\r\nBcc: b@example.org' }, /Enter one e-mail address/],
    ['a script for a link', { link: 'javascript:alert(1)' }, /begins with https/],
    ['more than 4,000 characters', { said: 'x'.repeat(4001) }, /at most 4,000 characters/]
  ]
  for (const [what, fields, message] of refused)
    it(`is asked again for ${what}, and nothing is kept or sent`, async () => {
      const answer = await report(fields)
      assert.equal(answer.status, 422)
      assert.match(answer.text, message)
      assert.match(answer.text, /value="https:\/\/example\.org\/reply\.pdf"|javascript:alert/)
      assert.deepEqual(await states(), [])
    })

  it('hears nothing of letters that are not public', async () => {
    await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'internal' } })
    try {
      assert.equal((await report()).status, 404)
      assert.equal((await world.visitor().get(`/disputes/new?question=${question._id}`)).status, 422)
    } finally {
      await Letter.updateOne({ _id: letter._id }, { $set: { visibility: 'public' } })
    }
  })

  it('is refused after thirty reports in an hour from one network address', async () => {
    const limit = askLimit(world.database.connection)
    await Promise.all(Array.from({ length: 29 }, () => limit.count('127.0.0.1')))
    assert.equal((await report()).status, 303)
    const answer = await report({ email: 'one-more@example.org' })
    assert.equal(answer.status, 429)
    assert.ok(Number(answer.headers['retry-after']) > 0)
  })

  it('is told by one mail how it ended, and only then is the address forgotten', async () => {
    const dispute = await confirmed()
    const before = await Question.findById(question._id).lean<QuestionRecord>()
    const path = `/disputes/${dispute._id}`
    assert.match((await editor.get(path)).text, /What the reader says/)
    assert.doesNotMatch((await editor.get(path)).text, /reader@example\.org/)
    const without = await editor.post(`${path}/closing`, {
      outcome: 'changed',
      because: 'Logged.',
      change: 'https://example.org/'
    })
    assert.equal(without.status, 422)
    const closing = {
      outcome: 'changed',
      because: 'The reply is logged now.',
      change: `/questions/${question._id}#history`
    }
    assert.equal((await editor.post(`${path}/closing`, closing)).status, 303)
    assert.equal((await editor.post(`${path}/closing`, closing)).status, 409)
    world.smtp.received.length = 0
    await send()
    assert.equal(world.smtp.received.length, 1)
    assert.match(
      String(world.smtp.received[0]?.mail.text),
      /The record was changed\. Example desk says:\s+The reply is logged now\./
    )
    const closed = await Dispute.findById(dispute._id).lean<DisputeRecord>()
    assert.equal(closed?.address, null)
    assert.equal(closed?.closed?.by.name, 'The editor')
    assert.match((await editor.get('/disputes?state=closed')).text, /The record was changed, by The editor/)
    const after = await Question.findById(question._id).lean<QuestionRecord>()
    assert.equal(after?.revision, before?.revision, 'a report changes nothing by itself')
  })

  it('hears nothing where they did not ask to', async () => {
    const dispute = await confirmed({ answer: '' })
    world.smtp.received.length = 0
    await editor.post(`/disputes/${dispute._id}/closing`, { outcome: 'stands', because: 'It is as it says.' })
    await send()
    assert.equal(world.smtp.received.length, 0)
  })

  it('is read by the desk that keeps the letter and by no other; a reader of the desk closes nothing', async () => {
    const dispute = await confirmed()
    const elsewhere = await Desk.create({ slug: 'elsewhere', name: 'Elsewhere' })
    const stranger = await world.signedInAs('editor', 'stranger')
    await User.updateOne({ _id: stranger.user._id }, { $set: { desks: [elsewhere._id] } })
    assert.equal((await stranger.get(`/disputes/${dispute._id}`)).status, 404)
    assert.doesNotMatch((await stranger.get('/disputes')).text, /April 22, 2021/)
    const looker = await world.signedInAs('reader')
    assert.equal((await looker.get(`/disputes/${dispute._id}`)).status, 200)
    const answer = await looker.post(`/disputes/${dispute._id}/closing`, { outcome: 'stands', because: 'x' })
    assert.equal(answer.status, 403)
  })

  it('leaves nothing on any public page, export or feed', async () => {
    await confirmed({ said: 'A sentence that stands nowhere else.' })
    for (const path of [
      `/questions/${question._id}`,
      `/letters/${letter.slug}`,
      '/',
      '/data.ndjson',
      '/questions.atom',
      '/search?q=sentence',
      '/questions.json'
    ])
      assert.doesNotMatch((await world.visitor().get(path)).text, /stands nowhere else/)
  })

  it('is on the desk’s record of what was done, without the address', async () => {
    await Audit.collection.deleteMany({})
    await confirmed()
    let entries: string = ''
    for (let turn = 0; turn < 100 && !/confirmed/.test(entries); turn += 1)
      entries = JSON.stringify(await Audit.find({ act: /disputes/ }).lean())
    assert.match(entries, /report of a reader/)
    assert.doesNotMatch(entries, /reader@example\.org/)
    assert.ok(entries.includes(String(letter.deskId)))
  })
})
