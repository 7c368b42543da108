import { createCanvas, type Image, loadImage } from '@napi-rs/canvas'
import { drawingOf } from '../../server/intake/files/drawing.ts'
import { encoded } from '../../server/intake/files/encoded.ts'

/** How a page of a test's PDF is set: Letter paper, one-inch margins, 12 points on 15. */
const PAGE = { width: 612, height: 792, margin: 72, size: 12, leading: 15, columns: 84 }

/** Typesets a text as a PDF that holds its letters: lines wrapped, as many pages as it takes. */
export function typeset(text: string, options: { title?: string } = {}): Buffer {
  const pages = pagesOf(text)
  const objects = ['', '', '<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>']
  const kids = pages.map(page => {
    const written = page.map(line => `(${escaped(line)}) Tj T*`).join('\n')
    objects.push(
      stream(`BT /F 12 Tf ${PAGE.leading} TL ${PAGE.margin} ${PAGE.height - PAGE.margin} Td\n${written}\nET`)
    )
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Resources<</Font<</F 3 0 R>>>>/Contents ${objects.length} 0 R>>`
    )
    return `${objects.length} 0 R`
  })
  return pdfOf(withTree(objects, kids), options.title ? `/Info<</Title(${escaped(options.title)})>>` : '')
}

/** The same PDF with its second page damaged: its place in the list of pages leads to something that is none. */
export function withoutSecondPage(pdf: Buffer): Buffer {
  const bytes = pdf.toString('latin1')
  const [found = '', first, second] = /\/Kids\[(\d+) 0 R (\d+) 0 R/.exec(bytes) ?? []
  return Buffer.from(bytes.replace(found, `/Kids[${first} 0 R ${Number(second) - 1} 0 R`), 'latin1')
}

/** How many pages a text takes when it is typeset. */
export const countPages = (text: string): number => pagesOf(text).length

function pagesOf(text: string): string[][] {
  const lines = text.split('\n').flatMap(wrapped)
  const perPage = Math.floor((PAGE.height - 2 * PAGE.margin) / PAGE.leading)
  const count = Math.max(1, Math.ceil(lines.length / perPage))
  return [...Array(count).keys()].map(at => lines.slice(at * perPage, (at + 1) * perPage))
}

/** A PDF whose pages are these pictures and nothing else: a scan. */
export async function scanned(pictures: readonly Buffer[]): Promise<Buffer> {
  const objects: (string | Buffer)[] = ['', '']
  const kids: string[] = []
  for (const jpeg of pictures) {
    const { width, height } = await loadImage(jpeg)
    const head = `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`
    objects.push(Buffer.concat([Buffer.from(head), jpeg, Buffer.from('\nendstream')]))
    const image = objects.length
    objects.push(stream(`q ${PAGE.width} 0 0 ${PAGE.height} 0 0 cm /I Do Q`))
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Resources<</XObject<</I ${image} 0 R>>>>/Contents ${objects.length} 0 R>>`
    )
    kids.push(`${objects.length} 0 R`)
  }
  return pdfOf(withTree(objects, kids))
}

/** The pages of a PDF as an office scanner gives them: crooked, grey, specked. Degrees clockwise; noise 0 to 255. */
export async function photographed(
  pdf: Buffer,
  pages: number,
  { dpi = 200, degrees = 0, noise = 0 } = {}
): Promise<Buffer[]> {
  const drawing = drawingOf(new Uint8Array(pdf))
  const pictures: Buffer[] = []
  for (let page = 1; page <= pages; page += 1)
    pictures.push(await scan(await loadImage(await drawing.page(page)), dpi / 200, degrees, noise))
  return pictures
}

async function scan(page: Image, scale: number, degrees: number, noise: number): Promise<Buffer> {
  const canvas = createCanvas(Math.round(page.width * scale), Math.round(page.height * scale))
  const context = canvas.getContext('2d')
  context.fillStyle = '#f4f2ec'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((degrees * Math.PI) / 180)
  context.drawImage(page, -canvas.width / 2, -canvas.height / 2, canvas.width, canvas.height)
  context.resetTransform()
  const dots = context.getImageData(0, 0, canvas.width, canvas.height)
  let seed = 7
  for (let at = 0; at < dots.data.length; at += 4) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    const by = noise === 0 ? 0 : ((seed >> 16) % (2 * noise + 1)) - noise
    for (let color = at; color < at + 3; color += 1) dots.data[color] = (dots.data[color] ?? 0) + by
  }
  context.putImageData(dots, 0, 0)
  return encoded(canvas, 'jpeg')
}

/** A PDF of so many pages, all one and the same. */
export function manyPages(count: number): Buffer {
  const objects = ['', '', stream('')]
  objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R>>`)
  return pdfOf(withTree(objects, Array(count).fill('4 0 R')))
}

/** A PDF that asks for a password nobody knows. */
export function locked(): Buffer {
  const secret = '41'.repeat(32)
  const objects = withTree(
    ['', '', stream('BT ET'), '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R>>'],
    ['4 0 R']
  )
  return pdfOf(
    objects,
    `/ID[<${secret}><${secret}>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<${secret}>/U<${secret}>>>`
  )
}

function wrapped(line: string): string[] {
  const lines: string[] = []
  let rest = line
  while (rest.length > PAGE.columns) {
    const space = rest.lastIndexOf(' ', PAGE.columns)
    const cut = space > 0 ? space : PAGE.columns
    lines.push(rest.slice(0, cut))
    rest = rest.slice(cut).trimStart()
  }
  return [...lines, rest]
}

const windows1252: Readonly<Record<string, string>> = {
  '–': '\x96',
  '—': '\x97',
  '‘': '\x91',
  '’': '\x92',
  '“': '\x93',
  '”': '\x94',
  '•': '\x95'
}

const escaped = (line: string): string =>
  line.replace(/[–—‘’“”•]/g, sign => windows1252[sign] ?? '').replace(/[()\\]/g, sign => `\\${sign}`)

const stream = (content: string): string => `<</Length ${content.length}>>stream\n${content}\nendstream`

function withTree(objects: (string | Buffer)[], kids: readonly string[]): (string | Buffer)[] {
  return [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${kids.length}/Kids[${kids.join(' ')}]>>`,
    ...objects.slice(2)
  ]
}

function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let length = pieces[0]?.length ?? 0
  const places = objects.map((object, at) => {
    const piece = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`),
      typeof object === 'string' ? Buffer.from(object, 'latin1') : object,
      Buffer.from('\nendobj\n')
    ])
    pieces.push(piece)
    const place = length
    length += piece.length
    return place
  })
  const rows = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${length}\n%%EOF`
  return Buffer.concat([...pieces, Buffer.from(end, 'latin1')])
}
