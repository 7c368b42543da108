import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { openBrowser, openPage } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('judging by keyboard', () => {
  let world: World
  let browser: Browser
  let editor: Person

  before(async function () {
    world = await openWorld()
    browser = await openBrowser(this)
    editor = await world.signedInAs('editor')
  })
  after(async () => {
    await browser?.close()
    await world.close()
  })

  it('takes a passage, answers a question, and says “not addressed” to the next in one keystroke', async () => {
    const letter = await aLetter(world, {
      subject: 'Judged without a mouse',
      questions: ['What is the budget of the program?', 'Who decided it?', 'When does the program end?']
    })
    const reply = await aReply(editor, letter, {
      text: 'Dear Senator:\nThe budget of the program is ten million dollars.\nThe program will end in March.\nSincerely,'
    })
    const page = await openPage(browser, world.url, { as: editor })
    await page.goto(`/responses/${reply._id}/findings`)
    const dispositions = async () =>
      (await questionsOf(letter)).map(({ findings }) => findings[0]?.disposition)

    const [first, second, third] = (await questionsOf(letter)).map(
      ({ _id, findings }) => `#cell-${_id}-${findings[0]?.recipientId}`
    )
    await page.focus(`${first} summary`)
    await page.keyboard.press('a')
    await page.keyboard.press('1')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(url => url.hash === second)
    assert.deepEqual(await dispositions(), ['answered', 'no_reply', 'no_reply'])

    await page.keyboard.press('n')
    await page.waitForURL(url => url.hash === third)
    assert.deepEqual(await dispositions(), ['answered', 'not_addressed', 'no_reply'])

    await page.evaluate(`{
      const after = document.querySelector('[data-reply] mark').nextSibling
      const start = after.textContent.indexOf('The program will end')
      getSelection().setBaseAndExtent(after, start, after, start + 'The program will end in March.'.length)
    }`)
    await page.keyboard.press('p')
    await page.keyboard.press('q')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(url => url.hash === '')
    assert.deepEqual(await dispositions(), ['answered', 'not_addressed', 'partial'])
    const [evidence] = (await questionsOf(letter))[2]?.findings[0]?.evidence ?? []
    assert.equal(evidence?.quote, 'The program will end in March.')
    assert.equal(reply.text?.slice(evidence?.start ?? 0, evidence?.end ?? 0), evidence?.quote)
  })

  it('leaves keys alone while somebody types', async () => {
    const letter = await aLetter(world, { subject: 'Typed', questions: ['Why?'] })
    const reply = await aReply(editor, letter, { text: 'Dear Senator: no answer is given here.' })
    const page = await openPage(browser, world.url, { as: editor })
    await page.goto(`/responses/${reply._id}/findings`)
    await page.fill('textarea[name="note"]', '')
    await page.focus('textarea[name="note"]')
    await page.keyboard.type('nanny')
    assert.equal(await page.inputValue('textarea[name="note"]'), 'nanny')
    assert.equal((await questionsOf(letter))[0]?.findings[0]?.disposition, 'no_reply')
  })
})
