import assert from 'node:assert/strict'
import { dueCalendar } from '../../server/domain/due-calendar.ts'
import { type DueFacts, dueDate } from '../../server/domain/due-date.ts'
import { federalCalendar } from '../../server/domain/holidays.ts'

const statement = {
  basis: 'business_days',
  date: null,
  count: 21,
  from: 'letter',
  quote: 'within 21 business days'
} as const
const letter: DueFacts = {
  letterDate: '2021-06-03',
  sentOn: null,
  receivedOn: null,
  statement,
  override: null,
  extensions: [],
  promisedOn: null
}

const drawn = (facts: Partial<DueFacts>): string[] =>
  dueCalendar(dueDate({ ...letter, ...facts }, federalCalendar)).flatMap(({ first, weeks }) => [
    first,
    ...weeks.map(week =>
      week
        .map(cell => {
          if (cell === null) return ' .'
          const mark = cell.isStart ? 'S' : cell.isDue ? 'D' : cell.skipped ? '-' : cell.counted ? '+' : ' '
          return `${mark}${cell.date}`
        })
        .join(' ')
    )
  ])

describe('the small calendar of a due date', () => {
  it('shows the start, the days counted, the days skipped and the due date', () => {
    assert.deepEqual(drawn({}), [
      '2021-06-01',
      ' .  .  1  2 S3 +4 -5',
      '-6 +7 +8 +9 +10 +11 -12',
      '-13 +14 +15 +16 +17 -18 -19',
      '-20 +21 +22 +23 +24 +25 -26',
      '-27 +28 +29 +30  .  .  .',
      '2021-07-01',
      ' .  .  .  . +1 +2 -3',
      '-4 -5 D6  7  8  9  10',
      ' 11  12  13  14  15  16  17',
      ' 18  19  20  21  22  23  24',
      ' 25  26  27  28  29  30  31'
    ])
  })

  it('shows the month of a stated date, and the months up to an extension', () => {
    const stated = { ...statement, basis: 'stated', date: '2021-02-12', count: null } as const
    assert.deepEqual(drawn({ statement: stated }), [
      '2021-02-01',
      ' .  1  2  3  4  5  6',
      ' 7  8  9  10  11 D12  13',
      ' 14  15  16  17  18  19  20',
      ' 21  22  23  24  25  26  27',
      ' 28  .  .  .  .  .  .'
    ])
    const extended = drawn({ extensions: [{ until: '2021-08-02', on: '2021-07-01', because: 'granted' }] })
    assert.deepEqual(
      extended.filter(line => line.startsWith('2021')),
      ['2021-06-01', '2021-07-01', '2021-08-01']
    )
    assert.ok(extended.includes(' 1 D2  3  4  5  6  7'))
  })

  it('shows nothing where nothing is due', () => {
    assert.deepEqual(drawn({ statement: { ...statement, basis: 'none' } }), [])
  })
})
