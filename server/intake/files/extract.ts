import type { Extracted, FileKind, KeepPicture, OnPage } from './types.ts'

/**
 * Reads the text out of a file of a known kind. Only ever called inside the fence: files are hostile. Each reader is
 * loaded when it is needed, since a process reads one file and ends.
 */
export async function extract(
  kind: FileKind,
  bytes: Uint8Array,
  onPage: OnPage,
  keep: KeepPicture,
  skip: readonly number[] = []
): Promise<Extracted> {
  switch (kind) {
    case 'pdf':
      return (await import('./pdf.ts')).readPdf(bytes, onPage, keep, skip)
    case 'image':
      return (await import('./picture.ts')).readPicture(bytes, keep)
    case 'docx':
      return (await import('./docx.ts')).readDocx(bytes)
    case 'eml':
      return (await import('./eml.ts')).readMail(bytes)
    case 'html':
      return (await import('./html.ts')).readHtml(bytes)
    case 'txt':
      return (await import('./plain-text.ts')).readText(bytes)
  }
}
