import { Types, trusted } from 'mongoose'
import { Organization } from '../../models/organization.ts'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { Question } from '../../models/question.ts'
import { addDays, type Day } from '../domain/day.ts'
import {
  lookAt,
  type OwedFacts,
  type OwedMail,
  type OwedSection,
  owed,
  personalKey,
  toldAbout,
  writableLedger
} from '../domain/owed.ts'
import { type Due, loadDue } from '../due-letters.ts'
import { questionIdsOf, type ReminderSection, reminderMail } from '../mail/reminder-mail.ts'
import type { MailSite } from '../mail/site.ts'
import { type ClaimingDeps, claim, type Draft, draftOrSkip, HOUR_MS } from './claiming.ts'
import { latestDay, type Moment, momentsOf, type ZoneMoment } from './moment.ts'

/** One reminder as the command prints it. */
export interface ReminderLine {
  readonly to: string
  readonly subject: string
  readonly letters: readonly {
    readonly letter: string
    readonly step: string
    readonly questions: readonly string[]
  }[]
}

/** What a run claimed; in a dry run, `lines` is what it would have claimed. */
export interface ReminderRun {
  readonly lines: readonly ReminderLine[]
  readonly claimed: readonly Types.ObjectId[]
}

interface Options {
  /** Looks at every letter, also where the stored next step says that nothing is due. */
  readonly isWhole?: boolean
  /** Writes nothing. */
  readonly isDryRun?: boolean
}

/** After this a mail is not sent any more: what it was about is computed anew. */
const GRACE_MS = 48 * HOUR_MS

/** So many days the links in a reminder work. */
const LINK_DAYS = 45

/** Questions moved on together. */
const MOVES_AT_A_TIME = 1000

/** How often what is owed is computed anew when another process claimed a part of it. */
const MOST_TRIES = 10

/**
 * Claims the reminders that are owed at a moment: one mail a person. Selection is by state and inserting is the
 * claim, so it may run at any time, twice, or in two processes at once.
 */
export async function claimReminders(
  deps: ClaimingDeps,
  moment: Moment,
  { isWhole = false, isDryRun = false }: Options = {}
): Promise<ReminderRun> {
  const lines: ReminderLine[] = []
  const claimed: Types.ObjectId[] = []
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const day = { today: latestDay(moment), isAsOf: moment.isAsOf, isWhole: isWhole || moment.isAsOf }
    const due = await loadDue(day)
    const nameOf = await officesIn(due)
    let isBeaten = false
    for (const zone of momentsOf(moment, due.facts.desks)) {
      const ledger = writableLedger(due.facts.ledger)
      const facts = { ...due.facts, desks: zone.desks, ledger }
      for (const mail of owed(facts, zone.now)) {
        const about = { user: mail.personId }
        const [draft] = draftOrSkip(() => draftOf(mail, due, zone, nameOf, deps.site), about, deps.log)
        if (!draft) continue
        const id = isDryRun ? null : await claim(draft, deps)
        if (id === null && !isDryRun) {
          isBeaten = true
          continue
        }
        if (id) {
          claimed.push(id)
          await settlePersonal(mail, due)
        }
        ledger.claim(mail, zone.today)
        lines.push(lineOf(draft))
      }
      if (!isBeaten && !isDryRun && !moment.isAsOf)
        await storeNextSteps(due, lookAt(facts, zone.now).nextStepOn)
    }
    if (!isBeaten) break
  }
  return { lines, claimed }
}

type NameOf = (organizationId: Types.ObjectId) => string

async function officesIn({ letters }: Due): Promise<NameOf> {
  const named = await Organization.named([...letters.values()].flatMap(letter => letter.organizationIds))
  return id => named.get(String(id))?.name ?? 'an office'
}

function draftOf(
  mail: OwedMail,
  due: Due,
  { now, today }: ZoneMoment,
  nameOf: NameOf,
  site: MailSite
): Draft {
  const person = found(due.people, mail.personId)
  const deskIds = [...new Set(mail.sections.map(section => section.deskId))]
  const sections = mail.sections.map(section => sectionOf(section, due, nameOf))
  return {
    mail: reminderMail(
      {
        person: { id: mail.personId, name: person.name, email: person.email },
        deskName: deskIds.map(id => found(due.desks, id).name).join(', '),
        today,
        linksUntil: addDays(today, LINK_DAYS),
        sections
      },
      site
    ),
    delivery: {
      keys: [...mail.keys],
      kind: 'reminder',
      userId: person._id,
      slotAt: now,
      mentions: mail.sections.map(({ letterId }) => ({
        letterId: new Types.ObjectId(letterId),
        personId: person._id,
        day: today
      })),
      about: {
        letters: sections.map(({ owed: section, letter }) => ({
          letter: letter.slug,
          step: section.step,
          questions: questionIdsOf(section.lines)
        }))
      }
    },
    graceMs: GRACE_MS
  }
}

function sectionOf(section: OwedSection, due: Due, nameOf: NameOf): ReminderSection {
  const letter = found(due.letters, section.letterId)
  const isToSeveral = letter.organizationIds.length > 1
  const questions = section.lines.map(line => {
    const state = due.states.get(line.cellKey)
    return [
      line.cellKey,
      {
        text: found(due.questions, line.questionId).text,
        state: state?.label ?? '',
        recipient: state && isToSeveral ? nameOf(state.organizationId) : null
      }
    ] as const
  })
  return {
    owed: section,
    letter: {
      id: section.letterId,
      slug: letter.slug,
      subject: letter.subject,
      letterDate: letter.letterDate,
      recipients: letter.organizationIds.map(nameOf)
    },
    questions: new Map(questions)
  }
}

const lineOf = ({ mail, delivery }: Draft): ReminderLine => ({
  to: mail.to.address,
  subject: mail.subject,
  letters: lettersIn(delivery.about)
})

const lettersIn = (about: Draft['delivery']['about']): ReminderLine['letters'] =>
  about && Array.isArray(about.letters) ? about.letters : []

/**
 * Moves questions on to the day of their next look. A question changed meanwhile keeps what that change stored: it
 * may be armed anew for a day before the one computed here. Not a change that pages show, hence past mongoose.
 */
async function storeNextSteps(due: Due, nextStepOn: ReadonlyMap<string, Day | null>): Promise<void> {
  const earliest = new Map<string, Day | null>()
  for (const [cellKey, day] of nextStepOn) {
    const [questionId = ''] = cellKey.split(':')
    const known = earliest.get(questionId)
    if (known === undefined || known === null || (day !== null && day < known)) earliest.set(questionId, day)
  }
  const hasReader = withReaders(due.facts)
  const moves = [...earliest].flatMap(([questionId, day]) => {
    const question = due.questions.get(questionId)
    if (!question || question.nextStepOn === day || !hasReader.has(questionId)) return []
    const { _id, revision, nextStepOn: known } = question
    const filter = { _id, revision, 'standing.nextStepOn': known }
    return [{ updateOne: { filter, update: { $set: { 'standing.nextStepOn': day } } } }]
  })
  for (let start = 0; start < moves.length; start += MOVES_AT_A_TIME)
    await Question.collection.bulkWrite(moves.slice(start, start + MOVES_AT_A_TIME), { ordered: false })
}

/** What a person asked to be reminded of is asked for no more once its mail is claimed. */
async function settlePersonal(mail: OwedMail, { personal }: Due): Promise<void> {
  const told = personal.filter(({ questionId, personId, on }) =>
    mail.keys.includes(personalKey({ questionId: String(questionId), personId: String(personId), on }))
  )
  const ids = told.map(({ _id }) => _id)
  if (ids.length > 0)
    await PersonalReminder.updateMany({ _id: trusted({ $in: ids }) }, { $set: { isClaimed: true } })
}

/** The questions of which there is somebody to tell: what is due of others stays due until there is. */
const withReaders = ({ cells, people }: OwedFacts): ReadonlySet<string> =>
  new Set(cells.filter(cell => toldAbout(cell, people).length > 0).map(({ questionId }) => questionId))

function found<R>(records: ReadonlyMap<string, R>, id: string): R {
  const record = records.get(id)
  if (record === undefined) throw new Error(`No record ${id} among those that were read.`)
  return record
}
