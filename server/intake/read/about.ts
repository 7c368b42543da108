import { type FederalOrganization, federalOrganizations } from '../../domain/federal-organizations.ts'
import { withNicknames } from './nicknames.ts'
import type { Recipient } from './types.ts'

interface Entry {
  words: string[]
  organization: FederalOrganization
  isAbbreviation: boolean
}

const wordsOf = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}][\p{L}\p{N}.&'-]*[\p{L}\p{N}&]|[\p{L}\p{N}]/gu) ?? []).map(word =>
    word.replace(/'s$/, '')
  )

const entries = new Map<string, Entry[]>()
function enter(said: string, organization: FederalOrganization, isAbbreviation: boolean): void {
  const words = wordsOf(said).map(word => (isAbbreviation ? word : word.toLowerCase()))
  const first = words[0]
  if (first === undefined) return
  const key = first.toLowerCase()
  entries.set(
    key,
    [...(entries.get(key) ?? []), { words, organization, isAbbreviation }].sort(
      (a, b) => b.words.length - a.words.length
    )
  )
}
for (const organization of federalOrganizations) {
  for (const name of [organization.name, ...turned(organization.name), ...(organization.alsoCalled ?? [])])
    enter(name, organization, false)
  for (const short of organization.abbreviations) enter(short, organization, true)
}

/** "Department of Commerce" is also the Commerce Department. */
function turned(name: string): string[] {
  const m = /^Department of (?:the )?(.+)$/.exec(name)
  return m?.[1] === undefined ? [] : [`${m[1]} Department`]
}

/** "Richmond, VA" is a place and "(D-VA)" a Member; the Department of Veterans Affairs stands alone. */
const withoutStates = (text: string): string => text.replace(/(?:,\s|[DRI]-)[A-Z]{2}\b/g, ', ')

/** The federal organizations a text names, each once, in the order of their first mention. */
export function organizationsIn(text: string): FederalOrganization[] {
  const words = wordsOf(withNicknames(withoutStates(text)))
  const found = new Set<FederalOrganization>()
  for (let i = 0; i < words.length; ) {
    const hit = entries.get((words[i] ?? '').toLowerCase())?.find(entry => isHere(entry, words, i))
    if (hit !== undefined) found.add(hit.organization)
    i += hit?.words.length ?? 1
  }
  return [...found]
}

function isHere(entry: Entry, words: string[], i: number): boolean {
  return entry.words.every((word, k) => {
    const said = words[i + k] ?? ''
    return entry.isAbbreviation ? said === word : said.toLowerCase() === word
  })
}

/** The organizations a text names that the letter was not put to; what a recipient is part of was not asked either. */
export function aboutIn(text: string, asked: Set<string>): string[] {
  return organizationsIn(text)
    .map(o => o.name)
    .filter(name => !asked.has(name))
}

/** The organizations the letter was put to, by their names in the table. */
export function askedOf(recipients: Recipient[]): Set<string> {
  return new Set(
    recipients.flatMap(r =>
      organizationsIn([r.organization, r.title].filter(s => s !== null).join('; ')).map(o => o.name)
    )
  )
}
