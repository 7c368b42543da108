import { paths } from '../paths.ts'
import { isAdmitted, type Standing } from './permissions.ts'
import type { SignedIn } from './viewer.ts'

/** One entry of a menu; a page names the entry it belongs to. */
export interface MenuEntry {
  readonly name: Section
  readonly label: string
  readonly href: () => string
}

/** Which entry of a menu a page belongs to. */
export type Section =
  | 'home'
  | 'questions'
  | 'letters'
  | 'organizations'
  | 'signatories'
  | 'topics'
  | 'desk'
  | 'new-letter'
  | 'mail'
  | 'people'
  | 'examples'
  | 'audit'
  | 'operations'
  | 'account'

/** The site's main navigation, in its order. */
export const sections: readonly MenuEntry[] = [
  { name: 'home', label: 'Still unanswered', href: paths.home },
  { name: 'questions', label: 'Questions', href: () => paths.questions() },
  { name: 'letters', label: 'Letters', href: paths.letters },
  { name: 'organizations', label: 'Organizations', href: paths.organizations },
  { name: 'signatories', label: 'Members', href: paths.signatories },
  { name: 'topics', label: 'Topics', href: paths.topics }
]

const staffMenu: readonly (MenuEntry & { readonly least: Standing })[] = [
  { name: 'desk', label: 'My desk', href: paths.myDesk, least: 'reader' },
  { name: 'new-letter', label: 'Log a letter', href: paths.newLetter, least: 'editor' },
  { name: 'mail', label: 'Mail', href: paths.mail, least: 'reader' },
  { name: 'people', label: 'People', href: paths.people, least: 'desk-admin' },
  { name: 'examples', label: 'Example letters', href: paths.examples, least: 'site-admin' },
  { name: 'audit', label: 'What was done', href: () => paths.audit(), least: 'desk-admin' },
  { name: 'operations', label: 'Running the site', href: paths.operations, least: 'site-admin' },
  { name: 'account', label: 'Your account', href: paths.account, least: 'reader' }
]

/** What a signed-in person finds in the strip below the navigation. */
export const staffMenuOf = (viewer: SignedIn): readonly MenuEntry[] =>
  staffMenu.filter(({ least }) => isAdmitted(viewer, least, false))
