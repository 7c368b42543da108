import { type Response, Router } from 'express'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { paths } from '../paths.ts'

interface Needs {
  readonly config: Pick<Config, 'BASE_URL' | 'PUBLIC_PAGES' | 'CORRECTIONS_TO'>
  readonly clock: Clock
}

/** The files that machines look for at fixed addresses. */
export const standingFiles = ({ config, clock }: Needs): Router =>
  Router()
    .get('/robots.txt', (_req, res) => robots(res, config))
    .get('/.well-known/security.txt', (_req, res) => securityTxt(res, config, clock))

function robots(res: Response, { BASE_URL, PUBLIC_PAGES }: Needs['config']): void {
  const closed = ['User-agent: *', 'Disallow: /']
  const open = [
    'User-agent: *',
    `Disallow: ${paths.signIn()}`,
    `Disallow: ${paths.search()}`,
    `Sitemap: ${BASE_URL}/sitemap.xml`
  ]
  res.type('text/plain').send(`${(PUBLIC_PAGES ? open : closed).join('\n')}\n`)
}

/** RFC 9116. It must name an end of its validity: a year from when it is asked for. */
function securityTxt(res: Response, { BASE_URL, CORRECTIONS_TO }: Needs['config'], clock: Clock): void {
  const expires = new Date(clock.now().getTime() + 365 * 24 * 60 * 60 * 1000).toISOString()
  const lines = [
    ...(CORRECTIONS_TO ? [`Contact: mailto:${CORRECTIONS_TO}`] : []),
    `Contact: ${BASE_URL}${paths.about()}#corrections`,
    `Expires: ${expires}`,
    `Canonical: ${BASE_URL}/.well-known/security.txt`,
    'Preferred-Languages: en'
  ]
  res.type('text/plain').send(`${lines.join('\n')}\n`)
}
