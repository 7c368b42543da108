import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import juice from 'juice'
import { oneLine } from './address.ts'

/** What stands around every mail: who it is from, and at its foot why the reader gets it and how to stop it. */
export interface Frame {
  readonly siteName: string
  readonly siteUrl: string
  /** What a mailbox shows beside the subject. */
  readonly preview: string
  readonly footer: {
    readonly why: string
    readonly stop: { readonly text: string; readonly url: string } | null
    readonly postalAddress: string
  }
}

/** A mail as a reader sees it. */
export interface Rendered {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Names of folders under `templates/`. */
export const mailTemplates = [
  'reminder',
  'digest',
  'answer',
  'confirmation',
  'sign-in',
  'dispute',
  'dispute-outcome',
  'address-change',
  'address-changed'
] as const
export type MailTemplate = (typeof mailTemplates)[number]

const SUBJECT_LENGTH = 150

/**
 * Reads a mail's three templates and returns what fills them in. The style is moved into the elements once, here:
 * doing it for each mail costs more than all the rest.
 */
export function mailTemplate<Context extends Frame>(name: MailTemplate): (context: Context) => Rendered {
  const subject = texts.compile(source(name, 'subject.txt'), strict)
  const text = texts.compile(framed('txt', source(name, 'body.txt')), strict)
  const html = pages.compile(
    juice(framed('html', source(name, 'body.html')), { preserveImportant: true }),
    strict
  )
  return context => {
    const line = oneLine(subject(context), SUBJECT_LENGTH)
    return { subject: line, text: tidy(text(context)), html: html({ ...context, subject: line }) }
  }
}

// A name that the context lacks is an error and not a blank. `{{#if}}` on such a name is not caught by it.
const strict = { strict: true, knownHelpersOnly: true, knownHelpers: { fold: true } }

const pages = Handlebars.create()
// Plain text has no markup to escape.
const texts = Handlebars.create()
const compileText = texts.compile.bind(texts)
texts.compile = (input, options) => compileText(input, { ...options, noEscape: true })

/** `{{fold text indent="   "}}`: lines of at most 72 characters, the indent before all but the first. */
texts.registerHelper('fold', (text: string, options: { hash: { indent?: string } }) =>
  fold(text, options.hash.indent ?? '')
)

function fold(text: string, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && indent.length + line.length + 1 + word.length > 72) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].join(`\n${indent}`)
}

const tidy = (text: string): string =>
  `${text
    .replace(/(?<!^--|[ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`

const framed = (format: 'txt' | 'html', body: string): string =>
  read(`layout/layout.${format}.hbs`).replace('{{body}}', () => body)

const source = (name: MailTemplate, file: 'subject.txt' | 'body.txt' | 'body.html'): string =>
  read(`${name}/${file}.hbs`)

const read = (file: string): string =>
  readFileSync(new URL(`../../templates/${file}`, import.meta.url), 'utf8')
