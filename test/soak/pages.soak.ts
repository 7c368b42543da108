import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { roles } from '../../server/domain/roles.ts'
import { isAdmitted } from '../../server/web/permissions.ts'
import { everyPage, type PageAddress } from '../public/addresses.ts'
import { everyFlawOf } from '../public/flaws.ts'
import { viewerOf } from '../public/viewers.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import { openWorld, type World } from '../support/world.ts'

/** Lists narrowed to nothing, searches, and records that hold more than those which were written for this. */
const lists = [
  '/questions?answer=answered&about=nobody',
  '/search?q=xyzzy',
  '/search?q=firearms&kind=letters',
  '/letters/leahy-2021',
  '/letters/senators-to-pompeo-2020',
  '/organizations/department-of-state'
]

describe('every page of every role', () => {
  let world: World
  let browser: Browser
  let pages: PageAddress[]

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld({ now: '2026-11-20T12:00' })
    pages = await everyPage(world, await world.signedInAs('site-admin'))
  })
  after(async () => {
    await browser?.close()
    await world?.close()
  })

  for (const role of ['visitor', ...roles] as const)
    it(`holds nothing that axe-core finds wrong for a ${role}, 320 and 1280 px wide, light and dark`, async () => {
      const page = await openPage(
        browser,
        world.url,
        role === 'visitor' ? {} : { as: await world.signedInAs(role) }
      )
      const shown = pages.filter(({ least }) => isAdmitted(viewerOf(role), least, true))
      const flaws: string[] = []
      for (const address of [...shown.map(one => one.address), ...lists])
        flaws.push(...(await everyFlawOf(page, address)))
      await page.context().close()
      console.log(`      ${shown.length} pages, four ways each`)
      assert.deepEqual(flaws, [])
    })
})
