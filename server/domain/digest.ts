import type { Audience } from './cells.ts'
import { addDays, type Day, dayIn, daysBetween } from './day.ts'
import { type Disposition, isUnanswered } from './dispositions.ts'
import { compareTexts } from './order.ts'
import { isOverdue } from './timeliness.ts'

export {
  type DigestSlot,
  type DigestTime,
  digestSlot,
  graceHours,
  nextDigestSlot
} from './digest-slot.ts'

/** In the order in which they are read; a question stands in the first one that it belongs to. */
export const digestSections = [
  'newly_answered',
  'newly_judged',
  'newly_overdue',
  'due_soon',
  'to_review',
  're_asked',
  'longest_unanswered'
] as const
export type DigestSection = (typeof digestSections)[number]

export const digestSectionLabels: Record<DigestSection, string> = {
  newly_answered: 'Newly answered',
  newly_judged: 'Newly judged',
  newly_overdue: 'Newly overdue',
  due_soon: 'Due within 14 days',
  to_review: 'Replies to review',
  re_asked: 'Asked again',
  longest_unanswered: 'Longest unanswered'
}

/** One question, as its reader may know it: for the public, its public state. */
export interface DigestItem {
  readonly questionId: string
  readonly isPublic: boolean
  readonly disposition: Disposition
  /** The day of the first asking. */
  readonly askedOn: Day | null
  /** When its judgement was made, or could first be seen by this reader. */
  readonly judgedAt: Date | null
  /** `DueDate.publicDueOn`: stated, extended or promised. */
  readonly publicDueOn: Day | null
  /** The desk's own date; of no account in a digest for the public. */
  readonly followUpOn: Day | null
  readonly isToReview: boolean
  readonly reAskedAt: Date | null
}

/** The window runs from the subscriber's last digest, which it excludes, until this one's moment. */
export interface DigestFacts {
  readonly items: readonly DigestItem[]
  readonly audience: Audience
  readonly from: Date
  readonly until: Date
  readonly zone: string
}

export interface Digest {
  readonly from: Date
  readonly until: Date
  /** After four quiet weeks a short one that holds nothing new. */
  readonly kind: 'news' | 'still_unanswered'
  /** How many there are of each, also of those left out; `longest_unanswered` counts all that are unanswered. */
  readonly counts: Readonly<Record<DigestSection, number>>
  /** For the subject: "2 answered, 1 newly overdue". */
  readonly subjectCounts: string
  /** Ids of questions; a section without any is not there. */
  readonly sections: Readonly<Partial<Record<DigestSection, readonly string[]>>>
}

export const mostItems = 10
export const soonDays = 14
export const quietWeeks = 4

/** What a week's digest says; null where there is nothing new and it is not time for a word about that. */
export function digest(facts: DigestFacts): Digest | null {
  const visible = facts.items.filter(item => facts.audience === 'staff' || item.isPublic)
  const found = sorted(visible, windowOf(facts))
  const counts = Object.fromEntries(
    digestSections.map(section => [section, found[section].length])
  ) as Record<DigestSection, number>
  const isNews = digestSections.some(section => section !== 'longest_unanswered' && counts[section] > 0)
  if (!isNews && (weeksOf(facts) < quietWeeks || counts.longest_unanswered === 0)) return null
  return {
    from: facts.from,
    until: facts.until,
    kind: isNews ? 'news' : 'still_unanswered',
    counts,
    subjectCounts: isNews ? newsInWords(counts) : `${counts.longest_unanswered} still unanswered`,
    sections: cut(found, isNews ? 3 : 5)
  }
}

interface Window {
  readonly audience: Audience
  readonly from: Date
  readonly until: Date
  readonly fromDay: Day
  readonly today: Day
}

const windowOf = ({ audience, from, until, zone }: DigestFacts): Window => ({
  audience,
  from,
  until,
  fromDay: dayIn(from, zone),
  today: dayIn(until, zone)
})

const weeksOf = ({ from, until, zone }: DigestFacts): number =>
  // A holiday moves a digest by a day: four weeks can be 27 days.
  Math.round(daysBetween(dayIn(from, zone), dayIn(until, zone)) / 7)

type Found = Record<DigestSection, DigestItem[]>

/** Each item in the first section it belongs to; all that are unanswered in the last one as well. */
function sorted(items: readonly DigestItem[], window: Window): Found {
  const found: Found = {
    newly_answered: [],
    newly_judged: [],
    newly_overdue: [],
    due_soon: [],
    to_review: [],
    re_asked: [],
    longest_unanswered: items.filter(item => isUnanswered(item.disposition))
  }
  for (const item of items) {
    const section = digestSections.find(name => name !== 'longest_unanswered' && belongs[name](item, window))
    if (section !== undefined) found[section].push(item)
  }
  for (const section of digestSections) found[section].sort(inOrder)
  return found
}

type NewsSection = Exclude<DigestSection, 'longest_unanswered'>

const belongs: Record<NewsSection, (item: DigestItem, window: Window) => boolean> = {
  newly_answered: (item, window) => item.disposition === 'answered' && isWithin(item.judgedAt, window),
  newly_judged: (item, window) => item.disposition !== 'no_reply' && isWithin(item.judgedAt, window),
  newly_overdue: (item, { fromDay, today }) =>
    isUnanswered(item.disposition) &&
    item.publicDueOn !== null &&
    isOverdue(item.publicDueOn, today) &&
    !isOverdue(item.publicDueOn, fromDay),
  due_soon: (item, { audience, today }) => {
    const due = item.publicDueOn ?? (audience === 'staff' ? item.followUpOn : null)
    return isUnanswered(item.disposition) && due !== null && due >= today && due <= addDays(today, soonDays)
  },
  to_review: (item, { audience }) => audience === 'staff' && item.isToReview,
  re_asked: (item, window) => isWithin(item.reAskedAt, window)
}

const isWithin = (instant: Date | null, { from, until }: Window): boolean =>
  instant !== null && instant > from && instant <= until

/** The longest asked first; one without a date last. */
const inOrder = (a: DigestItem, b: DigestItem): number =>
  compareTexts(a.askedOn ?? '9999', b.askedOn ?? '9999') || compareTexts(a.questionId, b.questionId)

/** At most ten items in all; of the longest unanswered only a few, and none that stands above already. */
function cut(found: Found, longest: number): Partial<Record<DigestSection, string[]>> {
  const shown = new Set<string>()
  const sections: Partial<Record<DigestSection, string[]>> = {}
  for (const section of digestSections) {
    const left = mostItems - shown.size
    const most = section === 'longest_unanswered' ? Math.min(longest, left) : left
    const ids = found[section].map(item => item.questionId).filter(id => !shown.has(id))
    const taken = ids.slice(0, most)
    for (const id of taken) shown.add(id)
    if (taken.length > 0) sections[section] = taken
  }
  return sections
}

const newsInWords = (counts: Record<DigestSection, number>): string =>
  newsWords
    .filter(([section]) => counts[section] > 0)
    .map(([section, word]) => `${counts[section]} ${word}`)
    .join(', ')

const newsWords: readonly (readonly [NewsSection, string])[] = [
  ['newly_answered', 'answered'],
  ['newly_judged', 'newly judged'],
  ['newly_overdue', 'newly overdue'],
  ['due_soon', 'due soon'],
  ['to_review', 'to review'],
  ['re_asked', 'asked again']
]
