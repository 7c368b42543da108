import type { Day } from '../domain/day.ts'

interface ExampleMember {
  bioguide: string
  name: string
  first: string
  last: string
  chamber: 'senate' | 'house'
  state: string
  /** First and last day of each term, and the district of a Representative. */
  terms: { start: Day; end: Day; district?: number }[]
}

/**
 * The signatories known of the example letters, with their terms since 2017.
 * Source: unitedstates/congress-legislators (CC0), state of June 15, 2026. All ten sat as Democrats.
 */
export const exampleMembers: readonly ExampleMember[] = [
  {
    bioguide: 'L000174',
    name: 'Patrick J. Leahy',
    first: 'Patrick',
    last: 'Leahy',
    chamber: 'senate',
    state: 'VT',
    terms: [{ start: '2017-01-03', end: '2023-01-03' }]
  },
  {
    bioguide: 'M000639',
    name: 'Robert Menendez',
    first: 'Robert',
    last: 'Menendez',
    chamber: 'senate',
    state: 'NJ',
    terms: [{ start: '2019-01-03', end: '2024-08-20' }]
  },
  {
    bioguide: 'D000563',
    name: 'Richard J. Durbin',
    first: 'Richard',
    last: 'Durbin',
    chamber: 'senate',
    state: 'IL',
    terms: [
      { start: '2015-01-06', end: '2021-01-03' },
      { start: '2021-01-03', end: '2027-01-03' }
    ]
  },
  {
    bioguide: 'C000141',
    name: 'Benjamin L. Cardin',
    first: 'Benjamin',
    last: 'Cardin',
    chamber: 'senate',
    state: 'MD',
    terms: [{ start: '2019-01-03', end: '2025-01-03' }]
  },
  {
    bioguide: 'V000128',
    name: 'Chris Van Hollen',
    first: 'Chris',
    last: 'Van Hollen',
    chamber: 'senate',
    state: 'MD',
    terms: [
      { start: '2017-01-03', end: '2023-01-03' },
      { start: '2023-01-03', end: '2029-01-03' }
    ]
  },
  {
    bioguide: 'M001176',
    name: 'Jeff Merkley',
    first: 'Jeff',
    last: 'Merkley',
    chamber: 'senate',
    state: 'OR',
    terms: [
      { start: '2015-01-06', end: '2021-01-03' },
      { start: '2021-01-03', end: '2027-01-03' }
    ]
  },
  {
    bioguide: 'K000384',
    name: 'Tim Kaine',
    first: 'Timothy',
    last: 'Kaine',
    chamber: 'senate',
    state: 'VA',
    terms: [
      { start: '2019-01-03', end: '2025-01-03' },
      { start: '2025-01-03', end: '2031-01-03' }
    ]
  },
  {
    bioguide: 'B001288',
    name: 'Cory A. Booker',
    first: 'Cory',
    last: 'Booker',
    chamber: 'senate',
    state: 'NJ',
    terms: [
      { start: '2015-01-06', end: '2021-01-03' },
      { start: '2021-01-03', end: '2027-01-03' }
    ]
  },
  {
    bioguide: 'G000551',
    name: 'Raúl M. Grijalva',
    first: 'Raúl',
    last: 'Grijalva',
    chamber: 'house',
    state: 'AZ',
    terms: [
      { start: '2019-01-03', end: '2021-01-03', district: 3 },
      { start: '2021-01-03', end: '2023-01-03', district: 3 },
      { start: '2023-01-03', end: '2025-01-03', district: 7 },
      { start: '2025-01-03', end: '2025-03-13', district: 7 }
    ]
  },
  {
    bioguide: 'L000579',
    name: 'Alan S. Lowenthal',
    first: 'Alan',
    last: 'Lowenthal',
    chamber: 'house',
    state: 'CA',
    terms: [
      { start: '2019-01-03', end: '2021-01-03', district: 47 },
      { start: '2021-01-03', end: '2023-01-03', district: 47 }
    ]
  }
]
