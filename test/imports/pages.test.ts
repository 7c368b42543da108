import assert from 'node:assert/strict'
import { Import } from '../../models/import.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the pages of an import', () => {
  let world: World
  let editor: Person
  before(async () => {
    world = await openWorld({ now: '2025-02-10T09:00' })
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())

  const handIn = (name: string, csv: string, organization = '') =>
    editor.agent
      .post('/imports')
      .field('_csrf', editor.token)
      .field('organization', organization)
      .attach('files', Buffer.from(csv), name)

  const sheet =
    'Matter,Agency,Question,Asked,Due\nBridges,Department of Transportation,How many?,2/3/2025,3/3/2025\nBridges,Department of Transportation,Why?,2/3/2025,4/3/2025\n,Department of Transportation,Whose?,,\n'

  describe('a table handed in', () => {
    let address: string
    it('shows what its columns hold and what would happen, and logs nothing yet', async () => {
      const answer = await handIn('questions.csv', sheet)
      assert.equal(answer.status, 303, answer.text)
      address = answer.headers.location ?? ''
      const { text } = await editor.get(address)
      assert.match(text, /<option value="question" selected>/)
      assert.match(text, /Line 2: It does not say which letter asked/)
      assert.equal(await Letter.countDocuments(), 0)
    })

    it('is read anew by what a person says its columns hold', async () => {
      const column = ['letter', 'organization', 'question', 'date', 'due']
      await editor.post(address, { column, organization: '' })
      const { text } = await editor.get(address)
      assert.match(text, /<dd>1<\/dd>/)
      assert.match(text, /Line 4: It does not say which letter asked/)
    })

    it('becomes letters and questions when that is pressed, once however often', async () => {
      const column = ['letter', 'organization', 'question', 'date', 'due']
      for (const _ of [1, 2])
        assert.equal((await editor.post(`${address}/letters`, { column, organization: '' })).status, 303)
      assert.equal(await Letter.countDocuments(), 1)
      const questions = await Question.find().sort({ position: 1 }).lean()
      assert.deepEqual(
        questions.map(({ text, standing }) => [text, standing.nextDueOn]),
        [
          ['How many?', '2025-03-03'],
          ['Why?', '2025-04-03']
        ]
      )
      assert.match((await editor.get(address)).text, /Its letters were logged/)
    })

    it('has its mapping remembered for the next with the same headings', async () => {
      const answer = await handIn('later.csv', sheet.replaceAll('Bridges', 'Ferries'))
      assert.match((await editor.get(answer.headers.location ?? '')).text, /<option value="letter" selected>/)
    })

    it('makes letters without text whose page can be read', async () => {
      const log = 'WF#,Receive Date,From,Subject\n7,1/9/2025,Senator Tim Kaine,Asks about ferries\n'
      const at = (await handIn('log.csv', log, 'Department of Transportation')).headers.location ?? ''
      await editor.post(`${at}/letters`, {
        column: ['reference', 'received', 'from', 'subject'],
        organization: 'Department of Transportation'
      })
      const letter = await Letter.findOne({ subject: 'Asks about ferries' }).orFail().lean()
      const page = await editor.get(`/letters/${letter.slug}`)
      assert.equal(page.status, 200)
      assert.match(page.text, /Asks about ferries/)
    })

    describe('with many letters', () => {
      const rows = Array.from(
        { length: 24 },
        (_, at) => `L${at},1/9/2025,Senator Tim Kaine,Asks about road ${at}`
      )
      const long = `WF#,Receive Date,From,Subject\n${rows.join('\n')}\n`
      const column = ['reference', 'received', 'from', 'subject']
      const organization = 'Department of Transportation'
      const roads = () => Letter.countDocuments({ subject: /^Asks about road/ })

      async function whenDone(at: string): Promise<string> {
        for (const until = performance.now() + 30_000; performance.now() < until; ) {
          const page = await editor.get(at)
          if (page.headers.refresh === undefined) return page.text
          assert.match(page.text, /of 24 letters are logged/)
        }
        throw new Error('The import did not end within 30 seconds.')
      }

      it('is logged beside the pages, with a page that says how far it is', async () => {
        const at = (await handIn('long.csv', long, organization)).headers.location ?? ''
        assert.equal((await editor.post(`${at}/letters`, { column, organization })).status, 303)
        assert.equal((await editor.get(at)).headers.refresh, '2')
        assert.match(await whenDone(at), /24 letters were logged; 0 were before; 0 rows were not taken over/)
        assert.equal(await roads(), 24)
      })

      it('goes on when somebody looks for it after the process that had it is gone', async () => {
        const record = await Import.findOne({ name: 'long.csv' }).orFail()
        await Letter.deleteMany({ subject: /^Asks about road [1-5]$/ })
        const by = record.createdBy
        await record.updateOne({
          running: { done: 10, total: 24, leasedUntil: new Date(0), by },
          doneAt: null
        })
        assert.match(await whenDone(`/imports/${record._id}`), /5 letters were logged; 19 were before/)
        assert.equal(await roads(), 24)
      })
    })

    it('is refused when it is no table, with what to do', async () => {
      const answer = await handIn('book.xlsx', 'PK\x03\x04')
      assert.equal(answer.status, 422)
      assert.match(answer.text, /Save the sheet as CSV/)
    })

    it('is for editors', async () => {
      const reader = await world.signedInAs('reader')
      assert.equal((await reader.get(address)).status, 403)
    })
  })
})
