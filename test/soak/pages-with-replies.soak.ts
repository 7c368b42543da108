import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import type { LetterRecord } from '../../models/letter.ts'
import { axeViolations, openBrowser, openPage, overflowOf, widths } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the pages of replies, references, calendars and reminders in a browser', () => {
  let browser: Browser
  let world: World
  let admin: Person
  let pages: Record<string, string>

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld()
    admin = await world.signedInAs('desk-admin')
    const letter: LetterRecord = await aLetter(world, {
      subject: 'A letter with everything: recordkeeping_of_the_interagency_licensing_working_group',
      dueOn: '2026-12-01',
      questions: ['How many?']
    })
    const reply = await aReply(admin, letter, { text: 'There are tem posts.' })
    await admin.post(`/responses/${reply._id}/edit`, {
      revision: '0',
      kind: 'substantive',
      receivedOn: '2026-10-01',
      hasText: 'yes',
      text: 'There are ten posts.',
      because: 'Misread.'
    })
    const form = admin.agent.post(`/letters/${letter.slug}/references`).field('_csrf', admin.token)
    const fields = {
      kind: 'cable',
      title: 'A cable',
      on: '2009-08-07',
      citedBy: 'desk',
      sourceKind: 'typed',
      sourceTitle: 'A file'
    }
    for (const [name, value] of Object.entries(fields)) form.field(name, value)
    const added = await form.attach(
      'files',
      Buffer.from('5. Posts report.'),
      `${'a_long_name_'.repeat(8)}.txt`
    )
    const question = String((await questionsOf(letter))[0]?._id)
    pages = {
      'logging a reply': `/letters/${letter.slug}/responses/new`,
      'a reply with its earlier text': `/responses/${reply._id}`,
      'putting a reply right': `/responses/${reply._id}/edit`,
      'adding a reference': `/letters/${letter.slug}/references/new`,
      'a reference with a file': added.headers.location ?? '',
      'every asking': `/questions/${question}/chain`,
      'how a due date comes about': `/questions/${question}/due-dates/${letter.recipients[0]?._id}`,
      'the steps of a desk': '/desks/example/reminders',
      'the own calendar': '/account/calendar',
      'the mail to come': '/mail'
    }
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  for (const width of widths)
    it(`can be used by everybody and need no scrolling sideways at ${width} pixels`, async () => {
      const page = await openPage(browser, world.url, { width, as: admin })
      const wrong: string[] = []
      for (const [name, path] of Object.entries(pages)) {
        const answer = await page.goto(path)
        if (answer?.status() !== 200) wrong.push(`${name}: ${answer?.status()}`)
        // What axe finds hardly depends on the width, and looking takes a second a page.
        if (width === 320)
          wrong.push(...(await axeViolations(page)).map(violation => `${name}: ${violation}`))
        const overflow = await overflowOf(page)
        if (overflow > 0) wrong.push(`${name} is ${overflow} pixels too wide`)
      }
      await page.context().close()
      assert.deepEqual(wrong, [])
    })

  it('show the new address of a calendar once, in a field that can be copied', async () => {
    const page = await openPage(browser, world.url, { width: 320, as: admin })
    await page.goto('/account/calendar')
    await page.getByRole('button', { name: 'Make its address' }).press('Enter')
    const address = page.getByLabel('Address of your calendar')
    assert.match(await address.inputValue(), /\/calendars\/[\w-]{43}\.ics$/)
    assert.deepEqual(await axeViolations(page), [])
    assert.equal(await overflowOf(page), 0)
    await page.goto('/account/calendar')
    assert.equal(await address.count(), 0)
    await page.context().close()
  })
})
