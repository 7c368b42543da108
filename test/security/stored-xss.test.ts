import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { Letter } from '../../models/letter.ts'
import { loadExamples } from '../../server/examples/load.ts'
import { photographed, scanned, typeset } from '../files/make-pdf.ts'
import { forms, isLongForm, sample, tallyOf } from '../support/attack.ts'
import { openBrowser, openPage } from '../support/browser.ts'
import { pagesOf } from '../support/crawl.ts'
import { type Say, writeEveryField } from '../support/every-field.ts'
import type { Person } from '../support/people.ts'
import { scriptTexts } from '../support/scripts-in-text.ts'
import { openWorld, type World } from '../support/world.ts'

/** What of a page would run, or was meant to: handlers, addresses that are scripts, scripts that are not files. */
const smuggled = `[...document.querySelectorAll('*')].filter(one =>
  [...one.attributes].some(({ name, value }) =>
    /^on/i.test(name) ||
    (/^(href|src|srcdoc|action|formaction|data|xlink:href)$/i.test(name) && /^\\s*(javascript|data):/i.test(value))) ||
  (one.localName === 'script' && !one.src) ||
  /^(iframe|object|embed|base|math|marquee|style|video|audio)$/.test(one.localName)
).map(one => one.outerHTML.slice(0, 120))`

describe('a script in a text that is kept', function () {
  this.timeout(0)
  const tally = tallyOf('Stored cross-site scripting', 'payloads in stored fields')
  const payloads = sample(scriptTexts, 10)
  let world: World
  let browser: Browser | undefined
  let person: Person
  let page: Page
  const dialogs: string[] = []

  before(async function () {
    browser = await openBrowser(this)
    world = await openWorld({ now: '2026-11-20T12:00' })
    await loadExamples(world.clock.now())
    person = await world.signedInAs('site-admin')
    // The content security policy is off here, so that escaping is what is tried and not the policy behind it.
    page = await openPage(browser, world.url, { as: person })
    page.on('dialog', dialog => {
      dialogs.push(page.url())
      void dialog.dismiss()
    })
  })
  after(async () => {
    tally.say()
    await browser?.close()
    await world?.close()
  })

  /** Opens addresses in the browser; what ran or could have run, one line each. */
  const ranOn = async (addresses: readonly string[]): Promise<string[]> => {
    const found: string[] = []
    for (const address of addresses) {
      const answer = await page.goto(address, { waitUntil: 'load' })
      if (answer && answer.status() >= 500) found.push(`${address}: ${answer.status()}`)
      const there: unknown = await page.evaluate(smuggled)
      assert.ok(Array.isArray(there))
      found.push(...there.map(html => `${address}: ${html}`))
    }
    return [...found, ...dialogs.splice(0).map(where => `a dialog on ${where}`)]
  }

  it('would be seen by this crawl if it ran', async () => {
    await page.setContent('<title>x</title><p onclick="x()">x</p><img src=x onerror=alert(1)>')
    await page.waitForFunction('document.images[0].complete')
    const there: unknown = await page.evaluate(smuggled)
    assert.ok(Array.isArray(there) && there.length === 2)
    assert.equal(dialogs.splice(0).length, 1)
  })

  it('runs on no page, whichever field it was typed into', async () => {
    const rounds = forms(1, payloads.length)
    let tried = 0
    for (let round = 0; round < rounds; round += 1) {
      let at = round
      const say: Say = (_name, most) => {
        tried += 1
        at += 1
        return (payloads[at % payloads.length] ?? '').slice(0, most)
      }
      const written = await writeEveryField(person, say, round)
      await person.post(`/letters/${encodeURIComponent(say('address', 200))}/checks`)
      const found = await ranOn(sample(pagesOf(world, written), 18))
      tally.add(written.fields.length + 1, found.length)
      assert.deepEqual(found, [])
    }
    assert.ok(tried > 60 * rounds)
  })

  it('runs on no page of a visitor', async () => {
    const letter = await Letter.findOne({ visibility: 'public' }).sort({ _id: -1 }).orFail().lean()
    assert.ok(browser)
    const mine = page
    page = await openPage(browser, world.url)
    page.on('dialog', dialog => {
      dialogs.push(page.url())
      void dialog.dismiss()
    })
    const found = await ranOn([
      '/',
      `/letters/${letter.slug}`,
      '/letters',
      '/questions',
      '/organizations',
      '/signatories',
      `/search?q=${encodeURIComponent('<img src=x onerror=alert(1)> samples')}`
    ])
    page = mine
    assert.deepEqual(found, [])
  })

  it('runs on no page when it is a file’s name or stands in a file', async () => {
    const name = `${'<img src=x onerror=alert(1)>'}.txt`
    const found = await afterHandingIn(name, Buffer.from(letterWith(payloads.join('\n'))))
    tally.add(payloads.length + 1, found.length)
    assert.deepEqual(found, [])
  })

  it('runs on no page when it was recognized in a scan: long form', async function () {
    if (!isLongForm) this.skip()
    const pictures = await photographed(typeset(letterWith(payloads.slice(0, 20).join('\n'))), 1)
    const found = await afterHandingIn('scan.pdf', await scanned(pictures))
    tally.add(20, found.length)
    assert.deepEqual(found, [])
  })

  /** What a drawing says of itself at a text's beginning would have the file refused, so the payloads come later. */
  const letterWith = (words: string): string =>
    `Dear Secretary:\n\n${'We write about the samples. '.repeat(40)}\n\n${words}\n\n1. How many samples were taken? ${words}\n\nSincerely,\n\nFirst Signer`

  async function afterHandingIn(name: string, bytes: Buffer): Promise<string[]> {
    const answer = await person.agent
      .post('/intake')
      .field('_csrf', person.token)
      .field('text', '')
      .attach('files', bytes, name)
    assert.equal(answer.status, 303, /error-message[^>]*>(.*)</.exec(answer.text)?.[1])
    const address = answer.headers.location ?? ''
    for (const until = performance.now() + 60_000; performance.now() < until; )
      if ((await person.get(address)).headers.refresh === undefined) break
    assert.match((await person.get(address)).text, /How many|could not be read/)
    return ranOn([address, '/intake'])
  }
})
