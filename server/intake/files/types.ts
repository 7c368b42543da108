/** The kinds of file a letter may come in. */
export const fileKinds = ['pdf', 'docx', 'eml', 'html', 'txt', 'image'] as const
export type FileKind = (typeof fileKinds)[number]

/** One page as read. `confidence` (0 to 100) is the recognizer's own, null where the file itself holds the text. */
export interface PageText {
  readonly text: string
  readonly confidence: number | null
  /** It could be neither read nor recognized; the pages around it were. */
  readonly isLost?: true
  /** Where the page lies as a picture that is still to be recognized. */
  readonly picture?: string
}

/** A file that came inside another: an attachment of a mail. */
export interface InnerFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a file gave. `title` is what it calls itself. */
export interface Extracted {
  readonly kind: FileKind
  readonly pages: readonly PageText[]
  readonly title: string | null
  readonly inner: readonly InnerFile[]
}

/** A page of which nothing could be read. */
export const lostPage: PageText = { text: '', confidence: null, isLost: true }

/** Told while a file is being read; `pages` is null while unknown. */
export type OnPage = (page: number, pages: number | null) => void | Promise<void>

/** Puts a page's picture (a PNG) aside until it is recognized; gives its place. */
export type KeepPicture = (png: Buffer) => Promise<string>

/** Waits for its turn to recognize one page; what it resolves to ends the turn. */
export type TakeTurn = () => Promise<() => void>

/** Thrown when a file cannot be read; the message is a sentence that says what to do, fit for the page. */
export class Unreadable extends Error {}
