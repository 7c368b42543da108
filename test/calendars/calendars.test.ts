import assert from 'node:assert/strict'
import { CalendarLink } from '../../models/calendar-link.ts'
import { Desk } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { restandLetter } from '../../models/restanding.ts'
import { User } from '../../models/user.ts'
import type { Person } from '../support/people.ts'
import { aLetter, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

/** The entries of a calendar file by their UID, each property with its value; folded lines made whole. */
function entriesIn(file: string): Map<string, Record<string, string>> {
  const whole = file.replaceAll('\r\n ', '')
  const blocks = [...whole.matchAll(/BEGIN:VEVENT\r\n([\s\S]*?)END:VEVENT/g)].map(([, block = '']) =>
    Object.fromEntries(
      block
        .trim()
        .split('\r\n')
        .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
    )
  )
  return new Map(blocks.map(block => [String(block.UID).split('@')[0] ?? '', block]))
}

describe('calendars', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord
  let id: string

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    letter = await aLetter(world, {
      subject: 'Due in December; with, marks\\',
      letterDate: '2026-11-01',
      dueOn: '2026-12-04',
      questions: [
        'How many “posts” report sales – and in which of the many years since 2009, café by café, embassy by embassy?'
      ]
    })
    await editor.post(`/letters/${letter.slug}/publication`, { visibility: 'public', revision: '0' })
    id = String((await questionsOf(letter))[0]?._id)
  })

  const publicFile = async () => {
    const answer = await world.visitor().get(`/questions.ics?letter=${letter.slug}`).buffer(true)
    assert.equal(answer.status, 200)
    return answer
  }
  const publicEntry = async () => entriesIn((await publicFile()).text).get(`question-${id}`)
  const answered = async () => {
    const judged = await editor.post(`/questions/${id}/findings/${letter.recipients[0]?._id}`, {
      cell: await cellOf(letter, 0),
      disposition: 'withdrawn',
      because: 'The Member took it back.'
    })
    assert.equal(judged.status, 303, judged.text)
  }

  describe('of any public list', () => {
    it('keeps the rules by which Google and Outlook import', async () => {
      const { text, headers } = await publicFile()
      assert.match(headers['content-type'] ?? '', /^text\/calendar; charset=utf-8/)
      assert.ok(text.endsWith('END:VCALENDAR') || text.endsWith('END:VCALENDAR\r\n'))
      assert.ok(!/[^\r]\n/.test(text), 'every line ends in CRLF')
      const longest = Math.max(...text.split('\r\n').map(line => Buffer.byteLength(line)))
      assert.ok(longest <= 75, `a line has ${longest} octets`)
      for (const line of [
        'VERSION:2.0',
        'METHOD:PUBLISH',
        'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
        'X-PUBLISHED-TTL:PT6H',
        'DTSTART;VALUE=DATE:20261204',
        'DTEND;VALUE=DATE:20261205',
        'STATUS:CONFIRMED',
        'TRANSP:TRANSPARENT'
      ])
        assert.ok(text.split('\r\n').includes(line), line)
      assert.match(text, /\r\nX-WR-CALNAME:Reply Due: /)
      assert.match(text, /\r\nDTSTAMP:\d{8}T\d{6}Z\r\n/)
      const entry = entriesIn(text).get(`question-${id}`)
      assert.match(
        entry?.DESCRIPTION ?? '',
        /“posts” report sales – and in which of the many years since 2009\\, café/
      )
    })

    it('tells a date that changed under the same name with a higher number', async () => {
      const before = await publicEntry()
      await editor.post(`/letters/${letter.slug}/extensions`, {
        cell: await cellOf(letter, 0),
        extendedUntil: '2026-12-18',
        extendedBecause: 'Asked for by the liaison.'
      })
      const after = await publicEntry()
      assert.equal(after?.UID, before?.UID)
      assert.equal(after?.['DTSTART;VALUE=DATE'], '20261218')
      assert.ok(Number(after?.SEQUENCE) > Number(before?.SEQUENCE))
    })

    it('tells a date that moved because the desk is closed on it, though nobody touched the question', async () => {
      await Letter.updateOne(
        { _id: letter._id },
        {
          $set: {
            due: { basis: 'calendar_days', date: null, count: 30, from: 'letter', quote: 'in 30 days' }
          }
        }
      )
      await restandLetter(letter._id)
      const before = await publicEntry()
      const day = before?.['DTSTART;VALUE=DATE'] ?? ''
      const closed = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
      await Desk.updateOne({ slug: 'example' }, { $set: { closures: [{ day: closed, name: 'By order' }] } })
      await restandLetter(letter._id)
      const after = await publicEntry()
      await Desk.updateOne({ slug: 'example' }, { $set: { closures: [] } })
      assert.ok((after?.['DTSTART;VALUE=DATE'] ?? '') > day)
      assert.ok(Number(after?.SEQUENCE) > Number(before?.SEQUENCE))
    })

    it('tells what ended as cancelled, on its day, for sixty days and not a day longer', async () => {
      const before = await publicEntry()
      await answered()
      const after = await publicEntry()
      assert.equal(after?.UID, before?.UID)
      assert.equal(after?.STATUS, 'CANCELLED')
      assert.equal(after?.['DTSTART;VALUE=DATE'], '20261204')
      assert.ok(Number(after?.SEQUENCE) > Number(before?.SEQUENCE))
      world.clock.set('2027-01-18T12:00')
      assert.equal((await publicEntry())?.STATUS, 'CANCELLED')
      world.clock.set('2027-01-20T12:00')
      assert.equal(await publicEntry(), undefined)
    })

    it('tells an entry that ended and is pursued again as confirmed, with a higher number still', async () => {
      const press = async (pursuit: string) =>
        editor.post(`/letters/${letter.slug}/pursuits`, {
          cell: await cellOf(letter, 0),
          pursuit,
          pursuitBecause: 'For now.'
        })
      await press('rested')
      const rested = await publicEntry()
      await press('pursuing')
      const again = await publicEntry()
      assert.deepEqual([rested?.STATUS, again?.STATUS], ['CANCELLED', 'CONFIRMED'])
      assert.ok(Number(again?.SEQUENCE) > Number(rested?.SEQUENCE))
    })

    it('tells nothing, not even that something ended, of what is not public any more', async () => {
      await answered()
      assert.ok(await publicEntry())
      const { revision } = await Letter.findById(letter._id).orFail().lean()
      await editor.post(`/letters/${letter.slug}/withdrawal`, {
        reason: 'By mistake.',
        revision: String(revision)
      })
      const { text } = await world.visitor().get('/questions.ics').buffer(true)
      assert.ok(!text.includes(id))
    })

    it('never holds a date that the desk set for itself', async () => {
      const own = await aLetter(world, { subject: 'Without a deadline', questions: ['Which?'] })
      await Letter.updateOne({ _id: own._id }, { $set: { 'recipients.0.followUpOn': '2026-12-11' } })
      await restandLetter(own._id)
      await editor.post(`/letters/${own.slug}/publication`, { visibility: 'public', revision: '0' })
      const { text } = await world.visitor().get('/questions.ics').buffer(true)
      assert.ok(!text.includes('20261211'))
    })
  })

  describe('of one person', () => {
    const make = async (who: Person): Promise<string> => {
      const page = await who.post('/account/calendar')
      assert.equal(page.status, 200)
      const address = /value="([^"]*\/calendars\/[^"]+\.ics)"/.exec(page.text)?.[1] ?? ''
      assert.match(address, /\/calendars\/[A-Za-z0-9_-]{43}\.ics$/)
      return new URL(address).pathname
    }
    const read = (path: string) => world.visitor().get(path).buffer(true)

    it('is read without signing in, also where the site is closed to visitors, and is kept by nobody', async () => {
      const answer = await read(await make(editor))
      assert.equal(answer.status, 200)
      assert.equal(answer.headers['cache-control'], 'private, no-store')
      assert.equal(answer.headers['set-cookie'], undefined)
      assert.equal(entriesIn(answer.text).get(`question-${id}`)?.STATUS, 'CONFIRMED')
    })

    it('holds the desk’s own dates and the person’s own reminders, and tells those that ended as cancelled', async () => {
      const own = await aLetter(world, { subject: 'Without a deadline', questions: ['Which?'] })
      await Letter.updateOne({ _id: own._id }, { $set: { 'recipients.0.followUpOn': '2026-12-11' } })
      await restandLetter(own._id)
      const questionId = String((await questionsOf(own))[0]?._id)
      await editor.post(`/questions/${questionId}/reminders`, { on: '2026-12-01' })
      const path = await make(editor)
      const { text } = await read(path)
      const followUp = entriesIn(text).get(`follow-up-${questionId}`)
      assert.equal(followUp?.['DTSTART;VALUE=DATE'], '20261211')
      assert.match(followUp?.SUMMARY ?? '', /^Follow up: /)
      assert.ok(text.includes('DTSTART;VALUE=DATE:20261201'))
      await editor.post(`/letters/${own.slug}/pursuits`, {
        cell: await cellOf(own, 0),
        pursuit: 'rested',
        pursuitBecause: 'Settled.'
      })
      const after = entriesIn((await read(path)).text).get(`follow-up-${questionId}`)
      assert.equal(after?.STATUS, 'CANCELLED')
      assert.ok(Number(after?.SEQUENCE) > Number(followUp?.SEQUENCE))
    })

    it('holds nothing of another desk', async () => {
      const other = await Desk.create({ slug: 'other', name: 'Other desk' })
      const reader = await world.signedInAs('reader')
      await User.updateOne({ _id: reader.user._id }, { $set: { desks: [other._id] } })
      const { text } = await read(await make(reader))
      assert.equal(entriesIn(text).size, 0)
      assert.match(text, /BEGIN:VCALENDAR/)
    })

    it('leads nowhere once its address was made anew, taken away, or its person may not sign in any more', async () => {
      const first = await make(editor)
      const second = await make(editor)
      assert.deepEqual([(await read(first)).status, (await read(second)).status], [404, 200])
      await User.updateOne({ _id: editor.user._id }, { $set: { disabledAt: world.clock.now() } })
      assert.equal((await read(second)).status, 404)
      await User.updateOne({ _id: editor.user._id }, { $set: { disabledAt: null } })
      assert.equal((await editor.post('/account/calendar/removal')).status, 303)
      assert.equal((await read(second)).status, 404)
      assert.equal((await read(`/calendars/${'A'.repeat(43)}.ics`)).status, 404)
    })

    it('is shown once, kept as a hash, and never logged', async () => {
      const path = await make(editor)
      const secret = path.slice('/calendars/'.length, -'.ics'.length)
      await read(path)
      const page = (await editor.get('/account/calendar')).text
      assert.ok(!page.includes(secret))
      assert.match(page, /cannot be shown again/)
      assert.ok(!JSON.stringify(await CalendarLink.find().lean()).includes(secret))
      assert.ok(!world.logged.some(line => line.includes(secret)))
      assert.ok(world.logged.some(line => line.includes('/calendars/[secret].ics')))
    })

    it('needs the person’s own form: a page of somebody else cannot make or take away an address', async () => {
      await make(editor)
      const foreign = await editor.agent.post('/account/calendar/removal').type('form').send({})
      assert.equal(foreign.status, 403)
      assert.ok(await CalendarLink.findById(editor.user._id))
    })
  })
})
