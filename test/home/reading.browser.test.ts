import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { axeViolations, colorSchemes, openBrowser, openPage, overflowOf, widths } from '../support/browser.ts'
import { questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the public pages in a browser', () => {
  let world: World
  let browser: Browser
  let paths: string[]

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    const letter = await Letter.atSlug('leahy-2021')
    const id = letter && String((await questionsOf(letter))[0]?._id)
    paths = [
      '/',
      '/questions',
      '/questions?answer=no_reply&about=nobody',
      `/questions/${id}`,
      `/questions/${id}/as-of/2021-04-05`,
      '/letters',
      '/letters/leahy-2021',
      '/letters/grijalva-lowenthal-2019',
      '/letters/senators-to-pompeo-2020',
      '/organizations',
      '/organizations/department-of-state',
      '/organizations/department-of-commerce',
      '/signatories',
      '/signatories/l000174',
      '/search?q=firearms',
      '/search?q=xyzzy',
      '/data',
      '/accessibility'
    ]
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  for (const colorScheme of colorSchemes)
    for (const width of widths)
      it(`hold nothing that axe-core finds wrong, ${width} px wide, ${colorScheme}`, async function () {
        this.timeout(120_000)
        const page = await openPage(browser, world.url, { width, colorScheme })
        for (const path of paths) {
          await page.goto(path)
          await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
          assert.deepEqual(await axeViolations(page), [], path)
          const overflow = await overflowOf(page)
          assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`)
        }
        await page.close()
      })

  it('lead by keyboard alone from the first page to a question’s finding', async () => {
    const page = await openPage(browser, world.url)
    await page.goto('/')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const reach = async (href: RegExp) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab')
        const at = String(await page.evaluate(`document.activeElement?.getAttribute('href') ?? ''`))
        if (href.test(at)) return
      }
      assert.fail(`${href} was not reached`)
    }
    await reach(/^\/questions\/[0-9a-f]{24}$/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/questions\/[0-9a-f]{24}$/)
    assert.match((await page.textContent('main')) ?? '', /No reply recorded/)
    await page.close()
  })

  it('weigh at most 60 kB compressed with all they load, and their HTML 30 kB', async () => {
    for (const path of paths) {
      const page = await openPage(browser, world.url)
      const session = await page.context().newCDPSession(page)
      await session.send('Network.enable')
      let all = 0
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        all += encodedDataLength
      })
      await page.goto(path, { waitUntil: 'networkidle' })
      assert.ok(all <= 60_000, `${path} weighs ${all} bytes`)
      await page.context().close()
    }
  })
})
