import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { Dispute } from '../../models/dispute.ts'
import { Question } from '../../models/question.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { runsOnRecord } from '../../server/jobs/noting-runs.ts'
import { disputeConfirmationPath } from '../../server/mail/dispute-link.ts'
import { axeViolations, openBrowser, openPage, overflowOf, widths } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('reports from readers and the pages of admins, in a browser', function () {
  this.timeout(120_000)
  let world: World
  let browser: Browser | undefined
  let admin: Person
  let forVisitors: string[]
  let forStaff: string[]

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld()
    await loadExamples(world.clock.now())
    admin = await world.signedInAs('site-admin')
    const leaver = await world.signedInAs('editor', 'leaver')
    const question = await Question.findOne({ 'letter.slug': 'leahy-2021' }).orFail().lean()
    const typed = {
      question: String(question._id),
      kind: 'status',
      said: 'It was answered.',
      email: 'reader@example.org'
    }
    await world.visitor().post('/disputes', typed)
    await world.visitor().post('/disputes', {
      ...typed,
      said: `${'long'.repeat(80)} words`,
      link: `https://example.org/${'a'.repeat(200)}`
    })
    const [first, second] = await Dispute.find().sort({ _id: 1 }).lean()
    const link = disputeConfirmationPath(world.secrets, String(first?._id), world.clock.now())
    await world.visitor().post(link, { report: String(second?._id) })
    await runsOnRecord(world)(
      {
        name: 'send',
        everyMs: 10_000,
        why: 'A mail that somebody waits for leaves within seconds.',
        run: async () => {}
      },
      world.clock.now(),
      'connect ECONNREFUSED 127.0.0.1:25'
    )
    forVisitors = [
      link,
      '/disputes/new',
      '/disputes/asked',
      `/disputes/new?question=${question._id}`,
      `/questions/${question._id}`
    ]
    forStaff = [
      '/disputes',
      `/disputes/${second?._id}`,
      '/desk',
      '/letters/leahy-2021/sharing',
      `/people/${leaver.user._id}/hand-over`,
      '/people',
      '/account',
      '/audit',
      '/operations',
      '/operations/mail?state=queued',
      '/operations/holidays',
      '/operations/organizations',
      '/organizations/department-of-state/record'
    ]
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  // One width: both were looked at when the pages were made, and every page more costs a second of each test run.
  for (const width of widths.slice(0, 1))
    it(`read without flaw at ${width} pixels`, async () => {
      assert.ok(browser)
      const flaws: string[] = []
      for (const [paths, as] of [
        [forVisitors, undefined],
        [forStaff, admin]
      ] as const) {
        const page = await openPage(browser, world.url, { width, ...(as && { as }) })
        for (const path of paths) {
          const answer = await page.goto(path)
          if (answer?.status() !== 200) flaws.push(`${path}: ${answer?.status()}`)
          for (const violation of await axeViolations(page)) flaws.push(`${path}: ${violation}`)
          const overflow = await overflowOf(page)
          if (overflow > 0) flaws.push(`${path}: ${overflow} pixels too wide`)
        }
        await page.context().close()
      }
      assert.deepEqual(flaws, [])
    })
})
