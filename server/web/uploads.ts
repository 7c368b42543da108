import { unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Request, RequestHandler } from 'express'
import multer from 'multer'
import { HttpError } from '../errors.ts'

/** A file that came with a form, in the system's temporary folder until the request is answered. */
export interface UploadedFile {
  /** As the browser said; not to be trusted with anything but being shown. */
  readonly name: string
  readonly path: string
  readonly size: number
}

export const MOST_UPLOAD_BYTES = 50 * 1024 * 1024
export const MOST_UPLOADS = 20

const reader = multer({
  storage: multer.diskStorage({ destination: tmpdir() }),
  defParamCharset: 'utf8',
  limits: {
    fileSize: MOST_UPLOAD_BYTES,
    files: MOST_UPLOADS,
    fields: 100,
    parts: 100 + MOST_UPLOADS,
    fieldSize: 20 * 1024 * 1024,
    fieldNameSize: 200,
    headerPairs: 100
  }
}).array('files', MOST_UPLOADS)

/**
 * Reads a form that may hold files. The fields must stand before the files in the form, so that they are known also
 * when the files are refused; why they were is for the form to say, from `uploadProblem`.
 */
export const readUploads: RequestHandler = (req, res, next) => {
  reader(req, res, error => {
    const paths = uploadsIn(req).map(({ path }) => path)
    res.on('close', () => void Promise.allSettled(paths.map(path => unlink(path))))
    if (isGarbled(error)) return next(new HttpError(400, garbled))
    if (!(error instanceof multer.MulterError)) return next(error)
    problems.set(req, sentences[error.code] ?? 'What was sent could not be read. Choose the files again.')
    next()
  })
}

/** What the form parser throws at a form that no browser sends; errors of the system carry a code. */
const isGarbled = (error: unknown): boolean => error instanceof Error && !('code' in error)

const garbled = 'What was sent could not be read. Nothing was saved.'

const problems = new WeakMap<Request, string>()

/** Why the files of a form were refused, in a sentence; null when they were not. */
export const uploadProblem = (req: Request): string | null => problems.get(req) ?? null

/** The files of a form, in the order they were sent. A file field left empty is none. */
export function uploadsIn(req: Request): UploadedFile[] {
  const files = Array.isArray(req.files) ? req.files : []
  return files
    .filter(({ originalname, size }) => originalname !== '' || size > 0)
    .map(({ originalname, path, size }) => ({ name: originalname, path, size }))
}

const sentences: Readonly<Record<string, string>> = {
  LIMIT_FILE_SIZE: `A file may have ${MOST_UPLOAD_BYTES / 1024 / 1024} MB. Save the pages of the letter as a file of their own, or paste its text.`,
  LIMIT_FILE_COUNT: `A letter may come in ${MOST_UPLOADS} files. Put its pages together first.`,
  LIMIT_UNEXPECTED_FILE: `A letter may come in ${MOST_UPLOADS} files. Put its pages together first.`,
  LIMIT_FIELD_VALUE: 'That text is too long. Paste only the letter itself.'
}
