import type { LetterReading } from '../read/types.ts'
import type { Extracted, FileKind, PageText } from './types.ts'

/** What the fenced process is asked to do. */
export type Task =
  | {
      readonly do: 'extract'
      readonly path: string
      readonly kind: FileKind
      /** Numbers of pages that are not drawn: one of them ended the process before. */
      readonly skip: readonly number[]
    }
  | { readonly do: 'recognize'; readonly pictures: readonly string[] }
  | { readonly do: 'read'; readonly text: string }

/** What it says while at it and at the end; `turn` asks to recognize a page, `turnEnds` that it is done; `recognized` comes for each page. */
export type Said =
  | { readonly says: 'ready' }
  | { readonly says: 'page'; readonly page: number; readonly pages: number | null }
  | { readonly says: 'turn' }
  | { readonly says: 'turnEnds' }
  | { readonly says: 'extracted'; readonly extracted: Extracted }
  | { readonly says: 'recognized'; readonly page: PageText }
  | { readonly says: 'allRecognized' }
  | { readonly says: 'reading'; readonly reading: LetterReading }
  | { readonly says: 'unreadable'; readonly why: string }

/** What it is told later: that its turn has come. */
export interface Go {
  readonly go: true
}
