import type { LetterRecord } from '../../models/letter.ts'
import type { ResponseRecord } from '../../models/response.ts'
import type { CellState } from '../domain/cells.ts'
import { type Day, longDay } from '../domain/day.ts'
import { responseKindLabels } from '../domain/responses.ts'
import { whereItStands } from '../domain/roll-up.ts'
import type { Names } from './present.ts'

/**
 * Where a letter stands in two sentences of plain text, for a memo: what was asked of whom and when, what came back,
 * and as of which day. It speaks of what is recorded, never of what did not happen.
 */
export function memoSentence(
  letter: LetterRecord,
  questions: readonly { parts: number; state: CellState }[],
  responses: readonly ResponseRecord[],
  names: Names,
  today: Day
): string {
  const offices = [
    ...new Set(
      letter.recipients.map(one => withArticle(names.get(String(one.organizationId))?.name ?? 'an office'))
    )
  ]
  const asked = [
    letter.letterDate ? `On ${longDay(letter.letterDate)}, ` : 'At an unrecorded date, ',
    signers(letter),
    ` wrote to ${listed(offices)} (“${letter.subject}”).`
  ].join('')
  const standing = whereItStands(questions.map(({ parts, state }) => ({ parts: Math.max(1, parts), state })))
  const last = responses.filter(({ isMention }) => !isMention).at(-1)
  const reply = last?.receivedOn
    ? ` The last reply on record is of ${longDay(last.receivedOn)} (${responseKindLabels[last.kind].toLowerCase()}).`
    : ''
  return `${asked} As of ${longDay(today)}: ${standing}.${reply}`
}

function signers({ signatories, signersStated }: LetterRecord): string {
  const lead = signatories.find(({ isLead }) => isLead) ?? signatories[0]
  if (!lead) return signersStated ? `${signersStated} Members of Congress` : 'Members of Congress'
  const others = Math.max(signersStated ?? 0, signatories.length) - 1
  return others > 0 ? `${lead.name} and ${others} other ${others === 1 ? 'Member' : 'Members'}` : lead.name
}

/** `the Department of State`, but a company by its bare name. */
const withArticle = (name: string): string =>
  /\b(?:Department|Bureau|Office|Service|Administration|Agency|Commission|Board|Corps|Council|Institute|Center|Authority)\b/.test(
    name
  )
    ? `the ${name}`
    : name

const listed = (items: readonly string[]): string =>
  new Intl.ListFormat('en-US', { type: 'conjunction' }).format(items)
