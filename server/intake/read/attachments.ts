import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { isHeading } from './outline.ts'
import { oneLine } from './reading.ts'
import type { Span } from './types.ts'

const attachmentHeading =
  /^(?:(?:attachment|appendix|enclosure|exhibit|schedule|addendum)\b.{0,30}\b(?:questions|requests|interrogatories|information)\b.{0,60}|(?:document |information |specific |detailed |list of |additional |written )?(?:questions|requests|interrogatories)\b.{0,60})$/i
const instructions =
  /^(?:instructions|definitions|responding to|production instructions|general instructions|document production)\b/i
const promisesAttached =
  /\b(?:attached|enclosed|appended|accompanying)\b.{0,60}\b(?:questions|requests|list)\b|\b(?:questions|requests)\b.{0,60}\b(?:attached|enclosed|appended|at the (?:end|conclusion) of this letter)/i
const promisesList =
  /\bfollowing\b.{0,60}\b(?:questions|requests|information|documents)\b|\bquestions\b.{0,60}\bbelow\b/i

/** Questions that stand after the signatures: under a heading that says so, or where the letter says they are. */
export function attachmentOf(text: string, frame: Frame, hasList: boolean): Span | null {
  const region = { start: frame.isClosed ? frame.signature.start : frame.tail.start, end: frame.tail.end }
  let start: number | null = null
  let end = frame.tail.end
  for (const line of linesOf(text, region)) {
    if (line.isBlank || line.text.length > 90) continue
    if (instructions.test(line.text)) {
      end = line.from
      break
    }
    if (
      start === null &&
      attachmentHeading.test(line.text) &&
      isHeading({ text: line.text.replace(/:$/, '') })
    )
      start = line.to
  }
  if (start === null) {
    const said = oneLine(text.slice(frame.body.start, frame.body.end))
    if (frame.isClosed && (promisesAttached.test(said) || (!hasList && promisesList.test(said))))
      start = frame.tail.start
  }
  return start === null || end <= start ? null : { start, end }
}
