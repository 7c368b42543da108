import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { previews } from '../server/mail/previews.ts'
import { mailSite } from '../server/mail/site.ts'
import { openSecrets } from '../server/secrets.ts'

// npm run preview-mail -- NAME: prints the mail's subject and text, and writes both parts under DATA_DIR/previews.
const config = readConfig()
const names = Object.keys(previews)
const name = process.argv[2] ?? ''
const preview = Object.entries(previews).find(([known]) => known === name)?.[1]
if (preview) {
  const mail = preview(mailSite(config, openSecrets(config.DATA_DIR)))
  const folder = join(config.DATA_DIR, 'previews')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.txt`), mail.text)
  writeFileSync(join(folder, `${name}.html`), mail.html)
  console.log(`To: ${mail.to.name} <${mail.to.address}>\nSubject: ${mail.subject}\n\n${mail.text}`)
  console.error(`Written to ${join(folder, `${name}.html`)} and .txt.`)
} else {
  console.error(`Which mail? npm run preview-mail -- ${names.join(' | ')}`)
  process.exitCode = 64
}
