import type { CorrectionRecord } from '../../models/correction.ts'
import type { SourceRecord } from '../../models/source.ts'
import type { Day } from '../domain/day.ts'
import type { Chamber, ReferenceKind, VersionKind } from '../domain/letters.ts'

/** The day on which the sources below were read and found to say this, and nothing more. */
export const readOn: Day = '2026-11-22'

const onPage = (title: string, link: string): SourceRecord => ({
  kind: 'web_page',
  title,
  link,
  retrievedOn: readOn
})

const mentionedIn = (title: string, link: string | null): SourceRecord => ({
  kind: 'mention',
  title,
  link,
  retrievedOn: readOn
})

const scan = (title: string): SourceRecord => ({ kind: 'ocr', title, link: null, retrievedOn: readOn })

const senator = 'United States Senator'
const representative = 'Member of Congress'

interface ExampleSignatory {
  name: string
  title: string
  bioguide: string
  isLead?: boolean
  source?: SourceRecord
}

/** What a careful clerk adds to, or puts right in, what the reader made of a letter's text. */
export interface ExampleLetter {
  slug: string
  /** File in `texts`. */
  file: string
  subject: string
  source: SourceRecord
  chamber: Chamber
  topics: string[]
  recipient: { name: string; title: string; organization: string }
  /** In the order of the letter; taken from the text where a signature page is held. */
  signatories: ExampleSignatory[]
  signersStated: number | null
  /** By question position: organizations it concerns that were not asked. */
  about: Record<number, string[]>
  corrections: CorrectionRecord[]
  versions: { kind: VersionKind; title: string; file: string; dateAsSaid: string; source: SourceRecord }[]
  note: string | null
}

export const stateDepartment = 'Department of State'
const industryAndSecurity = 'Bureau of Industry and Security'

export const exampleLetters: readonly ExampleLetter[] = [
  {
    slug: 'leahy-2021',
    file: 'leahy-2021.txt',
    subject: 'Firearms exports to Mexico and the State Department’s part in reviewing licenses',
    source: scan('The signed letter, its text read from a scan'),
    chamber: 'senate',
    topics: ['firearms exports', 'Mexico', 'end-use monitoring'],
    recipient: { name: 'Antony Blinken', title: 'Secretary of State', organization: stateDepartment },
    signatories: [
      { name: 'Patrick Leahy', title: senator, bioguide: 'L000174', isLead: true },
      { name: 'Robert Menendez', title: senator, bioguide: 'M000639' },
      { name: 'Richard J. Durbin', title: senator, bioguide: 'D000563' },
      { name: 'Benjamin L. Cardin', title: senator, bioguide: 'C000141' },
      { name: 'Chris Van Hollen', title: senator, bioguide: 'V000128' },
      { name: 'Jeffrey A. Merkley', title: senator, bioguide: 'M001176' },
      { name: 'Tim Kaine', title: senator, bioguide: 'K000384' },
      { name: 'Cory A. Booker', title: senator, bioguide: 'B001288' }
    ],
    signersStated: 8,
    about: { 4: [industryAndSecurity], 5: [industryAndSecurity], 6: [industryAndSecurity] },
    corrections: [
      {
        what: 'Name of the recipient',
        from: 'Anthony Blinken',
        to: 'Antony Blinken',
        because: 'The letter misspells the Secretary’s first name.'
      },
      {
        what: 'Name of a signatory',
        from: 'TIM KAINÉ',
        to: 'Tim Kaine',
        because: 'The scan put an accent on the name; the Senator’s name has none.'
      },
      {
        what: 'Name of an organization',
        from: 'Bureau of Industrial Security',
        to: 'Bureau of Industry and Security',
        because: 'The letter gives the bureau another name than it bears.'
      },
      {
        what: 'Organizations that questions 4, 5 and 6 concern',
        from: 'Department of Commerce',
        to: 'Bureau of Industry and Security',
        because:
          'The letter’s first paragraph says that licensing moved to this bureau of Commerce. It was not asked.'
      }
    ],
    versions: [],
    note: null
  },
  {
    slug: 'grijalva-lowenthal-2019',
    file: 'grijalva-lowenthal-2019.txt',
    subject: 'Tracking the end users of U.S. weapons exported to Mexico',
    source: scan('The letter as sent, its text read from a scan; the signature page is not held'),
    chamber: 'house',
    topics: ['firearms exports', 'Mexico', 'end-use monitoring'],
    recipient: { name: 'Michael R. Pompeo', title: 'Secretary of State', organization: stateDepartment },
    signatories: ['Raúl M. Grijalva', 'Alan Lowenthal'].map((name, at) => ({
      name,
      title: representative,
      bioguide: at === 0 ? 'G000551' : 'L000579',
      isLead: true,
      source: onPage(
        'Release of Representative Lowenthal’s office, March 8, 2019: Representatives Lowenthal and Grijalva “joined with 22 other Members of Congress”',
        'https://www.oc-breeze.com/2019/03/08/135863_congressmen-lowenthal-and-grijalva-lead-congressional-letter-on-u-s-firearms-sales-to-mexico/'
      )
    })),
    signersStated: 24,
    about: {},
    corrections: [
      {
        what: 'Chamber',
        from: 'Not in the text',
        to: 'House',
        because: 'The signature page is not held; both known signatories were Representatives.'
      },
      {
        what: 'Signatories',
        from: 'None in the text',
        to: 'Raúl M. Grijalva, Alan Lowenthal, and 22 others whose names are not held',
        because: 'Announced on March 8, 2019: the two “joined with 22 other Members of Congress”.'
      },
      {
        what: 'Title of the recipient',
        from: 'Not in the address',
        to: 'Secretary of State',
        because: 'The salutation reads “Dear Secretary Pompeo”.'
      }
    ],
    versions: [
      {
        kind: 'draft',
        title: 'Draft circulated for signatures, sent by the office of Representative Grijalva',
        file: 'grijalva-lowenthal-2019-draft.txt',
        dateAsSaid: 'February 2019',
        source: onPage(
          'Dear Colleague, February 2019',
          'http://dearcolleague.us/2019/02/co-sign-letter-to-dos-to-prevent-legally-exported-u-s-firearms-ending-up-in-criminals-hands-4/'
        )
      }
    ],
    note: 'Signatures were asked for before March 1, 2019 (https://www.lawg.org/action-stop-u-s-weapons-from-reaching-human-rights-abusers-in-mexico/).'
  }
]

const elFinanciero =
  'https://elfinanciero.com.mx/nacional/2021/09/23/senadores-de-eu-piden-frenar-venta-de-armas-hacia-mexico'

/** Letters known only because another document speaks of them: no text, no questions, in no count. */
export const mentionedLetters = [
  {
    slug: 'senators-to-pompeo-2020',
    subject: 'An earlier version of the questions of March 12, 2021',
    letterDate: null,
    dateAsSaid: 'last summer (said on March 12, 2021)',
    recipient: { name: 'Michael R. Pompeo', title: 'Secretary of State', organization: stateDepartment },
    signatories: [] as readonly { name: string; bioguide: string }[],
    source: mentionedIn('Letter to Secretary Blinken, March 12, 2021', null),
    note: 'The letter of March 12, 2021, says that it did not receive a response. That is its statement: this desk holds neither the earlier letter nor a record of a reply.',
    /** The later of the two letters follows the earlier; `quote` is by what words. */
    earlier: 'senators-to-pompeo-2020',
    later: 'leahy-2021',
    quote:
      'We submitted an earlier version of these questions to Secretary Pompeo last summer, but did not receive a response.'
  },
  {
    slug: 'leahy-2021-september',
    subject: 'Arms sales to the Mexican army, navy and police',
    letterDate: '2021-09-14',
    dateAsSaid: null,
    recipient: { name: 'Antony Blinken', title: 'Secretary of State', organization: stateDepartment },
    signatories: [
      { name: 'Patrick Leahy', bioguide: 'L000174' },
      { name: 'Cory A. Booker', bioguide: 'B001288' },
      { name: 'Jeffrey A. Merkley', bioguide: 'M001176' },
      { name: 'Richard J. Durbin', bioguide: 'D000563' }
    ],
    source: mentionedIn('El Financiero, September 23, 2021', elFinanciero),
    note: 'Also reported by Zeta Tijuana (https://zetatijuana.com/2021/09/senadores-de-eu-piden-a-blinken-dejar-de-vender-armas-al-ejercito-marina-y-policias-de-mexico).',
    earlier: 'leahy-2021',
    later: 'leahy-2021-september',
    quote: null
  }
] as const

/** A reply that a newspaper reported; its text is not held. */
export const reportedReply = {
  letter: 'leahy-2021',
  datedOn: '2021-04-22',
  responder: { name: 'Antony Blinken', title: 'Secretary of State', organization: stateDepartment },
  quote: 'que fue respondida por Blinken el 22 de abril de este año',
  source: mentionedIn('El Financiero, September 23, 2021', elFinanciero)
} as const

export const relatedLetters = {
  slugs: ['leahy-2021', 'grijalva-lowenthal-2019'],
  because:
    'Both ask the Department of State about the end users of U.S. firearms exported to Mexico. The askers differ, so the later is not a re-asking of the earlier.'
} as const

interface ExampleReference {
  key: string
  kind: ReferenceKind
  title: string
  on: Day | null
  dateAsSaid: string | null
  dateBecause: string | null
  source: SourceRecord
  file: string | null
  markings: string | null
  corrections: CorrectionRecord[]
  note: string | null
}

const paragraphsMisread: CorrectionRecord[] = [5, 6, 7, 8, 9].map(number => ({
  what: 'Number of a paragraph',
  from: `1${number}`,
  to: `¶${number}`,
  because: 'The scan read the paragraph sign as a 1; the paragraphs before it are ¶1 to ¶4.'
}))

/** Background that this desk added: neither letter cites it. */
export const exampleReferences: readonly ExampleReference[] = [
  {
    key: 'cable-2009',
    kind: 'cable',
    title: 'Cable Mexico 002952: Northern Border Conference focuses sights on arms trafficking cooperation',
    on: '2009-10-09',
    dateAsSaid: null,
    dateBecause: 'Its date-time group reads 092231Z OCT 09.',
    source: scan('Cable of the U.S. Embassy in Mexico, its text read from a scan'),
    file: 'cable-09-mexico-2952.txt',
    markings: 'UNCLAS, SIPDIS; paragraphs marked (SBU)',
    corrections: paragraphsMisread,
    note: null
  },
  {
    key: 'petition-2017',
    kind: 'petition',
    title: 'Petition to the Department of State: the first 6,000 signatures delivered',
    on: null,
    dateAsSaid: 'December 2017',
    dateBecause:
      'Inferred: it says “Earlier this month”, and cites a newspaper of December 15, 2017, for what happened “last week”.',
    source: onPage(
      '@StateDept: Stop Licensing Gun Sales to Mexican Military and Police',
      'https://www.change.org/p/statedept-stop-licensing-gun-sales-to-mexican-military-and-police'
    ),
    file: null,
    markings: null,
    corrections: [],
    note: null
  }
]
