import type { Types } from 'mongoose'
import { Delivery } from '../../models/delivery.ts'
import type { DeskRecord } from '../../models/desk.ts'
import { calendarOf } from '../../models/standing.ts'
import { User, type UserRecord } from '../../models/user.ts'
import { type Catalog, currentCatalog, type ListedLetter } from '../catalog.ts'
import { clockAt } from '../clock.ts'
import { dayIn } from '../domain/day.ts'
import {
  type Digest,
  type DigestSection,
  type DigestSlot,
  digest,
  digestSlot,
  graceHours
} from '../domain/digest.ts'
import { everyQuestion, filterQuery } from '../domain/question-filter.ts'
import { listingFor } from '../listing.ts'
import { digestMail } from '../mail/digest-mail.ts'
import { stopPath } from '../mail/stop-link.ts'
import { paths } from '../paths.ts'
import { readerFor } from '../web/reader.ts'
import { catalogAsOf, type PastCatalog } from './catalog-as-of.ts'
import { type ClaimingDeps, claim, type Draft, draftOrSkip, HOUR_MS } from './claiming.ts'
import { digestItem, newsSince } from './digest-items.ts'
import { type Shown, shownQuestions } from './digest-words.ts'
import { instantIn, type Moment } from './moment.ts'

/** One digest as the command prints it; `from` and `until` are instants. */
export interface DigestLine {
  readonly to: string
  readonly subject: string
  readonly from: Date
  readonly until: Date
  readonly sections: Readonly<Partial<Record<DigestSection, readonly string[]>>>
}

export interface DigestRun {
  readonly lines: readonly DigestLine[]
  readonly claimed: readonly Types.ObjectId[]
}

/** Before anybody's first digest: a week. */
const WEEK_MS = 7 * 24 * HOUR_MS

/** Claims the weekly mails whose slot has come and is still in its grace: of each desk's staff, each person's own. */
export async function claimDigests(
  deps: ClaimingDeps,
  moment: Moment,
  { isDryRun = false }: { isDryRun?: boolean } = {}
): Promise<DigestRun> {
  const catalog = await currentCatalog()
  const runs = []
  for (const desk of catalog.desks.values()) {
    const now = instantIn(moment, desk.zone)
    const slot = digestSlot(now, { ...desk.digest, zone: desk.zone }, calendarOf(desk))
    const past = moment.isAsOf ? await catalogAsOf(catalog, dayIn(now, desk.zone)) : null
    if (slot.isInGrace)
      runs.push(
        await claimOfDesk(deps, { catalog: past?.catalog ?? catalog, past, desk, slot, now, isDryRun })
      )
  }
  return { lines: runs.flatMap(({ lines }) => lines), claimed: runs.flatMap(({ claimed }) => claimed) }
}

interface DeskRun {
  readonly catalog: Catalog
  /** For a day that is over, how what changed since stood then. */
  readonly past: PastCatalog | null
  readonly desk: DeskRecord
  readonly slot: DigestSlot
  readonly now: Date
  readonly isDryRun: boolean
}

async function claimOfDesk(deps: ClaimingDeps, run: DeskRun): Promise<DigestRun> {
  const { desk, slot, catalog, past } = run
  const listing = listingFor(catalog, readerFor(deskViewer(desk), catalog, clockAt(slot.at)))
  const today = dayIn(slot.at, desk.zone)
  const questions = listing.questions.filter(
    ({ letter }) => isOfDesk(letter, desk) && (letter.letterDate ?? today) <= today
  )
  // Who belongs to the desk that shares a letter with this one has it in that desk's digest.
  const sharedBy = new Set(questions.map(({ letter }) => letter.deskId).filter(id => id !== String(desk._id)))
  const digestFrom = remembered((elsewhere: string) =>
    remembered(async (from: number) => {
      const window = { from: new Date(from), until: slot.at }
      const news = await newsSince(window, desk.zone, desk._id, past)
      const items = questions
        .filter(({ letter }) => !elsewhere.includes(letter.deskId))
        .map(question => digestItem(question, listing, news))
      const found = digest({ items, audience: 'staff', ...window, zone: desk.zone })
      return found && { digest: found, shown: await shownQuestions(found, listing) }
    })
  )
  const lines: DigestLine[] = []
  const claimed: Types.ObjectId[] = []
  for (const person of await User.find({ desks: desk._id, disabledAt: null, noDigestSince: null }).lean<
    UserRecord[]
  >()) {
    const key = `digest|${person._id}|${desk._id}|${slot.week}`
    if (await Delivery.exists({ keys: key })) continue
    const last = await Delivery.lastDigest({ userId: person._id, 'about.deskId': String(desk._id) }, slot.at)
    const since =
      last?.slotAt ?? (person.createdAt < slot.at ? person.createdAt : new Date(slot.at.getTime() - WEEK_MS))
    const elsewhere = person.desks.map(String).filter(id => sharedBy.has(id))
    const found = await digestFrom(elsewhere.sort().join(' '))(since.getTime())
    if (!found) continue
    for (const draft of draftOrSkip(
      () => staffDraft(person, key, found, run, deps),
      { user: person._id },
      deps.log
    )) {
      const id = run.isDryRun ? null : await claim(draft, deps)
      if (id === null && !run.isDryRun) continue
      if (id) claimed.push(id)
      lines.push(lineOf(draft, found.digest))
    }
  }
  return { lines, claimed }
}

/** What a desk's digest may show: what its staff see of the desk's own letters. */
const deskViewer = (desk: DeskRecord) => ({
  kind: 'signed-in' as const,
  id: '',
  name: '',
  email: '',
  role: 'reader' as const,
  desks: [String(desk._id)]
})

interface FoundDigest {
  readonly digest: Digest
  readonly shown: Shown
}

function staffDraft(
  person: UserRecord,
  key: string,
  found: FoundDigest,
  { desk, slot, now }: DeskRun,
  { site }: ClaimingDeps
): Draft {
  const path = stopPath(site.secrets, { what: 'digest', id: String(person._id) })
  const { digest: said, shown } = found
  return {
    mail: digestMail(
      {
        to: { name: person.name, address: person.email },
        title: desk.name,
        fromDay: dayIn(said.from, desk.zone),
        untilDay: dayIn(said.until, desk.zone),
        subjectCounts: said.subjectCounts,
        counts: said.counts,
        sections: shown,
        why: `You get this every week because you work at ${desk.name}. A week without news brings no mail.`,
        allPath: paths.questions(filterQuery({ ...everyQuestion, choices: { desk: [String(desk._id)] } })),
        stop: { text: 'Stop this weekly mail', path, oneClickPath: path }
      },
      site
    ),
    delivery: {
      keys: [key],
      kind: 'digest',
      userId: person._id,
      slotAt: slot.at,
      about: { deskId: String(desk._id), from: said.from, until: said.until, sections: said.sections }
    },
    graceMs: graceLeft(slot, now)
  }
}

/** A slot's grace counts from the slot; for an `--as-of` run what was left of it then is left of it now. */
export const graceLeft = (slot: DigestSlot, now: Date): number =>
  graceHours * HOUR_MS - (now.getTime() - slot.at.getTime())

export const lineOf = ({ mail }: Draft, { from, until, sections }: Digest): DigestLine => ({
  to: mail.to.address,
  subject: mail.subject,
  from,
  until,
  sections
})

/** Most readers share the day of their last digest: what it says is worked out once for each such day. */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return key => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

/** A desk's letters are those it keeps and those it works on with the desk that keeps them. */
const isOfDesk = ({ deskId, sharedWith }: ListedLetter, { _id }: DeskRecord): boolean =>
  [deskId, ...sharedWith].includes(String(_id))
