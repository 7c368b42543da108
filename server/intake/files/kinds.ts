import { fileTypeFromBuffer } from 'file-type'
import { type FileKind, Unreadable } from './types.ts'

/** How much of a file's beginning tells what it is. */
export const HEAD_BYTES = 4100

/**
 * What a file is, by its first bytes; its name only tells texts apart. Throws Unreadable for what no letter comes in,
 * with what to do about it.
 */
export async function kindOf(head: Uint8Array, name: string): Promise<FileKind> {
  if (head.length === 0)
    throw new Unreadable('This file is empty (0 bytes). Save or download it again and choose that.')
  const ending = endingOf(name)
  // The mark of UTF-16 would be taken for the start of an MP3.
  const binary = isWideText(head) ? undefined : await fileTypeFromBuffer(head)
  const kind = binary ? binaryKind(binary.mime, ending) : textKind(head, ending)
  if (kind === null) throw new Unreadable(whyNot(binary?.mime ?? '', ending))
  return kind
}

const isWideText = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

const endingOf = (name: string): string => /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''

function binaryKind(mime: string, ending: string): FileKind | null {
  if (mime === 'application/pdf') return 'pdf'
  if (['image/png', 'image/jpeg', 'image/webp', 'image/bmp'].includes(mime)) return 'image'
  if (mime === docxType) return 'docx'
  // The first bytes of some .docx only say that they are a zip; what reads it finds out.
  if (mime === 'application/zip' && ending === 'docx') return 'docx'
  return null
}

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

function textKind(head: Uint8Array, ending: string): FileKind | null {
  const start = Buffer.from(head.subarray(0, 1024)).toString('latin1')
  if (!isWideText(head) && head.includes(0)) return null
  const isHtml =
    /^(?:\u00EF\u00BB\u00BF)?\s*(?:<!--[^>]*>\s*)?<(?:!doctype html|html|head|body|div|p)\b/i.test(start)
  if (['pdf', 'docx', 'png', 'jpg', 'jpeg', 'webp', 'doc', 'rtf', 'svg', 'tif', 'tiff'].includes(ending))
    return null
  if (isHtml || ending === 'html' || ending === 'htm') return /<svg\b/i.test(start) && !isHtml ? null : 'html'
  if (/<svg\b/i.test(start)) return null
  if (ending === 'eml' || /^(?:[A-Z][A-Za-z-]+: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}/.test(start))
    return 'eml'
  return 'txt'
}

function whyNot(mime: string, ending: string): string {
  if (ending === 'pdf')
    return 'This file is named .pdf but is not a PDF: perhaps a web page saved under that name. Open it and save or print it as PDF, or paste the text of the letter.'
  if (ending === 'docx' || ending === 'doc' || mime === 'application/x-cfb')
    return 'This is not a Word file of today (.docx). Open it in Word and save it as .docx or PDF.'
  if (ending === 'rtf' || mime === 'application/rtf')
    return 'Rich text files (.rtf) are not read. Open it and save it as .docx or PDF.'
  if (
    ['image/tiff', 'image/heic', 'image/heif', 'image/avif', 'image/gif'].includes(mime) ||
    /^tiff?$/.test(ending)
  )
    return 'Pictures of this kind are not read. Save it as PNG, JPEG or PDF.'
  if (['zip', 'rar', '7z'].includes(ending) || mime === 'application/zip')
    return 'This is a packed folder. Unpack it and choose the files of the letter themselves.'
  return `Files of this kind are not read. A letter may come as ${kindsInWords}.`
}

export const kindsInWords = 'PDF, Word (.docx), e-mail (.eml), text, web page (.html) or picture (PNG, JPEG)'

/** What the file field of a form lets a person choose. */
export const acceptedEndings = '.pdf,.docx,.eml,.txt,.html,.htm,.png,.jpg,.jpeg,.webp'

/** A file's name as it may be shown and stored: no folders, no signs that turn or hide letters. */
export function plainName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const plain = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(-120)
  return plain === '' || /^\.+$/.test(plain) ? 'file' : plain
}
