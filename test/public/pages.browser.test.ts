import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { Letter } from '../../models/letter.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, questionsOf } from '../support/replied-letter.ts'
import { openWorld, PASSWORD, type World } from '../support/world.ts'
import { everyPage, type PageAddress } from './addresses.ts'
import { flawsOf } from './flaws.ts'
import { keyboardOf } from './keyboard.ts'

describe('the pages in a browser', function () {
  this.timeout(120_000)
  let world: World
  let browser: Browser
  let admin: Person
  let pages: PageAddress[]

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld({ now: '2026-11-20T12:00' })
    admin = await world.signedInAs('site-admin')
    pages = await everyPage(world, admin)
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  // One page of each kind: all of them, four ways each, are looked at by `npm run test:long`, in CI too.
  it('of visitors hold nothing that axe-core finds wrong, on a phone and a desk, light and dark', async () => {
    const page = await openPage(browser, world.url)
    const flaws: string[] = []
    for (const address of [
      '/',
      '/questions?answer=answered&about=nobody',
      '/letters/senators-to-pompeo-2020',
      '/organizations/department-of-state',
      '/search?q=firearms&kind=letters'
    ])
      flaws.push(...(await flawsOf(page, address)))
    await page.context().close()
    assert.deepEqual(flaws, [])
  })

  it('of a desk hold nothing that axe-core finds wrong, on a phone and a desk, light and dark', async () => {
    const page = await openPage(browser, world.url, { as: admin })
    const routes = [
      '/desk',
      '/intake/new',
      '/letters/:slug/findings',
      '/responses/:id/findings',
      '/operations'
    ]
    const chosen = pages.filter(({ route }) => routes.includes(route))
    assert.equal(chosen.length, routes.length)
    const flaws: string[] = []
    for (const { address } of chosen) flaws.push(...(await flawsOf(page, address)))
    await page.context().close()
    assert.deepEqual(flaws, [])
  })

  it('that say there is nothing hold nothing wrong either', async () => {
    const page = await openPage(browser, world.url)
    const answer = await page.goto('/nothing-here')
    assert.equal(answer?.status(), 404)
    const flaws = await flawsOf(page, '/nothing-here')
    assert.deepEqual(flaws, ['/nothing-here: 404'])
    await page.context().close()
  })

  describe('by keyboard alone', () => {
    /** Opens a page of its own, does what is asked, and holds how many keys it took; typed text is one step. */
    const task = (
      name: string,
      most: number,
      as: 'visitor' | 'editor',
      work: (keys: ReturnType<typeof keyboardOf>, page: Page) => Promise<void>
    ) =>
      it(`${name}, in at most ${most} steps`, async () => {
        const person = as === 'editor' ? await world.signedInAs('editor') : undefined
        const page = await openPage(browser, world.url, person ? { as: person } : {})
        const keys = keyboardOf(page)
        await work(keys, page)
        await page.context().close()
        assert.ok(keys.steps() <= most, `${keys.steps()} steps`)
      })

    task('somebody finds what an office has not answered', 40, 'visitor', async (keys, page) => {
      await page.goto('/')
      await keys.reach('a[href="/organizations"]')
      await keys.follow()
      await keys.skipMenus()
      await keys.reach('a[href="/organizations/department-of-state"]')
      await keys.follow()
      await keys.skipMenus()
      await keys.reach('a[href*="answer=unanswered"]')
      await keys.follow()
      assert.match(page.url(), /\/questions\?answer=unanswered&organization=department-of-state/)
      assert.match((await page.textContent('main')) ?? '', /9 questions/)
    })

    task('somebody narrows a list and takes the filter out again', 30, 'visitor', async (keys, page) => {
      await page.goto('/questions')
      await keys.skipMenus()
      await keys.reach('.facets summary')
      await keys.press('Enter')
      await keys.reach('a[href*="answer=no_reply"]')
      await keys.follow()
      assert.match(page.url(), /answer=no_reply/)
      await keys.skipMenus()
      await keys.reach('a.chip')
      await keys.follow()
      assert.equal(new URL(page.url()).search, '')
    })

    task('somebody follows a list by mail', 90, 'visitor', async (keys, page) => {
      await page.goto('/topics/firearms-exports')
      await keys.skipMenus()
      await keys.reach('a[href^="/subscriptions/new"]')
      await keys.follow()
      await keys.skipMenus()
      await keys.reach('#email')
      await keys.type('reader@example.org')
      await keys.reach('form.panel button')
      await keys.follow()
      assert.equal(new URL(page.url()).pathname, '/subscriptions/asked')
    })

    task('somebody copies the link of a citation', 40, 'visitor', async (keys, page) => {
      const letter = await Letter.atSlug('leahy-2021')
      assert.ok(letter)
      const [question] = await questionsOf(letter)
      await page.goto(`/questions/${String(question?._id)}`)
      await keys.skipMenus()
      await keys.reach('#cite-link')
      await keys.press('Control+a')
      await keys.press('Control+c')
      await page.goto('/search')
      await keys.reach('#site-search')
      await keys.press('Control+v')
      assert.match(await page.inputValue('#site-search'), /\/letters\/leahy-2021#:~:text=/)
    })

    task('somebody searches and opens what was found', 30, 'visitor', async (keys, page) => {
      await page.goto('/')
      await keys.reach('#site-search')
      await keys.type('firearms')
      await keys.follow()
      await keys.skipMenus()
      await keys.reach('main a[href^="/questions/"]')
      await keys.follow()
      assert.match((await page.textContent('h1')) ?? '', /firearms/)
    })

    task('somebody signs in, the first time with a mistake', 20, 'visitor', async (keys, page) => {
      await world.signedInAs('reader', 'late')
      await page.goto('/sign-in')
      await keys.skipMenus()
      await keys.reach('#email')
      await keys.type('late@example.org')
      await keys.follow()
      assert.match(await page.title(), /^Error: Sign in/)
      assert.match(String(await page.evaluate('document.activeElement.textContent')), /Enter your password\./)
      await keys.reach('a[href="#password"]')
      await keys.press('Enter')
      await keys.type(PASSWORD)
      await keys.follow()
      assert.equal(new URL(page.url()).pathname, '/desk')
    })

    task('a desk logs a letter', 30, 'editor', async (keys, page) => {
      await page.goto('/desk')
      await keys.reach('a[href="/intake/new"]')
      await keys.follow()
      await keys.skipMenus()
      await keys.reach('#text')
      await keys.type(aPastedLetter)
      await keys.reach('form.panel button[type="submit"], main form button[type="submit"]')
      await keys.follow()
      await page.waitForSelector('#review')
      await Promise.all([page.waitForURL(/\/letters\//), keys.press('Control+Enter')])
      assert.match((await page.textContent('main')) ?? '', /How many gates were opened/)
    })

    task('a desk judges a reply', 30, 'editor', async (keys, page) => {
      const letter = await aLetter(world, {
        subject: 'The budget of a program',
        questions: ['What is the budget of the program?']
      })
      const editor = await world.signedInAs('editor')
      const reply = await aReply(editor, letter, {
        text: 'Dear Senator:\nThe budget of the program is ten million dollars.\nSincerely,'
      })
      await page.goto(`/responses/${String(reply._id)}/findings`)
      await keys.reach('[id^="cell-"] summary')
      await keys.press('a')
      await keys.press('1')
      await Promise.all([page.waitForNavigation(), keys.press('Control+Enter')])
      assert.equal((await questionsOf(letter))[0]?.findings[0]?.disposition, 'answered')
    })

    it('the first Tab of every page offers the way past its menus', async () => {
      const page = await openPage(browser, world.url)
      await page.goto('/about')
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to main content')
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate('document.activeElement.id'), 'content')
      await page.context().close()
    })
  })
})

const aPastedLetter = `United States Senate
September 3, 2026

The Honorable First Addressee
Secretary of Transportation
Washington, DC 20590

Dear Secretary:

We write about the flood gates on the Example River. Please answer these questions:

1. How many gates were opened on August 14?
2. Who decided to open them?

Sincerely,

First Signer
United States Senator
`
