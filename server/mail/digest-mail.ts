import { type Day, longDay } from '../domain/day.ts'
import { type DigestSection, digestSectionLabels, digestSections } from '../domain/digest.ts'
import { paths } from '../paths.ts'
import { mailbox, oneLine } from './address.ts'
import type { Mail } from './compose.ts'
import { frameOf, listOf } from './frame.ts'
import { type Frame, mailTemplate } from './render.ts'
import type { MailSite } from './site.ts'

/** One question of a digest: its words, and who asked whom, when, and what came of it. */
export interface DigestQuestion {
  readonly id: string
  readonly text: string
  readonly about: string
}

export interface DigestMailFacts {
  readonly to: { readonly name: string; readonly address: string }
  /** What it covers, as its subject names it: a desk, or what a subscriber follows. */
  readonly title: string
  readonly fromDay: Day
  readonly untilDay: Day
  readonly subjectCounts: string
  readonly counts: Readonly<Partial<Record<DigestSection, number>>>
  readonly sections: Readonly<Partial<Record<DigestSection, readonly DigestQuestion[]>>>
  readonly why: string
  /** Path of the list on the site that shows all of it. */
  readonly allPath: string
  /** Paths that stop it: a page that asks, and the address of a one-click POST. */
  readonly stop: { readonly text: string; readonly path: string; readonly oneClickPath: string }
}

/** What the digest's templates are filled with. */
export interface DigestContext extends Frame {
  readonly subjectLine: string
  readonly title: string
  readonly period: string
  readonly sections: readonly {
    readonly label: string
    readonly items: readonly { readonly text: string; readonly about: string; readonly url: string }[]
    readonly cut: string | null
  }[]
  readonly all: { readonly text: string; readonly url: string }
}

const MOST_CHARACTERS = 220

/** The weekly mail: what came back, what is overdue, what is due, and what has waited longest. */
export function digestMail(facts: DigestMailFacts, site: MailSite): Mail {
  const oneClick = `${site.baseUrl}${facts.stop.oneClickPath}`
  return {
    ...render(contextOf(facts, site)),
    to: mailbox(facts.to.name, facts.to.address),
    // RFC 8058 allows https alone: over http the header would be one that no mailbox may follow.
    list: listOf(site, 'digest', 'digest', oneClick.startsWith('https:') ? oneClick : null)
  }
}

const render = mailTemplate<DigestContext>('digest')

const contextOf = (facts: DigestMailFacts, site: MailSite): DigestContext => ({
  ...frameOf(site, {
    preview: `${facts.subjectCounts}. ${longDay(facts.fromDay)} to ${longDay(facts.untilDay)}.`,
    why: facts.why,
    stop: { text: facts.stop.text, url: `${site.baseUrl}${facts.stop.path}` }
  }),
  subjectLine: `${oneLine(facts.title, 60)}: ${facts.subjectCounts}`,
  title: facts.title,
  period: `${longDay(facts.fromDay)} to ${longDay(facts.untilDay)}`,
  sections: digestSections.flatMap(section => {
    const questions = facts.sections[section] ?? []
    if (questions.length === 0) return []
    const left = (facts.counts[section] ?? 0) - questions.length
    return {
      label: digestSectionLabels[section],
      items: questions.map(({ id, text, about }) => ({
        text: oneLine(text, MOST_CHARACTERS),
        about,
        url: `${site.baseUrl}${paths.question(id)}`
      })),
      cut: left > 0 ? `And ${left} more.` : null
    }
  }),
  all: { text: 'See the whole list', url: `${site.baseUrl}${facts.allPath}` }
})
