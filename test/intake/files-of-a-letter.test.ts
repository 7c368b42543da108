import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Types } from 'mongoose'
import type { Response } from 'supertest'
import { File } from '../../models/file.ts'
import { Intake } from '../../models/intake.ts'
import { claimIntake, fileReading } from '../../server/intake/file-reading.ts'
import { typeset, withoutSecondPage } from '../files/make-pdf.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { formFields } from '../support/form-fields.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('files on the way to a letter', () => {
  let world: World
  let editor: Person
  before(async () => {
    world = await openWorld({ now: '2025-02-10T09:00' })
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())

  const handIn = (...files: [string, Buffer][]) =>
    files.reduce(
      (form, [name, bytes]) => form.attach('files', bytes, name),
      editor.agent.post('/intake').field('_csrf', editor.token).field('text', '')
    )

  /** Asks for the page as its reader's browser does, until it no longer says that it renews itself. */
  async function whenRead(address: string, eachTime: (page: Response) => void = () => {}): Promise<Response> {
    for (const until = performance.now() + 40_000; performance.now() < until; ) {
      const page = await editor.get(address)
      if (page.headers.refresh === undefined) return page
      eachTime(page)
    }
    throw new Error(`${address} was not read within 40 seconds.`)
  }

  const letter = typeset(twelveQuestions)
  const half = twelveQuestions.indexOf('7. How many')

  describe('a letter handed in as its file', () => {
    let address: string
    it('is read beside the pages, with a page that renews itself meanwhile, and then stands for review', async () => {
      const answer = await handIn(['Bridges.pdf', letter])
      assert.equal(answer.status, 303)
      address = answer.headers.location ?? ''
      const page = await whenRead(address, waiting => {
        assert.match(waiting.text, /Reading the letter/)
        assert.equal(waiting.headers.refresh, '2')
      })
      assert.match(page.text, /<strong>12 questions<\/strong>/)
      assert.match(page.text, /<option value="signed_pdf" selected/)
    })

    it('keeps the original, which is served as a download and never shown', async () => {
      const sha256 = createHash('sha256').update(letter).digest('hex')
      const answer = await editor.get(`${address}/files/${sha256}`).buffer(true).parse(asBuffer)
      assert.deepEqual(answer.body, letter)
      assert.match(answer.headers['content-disposition'] ?? '', /^attachment; filename="?Bridges.pdf/)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      assert.match(answer.headers['content-security-policy'] ?? '', /^sandbox/)
      assert.equal(answer.headers['content-type'], 'application/octet-stream')
      assert.equal((await editor.get(`${address}/files/${'0'.repeat(64)}`)).status, 404)
    })

    it('may come in several files, which become one letter in the order of their names', async () => {
      const answer = await handIn(
        ['page 10.txt', Buffer.from(twelveQuestions.slice(half))],
        ['page 2.txt', Buffer.from(twelveQuestions.slice(0, half))]
      )
      const page = await whenRead(answer.headers.location ?? '')
      assert.match(page.text, /<strong>12 questions<\/strong>/)
    })

    it('stands for review with a word about a page that could not be read', async () => {
      const damaged = withoutSecondPage(typeset(`${twelveQuestions}\n${'Background. '.repeat(200)}`))
      const page = await whenRead((await handIn(['Torn.pdf', damaged])).headers.location ?? '')
      assert.match(page.text, /Page 2 of Torn\.pdf could not be read: add from the file what it asks\./)
      assert.match(page.text, /<mark /)
    })

    it('may be the attachment of a mail, which a person chooses', async () => {
      const mail = `From: clerk@example.org\r\nSubject: Fwd: letter\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=e\r\n\r\n--e\r\n\r\nPlease see the attached letter.\r\n--e\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="letter.txt"\r\n\r\n${twelveQuestions}\r\n--e--\r\n`
      const at = (await handIn(['mail.eml', Buffer.from(mail)])).headers.location ?? ''
      assert.match((await whenRead(at)).text, /Files came with the mail: letter.txt/)
      const inner = (await Intake.findById(at.split('/').at(-1)).orFail().lean()).files[1]
      const again = await editor.post(`${at}/readings`, { file: inner?.sha256 ?? '' })
      assert.equal(again.status, 303)
      assert.match((await whenRead(at)).text, /<strong>12 questions<\/strong>/)
    })

    it('is gone from the store with its text when it is thrown away, unless another text came with it too', async () => {
      const bytes = Buffer.from(`${twelveQuestions}\nP.S.`)
      const [one, other] = [await handIn(['a.txt', bytes]), await handIn(['b.txt', bytes])]
      await Promise.all([one, other].map(answer => whenRead(answer.headers.location ?? '')))
      const _id = createHash('sha256').update(bytes).digest('hex')
      await editor.post(`${one.headers.location}/removal`, {})
      assert.equal(await File.countDocuments({ _id }), 1)
      await editor.post(`${other.headers.location}/removal`, {})
      assert.equal(await File.countDocuments({ _id }), 0)
    })
  })

  describe('files whose process is gone', () => {
    /** An intake as a process leaves it that is killed in the middle of reading; nothing asks for its page. */
    async function leftBehind(leasedUntil: Date) {
      const read = await Intake.findOne({ 'files.name': 'Bridges.pdf' }).orFail().lean()
      const _id = new Types.ObjectId()
      await Intake.create({ ...read, _id, state: 'reading', text: '', questions: [], leasedUntil })
      return () => Intake.findById(_id).orFail().lean()
    }

    it('are read when a process starts, and nobody has to ask for their page', async () => {
      const intake = await leftBehind(new Date(0))
      const reading = fileReading(world.log)
      const stop = reading.keepLooking()
      await reading.settled()
      stop()
      assert.equal((await intake()).state, 'review')
      assert.equal((await intake()).questions.length, 12)
    })

    it('are read by one of several processes that look for them at once', async () => {
      const intake = await leftBehind(new Date(1))
      const { revision } = await intake()
      const readings = [1, 2, 3].map(() => fileReading(world.log))
      const stops = readings.map(reading => reading.keepLooking())
      await Promise.all(readings.map(reading => reading.settled()))
      for (const stop of stops) stop()
      assert.equal((await intake()).revision, revision + 1)
    })

    it('go to review with a word about each page that was hard to read, and none about the others', async () => {
      const intake = await leftBehind(new Date(0))
      const waiting = await claimIntake(world.clock.now(), new Date(Date.UTC(2999, 0, 1)))
      const at = twelveQuestions.length / 2
      await waiting?.finish([
        {
          kind: 'image',
          title: null,
          inner: [],
          pages: [
            { text: twelveQuestions.slice(0, at), confidence: 96 },
            { text: twelveQuestions.slice(at), confidence: 55 }
          ]
        }
      ])
      const { state, source, warnings, _id } = await intake()
      assert.deepEqual([state, source.kind], ['review', 'ocr'])
      assert.deepEqual(
        warnings
          .filter(warning => /hard to read/.test(warning))
          .map(warning => warning.replace(/ of \S+\.pdf/, '')),
        ['Page 2 was hard to read (55 of 100): compare its text with the file.']
      )
      assert.match((await editor.get(`/intake/${_id}`)).text, /was hard to read \(55 of 100\)/)
    })

    it('are left to the process that still holds them', async () => {
      const intake = await leftBehind(new Date(Date.UTC(2999, 0, 1)))
      const reading = fileReading(world.log)
      reading.keepLooking()()
      await reading.settled()
      assert.equal((await intake()).state, 'reading')
    })
  })

  describe('a letter that came as a file', () => {
    it('leads its desk from its page to the file, as a download, and nobody else', async () => {
      const at = (await handIn(['Signed.pdf', typeset(`${twelveQuestions}\nSigned`)])).headers.location ?? ''
      const form = formFields((await whenRead(at)).text)
      const confirmed = await editor.post(`${at}/confirmation`, { ...form, subject: 'Signed on paper' })
      assert.equal(confirmed.status, 303)
      const page = confirmed.headers.location ?? ''
      const link =
        /<a href="([^"]+)" download>Signed\.pdf<\/a>/.exec((await editor.get(page)).text)?.[1] ?? ''
      const answer = await editor.get(link).buffer(true).parse(asBuffer)
      assert.match(answer.headers['content-disposition'] ?? '', /^attachment/)
      const reader = await world.signedInAs('reader')
      assert.doesNotMatch((await reader.get(page)).text, /Signed\.pdf<\/a>/)
      assert.equal((await reader.get(link)).status, 403)
    })
  })

  function asBuffer(response: Response, done: (error: Error | null, body: unknown) => void): void {
    const pieces: Buffer[] = []
    response.on('data', piece => pieces.push(piece))
    response.on('end', () => done(null, Buffer.concat(pieces)))
  }
})
