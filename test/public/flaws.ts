import type { Page } from 'playwright-core'
import { axeViolations, colorSchemes, overflowOf, widths } from '../support/browser.ts'

/**
 * What is wrong with a page, with everything on it unfolded: all rules at 320 px in light colours; what depends on
 * colours and on width again in dark ones and at 1280 px. The long form, in the soak tests, runs all rules each time.
 */
export async function flawsOf(page: Page, address: string): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  const answer = await page.goto(address)
  if (answer?.status() !== 200) return [`${address}: ${answer?.status()}`]
  await unfold(page)
  const narrow = [...(await axeViolations(page)), ...(await tooWide(page))]
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1280, height: 900 })
  const wide = [...(await axeViolations(page, ['color-contrast', 'target-size'])), ...(await tooWide(page))]
  return [
    ...narrow.map(flaw => `${address} at 320, light: ${flaw}`),
    ...wide.map(flaw => `${address} at 1280, dark: ${flaw}`)
  ]
}

/** Every rule at every width, light and dark. */
export async function everyFlawOf(page: Page, address: string): Promise<string[]> {
  const flaws: string[] = []
  for (const colorScheme of colorSchemes)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      const answer = await page.goto(address)
      if (answer?.status() !== 200) return [`${address}: ${answer?.status()}`]
      await unfold(page)
      const found = [...(await axeViolations(page)), ...(await tooWide(page))]
      flaws.push(...found.map(flaw => `${address} at ${width}, ${colorScheme}: ${flaw}`))
    }
  return flaws
}

const unfold = (page: Page): Promise<unknown> =>
  page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

const tooWide = async (page: Page): Promise<string[]> => {
  const overflow = await overflowOf(page)
  return overflow > 0 ? [`${overflow} px too wide`] : []
}
