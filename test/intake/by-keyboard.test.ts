import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { Intake } from '../../models/intake.ts'
import { Letter } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { typeset } from '../files/make-pdf.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { axeViolations, openBrowser, openPage, overflowOf, widths } from '../support/browser.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the review page in a browser', () => {
  let world: World
  let browser: Browser
  const pdf = join(tmpdir(), `reply-due-${process.pid}-bridges.pdf`)
  before(async function () {
    this.timeout(60_000)
    browser = await openBrowser(this)
    world = await openWorld({ now: '2025-02-10T09:00' })
    await writeFile(pdf, typeset(twelveQuestions))
  })
  after(async () => {
    await browser?.close()
    await world?.close()
    await rm(pdf, { force: true })
  })

  /** Counts what a person does: each key or chord is one step. */
  function keyboard(page: Page) {
    let steps = 0
    return {
      press: async (key: string) => {
        steps += 1
        await page.keyboard.press(key)
      },
      type: async (text: string) => {
        steps += text.length
        await page.keyboard.type(text)
      },
      steps: () => steps
    }
  }

  const focused = (page: Page): Promise<string> =>
    page.evaluate('document.activeElement.id || document.activeElement.name || ""')

  describe('a letter of twelve questions', () => {
    it('is logged from its PDF by keyboard alone in under twenty steps', async function () {
      this.timeout(60_000)
      const page = await openPage(browser, world.url, { as: await world.signedInAs('editor') })
      const keys = keyboard(page)
      await page.goto('/intake/new')
      await page.locator('#text').focus()

      await keys.press('Tab')
      assert.equal(await focused(page), 'files')
      const chooser = page.waitForEvent('filechooser')
      await keys.press('Space')
      await (await chooser).setFiles(pdf)
      await keys.press('Tab')
      await keys.press('Enter')
      await page.waitForSelector('#review', { timeout: 30_000 })
      assert.equal(await page.locator('[data-question]').count(), 12)

      // The fourth asks two things of different people: it is split at its second sentence, and both are joined again.
      for (let at = 0; at < 4; at += 1) await keys.press('Alt+ArrowDown')
      assert.match(await page.evaluate('document.activeElement.value'), /^Who decides/)
      await keys.press('Control+Home')
      await page.evaluate(
        "document.activeElement.setSelectionRange(document.activeElement.value.indexOf('If the'), document.activeElement.value.indexOf('If the'))"
      )
      await Promise.all([page.waitForURL(/#question-/), keys.press('Alt+Enter')])
      assert.equal(await page.locator('[data-question]').count(), 13)
      assert.match(await page.evaluate('document.activeElement.value'), /^If the decision/)
      await keys.press('Alt+ArrowUp')
      await Promise.all([page.waitForNavigation(), keys.press('Alt+KeyJ')])
      assert.equal(await page.locator('[data-question]').count(), 12)

      await Promise.all([page.waitForURL(/\/letters\//), keys.press('Control+Enter')])
      const letter = await Letter.findOne().orFail().lean()
      assert.equal((await Question.ofLetter(letter._id)).length, 12)
      console.log(`      ${keys.steps()} steps`)
      assert.ok(keys.steps() < 20)
      await page.context().close()
    })

    it('keeps what is typed when the page is reloaded, and when the session has ended meanwhile', async function () {
      this.timeout(60_000)
      const editor = await world.signedInAs('editor')
      const page = await openPage(browser, world.url, { as: editor })
      const address = (await editor.post('/intake', { text: twelveQuestions })).headers.location ?? ''
      await page.goto(address)
      await page.fill('#subject', 'Typed and not sent')
      await page.waitForFunction("document.getElementById('saved').textContent === 'Saved'")
      await page.reload()
      assert.equal(await page.inputValue('#subject'), 'Typed and not sent')

      const cookies = await page.context().cookies()
      await page.context().clearCookies()
      await page.fill('#subject', 'Typed after the session ended')
      await page.waitForFunction(
        "document.getElementById('saved').textContent.startsWith('Your session has ended')"
      )
      assert.equal(
        (await Intake.findById(address.split('/').at(-1)).orFail().lean()).subject,
        'Typed and not sent'
      )
      await page.context().addCookies(cookies)
      await page.goto(address)
      await page.waitForFunction(
        "document.getElementById('saved').textContent.includes('put back and saved')"
      )
      assert.equal(
        (await Intake.findById(address.split('/').at(-1)).orFail().lean()).subject,
        'Typed after the session ended'
      )
      await page.context().close()
    })

    it('leaves nothing of what was typed in the browser of somebody who signs out', async () => {
      const editor = await world.signedInAs('editor')
      const page = await openPage(browser, world.url, { as: editor })
      await page.goto((await editor.post('/intake', { text: twelveQuestions })).headers.location ?? '')
      await page.evaluate("localStorage.setItem('typed', 'and not saved')")
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${world.url}/`)
      assert.equal(await page.evaluate('localStorage.length'), 0)
      await page.context().close()
    })

    it('gets a question more from words selected in its text', async () => {
      const editor = await world.signedInAs('editor')
      const page = await openPage(browser, world.url, { as: editor })
      await page.goto((await editor.post('/intake', { text: twelveQuestions })).headers.location ?? '')
      await page.evaluate(`(() => {
      const node = [...document.getElementById('letter-text').childNodes].find(one => one.textContent.includes('The Department said'))
      const start = node.textContent.indexOf('The Department said')
      getSelection().setBaseAndExtent(node, start, node, node.textContent.indexOf('every year.') + 11)
    })()`)
      await page.waitForFunction("document.getElementById('words').value !== ''")
      await page.locator('#subject').focus()
      await Promise.all([page.waitForURL(/#question-/), page.keyboard.press('Alt+KeyA')])
      assert.equal(
        await page.evaluate('document.activeElement.value'),
        'The Department said in its last report that it inspects each of these bridges every year.'
      )
      await page.context().close()
    })

    for (const width of widths)
      it(`can be reviewed in a window ${width} dots wide, by everybody`, async () => {
        const editor = await world.signedInAs('editor')
        const page = await openPage(browser, world.url, { width, as: editor })
        await page.goto((await editor.post('/intake', { text: twelveQuestions })).headers.location ?? '')
        assert.equal(await overflowOf(page), 0)
        assert.deepEqual(await axeViolations(page), [])
        await page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        assert.equal(await overflowOf(page), 0)
        assert.deepEqual(await axeViolations(page), [])
        for (const other of ['/intake/new', '/intake', '/imports/new']) {
          await page.goto(other)
          assert.equal(await overflowOf(page), 0, other)
          assert.deepEqual(await axeViolations(page), [], other)
        }
        await page.context().close()
      })
  })
})
