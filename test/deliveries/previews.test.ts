import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { previews } from '../../server/mail/previews.ts'
import { axeViolations, openBrowser, openPage, overflowOf } from '../support/browser.ts'
import type { Person } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the preview of a mail', () => {
  let world: World
  let admin: Person

  before(async () => {
    world = await openWorld()
    admin = await world.signedInAs('desk-admin')
  })
  after(() => world.close())

  for (const name of Object.keys(previews))
    it(`(${name}) shows its html in a frame and its text beside it`, async () => {
      const page = await admin.get(`/mail/previews/${name}`)
      assert.equal(page.status, 200)
      assert.match(page.text, new RegExp(`<iframe [^>]*src="/mail/previews/${name}/html" sandbox `))
      assert.match(page.text, /Sent by|Reply Due, http/)
      assert.match(page.headers['content-security-policy'] ?? '', /;frame-src 'self'$/)
      const html = await admin.get(`/mail/previews/${name}/html`)
      assert.equal(html.status, 200)
      assert.match(html.text, /<table role="presentation"/)
    })

  it('is framed by our own page alone, and its html runs nothing and loads nothing', async () => {
    const { headers } = await admin.get('/mail/previews/digest/html')
    assert.equal(
      headers['content-security-policy'],
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
    assert.equal(headers['cache-control'], 'no-store')
  })

  it('is for admins, and there is none of a mail that does not exist', async () => {
    const editor = await world.signedInAs('editor')
    for (const path of ['/mail/previews/digest', '/mail/previews/digest/html']) {
      assert.equal((await editor.get(path)).status, 403)
      assert.notEqual((await world.visitor().get(path)).status, 200)
    }
    for (const path of ['/mail/previews/none', '/mail/previews/none/html', '/mail/previews/constructor/html'])
      assert.equal((await admin.get(path)).status, 404)
  })

  describe('in a browser', () => {
    let browser: Browser

    before(async function () {
      browser = await openBrowser(this)
    })
    after(() => browser?.close())

    for (const [width, colorScheme] of [
      [320, 'dark'],
      [1280, 'light']
    ] as const)
      it(`at ${width} px, ${colorScheme}: the mail is seen in its frame, and nothing has to be scrolled sideways`, async () => {
        const { port } = world.server.address() as AddressInfo
        const page = await openPage(browser, `http://127.0.0.1:${port}`, { width, colorScheme, as: admin })
        await page.goto('/mail/previews/reminder')
        const frame = page.frameLocator('iframe')
        const letter = frame.getByRole('link', { name: 'End-use tracking of arms exports' })
        await letter.waitFor()
        const [, mail] = page.frames()
        const sheet = await mail?.evaluate(
          "getComputedStyle(document.querySelector('.sheet')).backgroundColor"
        )
        assert.equal(sheet, colorScheme === 'dark' ? 'rgb(27, 27, 27)' : 'rgb(255, 255, 255)')
        assert.equal(await overflowOf(page), 0)
        assert.deepEqual(await axeViolations(page), [])
        const [html, text] = [
          await page.locator('iframe').boundingBox(),
          await page.locator('pre').boundingBox()
        ]
        assert.ok(html && text)
        if (width === 320) assert.ok(text.y > html.y + html.height, 'the text stands below')
        else assert.ok(text.x > html.x + html.width, 'the text stands beside')
        await page.context().close()
      })
  })
})
