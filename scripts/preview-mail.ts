import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import type { Mail } from '../server/mail/compose.ts'
import { previews } from '../server/mail/previews.ts'
import { mailSite } from '../server/mail/site.ts'
import { openSecrets } from '../server/secrets.ts'

// npm run preview-mail [-- NAME]: writes every mail as html and text under DATA_DIR/previews, and a page that shows
// them side by side. With a name it prints that mail's subject and text too.
const config = readConfig()
const site = mailSite(config, openSecrets(config.DATA_DIR))
const mails = Object.entries(previews).map(([name, preview]) => ({ name, mail: preview(site) }))
const named = process.argv[2]
const chosen = mails.find(({ name }) => name === named)
if (named !== undefined && !chosen) {
  console.error(`Which mail? npm run preview-mail -- ${mails.map(({ name }) => name).join(' | ')}`)
  process.exitCode = 64
} else {
  const folder = join(config.DATA_DIR, 'previews')
  mkdirSync(folder, { recursive: true })
  for (const { name, mail } of mails) {
    writeFileSync(join(folder, `${name}.txt`), mail.text)
    writeFileSync(join(folder, `${name}.html`), mail.html)
  }
  writeFileSync(join(folder, 'index.html'), page())
  if (chosen) console.log(headOf(chosen.mail))
  console.error(`Open ${join(folder, 'index.html')} in a browser: every mail, its html beside its text.`)
}

function headOf({ to, subject, text }: Mail): string {
  return `To: ${to.name} <${to.address}>\nSubject: ${subject}\n\n${text}`
}

function page(): string {
  const sections = mails.map(
    ({ name, mail }) => `<h2>${name}</h2>
<p>Subject: ${escaped(mail.subject)}</p>
<div><iframe src="${name}.html" sandbox title="${name}"></iframe><pre>${escaped(mail.text)}</pre></div>`
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>How the mails look</title>
<style>
body { font-family: system-ui, sans-serif; margin: 1rem }
div { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)) }
iframe { width: 100%; height: 48rem; border: 1px solid; box-sizing: border-box }
pre { border: 1px solid; margin: 0; padding: 1rem; max-height: 46rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere }
</style>
<h1>How the mails look</h1>
${sections.join('\n')}
</html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
