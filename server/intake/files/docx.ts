import mammoth from 'mammoth'
import { textOfHtml } from './html.ts'
import { type Extracted, Unreadable } from './types.ts'

/** The text of a Word file, its lists numbered as Word numbers them; pictures are left out. */
export async function readDocx(bytes: Uint8Array): Promise<Extracted> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const html = await asHtml(buffer)
  return { kind: 'docx', pages: [{ text: textOfHtml(html), confidence: null }], title: null, inner: [] }
}

async function asHtml(buffer: Buffer): Promise<string> {
  const withoutPictures = mammoth.images.imgElement(async () => ({ src: '' }))
  try {
    return (await mammoth.convertToHtml({ buffer }, { convertImage: withoutPictures })).value
  } catch {
    throw new Unreadable(
      'This Word file is damaged, locked with a password or was cut short. Open it in Word and save it anew, or as PDF.'
    )
  }
}
