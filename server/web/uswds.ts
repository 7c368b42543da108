import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { PurgeCSS } from 'purgecss'
import { viewsFolder } from './view-engine.ts'

/** The part of the U.S. Web Design System that our views use: its rules, and the icons those rules show. */
export interface CutUswds {
  readonly css: string
  readonly icons: readonly { readonly name: string; readonly content: Buffer }[]
}

/** How the cut sheet names an icon; the first group is the file's name. */
export const ICON = /url\(["']?[^)"']*?([\w-]+\.svg)["']?\)/g

const sheet = createRequire(import.meta.url).resolve('@uswds/uswds/css/uswds.min.css')
const folder = join(dirname(sheet), '..')

/** Reads the package's compiled sheet and keeps what our views and sources name. Its web fonts are left out. */
export async function cutUswds(): Promise<CutUswds> {
  const [purged] = await new PurgeCSS().purge({
    css: [sheet],
    content: [`${viewsFolder}/**/*.hbs`, `${dirname(import.meta.dirname)}/**/*.ts`],
    keyframes: true,
    variables: true
  })
  if (!purged) throw new Error('The style sheet of @uswds/uswds was not found.')
  const css = purged.css
    .replace('@charset "UTF-8";', '')
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(
      /font-family:[^;}]*(Source Sans|Merriweather|Roboto Mono|Public Sans)[^;}]*/g,
      'font-family:inherit'
    )
  const files = new Set(
    [...css.matchAll(/url\(["']?\.\.\/([^)"']+\.svg)["']?\)/g)].map(([, file]) => file ?? '')
  )
  const icons = await Promise.all(
    [...files].map(async file => ({ name: basename(file), content: await readFile(join(folder, file)) }))
  )
  return { css, icons }
}
