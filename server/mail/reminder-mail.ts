import { type Day, fullDay, longDay } from '../domain/day.ts'
import type { OwedLine, OwedSection } from '../domain/owed.ts'
import { paths } from '../paths.ts'
import { mailbox, oneLine } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { mailLinkPath } from './mail-link.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

/** What a reminder says about one letter. */
export interface ReminderSection {
  readonly owed: OwedSection
  readonly letter: {
    readonly id: string
    readonly slug: string
    readonly subject: string
    readonly letterDate: Day | null
    /** The names of the offices it went to. */
    readonly recipients: readonly string[]
  }
  /** How each line's question reads, and what its cell shows, by the line's `cellKey`. */
  readonly questions: ReadonlyMap<string, ReminderQuestion>
}

export interface ReminderQuestion {
  readonly text: string
  readonly state: string
  /** The office, where the letter went to several. */
  readonly recipient: string | null
}

export interface ReminderFacts {
  readonly person: { readonly id: string; readonly name: string; readonly email: string }
  readonly deskName: string
  readonly today: Day
  /** Until when the links in it work. */
  readonly linksUntil: Day
  /** At most `mostSections`. */
  readonly sections: readonly ReminderSection[]
  /** How many letters, with how many questions, find no room. */
  readonly left: { readonly letters: number; readonly questions: number }
}

/** What the reminder's templates are filled with. */
export interface ReminderContext extends Frame {
  readonly subjectLine: string
  readonly title: string
  readonly deskName: string
  readonly today: string
  readonly sections: readonly {
    readonly subject: string
    readonly url: string
    readonly addressed: string
    readonly why: string
    readonly questions: readonly {
      readonly position: number
      readonly text: string
      readonly url: string
      readonly state: string
    }[]
    readonly cut: string | null
    readonly links: readonly { readonly text: string; readonly url: string; readonly isMain: boolean }[]
  }[]
  /** Letters that found no room. */
  readonly more: { readonly text: string; readonly url: string } | null
}

/** So many fit into a mail that a mailbox shows whole. */
export const mostSections = 12
const MOST_QUESTIONS = 12
const MOST_CHARACTERS = 400

/** The mail to a person of a desk about letters whose questions are due, overdue, unchecked or to be reviewed. */
export function reminderMail(facts: ReminderFacts, site: MailSite): Mail {
  return {
    ...render(contextOf(facts, site)),
    to: mailbox(facts.person.name, facts.person.email),
    list: listOf(site, 'reminders', 'reminders')
  }
}

const render = mailTemplate<ReminderContext>('reminder')

function contextOf(facts: ReminderFacts, site: MailSite): ReminderContext {
  const { sections, deskName, left } = facts
  const url = (path: string) => `${site.baseUrl}${path}`
  const letters = sections.length + left.letters
  return {
    ...frameOf(site, {
      preview: oneLine(
        sections.map(({ owed, letter }) => `${letter.subject}: ${owed.label}`).join('. '),
        200
      ),
      why: `You get this because you work on letters of ${deskName}. It comes when a letter's date comes near or has passed, when a reply waits for review, and when nobody has looked for 90 days.`,
      stop: {
        text: 'To stop it for a letter, set it quiet until a day, or hand it over to somebody else',
        url: url(paths.myDesk())
      }
    }),
    subjectLine: subjectOf(facts),
    title: letters === 1 ? 'One letter needs your attention' : `${letters} letters need your attention`,
    deskName,
    today: fullDay(facts.today),
    sections: sections.map(section => sectionContext(section, facts, site)),
    more:
      left.letters > 0
        ? { text: `And ${counted(left.letters, 'more letter')}`, url: url(paths.myDesk()) }
        : null
  }
}

/** What the mail is about, so that it can be told apart in a list: the letter, or how many. */
function subjectOf({ sections, left }: ReminderFacts): string {
  const questions = sections.reduce((sum, { owed }) => sum + questionIdsOf(owed.lines).length, left.questions)
  const [first] = sections
  if (first === undefined) throw new Error('A reminder is about at least one letter.')
  const letters = sections.length + left.letters
  if (letters > 1) return `${letters} letters to follow up: ${counted(questions, 'open question')}`
  const letter = oneLine(first.letter.subject, 70)
  return first.owed.kind === 'review'
    ? `A reply to review: ${letter}`
    : `${counted(questions, 'open question')} (${first.owed.label}): ${letter}`
}

function sectionContext({ owed, letter, questions }: ReminderSection, facts: ReminderFacts, site: MailSite) {
  const shown = owed.lines.slice(0, MOST_QUESTIONS)
  const left = owed.lines.length - shown.length
  return {
    subject: letter.subject,
    url: `${site.baseUrl}${paths.letter(letter.slug)}`,
    addressed: `${letter.letterDate ? `Sent on ${longDay(letter.letterDate)}` : 'Sent'} to ${inWords(letter.recipients)}`,
    why: sentence(owed.reason),
    questions: shown.map(line => {
      const question = questions.get(line.cellKey)
      const office = question?.recipient ? `${question.recipient}: ` : ''
      return {
        position: line.position,
        text: oneLine(question?.text ?? '', MOST_CHARACTERS),
        url: `${site.baseUrl}${paths.question(line.questionId)}`,
        state: `${office}${question?.state ?? ''}`
      }
    }),
    cut: left > 0 ? `And ${counted(left, 'more line')} on the letter's page.` : null,
    links: linksOf(owed, letter, facts, site)
  }
}

/** None of these changes anything by being opened: each leads to a page that asks once. */
function linksOf(
  owed: OwedSection,
  letter: ReminderSection['letter'],
  { person, linksUntil }: ReminderFacts,
  site: MailSite
) {
  const link = (text: string, path: string, isMain = false) => ({
    text,
    url: `${site.baseUrl}${path}`,
    isMain
  })
  const act = (text: string, act: 'still-nothing' | 'chased' | 'quiet') =>
    link(text, mailLinkPath(site.secrets, { act, letterId: letter.id, userId: person.id, until: linksUntil }))
  if (owed.kind === 'review') return [link('Review the reply', paths.letter(letter.slug), true)]
  return [
    link('A reply came: log it', paths.newResponse(letter.slug), true),
    act('Still nothing: I looked', 'still-nothing'),
    act('I chased them', 'chased'),
    act('Quiet until a day', 'quiet'),
    ...(owed.isLongOverdue ? [link('Draft a follow-up letter', paths.followUpLetter(letter.slug))] : [])
  ]
}

/** The questions that lines speak of, each once, in their order. */
export const questionIdsOf = (lines: readonly OwedLine[]): string[] => [
  ...new Set(lines.map(line => line.questionId))
]

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const inWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
