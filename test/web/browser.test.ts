import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { axeViolations, colorSchemes, openBrowser, openPage, overflowOf, widths } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'

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

  const forVisitors = ['/about', '/sign-in', '/nothing-here']
  const forStaff = ['/account', '/people', '/people/new', '/about']

  for (const colorScheme of colorSchemes)
    for (const width of widths)
      it(`every page reads without flaw at ${width} pixels, ${colorScheme}`, async () => {
        const flaws: string[] = []
        const look = async (page: Page, paths: readonly string[], who: string) => {
          for (const path of paths) {
            await page.goto(path)
            for (const violation of await axeViolations(page)) flaws.push(`${who} ${path}: ${violation}`)
            const overflow = await overflowOf(page)
            if (overflow > 0) flaws.push(`${who} ${path}: ${overflow} pixels too wide`)
          }
          await page.context().close()
        }
        await look(await opened({ width, colorScheme }), forVisitors, 'a visitor at')
        await look(
          await opened({ width, colorScheme, as: admin }),
          [...forStaff, `/people/${admin.user._id}`],
          'an admin at'
        )
        assert.deepEqual(flaws, [])
      })

  it('the checker does find what is wrong', async () => {
    const page = await opened({})
    await page.setContent(
      '<title>x</title><img src="/assets/none.svg"><p style="color:#ddd;background:#fff">faint</p>'
    )
    const found = (await axeViolations(page)).join()
    for (const rule of ['image-alt', 'color-contrast', 'html-has-lang']) assert.ok(found.includes(rule), rule)
    await page.context().close()
  })

  it('a person signs in with the keyboard alone, and the first error is where they are', async () => {
    const page = await opened({})
    await page.goto('/sign-in')
    await page.focus('#email')
    await page.keyboard.type('site-admin@example.org')
    await page.keyboard.press('Enter')
    await page.waitForFunction("document.title.startsWith('Error: Sign in')")
    assert.match(String(await page.evaluate('document.activeElement.textContent')), /Enter your password\./)
    assert.equal(await page.inputValue('#email'), 'site-admin@example.org')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate('document.activeElement.id'), 'password')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('/desk')
    await page.context().close()
  })

  it('the first Tab offers the way past the menus', async () => {
    const page = await opened({})
    await page.goto('/about')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to main content')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate('document.activeElement.id'), 'content')
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
