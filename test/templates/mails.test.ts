import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../server/config.ts'
import { MOST_HTML_BYTES } from '../../server/mail/compose.ts'
import { previews } from '../../server/mail/previews.ts'
import { mailTemplates } from '../../server/mail/render.ts'
import { mailSite } from '../../server/mail/site.ts'
import { openSecrets } from '../../server/secrets.ts'

describe('every mail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reply-due-templates-'))
  const config = readConfig({
    DATA_DIR: folder,
    BASE_URL: 'https://due.example.org',
    MAIL_FROM: 'Reply Due <reply-due@example.org>',
    MAIL_POSTAL_ADDRESS: '1 Example Street, Example Town'
  })
  const site = mailSite(config, openSecrets(folder))
  after(() => rmSync(folder, { recursive: true }))

  /** What each must say, in text and in html. */
  const says: Record<(typeof mailTemplates)[number], readonly string[]> = {
    reminder: [
      'Your follow-up date is Monday, April 12, 2021',
      'Reply reported, text not held',
      'Department of Commerce: Reply received'
    ],
    digest: ['Newly answered', 'Which office keeps the records of exports, and since when?', 'And 11 more.'],
    answer: ['Answered'],
    confirmation: ['Confirm'],
    'sign-in': ['within 10 minutes, in the browser that asked for it'],
    dispute: ['question 3 of “Firearms exported to', 'something is wrong or missing'],
    'dispute-outcome': ['The record was changed. Example desk says:', 'on its second page'],
    'address-change': ['editor-new@example.org', 'in which you are signed in'],
    'address-changed': ['editor-new@example.org', 'tell your desk’s admin now']
  }

  it('has a sample', () => {
    assert.deepEqual(Object.keys(previews).toSorted(), [...mailTemplates].toSorted())
  })

  for (const [name, preview] of Object.entries(previews))
    describe(`(${name})`, () => {
      const mail = preview(site)

      it('says the same in text and in html', () => {
        const flat = (text: string) => text.replace(/\s+/g, ' ')
        const html = flat(mail.html.replace(/<[^>]+>/g, ' '))
        for (const fragment of says[name as keyof typeof says]) {
          assert.ok(flat(mail.text).includes(fragment), `text lacks: ${fragment}`)
          assert.ok(html.includes(fragment), `html lacks: ${fragment}`)
        }
      })

      it('is about something and says why it came and how to stop it', () => {
        assert.ok(mail.subject.length > 10 && mail.subject.length <= 150)
        for (const part of [mail.text, mail.html]) {
          assert.match(part.replace(/\s+/g, ' '), /You get this|Somebody asked/)
          assert.match(part, /1 Example Street/)
          assert.match(part, /https:\/\/due\.example\.org\//)
        }
      })

      it('loads nothing from anywhere and fits into what mailboxes show whole', () => {
        assert.doesNotMatch(mail.html, /<img|<script|<link|src=|url\(|@import/i)
        assert.ok(Buffer.byteLength(mail.html) < MOST_HTML_BYTES)
        const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '')
        assert.ok(links.length > 0)
        for (const href of links) assert.ok(href.startsWith('https://due.example.org'), href)
      })

      it('can be read in the dark: every colour that is inlined has its dark counterpart', () => {
        assert.match(mail.html, /<meta name="color-scheme" content="light dark">/)
        assert.match(mail.html, /@media \(prefers-color-scheme: dark\)/)
        const inlined = mail.html.replace(/<style>[\s\S]*<\/style>/, '')
        const classes = new Set(
          [...inlined.matchAll(/class="([^"]+)"/g)].flatMap(([, all]) => (all ?? '').split(' '))
        )
        for (const name of classes)
          assert.match(mail.html, new RegExp(`\\.${name}\\b[^}]*{`), `no dark .${name}`)
      })

      it('escapes what people wrote in html and leaves it as it is in text', () => {
        assert.doesNotMatch(mail.html, /<Mexico>|<credibly/)
        assert.doesNotMatch(mail.text, /&lt;|&amp;|&#x27;/)
        assert.doesNotMatch(mail.text, /undefined|\[object/)
        assert.doesNotMatch(mail.html, /undefined|\[object/)
      })

      it('keeps its text lines short, but for addresses', () => {
        const long = mail.text.split('\n').filter(line => line.length > 78 && !line.includes('https://'))
        assert.deepEqual(long, [])
      })
    })
})
