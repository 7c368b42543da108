import { simpleParser } from 'mailparser'
import { textOfHtml } from './html.ts'
import { plainName } from './kinds.ts'
import { MOST_FILES } from './limits.ts'
import type { Extracted } from './types.ts'

/** A mail's text, and the files that came with it. Nothing it links to is fetched. */
export async function readMail(bytes: Uint8Array): Promise<Extracted> {
  const mail = await simpleParser(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true
  })
  const text = mail.text?.trim() || (typeof mail.html === 'string' ? textOfHtml(mail.html) : '')
  return {
    kind: 'eml',
    pages: [{ text, confidence: null }],
    title: mail.subject?.slice(0, 200) ?? null,
    inner: mail.attachments
      .filter(({ contentDisposition, related }) => !related || contentDisposition === 'attachment')
      .slice(0, MOST_FILES)
      .map(({ filename, content }) => ({ name: plainName(filename ?? 'attachment'), bytes: content }))
  }
}
