/** An answer the reader gets instead of a page; the one error handler in `web/error-pages` renders it. */
export class HttpError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
    this.name = new.target.name
  }
}

/** Thrown when what the address names does not exist, or may not be seen by this reader. */
export class NotFound extends HttpError {
  constructor(message = 'There is no such page.') {
    super(404, message)
  }
}

/** Thrown when a signed-in person asks for what their role does not allow. */
export class Forbidden extends HttpError {
  constructor(message = 'Your role does not allow this.') {
    super(403, message)
  }
}

/** Thrown when a letter was published and then withdrawn; the message is the recorded reason. */
export class Gone extends HttpError {
  constructor(message: string) {
    super(410, message)
  }
}

/** One message per field of a form, keyed by the field's name; '' holds what concerns the whole form. */
export type FieldErrors = Readonly<Record<string, string>>

/** Thrown when what was sent cannot be accepted as it is; `fields` says why, one sentence per field. */
export class Invalid extends HttpError {
  readonly fields: FieldErrors
  constructor(fields: FieldErrors) {
    super(422, Object.values(fields).join(' '))
    this.fields = fields
  }
}

/** Thrown when a record changed between reading and saving; nothing was stored. */
export class Conflict extends HttpError {
  constructor(message = 'Somebody else changed this meanwhile.') {
    super(409, message)
  }
}

/** Thrown when somebody has tried too often; after so many seconds it may be tried again. */
export class TooMany extends HttpError {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    const minutes = Math.ceil(retryAfterSeconds / 60)
    super(429, `Too many tries. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
