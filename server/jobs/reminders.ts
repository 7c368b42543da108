import { Types, trusted } from 'mongoose'
import { Organization } from '../../models/organization.ts'
import { PersonalReminder } from '../../models/personal-reminder.ts'
import { Question } from '../../models/question.ts'
import { addDays, type Day } from '../domain/day.ts'
import {
  bySection,
  cellKeyOf,
  lookAt,
  type OwedFacts,
  type OwedSection,
  owed,
  personalKey,
  toldAbout,
  writableLedger
} from '../domain/owed.ts'
import { type Due, type DueQuestion, type DueRun, openDue } from '../due-letters.ts'
import { mostSections, questionIdsOf, type ReminderSection, reminderMail } from '../mail/reminder-mail.ts'
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
    const run = await openDue(day)
    let isBeaten = false
    for (const { zone, mails, moves } of await gather(run, moment)) {
      const unclaimed = new Set<string>()
      for (const [personId, { first, others }] of mails) {
        const letters = [...first, ...others.sort(byUrgency)]
        const [draft] = draftOrSkip(
          () => draftOf(personId, letters, run, zone, deps.site),
          { user: personId },
          deps.log
        )
        const id = draft && !isDryRun ? await claim(draft, deps) : null
        if (!draft || (id === null && !isDryRun)) {
          isBeaten ||= draft !== undefined
          for (const { section } of letters) unclaimed.add(section.letterId)
          continue
        }
        if (id) {
          claimed.push(id)
          await settlePersonal(draft, run)
        }
        lines.push(lineOf(draft))
      }
      if (!isBeaten && !isDryRun && !moment.isAsOf)
        await storeNextSteps(moves.filter(({ letterId }) => !unclaimed.has(letterId)))
    }
    if (!isBeaten) break
  }
  return { lines, claimed }
}

/** A letter that a mail is about. Of those it does not show only what its claim says is kept, as they may be many. */
interface OwedLetter {
  readonly section: OwedSection
  readonly slug: string
  readonly keys: readonly string[]
  readonly questions: readonly string[]
  readonly shown: ReminderSection | null
}

/** What is owed at the desks of a zone: the letters of each person, and where questions go once all of it is claimed. */
interface ZoneOwed {
  readonly zone: ZoneMoment
  readonly mails: Map<string, Owing>
  readonly moves: Move[]
}

/** Goes through the letters of a run, some at a time: no letter's mails or next steps depend on another letter. */
async function gather(run: DueRun, moment: Moment): Promise<ZoneOwed[]> {
  const zones = momentsOf(moment, run.deskFacts).map(
    (zone): ZoneOwed => ({ zone, mails: new Map(), moves: [] })
  )
  for await (const due of run.portions()) {
    const nameOf = await officesIn(due)
    for (const { zone, mails, moves } of zones) {
      const ledger = writableLedger(due.facts.ledger)
      const facts = { ...due.facts, desks: zone.desks, ledger }
      for (const mail of owed(facts, zone.now)) {
        ledger.claim(mail, zone.today)
        const letters = mail.sections.map(section => owedLetter(section, due, nameOf))
        const owing = mails.get(mail.personId) ?? { first: [], others: [] }
        mails.set(mail.personId, owing)
        add(owing, letters)
      }
      for (const move of movesOf(due, lookAt(facts, zone.now).nextStepOn)) moves.push(move)
    }
  }
  return zones
}

function owedLetter(section: OwedSection, due: Due, nameOf: NameOf): OwedLetter {
  return {
    section,
    slug: found(due.letters, section.letterId).slug,
    keys: section.lines.flatMap(line => line.keys),
    questions: questionIdsOf(section.lines),
    shown: sectionOf(section, due, nameOf)
  }
}

/** A person's mail as far as it is known: the letters it shows, in their order, and the others in none. */
interface Owing {
  readonly first: OwedLetter[]
  readonly others: OwedLetter[]
}

const byUrgency = (a: OwedLetter, b: OwedLetter): number => bySection(a.section, b.section)

function add({ first, others }: Owing, letters: readonly OwedLetter[]): void {
  first.push(...letters)
  first.sort(byUrgency)
  for (const letter of first.splice(mostSections)) {
    const section = { ...letter.section, lines: letter.section.lines.slice(0, 1) }
    others.push({ ...letter, section, shown: null })
  }
}

type NameOf = (organizationId: Types.ObjectId) => string

async function officesIn({ letters }: Due): Promise<NameOf> {
  const named = await Organization.named([...letters.values()].flatMap(letter => letter.organizationIds))
  return id => named.get(String(id))?.name ?? 'an office'
}

function draftOf(
  personId: string,
  letters: readonly OwedLetter[],
  run: DueRun,
  { now, today }: ZoneMoment,
  site: MailSite
): Draft {
  const person = found(run.people, personId)
  const deskIds = [...new Set(letters.map(({ section }) => section.deskId))]
  const left = letters.slice(mostSections)
  return {
    mail: reminderMail(
      {
        person: { id: personId, name: person.name, email: person.email },
        deskName: deskIds.map(id => found(run.desks, id).name).join(', '),
        today,
        linksUntil: addDays(today, LINK_DAYS),
        sections: letters.flatMap(({ shown }) => shown ?? []),
        left: { letters: left.length, questions: left.flatMap(({ questions }) => questions).length }
      },
      site
    ),
    delivery: {
      keys: letters.flatMap(({ keys }) => keys),
      kind: 'reminder',
      userId: person._id,
      slotAt: now,
      mentions: letters.map(({ section }) => ({
        letterId: new Types.ObjectId(section.letterId),
        personId: person._id,
        day: today
      })),
      about: {
        letters: letters.map(({ section, slug, questions }) => ({
          letter: slug,
          step: section.step,
          questions
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

/** A question moved on to the day of its next look. */
interface Move extends Pick<DueQuestion, '_id' | 'revision'> {
  readonly letterId: string
  readonly from: Day | null
  readonly to: Day | null
}

function movesOf(due: Due, nextStepOn: ReadonlyMap<string, Day | null>): Move[] {
  const hasReader = withReaders(due.facts)
  const moves = new Map<string, Move>()
  for (const { letterId, questionId, recipientId } of due.facts.cells) {
    const to = nextStepOn.get(cellKeyOf({ questionId, recipientId }))
    const question = due.questions.get(questionId)
    if (to === undefined || !question || !hasReader.has(questionId)) continue
    const { _id, revision, nextStepOn: from } = question
    const known = moves.get(questionId)?.to ?? null
    const earliest = known === null || (to !== null && to < known) ? to : known
    moves.set(questionId, { _id, revision, letterId, from, to: earliest })
  }
  return [...moves.values()].filter(({ from, to }) => from !== to)
}

/**
 * A question changed meanwhile keeps what that change stored: it may be armed anew for a day before the one computed
 * here. Not a change that pages show, hence past mongoose.
 */
async function storeNextSteps(moves: readonly Move[]): Promise<void> {
  for (let start = 0; start < moves.length; start += MOVES_AT_A_TIME)
    await Question.collection.bulkWrite(
      moves.slice(start, start + MOVES_AT_A_TIME).map(({ _id, revision, from, to }) => ({
        updateOne: {
          filter: { _id, revision, 'standing.nextStepOn': from },
          update: { $set: { 'standing.nextStepOn': to } }
        }
      })),
      { ordered: false }
    )
}

/** What a person asked to be reminded of is asked for no more once its mail is claimed. */
async function settlePersonal({ delivery }: Draft, { personal }: DueRun): Promise<void> {
  const told = personal.filter(({ questionId, personId, on }) =>
    delivery.keys.includes(personalKey({ questionId: String(questionId), personId: String(personId), on }))
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
