import { paths } from '../paths.ts'
import { mailbox, oneLine } from './address.ts'
import type { Mail } from './compose.ts'
import type { DigestQuestion } from './digest-mail.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

export interface AnswerFacts {
  readonly address: string
  readonly follows: string
  readonly questions: readonly DigestQuestion[]
  /** Paths that stop it, and that change what is followed. */
  readonly stopPath: string
  readonly managePath: string
}

/** What the templates of the notice of an answer are filled with. */
export interface AnswerContext extends Frame {
  readonly subjectLine: string
  readonly title: string
  readonly follows: string
  readonly questions: readonly { readonly text: string; readonly about: string; readonly url: string }[]
  readonly cut: string | null
  readonly manage: { readonly text: string; readonly url: string }
}

const MOST_QUESTIONS = 10
const MOST_CHARACTERS = 400

/** The mail to a subscriber as soon as something they follow was answered. */
export function answerMail(facts: AnswerFacts, site: MailSite): Mail {
  const { questions } = facts
  const stop = `${site.baseUrl}${facts.stopPath}`
  const left = questions.length - MOST_QUESTIONS
  const title =
    questions.length === 1 ? 'A question was answered' : `${questions.length} questions were answered`
  return {
    ...render({
      ...frameOf(site, {
        preview: questions[0]?.text ?? '',
        why: `You get this as soon as there is an answer because you follow ${facts.follows}.`,
        stop: { text: 'Stop this mail', url: stop }
      }),
      subjectLine: `${title}: ${oneLine(questions[0]?.text ?? '', 80)}`,
      title,
      follows: facts.follows,
      questions: questions.slice(0, MOST_QUESTIONS).map(({ id, text, about }) => ({
        text: oneLine(text, MOST_CHARACTERS),
        about,
        url: `${site.baseUrl}${paths.question(id)}`
      })),
      cut: left > 0 ? `And ${left} more.` : null,
      manage: { text: 'Change what you follow', url: `${site.baseUrl}${facts.managePath}` }
    }),
    to: mailbox('', facts.address),
    list: listOf(site, 'answers', 'answers', stop.startsWith('https:') ? stop : null)
  }
}

const render = mailTemplate<AnswerContext>('answer')
