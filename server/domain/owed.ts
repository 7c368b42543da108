import { DateTime } from 'luxon'
import { isBusinessDay, nextBusinessDay } from './business-days.ts'
import { addDays, type Day, daysBetween, laterOf, longDay } from './day.ts'
import { compareTexts } from './order.ts'
import {
  type CellFacts,
  cellKeyOf,
  type DeskFacts,
  type LedgerView,
  type OwedFacts,
  type PersonalReminder,
  type PersonFacts
} from './owed-facts.ts'
import { type Candidate, candidatesOf, nextStep } from './owed-steps.ts'
import { personalStep, type StepKind, stepKinds } from './reminders.ts'

export type {
  CellFacts,
  DeskFacts,
  LedgerView,
  OwedFacts,
  PersonalReminder,
  PersonFacts
} from './owed-facts.ts'
export { cellKeyOf } from './owed-facts.ts'
export { nextStep } from './owed-steps.ts'

/** One line of a section. `keys` go into the ledger: cell|person|step|version of the date. */
export interface OwedLine {
  readonly cellKey: string
  readonly questionId: string
  /** Null in a person's own reminder, which is about the whole question. */
  readonly recipientId: string | null
  readonly position: number
  readonly kind: StepKind
  readonly step: string
  readonly label: string
  /** The step's own day; it may have been missed. */
  readonly sendOn: Day
  readonly reason: string
  readonly dueOn: Day | null
  readonly followUpOn: Day | null
  readonly isLongOverdue: boolean
  readonly keys: readonly string[]
}

/** What a mail says about one letter; `step`, `label` and `reason` are its most pressing line's. */
export interface OwedSection {
  readonly letterId: string
  readonly deskId: string
  readonly kind: StepKind
  readonly step: string
  readonly label: string
  readonly reason: string
  /** Offers a drafted follow-up letter. */
  readonly isLongOverdue: boolean
  /** For the second person, who is told because the letter is long overdue. */
  readonly isCopy: boolean
  readonly lines: readonly OwedLine[]
}

export interface OwedMail {
  readonly personId: string
  readonly sections: readonly OwedSection[]
  readonly keys: readonly string[]
}

/**
 * The mails owed at an instant, one a person: of each open cell the latest step whose day has come and that the
 * ledger does not hold, at desks where it is a business day and the hour has come. Selection is by state, so it does
 * not matter when, or how often, it is asked.
 */
export const owed = (facts: OwedFacts, now: Date): OwedMail[] => lookAt(facts, now).mails

/**
 * The same, and the day to look at each cell again. Once what is owed has been claimed, look again: `nextStepOn` of
 * every cell at a desk whose hour had come is then to be stored (see `nextStep`). A run as of an earlier day stores
 * nothing.
 */
export function lookAt(
  facts: OwedFacts,
  now: Date
): { mails: OwedMail[]; nextStepOn: ReadonlyMap<string, Day | null> } {
  return lookOn(facts, desk => sendingDay(desk, now))
}

/** What will be sent on each of the coming days if nothing changes, and why: the ladder walked day by day. */
export function upcomingSteps(facts: OwedFacts, from: Day, days: number): { day: Day; mails: OwedMail[] }[] {
  const ledger = writableLedger(facts.ledger)
  const coming: { day: Day; mails: OwedMail[] }[] = []
  for (let count = 0; count < days; count += 1) {
    const day = addDays(from, count)
    const { mails } = lookOn({ ...facts, ledger }, desk => (isBusinessDay(day, desk.calendar) ? day : null))
    for (const mail of mails) ledger.claim(mail, day)
    if (mails.length > 0) coming.push({ day, mails })
  }
  return coming
}

/** Who is told about a letter: its assigned staff, else the editors of its desk, else whoever administers it. */
export function toldAbout(
  letter: Pick<CellFacts, 'assignees' | 'deskId'>,
  people: readonly PersonFacts[]
): string[] {
  const assigned = letter.assignees.filter(id => people.some(person => person.id === id))
  if (assigned.length > 0) return [...new Set(assigned)]
  for (const role of ['editor', 'desk-admin', 'site-admin'] as const) {
    const holders = people.filter(person => person.deskId === letter.deskId && person.role === role)
    if (holders.length > 0) return [...new Set(holders.map(person => person.id))]
  }
  return []
}

export const emptyLedger: LedgerView = { isClaimed: () => false, lastMentionOn: () => null }

/** A ledger that remembers what it is told, on top of another. */
export function writableLedger(under: LedgerView): LedgerView & { claim(mail: OwedMail, today: Day): void } {
  const keys = new Set<string>()
  const mentions = new Map<string, Day>()
  return {
    isClaimed: key => keys.has(key) || under.isClaimed(key),
    lastMentionOn: (personId, letterId) =>
      laterOf(mentions.get(`${personId}|${letterId}`) ?? null, under.lastMentionOn(personId, letterId)),
    claim(mail, today) {
      for (const key of mail.keys) keys.add(key)
      for (const section of mail.sections) mentions.set(`${mail.personId}|${section.letterId}`, today)
    }
  }
}

/** The desk's today, once its hour has come on a business day; null until then. */
function sendingDay(desk: DeskFacts, now: Date): Day | null {
  const asked = DateTime.fromJSDate(now, { zone: desk.zone })
  // A zone that this machine does not know must not keep a desk's mail back for ever.
  const local = asked.isValid ? asked : DateTime.fromJSDate(now, { zone: 'America/New_York' })
  const today = local.toFormat('yyyy-MM-dd')
  return local.hour >= desk.hour && isBusinessDay(today, desk.calendar) ? today : null
}

/** One letter's cells and reminders, and its desk. */
interface LetterFacts {
  readonly letterId: string
  readonly deskId: string
  readonly cells: CellFacts[]
  readonly personal: PersonalReminder[]
}

function lookOn(
  facts: OwedFacts,
  dayAt: (desk: DeskFacts) => Day | null
): { mails: OwedMail[]; nextStepOn: Map<string, Day | null> } {
  const sections = new Map<string, OwedSection[]>()
  const nextStepOn = new Map<string, Day | null>()
  const days = new Map(facts.desks.map(desk => [desk.id, { desk, today: dayAt(desk) }]))
  for (const letter of lettersOf(facts)) {
    const at = days.get(letter.deskId)
    if (at === undefined || at.today === null) continue
    const { desk, today } = at
    const candidates = candidatesOf(letter.cells, desk, today)
    const waits = new Map<string, Day>()
    for (const reader of readersOf(letter, desk, facts.people)) {
      const { lines, waiting } = linesFor(reader, letter, candidates, desk, today, facts.ledger)
      for (const line of lines) waits.set(line.cellKey, today)
      for (const { cellKey, until } of waiting) {
        const known = waits.get(cellKey)
        waits.set(cellKey, known !== undefined && known < until ? known : until)
      }
      if (lines.length > 0) append(sections, reader.personId, sectionOf(letter, lines, reader.isCopy))
    }
    for (const cell of letter.cells) {
      const key = cellKeyOf(cell)
      nextStepOn.set(key, waits.get(key) ?? nextStep(cell, desk, today))
    }
  }
  return { mails: [...sections].map(([personId, owing]) => mailOf(personId, owing)), nextStepOn }
}

function lettersOf(facts: OwedFacts): Iterable<LetterFacts> {
  const letters = new Map<string, LetterFacts>()
  const letterOf = ({ letterId, deskId }: { letterId: string; deskId: string }): LetterFacts => {
    const known = letters.get(letterId) ?? { letterId, deskId, cells: [], personal: [] }
    letters.set(letterId, known)
    return known
  }
  for (const cell of facts.cells) letterOf(cell).cells.push(cell)
  for (const reminder of facts.personal) letterOf(reminder).personal.push(reminder)
  return letters.values()
}

interface Reader {
  readonly personId: string
  /** Told of the ladder at all; else only of reminders of their own. */
  readonly isTold: boolean
  /** Told of what is long overdue, and of nothing else. */
  readonly isCopy: boolean
}

/** Everybody who may have a section about the letter, each once. */
function readersOf(letter: LetterFacts, desk: DeskFacts, people: readonly PersonFacts[]): Reader[] {
  const [cell] = letter.cells
  const told = cell === undefined ? [] : toldAbout(cell, people)
  const isHere = (id: string) => people.some(person => person.id === id)
  const second = desk.secondPersonId
  const copied = second !== null && !told.includes(second) && isHere(second) ? [second] : []
  const own = letter.personal
    .map(reminder => reminder.personId)
    .filter(id => isHere(id) && !told.includes(id) && !copied.includes(id))
  return [
    ...told.map(personId => ({ personId, isTold: true, isCopy: false })),
    ...copied.map(personId => ({ personId, isTold: true, isCopy: true })),
    ...[...new Set(own)].map(personId => ({ personId, isTold: false, isCopy: false }))
  ]
}

function linesFor(
  reader: Reader,
  letter: LetterFacts,
  candidates: readonly Candidate[],
  desk: DeskFacts,
  today: Day,
  ledger: LedgerView
): { lines: OwedLine[]; waiting: { cellKey: string; until: Day }[] } {
  const own = personalLines(reader.personId, letter.personal, desk, today, ledger)
  const unclaimed = !reader.isTold
    ? []
    : candidates
        .filter(candidate => !reader.isCopy || candidate.isLongOverdue)
        .filter(candidate => !ledger.isClaimed(keyOf(candidate, reader.personId)))
  const mentioned = ledger.lastMentionOn(reader.personId, letter.letterId)
  // A mention some days ahead is one made before the clock was put back: it counts as well.
  if (mentioned !== null && Math.abs(daysBetween(mentioned, today)) < desk.steps.daysApart) {
    const until = nextBusinessDay(addDays(mentioned, desk.steps.daysApart), desk.calendar)
    return { lines: own, waiting: unclaimed.map(({ cellKey }) => ({ cellKey, until })) }
  }
  return { lines: [...linesOfCells(unclaimed, reader.personId), ...own], waiting: [] }
}

/** One line a cell: its most pressing step in words, and the keys of all that it settles. */
function linesOfCells(unclaimed: readonly Candidate[], personId: string): OwedLine[] {
  const cells = new Map<string, Candidate[]>()
  for (const candidate of unclaimed) append(cells, candidate.cellKey, candidate)
  return [...cells.values()].flatMap(ofCell => {
    const [lead] = [...ofCell].sort((a, b) => byUrgency(a.step, b.step))
    return lead === undefined
      ? []
      : [
          lineOf(
            lead,
            ofCell.map(candidate => keyOf(candidate, personId))
          )
        ]
  })
}

const lineOf = (candidate: Candidate, keys: string[]): OwedLine => ({
  cellKey: candidate.cellKey,
  questionId: candidate.cell.questionId,
  recipientId: candidate.cell.recipientId,
  position: candidate.cell.position,
  kind: candidate.step.kind,
  step: candidate.step.code,
  label: candidate.step.label,
  sendOn: candidate.step.sendOn,
  reason: candidate.reason(),
  dueOn: candidate.cell.dueOn,
  followUpOn: candidate.cell.followUpOn,
  isLongOverdue: candidate.isLongOverdue,
  keys
})

const keyOf = (candidate: Candidate, personId: string): string =>
  [candidate.cellKey, personId, candidate.step.code, candidate.version].join('|')

/** The ledger's key of a person's own reminder. */
export const personalKey = ({
  questionId,
  personId,
  on
}: Pick<PersonalReminder, 'questionId' | 'personId' | 'on'>) =>
  [questionId, personId, 'remind_me', on].join('|')

function personalLines(
  personId: string,
  personal: readonly PersonalReminder[],
  desk: DeskFacts,
  today: Day,
  ledger: LedgerView
): OwedLine[] {
  return personal.flatMap(reminder => {
    const step = personalStep(reminder.on, desk.calendar)
    const key = personalKey(reminder)
    if (reminder.personId !== personId || step.sendOn > today || ledger.isClaimed(key)) return []
    return {
      cellKey: reminder.questionId,
      questionId: reminder.questionId,
      recipientId: null,
      position: reminder.position,
      kind: step.kind,
      step: step.code,
      label: step.label,
      sendOn: step.sendOn,
      reason: `You asked to be reminded on ${longDay(reminder.on)}`,
      dueOn: null,
      followUpOn: null,
      isLongOverdue: false,
      keys: [key]
    }
  })
}

function sectionOf(letter: LetterFacts, lines: readonly OwedLine[], isCopy: boolean): OwedSection {
  const [lead] = [...lines].sort(byUrgency)
  if (lead === undefined) throw new Error('A section has at least one line')
  return {
    letterId: letter.letterId,
    deskId: letter.deskId,
    kind: lead.kind,
    step: lead.step,
    label: lead.label,
    reason: lead.reason,
    isLongOverdue: lines.some(line => line.isLongOverdue),
    isCopy,
    lines: [...lines].sort(
      (a, b) => a.position - b.position || compareTexts(a.recipientId ?? '', b.recipientId ?? '')
    )
  }
}

const mailOf = (personId: string, sections: readonly OwedSection[]): OwedMail => ({
  personId,
  sections: [...sections].sort(bySection),
  keys: sections.flatMap(section => section.lines.flatMap(line => line.keys))
})

/** The order of a mail's sections: what presses most first. */
export const bySection = (a: OwedSection, b: OwedSection): number =>
  rankOf(a) - rankOf(b) || compareTexts(dateOf(b), dateOf(a)) || compareTexts(a.letterId, b.letterId)

/** What is long overdue comes after what can still be helped, the latest letters first. */
const rankOf = (section: OwedSection): number =>
  section.kind === 'after' && section.isLongOverdue ? stepKinds.length : stepKinds.indexOf(section.kind)

const dateOf = ({ lines: [first] }: OwedSection): Day => first?.dueOn ?? first?.followUpOn ?? ''

/** The kind that presses most first; of one kind, the step that has come last. */
const byUrgency = (a: Urgency, b: Urgency): number =>
  stepKinds.indexOf(a.kind) - stepKinds.indexOf(b.kind) || compareTexts(b.sendOn, a.sendOn)

type Urgency = Pick<OwedLine, 'kind' | 'sendOn'>

/** Adds to the list kept under a key. */
function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
