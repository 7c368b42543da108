import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** More Tabs than this to one place on a page is not reaching it. */
const mostTabs = 80

/** Somebody at a keyboard and nothing else; each key or chord is one step, and so is a text that is typed or pasted. */
export function keyboardOf(page: Page) {
  let steps = 0
  const press = async (key: string): Promise<void> => {
    steps += 1
    await page.keyboard.press(key)
  }
  return {
    steps: () => steps,
    press,

    async type(text: string): Promise<void> {
      steps += 1
      await page.keyboard.insertText(text)
    },

    /** Tab by Tab to the first place that a selector names; fails where there is none. */
    async reach(selector: string): Promise<void> {
      for (let tabs = 0; tabs <= mostTabs; tabs += 1) {
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return
        await press('Tab')
      }
      assert.fail(`${selector} was not reached on ${page.url()}`)
    },

    /** Enter, and the page it leads to. */
    async follow(): Promise<void> {
      await Promise.all([page.waitForNavigation(), press('Enter')])
    },

    /** The first two keys on any page. */
    async skipMenus(): Promise<void> {
      await press('Tab')
      await press('Enter')
    }
  }
}
