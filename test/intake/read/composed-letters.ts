/** What a composed letter is made of: one choice of each kind. */
export interface Composition {
  head: number
  intro: number
  marker: number
  items: number[]
  headings: boolean
  damage: number
  end: number
}

export interface Composed {
  text: string
  /** The opening words of each item, in order. */
  openings: string[]
}

/** Items as letters word them; a body has the words that no damage may cost it first. */
const items: { opening: string; rest: string; parts?: string[] }[] = [
  { opening: 'How many inspectors has the Agency employed', rest: ' in each year since 2019?' },
  {
    opening: 'What steps has the Agency taken to protect',
    rest: ' the records of its tenants? If none, why not?'
  },
  {
    opening: 'Please provide all documents and communications',
    rest: ' referring or relating to the sale of the depot, including drafts.'
  },
  { opening: 'Describe the process by which a claim', rest: ' is reviewed, and who may appeal it.' },
  { opening: 'All records referring or relating to', rest: ' the closing of the southern ferry.' },
  { opening: 'A list of the offices that were', rest: ' closed, with the date of each closing.' },
  { opening: 'Did any official of the Agency meet', rest: ' with a bidder before the award was made?' },
  {
    opening: 'The report says that nine sites were flooded.',
    rest: ' Which of these sites has been repaired, and at what cost?'
  },
  {
    opening: 'Given the findings of the inspector general, will',
    rest: ' the Agency commit to a review of its contracts?'
  },
  { opening: 'An organizational chart of the regional office', rest: ' as of the date of this letter.' },
  { opening: 'Has the Agency asked for the help', rest: ' that is offered to speed its review of appeals?' },
  {
    opening: 'Identify each contractor that was paid for',
    rest: ' work at the depot and the amount of each payment.'
  },
  {
    opening: 'How many claims did the Agency receive about',
    rest: ' any of the following:',
    parts: ['Lost mail', 'Late mail']
  },
  { opening: 'Copies of all contracts between the Agency', rest: ' and the port since January 1, 2020.' },
  { opening: 'Explain why the grant of the county', rest: ' was ended before its term.' },
  { opening: 'To what extent does the Agency rely on', rest: ' figures that carriers report?' }
]
export const itemCount = items.length

const heads = [
  'March 3, 2021\n\nThe Honorable Alex Example\nAdministrator\nExample Agency\n100 Main Street\nWashington, D.C. 20000\n\nDear Administrator Example:',
  'SPRINGFIELD – Today, Senator Jane Member (D-VT) sent a letter to the Example Agency about the depot.\n\nThe full text of the letter is below.\n\nMarch 3, 2021\n\nDear Administrator Example,',
  'COMMITTEE ON EXAMPLES\n\nMarch 3, 2021\n\nMr. Alex Example\nChief Executive Officer\nExample Company\n\nDear Mr. Example:'
]
export const headCount = heads.length

const account =
  'We write about the sale of the depot. Reports say that the price was low, and that the buyers were known to the seller. The public deserves an open account of the matter.'

const intros = [
  'Please provide answers to the following questions no later than 5:00 p.m. on March 24, 2021:',
  'To assist the Committee in its review, please provide the following documents and information by March 24, 2021.',
  'We therefore request that you respond in writing to the following by March 24, 2021:',
  'Accordingly, we ask that you produce the following information, in electronic format, no later than March 24, 2021:',
  'I would appreciate your answers to the questions below by March 24, 2021.',
  'In order to help us understand these events, please provide a response to the following requests by March 24, 2021:'
]
export const introCount = intros.length

const letterOf = (i: number): string => String.fromCharCode(97 + i)
const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x']
const markers: ((i: number) => string)[] = [
  i => `${i + 1}. `,
  i => `${i + 1}) `,
  i => `(${i + 1}) `,
  i => `${i + 1}). `,
  i => `${letterOf(i)}. `,
  i => `(${letterOf(i)}) `,
  i => `${letterOf(i)}) `,
  () => '• ',
  () => '- ',
  () => '* ',
  i => `Question ${i + 1}: `,
  i => `${roman[i]}. `,
  () => ''
]
export const markerCount = markers.length
const bare = markers.length - 1

const ends = [
  'Thank you for your attention to this matter.\n\nSincerely,\n\nJane Member\nUnited States Senator',
  'If you have any questions about this request, please contact the Committee staff at (202) 555-0100. We look forward to your response.\n\nSincerely,\n\nJane Member\nChairman',
  'Thank you for your cooperation.\n\nSincerely,\n\nJane Member\nChairman\n\nResponding to Committee Document Requests\n\n1. In complying with this request, you should produce all responsive documents in your possession.\n2. Documents produced should be numbered in order.\n3. The term "document" means any written matter.'
]
export const endCount = ends.length

const headingWords = ['Staffing and Costs', 'Safety of Tenants', 'The Sale']

/** Lines broken at a margin, as a page prints them. */
function wrapped(text: string, margin: number, hyphenates: boolean): string {
  return text
    .split('\n')
    .map(line => {
      const lines: string[] = []
      let open = ''
      for (const word of line.split(' ')) {
        const longer = open === '' ? word : `${open} ${word}`
        if (longer.length <= margin) {
          open = longer
          continue
        }
        const room = margin - open.length - 2
        if (hyphenates && room > 3 && /^[a-z]{9,}$/.test(word)) {
          lines.push(`${open} ${word.slice(0, 4)}-`)
          open = word.slice(4)
        } else {
          lines.push(open)
          open = word
        }
      }
      return [...lines, open].join('\n')
    })
    .join('\n')
}

/** A page's foot and the next page's head, set between two lines in the middle of the list. */
function paged(text: string, at: string): string {
  const lines = text.split('\n')
  const from = lines.findIndex(line => line.includes(at.slice(0, 20)))
  if (from < 0) return text
  return [
    ...lines.slice(0, from + 1),
    '',
    '2',
    '',
    'The Honorable Alex Example',
    'March 3, 2021',
    'Page 3',
    '',
    ...lines.slice(from + 1)
  ].join('\n')
}

const damages: ((text: string, mid: string) => string)[] = [
  text => text,
  text => text.replace(/\n\n/g, '\n'),
  text => wrapped(text, 78, false),
  text => wrapped(text, 70, true),
  (text, mid) => paged(wrapped(text, 74, false), mid),
  text => text.replace(/^/gm, '   '),
  text => text.replace(/ {1}(?=[A-Z][a-z]+ [a-z])/g, '  '),
  text => text.replaceAll('\n', '\r\n'),
  text => text.replace(/(?<=[a-z]{3}[.?])(?=\n)/g, '3'),
  text => text.replace(/\n+/g, ' ')
]
export const damageCount = damages.length

/** A letter made of those parts, with what it asks. */
export function composed(c: Composition): Composed {
  const chosen = c.items.flatMap(i => items[i] ?? [])
  const mark = markers[c.marker] ?? (() => '')
  const nested = c.marker >= 4 && c.marker <= 6 ? ['i. ', 'ii. '] : ['a. ', 'b. ']
  const list = chosen.map((item, i) => {
    const parts = (item.parts ?? []).map((part, n) => `\n\n${nested[n]}${part}`).join('')
    const heading = c.headings && i % 3 === 0 ? `${headingWords[(i / 3) % 3]}\n\n` : ''
    return `${heading}${mark(i)}${item.opening}${item.rest}${parts}`
  })
  const text = [heads[c.head], account, intros[c.intro], ...list, ends[c.end]].join('\n\n')
  const mid = chosen[Math.floor(chosen.length / 2)]?.opening ?? ''
  const damaged = damages[c.damage]?.(text, mid) ?? text
  return { text: damaged, openings: chosen.map(item => item.opening) }
}

/** Where line breaks are lost, numbers and full stops are all that parts items; without markers, blank lines are. */
export function isReadable(c: Composition): boolean {
  if (c.marker === bare) return c.damage === 0 || c.damage === 5
  return c.damage < 9 || (c.marker < 4 && !c.headings && c.end < 2 && !c.items.includes(12))
}
