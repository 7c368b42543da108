import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { guessed, headed } from '../../server/imports/columns.ts'
import { dayInCell } from '../../server/imports/dates.ts'
import { signersIn, signersInSubject } from '../../server/imports/people.ts'
import { type ImportPlan, planImport } from '../../server/imports/planning.ts'
import { readTable } from '../../server/imports/table.ts'

/** The plan for a table whose headings say what its columns hold. */
function planOf(csv: string | Buffer, organization: string | null = null): ImportPlan {
  const rows = readTable(Buffer.from(csv))
  const mapping = guessed(headed(rows).headings)
  return planImport(rows, { mapping, desk: 'example', organization, source: 'log.csv' })
}

describe('an agency’s correspondence log', () => {
  const log = `Correspondence Report,,,
Opened Between 01/01/2014 and 01/31/2014,,,
WF#,Receive Date,Congressman Name,Subject of Request
1,1/30/2014,Senator Tim Kaine,Asks for a report on bridges
2,,Congressman Don Beyer; Senator Tim Kaine,"Asks, again, for it"
2,,Representative Bobby Scott,"Asks, again, for it"
,,,
1,1/30/2014,Senator Tim Kaine,Asks for a report on bridges
3,31/31/2014,Senator Tim Kaine,Asks when
4,1/9/2014,Senator Tim Kaine,
WF#,Receive Dale,Congressman Name,Subject of Request
5,2/1/2014,,Annual report`
  const plan = planOf(log, 'Department of Transportation')

  it('becomes letters without text, under the headings that stand below its title', () => {
    assert.deepEqual(
      plan.letters.map(({ letter }) => [letter.subject, letter.chamber, letter.dateAsSaid ?? null]),
      [
        ['Asks for a report on bridges', 'senate', 'received January 30, 2014'],
        ['Asks, again, for it', 'joint', null],
        ['Annual report', null, 'received February 1, 2014']
      ]
    )
    assert.equal(plan.letters[0]?.letter.source.title, 'Correspondence log log.csv, line 4')
  })

  it('has one letter for several rows with one control number, signed by all of them', () => {
    assert.deepEqual(
      plan.letters[1]?.letter.signatories.map(({ name }) => name),
      ['Don Beyer', 'Tim Kaine', 'Bobby Scott']
    )
  })

  it('is taken over but for the rows that cannot be, each with its line and why', () => {
    assert.deepEqual(plan.bad, [
      { line: 9, reason: '“31/31/2014” is no date.' },
      { line: 10, reason: 'The subject is missing.' }
    ])
    assert.deepEqual([plan.blank, plan.repeated], [1, 1])
  })

  it('needs to be told whom its letters were put to', () => {
    assert.equal(planOf(log).letters.length, 0)
    assert.match(
      planOf(log)
        .bad.map(({ reason }) => reason)
        .join(),
      /whom the letter was put to/
    )
  })

  for (const [file, to, least] of [
    ['dhs-hq-2014-january.csv', 'Department of Homeland Security', 55],
    ['ferc-congressional-2018-2019.csv', 'Federal Energy Regulatory Commission', 30]
  ] as const)
    it(`is read whole where it is real: ${file}`, function () {
      const path = `../shared/letters/logs/${file}`
      if (!existsSync(path)) {
        console.log(`      skipped: ${path} is not here.`)
        return this.skip()
      }
      assert.ok(planOf(readFileSync(path), to).letters.length >= least)
    })
})

describe('a spreadsheet with a row for each question', () => {
  const sheet = `Letter;Agency;Question;Asked;Due;Status;Notes
Bridges;DOT;How many are there?;2/3/2025;3/3/2025;Answered;see binder
Bridges;Coast Guard;How many are there?;2/3/2025;3/3/2025;;
Bridges;DOT;Please provide all records.;2/3/2025;4/3/2025;;
Ferries;DOT;Why?;;;;
;DOT;Whose?;;;;
Ferries;DOT;;;;;`
  const plan = planOf(sheet)

  it('becomes letters with their questions, each put to the agencies its rows name', () => {
    const [bridges] = plan.letters
    assert.deepEqual(
      plan.letters.map(({ letter }) => letter.subject),
      ['Bridges', 'Ferries']
    )
    assert.deepEqual(
      bridges?.letter.recipients.map(({ organization }) => organization),
      ['DOT', 'Coast Guard']
    )
    assert.deepEqual(
      bridges?.letter.questions.map(({ text, ask, recipients }) => [text, ask, recipients]),
      [
        ['How many are there?', 'information', [0, 1]],
        ['Please provide all records.', 'documents', [0]]
      ]
    )
  })

  it('states the due date most rows have, quoted from the sheet, and the others’ own', () => {
    const [bridges, ferries] = plan.letters
    assert.deepEqual(
      [bridges?.letter.due.date, bridges?.letter.due.quote],
      ['2025-03-03', 'Due 3/3/2025 (log.csv, line 2)']
    )
    assert.deepEqual(
      bridges?.questions.map(({ due }) => due?.date ?? null),
      [null, '2025-04-03']
    )
    assert.equal(ferries?.letter.due.basis, 'none')
  })

  it('keeps a status as a note: without its reply and evidence it is no judgement', () => {
    assert.deepEqual(plan.letters[0]?.questions[0]?.notes, [
      { recipient: 0, note: 'Status as kept so far: Answered. see binder' }
    ])
  })

  it('reports what it cannot take over', () => {
    assert.deepEqual(
      plan.bad.map(({ line, reason }) => [line, reason]),
      [
        [6, 'It does not say which letter asked.'],
        [7, 'The question is missing.']
      ]
    )
  })
})

describe('a table', () => {
  it('is read in any encoding and with any separator', () => {
    const rows = [
      ['Subject', 'From'],
      ['São Paulo’s bridge', 'Peña']
    ]
    for (const [encoding, separator] of [
      ['utf8', ','],
      ['windows-1252', ';'],
      ['utf-16le', '\t']
    ] as const) {
      const bytes = iconv.encode(rows.map(row => row.join(separator)).join('\r\n'), encoding, {
        addBOM: encoding !== 'windows-1252'
      })
      assert.deepEqual(
        readTable(bytes).map(({ cells }) => cells),
        rows
      )
    }
  })

  it('is told apart from what is none', () => {
    assert.throws(() => readTable(Buffer.from('PK\x03\x04')), /Excel workbook. Save the sheet as CSV/)
    assert.throws(() => readTable(Buffer.alloc(0)), /empty/)
  })

  const dates: [string, string | null | undefined][] = [
    ['1/30/2014', '2014-01-30'],
    ['01/06/14', '2014-01-06'],
    ['2019-03-05', '2019-03-05'],
    ['5-Mar-2019', '2019-03-05'],
    ['March 5, 2019', '2019-03-05'],
    ['2019-03-05 00:00:00', '2019-03-05'],
    ['', null],
    ['30/1/2014', undefined],
    ['last summer', undefined]
  ]
  for (const [cell, day] of dates)
    it(`has “${cell}” for ${day ?? (day === null ? 'no date' : 'what is no date')}`, () =>
      assert.equal(dayInCell(cell), day))

  const signers: [string, string[]][] = [
    ['Senator Kelly Ayotte', ['Kelly Ayotte']],
    ['Leahy, Patrick', ['Patrick Leahy']],
    ['Sen. Tim Kaine and Rep. Don Beyer', ['Tim Kaine', 'Don Beyer']],
    ['Sen. Tim Kaine, Sen. Mark Warner', ['Tim Kaine', 'Mark Warner']],
    ['Tim Kaine; Mark Warner, et al.', ['Tim Kaine', 'Mark Warner']],
    ['Frank Pallone, Jr.', ['Frank Pallone, Jr.']],
    ['', []]
  ]
  for (const [cell, names] of signers)
    it(`has ${names.length} signers in “${cell}”`, () =>
      assert.deepEqual(
        signersIn(cell).map(({ name }) => name),
        names
      ))

  it('names signers in its subjects where it has no column for them', () => {
    const subject =
      'U.S. Representative Clay Higgins and U.S. Representative Steve Scalise submits comments re the Project'
    assert.deepEqual(
      signersInSubject(subject).map(({ name }) => name),
      ['Clay Higgins', 'Steve Scalise']
    )
    assert.deepEqual(signersInSubject('State Representative of the county submits'), [])
  })
})
