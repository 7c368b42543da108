import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Response } from 'supertest'
import { File } from '../../models/file.ts'
import { Intake } from '../../models/intake.ts'
import { manyPages, typeset } from '../files/make-pdf.ts'
import { docxOf, zipOf } from '../files/make-zip.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { patience, sample, tallyOf } from '../support/attack.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

const pdf = typeset(twelveQuestions)
const script = '<html><body><script>alert(1)</script></body></html>'
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

/** Files that are something else than their names say. What becomes of the files a letter does come in is tried in `test/files` and `test/intake`. */
const disguised: readonly (readonly [what: string, name: string, bytes: Buffer, says: RegExp])[] = [
  [
    'a drawing with a script',
    'letter.svg',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    /Files of this kind are not read/
  ],
  [
    'a drawing named .txt',
    'letter.txt',
    Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    /Files of this kind are not read/
  ],
  ['a web page named .pdf', 'letter.pdf', Buffer.from(script), /is not a PDF/],
  ['a web page named .png', 'letter.png', Buffer.from(script), /are not read/],
  ['a program', 'letter.txt', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0', 'latin1'), /are not read/],
  ['a program of Windows', 'letter.pdf.exe', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), /are not read/],
  ['a packed folder', 'letter.zip', zipOf({ 'a.txt': twelveQuestions }), /packed folder/],
  ['a packed folder named .pdf', 'letter.pdf', zipOf({ 'a.txt': twelveQuestions }), /is not a PDF/],
  ['text with a NUL', 'letter.txt', Buffer.from(`${twelveQuestions}\0`), /are not read/],
  ['nothing', 'letter.pdf', Buffer.alloc(0), /empty \(0 bytes\)/]
]

/** Files that are two things at once, or that a PDF reader would take and a browser too. */
const twofold: readonly (readonly [what: string, name: string, bytes: Buffer])[] = [
  ['a PDF with a web page behind it', 'both.pdf', Buffer.concat([pdf, Buffer.from(script)])],
  ['a PDF that is a packed folder too', 'zipped.pdf', Buffer.concat([pdf, zipOf({ 'a.html': script })])],
  ['the beginning of a PDF and a script', 'script.pdf', Buffer.from(`%PDF-1.7\n${script}`)],
  ['a picture that is a web page', 'picture.png', Buffer.concat([png, Buffer.from(script)])],
  ['a web page with a letter', 'page.html', Buffer.from(`<!doctype html>${script}<p>${twelveQuestions}`)],
  [
    'a Word file with an outer entity',
    'entity.docx',
    zipOf({
      '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
      'word/document.xml':
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e; How many?</w:t></w:r></w:p></w:body></w:document>'
    })
  ],
  [
    'a Word file with links that are scripts',
    'linked.docx',
    docxOf('<w:p><w:r><w:t>javascript:alert(1) How many samples?</w:t></w:r></w:p>')
  ]
]

const names = [
  '../../../etc/passwd.txt',
  '..\\..\\boot.txt',
  '/etc/cron.d/x.txt',
  'C:\\x.txt',
  'a\u202Etxt.exe.txt',
  'a\u200b\u2066b.txt',
  '"; filename="x.html.txt',
  "x'; filename*=UTF-8''y.html.txt",
  `${'a'.repeat(500)}.txt`,
  '__proto__.txt',
  'con.txt',
  '<script>alert(1)</script>.txt',
  'brief für São Paulo.txt'
]

describe('a file that is not what it seems', function () {
  this.timeout(patience)
  const tally = tallyOf('Uploads', 'disguised, twofold and oddly named files')
  let world: World
  let editor: Person

  before(async () => {
    world = await openWorld({ now: '2025-02-10T09:00' })
    editor = await world.signedInAs('editor')
  })
  after(async () => {
    tally.say()
    await world.close()
  })

  const handIn = (name: string, bytes: Buffer) =>
    editor.agent.post('/intake').field('_csrf', editor.token).field('text', '').attach('files', bytes, name)

  for (const [what, name, bytes, says] of disguised)
    it(`is refused on the form where it is ${what}, and nothing is kept`, async () => {
      const answer = await handIn(name, bytes)
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.deepEqual([await Intake.countDocuments(), await File.countDocuments()], [0, 0])
      tally.add(1)
    })

  it('is refused on the form where it is larger than 50 MB, or one of more than twenty', async () => {
    const large = await handIn('large.txt', Buffer.alloc(50 * 1024 * 1024 + 1, 'a'))
    assert.equal(large.status, 422)
    assert.match(large.text, /A file may have 50 MB/)
    const many = editor.agent.post('/intake').field('_csrf', editor.token).field('text', '')
    for (let at = 0; at < 21; at += 1) many.attach('files', Buffer.from('a page'), `page-${at}.txt`)
    const answer = await many
    assert.equal(answer.status, 422)
    assert.match(answer.text, /may come in 20 files/)
    assert.deepEqual([await Intake.countDocuments(), await File.countDocuments()], [0, 0])
    tally.add(2)
  })

  it('is named by its plain name, whatever it calls itself', async () => {
    const answer = await handIn('..\\..\\<img src=x>\u202Etxt.svg', Buffer.from('<svg/>'))
    assert.match(answer.text, /&lt;img src(?:=|&#x3D;)x&gt;txt\.svg: Files of this kind/)
  })

  it('sent by no browser is answered with 400', async () => {
    assert.equal((await handIn('a\u0007.svg', Buffer.from('<svg/>'))).status, 400)
  })

  it('is told apart while it is read: the page says why and what to do, and no letter is made', async () => {
    const answer = await handIn('long.pdf', manyPages(10_000))
    const page = await whenRead(answer.headers.location ?? '')
    assert.match(page.text, /The letter could not be read/)
    assert.match(page.text, /long\.pdf: This PDF has 10,000 pages/)
    assert.match(page.text, /Hand it in again/)
  })

  it('keeps nobody else waiting while it takes all the memory it is allowed', async () => {
    const bomb = docxOf(`<w:p><w:r><w:t>${'A'.repeat(110_000_000)}</w:t></w:r></w:p>`)
    assert.ok(bomb.length < 200_000)
    const answer = await handIn('bomb.docx', bomb)
    const waits: number[] = []
    const page = await whenRead(answer.headers.location ?? '', () => void waits.push(performance.now()))
    assert.match(page.text, /more memory than is allowed|took more than|cannot be read/)
    const gaps = waits
      .slice(1)
      .map((at, index) => at - (waits[index] ?? at))
      .toSorted((one, other) => one - other)
    const typical = gaps[Math.floor(gaps.length * 0.95)] ?? 0
    assert.ok(typical < 200, `95 of 100 pages within ${Math.round(typical)} ms`)
  })

  it('leaves as a download that no browser shows or runs, whatever it is, to its desk alone', async () => {
    const stranger = await world.signedInAs('reader')
    for (const [what, name, bytes] of sample(twofold, 2)) {
      const taken = await handIn(name, bytes)
      tally.add(1)
      if (taken.status === 422) continue
      assert.equal(taken.status, 303, what)
      const address = taken.headers.location ?? ''
      const path = `${address}/files/${createHash('sha256').update(bytes).digest('hex')}`
      const file = await editor.get(path).buffer(true).parse(asBuffer)
      assert.deepEqual(file.body, bytes, what)
      isHarmless(file)
      assert.equal((await stranger.get(path)).status, 403)
      assert.equal((await world.visitor().get(path)).status, 303)
      const page = await whenRead(address)
      assert.doesNotMatch(page.text, /root:|<script>alert|href="javascript/, what)
    }
  })

  it('has a plain name wherever it is shown and in the header that names it', async () => {
    for (const [at, name] of sample(names, 5).entries()) {
      const bytes = Buffer.from(`${twelveQuestions}\n${at}`)
      const taken = await handIn(name, bytes)
      tally.add(1)
      if (taken.status === 400) continue
      assert.equal(taken.status, 303, name)
      const address = taken.headers.location ?? ''
      const file = await editor.get(`${address}/files/${createHash('sha256').update(bytes).digest('hex')}`)
      isHarmless(file)
      const header = file.headers['content-disposition'] ?? ''
      assert.doesNotMatch(header, /\.\.\/|\.\.\\|[\p{Cc}\p{Cf}]|[\r\n]/u, name)
      assert.equal(header.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/filename=/g)?.length ?? 0, 1, header)
      const [kept] = (await Intake.findById(address.split('/').at(-1)).orFail().lean()).files
      assert.doesNotMatch(kept?.name ?? '', /[/\\\p{Cc}\p{Cf}]/u, name)
      assert.ok((kept?.name.length ?? 0) <= 255, name)
      await editor.post(`${address}/removal`, {})
    }
  })

  const isHarmless = ({ headers }: { headers: Record<string, string> }): void => {
    assert.match(headers['content-disposition'] ?? '', /^attachment/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(headers['content-security-policy'] ?? '', /^sandbox; default-src 'none'/)
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal(headers['cache-control'], 'no-store')
  }

  /** Asks for the page as its reader's browser does, until it no longer says that it renews itself. */
  async function whenRead(address: string, eachTime: (page: Response) => void = () => {}): Promise<Response> {
    for (const until = performance.now() + 120_000; performance.now() < until; ) {
      const page = await editor.get(address)
      if (page.headers.refresh === undefined) return page
      eachTime(page)
    }
    throw new Error(`${address} was not read`)
  }

  function asBuffer(response: Response, done: (error: Error | null, body: unknown) => void): void {
    const pieces: Buffer[] = []
    response.on('data', piece => pieces.push(piece))
    response.on('end', () => done(null, Buffer.concat(pieces)))
  }
})
