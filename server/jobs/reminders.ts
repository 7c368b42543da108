import { Types, trusted } from 'mongoose'
import { Organization } from '../../models/organization.ts'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { Question } from '../../models/question.ts'
import { type Cell, findingFacts } from '../../models/standing.ts'
import { findingAsOf } from '../domain/as-of.ts'
import { cellLabel } from '../domain/cells.ts'
import { addDays, type Day } from '../domain/day.ts'
import {
  lookAt,
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
    let isBeaten = false
    for (const zone of momentsOf(moment, due.facts.desks)) {
      const ledger = writableLedger(due.facts.ledger)
      const facts = { ...due.facts, desks: zone.desks, ledger }
      for (const { mail, draft } of await draftsOf(owed(facts, zone.now), due, zone, deps)) {
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

interface OwedDraft {
  readonly mail: OwedMail
  readonly draft: Draft
}

async function draftsOf(
  mails: readonly OwedMail[],
  due: Due,
  zone: ZoneMoment,
  deps: ClaimingDeps
): Promise<OwedDraft[]> {
  if (mails.length === 0) return []
  const ids = [...due.letters.values()].flatMap(letter => letter.recipients.map(one => one.organizationId))
  const named = await Organization.named(ids)
  const nameOf = (id: Types.ObjectId) => named.get(String(id))?.name ?? 'an office'
  return mails.flatMap(mail =>
    draftOrSkip(() => draftOf(mail, due, zone, nameOf, deps.site), { user: mail.personId }, deps.log).map(
      draft => ({
        mail,
        draft
      })
    )
  )
}

function draftOf(
  mail: OwedMail,
  due: Due,
  { now, today }: ZoneMoment,
  nameOf: (organizationId: Types.ObjectId) => string,
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

function sectionOf(
  section: OwedSection,
  due: Due,
  nameOf: (organizationId: Types.ObjectId) => string
): ReminderSection {
  const letter = found(due.letters, section.letterId)
  const isToSeveral = letter.recipients.length > 1
  const questions = section.lines.map(line => {
    const cell = due.cells.get(line.cellKey)
    return [
      line.cellKey,
      {
        text: found(due.questions, line.questionId).text,
        state: cell ? labelOf(cell, due.asOf) : '',
        recipient: cell && isToSeveral ? nameOf(cell.recipient.organizationId) : null
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
      recipients: letter.recipients.map(({ organizationId }) => nameOf(organizationId))
    },
    questions: new Map(questions)
  }
}

function labelOf({ finding, responses }: Cell, asOf: Day | null): string {
  const facts = findingFacts(finding)
  return cellLabel(asOf === null ? facts : findingAsOf(facts, finding.history, asOf), responses, 'staff')
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
  const moves = [...earliest].flatMap(([questionId, day]) => {
    const question = due.questions.get(questionId)
    if (!question || question.standing.nextStepOn === day || hasNobody(due, questionId)) return []
    const { _id, revision, standing } = question
    const filter = { _id, revision, 'standing.nextStepOn': standing.nextStepOn }
    return [{ updateOne: { filter, update: { $set: { 'standing.nextStepOn': day } } } }]
  })
  if (moves.length > 0) await Question.collection.bulkWrite(moves, { ordered: false })
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

/** Nobody is there to be told yet: what is due stays due until somebody is. */
function hasNobody(due: Due, questionId: string): boolean {
  const cell = due.facts.cells.find(one => one.questionId === questionId)
  return cell === undefined || toldAbout(cell, due.facts.people).length === 0
}

function found<R>(records: ReadonlyMap<string, R>, id: string): R {
  const record = records.get(id)
  if (record === undefined) throw new Error(`No record ${id} among those that were read.`)
  return record
}
