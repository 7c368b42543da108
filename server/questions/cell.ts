import type { EvidenceRecord, FindingChangeRecord, QuestionRecord } from '../../models/question.ts'
import { type Cell, findingFacts } from '../../models/standing.ts'
import type { Catalog } from '../catalog.ts'
import {
  type Audience,
  type CellState,
  cellLabel,
  cellState,
  groupOfState,
  lastChecked
} from '../domain/cells.ts'
import type { Day } from '../domain/day.ts'
import {
  declineReasonLabels,
  dispositions,
  dispositionTable,
  partMarkLabels
} from '../domain/dispositions.ts'
import { pursuitLabels, pursuits } from '../domain/pursuit.ts'
import { evidenceKindLabels } from '../domain/responses.ts'
import { publicTimeliness, publicTimelinessOf } from '../domain/timeliness.ts'
import { paths } from '../paths.ts'

/** Who a cell is shown to, on which day. */
export interface Told {
  readonly audience: Audience
  readonly today: Day
  readonly catalog: Catalog
}

/** The class of a state's badge: a public group, or one of its own for what waits and what is withdrawn. */
export const statusCode = (state: CellState): string =>
  state === 'to_review' ? 'review' : (groupOfState(state) ?? 'withdrawn')

/** One question for one recipient, as its pages show it. */
export function presentCell(cell: Cell, question: QuestionRecord, askedOn: Day | null, told: Told) {
  const { finding, recipient, responses, due } = cell
  const state = cellState(findingFacts(finding), responses, told.audience)
  const label = cellLabel(findingFacts(finding), responses, told.audience)
  const organization = told.catalog.organizations.get(String(recipient.organizationId))
  const isHidden = state === 'not_public'
  const referred = finding.referredTo && told.catalog.organizations.get(String(finding.referredTo))
  const facts = {
    publicDueOn: due.publicDueOn,
    isPromise: due.dueOn === null && due.promisedOn !== null,
    windowStart: due.windowStart,
    askedOn,
    disposition: isHidden ? ('no_reply' as const) : finding.disposition,
    answeredOn: isHidden ? null : finding.answeredOn,
    today: told.today
  }
  return {
    recipientId: String(recipient._id),
    office: organization?.name ?? 'An office',
    officeHref: organization ? paths.organization(organization.slug) : null,
    addressee: addressee(recipient),
    state,
    code: statusCode(state),
    label,
    checkedOn: finding.checkedOn,
    /** `, last checked Nov 3, 2026`: follows the label. */
    checked: lastChecked('', finding.checkedOn, told.today),
    timeliness: publicTimeliness(facts),
    timelinessCode: publicTimelinessOf(facts),
    due: presentDue(cell),
    disputeHref: paths.newDispute({ question: String(question._id), recipient: String(recipient._id) }),
    dueHref: paths.dueDate(String(question._id), String(recipient._id)),
    isRested: finding.pursuit === 'rested',
    ...(isHidden
      ? nothingTold
      : {
          because: finding.because,
          declineReason: finding.declineReason && declineReasonLabels[finding.declineReason],
          referredTo: referred ? { name: referred.name, href: paths.organization(referred.slug) } : null,
          // Of a question in one part, the disposition says it all.
          marks:
            question.parts.length < 2
              ? []
              : finding.marks.map(({ part, mark }) => ({ part, mark, label: partMarkLabels[mark] })),
          evidence: finding.evidence.map(evidence => presentEvidence(evidence, question)),
          judgedOn: finding.judgedOn
        })
  }
}

const nothingTold = {
  because: null,
  declineReason: null,
  referredTo: null,
  marks: [],
  evidence: [],
  judgedOn: null
}

export type PresentedCell = ReturnType<typeof presentCell>

/** `Secretary of State Antony Blinken`; null where the letter names nobody. */
export const addressee = ({ name, title }: { name: string | null; title: string | null }): string | null =>
  name && title ? `${name}, ${title}` : (name ?? title)

/** What the public may be told of a due date, and how it comes about; null where none is stated. */
export function presentDue({ due }: Cell) {
  const { explanation } = due
  if (due.publicDueOn === null) return null
  const skipped = explanation.days.filter(day => day.skipped !== null)
  return {
    on: due.publicDueOn,
    isPromise: due.dueOn === null,
    quote: due.quote,
    rule: explanation.rule,
    startsOn: explanation.startsOn,
    startIs: explanation.startIs,
    provisionalBecause: explanation.provisionalBecause,
    rolledFrom: explanation.rolledFrom,
    skipped: skipped.map(({ day, skipped: why }) => ({ day, why })),
    promise: explanation.promise,
    extensions: explanation.extensions.map(({ until, on, because }) => ({ until, on, because }))
  }
}

const presentEvidence = (evidence: EvidenceRecord, question: QuestionRecord) => ({
  kind: evidenceKindLabels[evidence.kind],
  quote: evidence.quote,
  locator: evidence.locator,
  note: evidence.note,
  on: evidence.on,
  isComplete: evidence.isComplete,
  /** Where the passage stands in the reply, on the letter's page. */
  href: evidence.responseId
    ? `${paths.letter(question.letter.slug)}#reply-${String(evidence.responseId)}`
    : null
})

/** One change of a finding, as its reader may be told it; null where it is the desk's own business. */
export function presentChange(change: FindingChangeRecord, cell: Cell, told: Told, deskName: string) {
  const isStaff = told.audience === 'staff'
  if (!isStaff && change.what === 'quiet') return null
  if (!isStaff && change.what === 'text' && restedOnInternal(change, cell)) return null
  const isHidden = !isStaff && change.what === 'judged' && restedOnInternal(change, cell)
  return {
    on: change.on,
    at: change.at,
    by: isStaff ? change.by.name : deskName,
    what: whatLabels[change.what],
    from: isHidden ? null : codeInWords(change.from),
    to: isHidden ? 'Reply received, not public' : codeInWords(change.to),
    because: isHidden ? null : change.because,
    note: isStaff ? change.note : null,
    quotes: isHidden ? [] : change.evidence.flatMap(({ quote }) => (quote ? [quote] : []))
  }
}

const whatLabels: Record<FindingChangeRecord['what'], string> = {
  judged: 'Judged',
  checked: 'Checked: nothing new',
  pursuit: 'What the desk does about it',
  quiet: 'Reminders quiet',
  due: 'Due date',
  moved: 'Question split or merged',
  text: 'The reply’s text put right'
}

/** A judgement that quotes an internal reply, or quotes nothing while one was on record, may give it away. */
const restedOnInternal = (change: FindingChangeRecord, { responses }: Cell): boolean => {
  const internal = responses.filter(({ visibility }) => visibility === 'internal')
  const quoted = change.evidence.flatMap(({ responseId }) => (responseId ? [String(responseId)] : []))
  return quoted.length > 0
    ? internal.some(({ id }) => quoted.includes(id))
    : internal.some(({ loggedOn }) => loggedOn <= change.on)
}

/** History keeps codes; a person reads their labels. Anything else is words already. */
function codeInWords(code: string | null): string | null {
  const disposition = dispositions.find(one => one === code)
  if (disposition) return dispositionTable[disposition].label
  const pursuit = pursuits.find(one => one === code)
  return pursuit ? pursuitLabels[pursuit] : code
}
