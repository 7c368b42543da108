import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { axeViolations, openBrowser, openPage } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('in a browser', function () {
  this.timeout(120_000)
  let world: World
  let browser: Browser | undefined
  let admin: Person

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld()
    admin = await world.signedInAs('site-admin')
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  const opened = (options: Parameters<typeof openPage>[2]): Promise<Page> => {
    assert.ok(browser)
    return openPage(browser, world.url, options)
  }

  it('the checker does find what is wrong', async () => {
    const page = await opened({})
    await page.setContent(
      '<title>x</title><img src="/assets/none.svg"><p style="color:#ddd;background:#fff">faint</p>'
    )
    const found = (await axeViolations(page)).join()
    for (const rule of ['image-alt', 'color-contrast', 'html-has-lang']) assert.ok(found.includes(rule), rule)
    await page.context().close()
  })

  it('a page loads from nowhere else, and the policy has nothing to refuse', async () => {
    assert.ok(browser)
    const context = await browser.newContext({ baseURL: world.url })
    const page = await context.newPage()
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', request => asked.push(request.url()))
    page.on('console', message => complaints.push(message.text()))
    for (const path of ['/about', '/sign-in']) await page.goto(path)
    assert.deepEqual(
      asked.filter(url => !url.startsWith(world.url)),
      []
    )
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('everything that is pressed is at least 24 pixels high and wide, or stands in a sentence', async () => {
    const page = await opened({ width: 320, as: admin })
    const small: string[] = []
    for (const path of ['/about', '/account', '/people']) {
      await page.goto(path)
      const found = await page.$$eval('button, input, select, nav a, .masthead a', elements =>
        elements
          .map(element => ({ box: element.getBoundingClientRect(), text: element.outerHTML.slice(0, 80) }))
          .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
          .map(({ text }) => text)
      )
      small.push(...found.filter(text => !text.includes('type="hidden"')).map(text => `${path} ${text}`))
    }
    assert.deepEqual(small, [])
    await page.context().close()
  })
})
