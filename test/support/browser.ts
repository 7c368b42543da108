import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Context } from 'mocha'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Person } from './people.ts'

/** Where Debian's package puts it. */
const executablePath = '/usr/bin/chromium'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run'
]

/**
 * A real browser for a test file: `before(async function () { browser = await openBrowser(this) })`.
 * Where none is installed the tests are skipped and say so, except with CI=true, where they fail.
 */
export async function openBrowser(context: Context): Promise<Browser> {
  if (existsSync(executablePath)) return chromium.launch({ executablePath, args })
  const sentence = `No browser at ${executablePath}: install Debian's chromium to run these tests.`
  if (process.env.CI === 'true') throw new Error(sentence)
  console.log(`      skipped: ${sentence}`)
  context.skip()
}

export const widths = [320, 1280] as const
export const colorSchemes = ['light', 'dark'] as const

/** A page of a width and a colour scheme; with a person's cookies where one is given. CSP is off only so that axe can run. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { width?: number; as?: Person } = {}
): Promise<Page> {
  const { width = 1280, as, ...rest } = options
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 900 },
    bypassCSP: true,
    ...rest
  })
  if (as) await context.addCookies(cookiesOf(as, url))
  return context.newPage()
}

/** What a browser of theirs would send to an address. */
export function cookiesOf({ agent }: Person, url: string) {
  const { hostname } = new URL(url)
  const access = { domain: hostname, path: '/', secure: false, script: false }
  return agent.jar.getCookies(access).map(({ name, value }) => ({ name, value, url }))
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe-core finds wrong with a page, one line a violation with the first place it stands; empty when nothing.
 * `rules` are the only ones looked at, by their names; without them all of WCAG 2.2 AA and the best practices.
 */
export async function axeViolations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(await axeSource)
  return page.evaluate(
    async runOnly => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run({ runOnly })
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} (${nodes.length})`)
    },
    rules.length > 0
      ? { type: 'rule' as const, values: [...rules] }
      : { type: 'tag' as const, values: everyRule }
  )
}

/** How many pixels a page is wider than its window: 0 when nothing has to be scrolled sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
