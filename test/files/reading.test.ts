import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { extractFenced } from '../../server/intake/files/fence.ts'
import { HEAD_BYTES, kindOf, plainName } from '../../server/intake/files/kinds.ts'
import { decoded } from '../../server/intake/files/plain-text.ts'
import type { Extracted } from '../../server/intake/files/types.ts'
import { readLetter } from '../../server/intake/read/index.ts'
import { locked, photographed, scanned, typeset, withoutSecondPage } from './make-pdf.ts'
import { docxOf, paragraph } from './make-zip.ts'
import { twelveQuestions } from './twelve-questions.ts'

describe('the files of letters', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-files-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  /** Reads a file as the intake does: its kind by its first bytes, its text inside the fence. */
  async function read(name: string, bytes: Buffer | string): Promise<Extracted> {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    return extractFenced(path, await kindOf(Buffer.from(bytes).subarray(0, HEAD_BYTES), name))
  }

  const textOf = ({ pages }: Extracted): string => pages.map(({ text }) => text).join('\n\n')
  const asked = 'What did each of the three closures cost, and who paid for it?'

  describe('a letter’s file', () => {
    it('gives its text where it is a PDF that holds its letters, page by page', async () => {
      const extracted = await read('letter.pdf', typeset(twelveQuestions, { title: 'Movable bridges' }))
      assert.equal(extracted.pages.length, 2)
      assert.equal(extracted.title, 'Movable bridges')
      assert.equal(readLetter(textOf(extracted)).questions.length, 12)
      assert.deepEqual(
        extracted.pages.map(({ confidence }) => confidence),
        [null, null]
      )
    })

    it('is read but for a damaged page, which is told apart', async () => {
      const whole = typeset(`${twelveQuestions}\n`.repeat(2))
      const { pages } = await read('letter.pdf', withoutSecondPage(whole))
      assert.deepEqual(
        pages.map(({ isLost }) => isLost ?? false),
        [false, true, ...pages.slice(2).map(() => false)]
      )
      assert.match(pages[0]?.text ?? '', /How many movable bridges/)
    })

    it('is recognized where it is a crooked, noisy scan, with how sure that is', async function () {
      this.timeout(90_000)
      const short = twelveQuestions
        .slice(0, twelveQuestions.indexOf('4. Who'))
        .split('\n')
        .slice(-6)
        .join('\n')
      const pictures = await photographed(typeset(short), 1, { degrees: 1.5, noise: 12 })
      const extracted = await read('scan.pdf', await scanned(pictures))
      assert.match(textOf(extracted), /How many movable bridges does the Department inspect/)
      assert.match(textOf(extracted), /Please provide all inspection reports/)
      assert.ok((extracted.pages[0]?.confidence ?? 0) > 70)
    })

    it('keeps its lists numbered where it is a Word file', async () => {
      const word = await read(
        'letter.docx',
        docxOf([`Dear Secretary:`, `1. ${asked}`].map(paragraph).join(''))
      )
      assert.equal(textOf(word), `Dear Secretary:\n\n1. ${asked}`)
    })

    it('is read as a reader would see it where it is a web page', async () => {
      const html = `<!doctype html><title>A letter</title><style>p{}</style><script>alert(1)</script>
      <p>Dear&nbsp;Secretary: &amp; all</p><ol start="3"><li>First?<li>Second?<ul><li>within</ul></ol><p>Sincerely,<br>us</p>`
      const extracted = await read('letter.html', html)
      assert.equal(extracted.title, 'A letter')
      assert.equal(
        textOf(extracted),
        'Dear Secretary: & all\n\n3. First?\n4. Second?\n\n  - within\n\nSincerely,\nus'
      )
    })

    it('gives a mail’s text and the files that came with it', async () => {
      const mail = [
        ['From: clerk@example.org', 'Subject: The signed letter', 'MIME-Version: 1.0'],
        ['Content-Type: multipart/mixed; boundary=edge', '', '--edge', 'Content-Type: text/plain', ''],
        ['Here it is.', '--edge', 'Content-Type: text/plain; name="../letter.txt"'],
        ['Content-Disposition: attachment; filename="../letter.txt"', '', asked, '--edge--', '']
      ]
      const extracted = await read('mail.eml', mail.flat().join('\r\n'))
      assert.equal(textOf(extracted), 'Here it is.')
      assert.equal(extracted.title, 'The signed letter')
      assert.deepEqual(
        extracted.inner.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
        [['letter.txt', asked]]
      )
    })

    for (const encoding of ['utf8', 'utf-16le', 'windows-1252'])
      it(`keeps its quotation marks and accents where it is text in ${encoding}`, async () => {
        const text = 'The Secretary’s “plan” for São Paulo, as Señor Peña said, isn’t one. Déjà vu’s “señal”.'
        const bytes = iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' })
        assert.equal(await kindOf(bytes, 'letter.txt'), 'txt')
        assert.equal(decoded(bytes), text)
      })
  })

  describe('a file that cannot be a letter', () => {
    const pdf = typeset(twelveQuestions)
    const cases: [string, string, () => Buffer, RegExp][] = [
      ['is locked with a password', 'a.pdf', locked, /locked with a password.*save a copy without/],
      ['is empty', 'a.pdf', () => Buffer.alloc(0), /empty \(0 bytes\)/],
      ['was cut short', 'a.pdf', () => pdf.subarray(0, 400), /damaged or was cut short/],
      [
        'is a web page named .pdf',
        'a.pdf',
        () => Buffer.from('<!doctype html><p>Hello</p>'),
        /not a PDF: perhaps a web page/
      ],
      [
        'is a PDF by its first bytes only',
        'a.pdf',
        () => Buffer.from('%PDF-1.7<script>alert(1)</script>'),
        /damaged or was cut short/
      ],
      ['is a Word file cut short', 'a.docx', () => docxOf(paragraph(asked)).subarray(0, 300), /Word file/],
      ['is a drawing', 'a.svg', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /not read/],
      ['is a program', 'a.txt', () => Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0', 'latin1'), /not read/],
      [
        'is a picture that claims to be a hundred thousand dots wide',
        'a.png',
        hugePng,
        /million dots|damaged/
      ]
    ]
    for (const [what, name, make, expected] of cases)
      it(`${what}: a sentence says what to do`, async function () {
        this.timeout(45_000)
        await assert.rejects(read(name, make()), expected)
      })

    it('has a name without folders, hidden signs or turned letters', () => {
      const names: [string, string][] = [
        ['../../etc/passwd', 'passwd'],
        ['C:\\letters\\a.pdf', 'a.pdf'],
        ['a\u202Efdp.exe', 'afdp.exe'],
        ['a\0.pdf', 'a.pdf'],
        ['..', 'file'],
        ['\r\nSet-Cookie: x.pdf', 'Set-Cookie: x.pdf'],
        ['', 'file']
      ]
      assert.deepEqual(
        names.map(([name]) => plainName(name)),
        names.map(([, plain]) => plain)
      )
    })
  })

  function hugePng(): Buffer {
    const head = Buffer.alloc(33)
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]).copy(head)
    head.write('IHDR', 12)
    head.writeUInt32BE(100_000, 16)
    head.writeUInt32BE(100_000, 20)
    head[24] = 8
    head[25] = 2
    return head
  }
})
