import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Every file of a folder and the folders in it, as paths from the project's root. */
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))

const sources = ['server', 'models', 'templates', 'scripts', 'test'].flatMap(folder => filesIn(folder, '.ts'))
const views = filesIn('views', '.hbs')
const mailTemplates = filesIn('templates', '.hbs')
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')
const codeOf = (file: string): string => withoutComments(textOf(file))

const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1')

/** Where a file lives, as far as who may import whom goes. */
type Place =
  | 'domain'
  | 'reader'
  | 'store'
  | 'root'
  | 'start'
  | 'charts'
  | 'web'
  | 'models'
  | 'mail'
  | 'intake'
  | 'noun'
  | 'jobs'
  | 'api'
  | 'templates'
  | 'scripts'
  | 'test'

const places: readonly (readonly [RegExp, Place])[] = [
  [/^server\/domain\//, 'domain'],
  [/^server\/intake\/read\//, 'reader'],
  [/^server\/embedded-mongo\//, 'store'],
  [/^server\/(index|app)\.ts$/, 'start'],
  [/^server\/[^/]+\.ts$/, 'root'],
  [/^server\/charts\//, 'charts'],
  [/^server\/web\//, 'web'],
  [/^server\/mail\//, 'mail'],
  [/^server\/intake\//, 'intake'],
  [/^server\/examples\//, 'start'],
  [/^server\/jobs\//, 'jobs'],
  [/^server\/api\//, 'api'],
  [/^server\//, 'noun'],
  [/^models\//, 'models'],
  [/^templates\//, 'templates'],
  [/^scripts\//, 'scripts'],
  [/^test\//, 'test']
]

const placeOf = (file: string): Place => {
  const place = places.find(([pattern]) => pattern.test(file))?.[1]
  assert.ok(place, `${file} lies outside the architecture`)
  return place
}

const below = ['domain', 'root', 'charts', 'web', 'models', 'mail', 'intake', 'reader', 'templates'] as const
const all = [...below, 'store', 'noun', 'jobs', 'api', 'start', 'scripts', 'test'] as const

/** Whom each place may import; itself always. */
const mayImport: Readonly<Record<Place, readonly Place[]>> = {
  domain: [],
  reader: ['domain'],
  store: [],
  root: ['domain', 'store', 'models'],
  charts: ['domain', 'root'],
  web: ['domain', 'root', 'charts', 'models'],
  models: ['domain', 'root'],
  mail: ['domain', 'root', 'models', 'templates'],
  intake: ['domain', 'root', 'models', 'reader', 'web'],
  noun: below,
  jobs: below,
  api: below,
  templates: ['domain', 'root', 'mail', 'models'],
  scripts: all.filter(place => place !== 'test'),
  test: all,
  start: all.filter(place => place !== 'test' && place !== 'scripts')
}

/** Acts that are the same wherever they start from: a letter is logged from a form, from a file, from the examples. */
const sharedActs = ['server/letters/logging.ts']

/** The packages of places that are to stay small and pure. */
const packages: Partial<Record<Place, readonly string[]>> = { domain: ['luxon'], reader: ['luxon'] }

interface Import {
  readonly of: string
  readonly isType: boolean
}

function importsOf(file: string): Import[] {
  const code = codeOf(file)
  const statements = code.matchAll(/^(?:import|export)\s(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]/gm)
  const bare = code.matchAll(/^import\s+()['"]([^'"]+)['"]/gm)
  const dynamic = code.matchAll(/\bimport\(\s*()['"]([^'"]+)['"]/g)
  return [...statements, ...bare, ...dynamic].map(([, type, of = '']) => ({ of, isType: Boolean(type) }))
}

const isOurs = (specifier: string): boolean => specifier.startsWith('.')
const nounOf = (file: string): string => file.split('/')[1] ?? ''

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [placeOf(file), placeOf(target)]
  if (from === to && from !== 'noun') return true
  if (to === 'noun' && ['noun', 'jobs', 'api', 'intake'].includes(from)) {
    const isOwn = from === 'noun' && nounOf(file) === nounOf(target)
    return isOwn || target.endsWith('/present.ts') || sharedActs.includes(target)
  }
  return mayImport[from].includes(to)
}

describe('the architecture', () => {
  it('lets imports point one way only', () => {
    const wrong = sources.flatMap(file =>
      importsOf(file)
        .filter(({ of }) => isOurs(of))
        .map(({ of }) => normalize(join(dirname(file), of)))
        .filter(target => /\.ts$/.test(target) && !isAllowed(file, target))
        .map(target => `${file} imports ${target}`)
    )
    assert.deepEqual(wrong, [])
  })

  it('keeps the domain and the letter reader to luxon', () => {
    const wrong = sources.flatMap(file => {
      const known = packages[placeOf(file)]
      if (!known) return []
      return importsOf(file)
        .filter(({ of }) => !isOurs(of) && !known.includes(of))
        .map(({ of }) => `${file} imports ${of}`)
    })
    assert.deepEqual(wrong, [])
  })

  it('imports only files that exist', () => {
    const wrong = sources.flatMap(file =>
      importsOf(file)
        .filter(({ of }) => isOurs(of) && !existsSync(join(root, dirname(file), of)))
        .map(({ of }) => `${file} imports ${of}`)
    )
    assert.deepEqual(wrong, [])
  })

  it('gives mail samples types only', () => {
    const wrong = sources
      .filter(file => /^templates\/.*\/sample\.ts$/.test(file))
      .filter(file => importsOf(file).some(({ of, isType }) => isOurs(of) && !isType))
    assert.deepEqual(wrong, [])
  })

  it('asks what time it is in server/clock.ts alone', () => {
    // The store runs in a thread of its own and imports nothing of ours, the clock included.
    const free = /^(server\/clock\.ts|server\/embedded-mongo\/|test\/|scripts\/bench\/)/
    const asking = /new Date\(\)|\bDate\.now\(|DateTime\.(now|local|utc)\(\)/
    const wrong = sources.filter(file => !free.test(file) && asking.test(codeOf(file)))
    assert.deepEqual(wrong, [])
  })

  it('reads settings in server/config.ts alone', () => {
    const free = /^(server\/config\.ts$|scripts\/|test\/)/
    const wrong = sources.filter(file => !free.test(file) && /process\.env\b/.test(codeOf(file)))
    assert.deepEqual(wrong, [])
  })

  it('lets no file be named for being useful', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|shared|manager)(\.|\/)/
    assert.deepEqual(
      [...sources, ...views].filter(file => vague.test(file)),
      []
    )
  })

  it('holds at its top level what the architecture names, and nothing else', () => {
    const allowed = new Set([
      ...['server', 'models', 'views', 'templates', 'scripts', 'test', '.ci'],
      ...['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json'],
      ...['README.md', 'CONTRIBUTING.md', 'LICENSE', 'compose.yaml', 'Dockerfile'],
      ...['.gitignore', '.npmrc', '.dockerignore', '.editorconfig', '.github']
    ])
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
    const top = new Set(tracked.map(file => file.split('/')[0] ?? ''))
    assert.deepEqual(
      [...top].filter(name => !allowed.has(name)),
      []
    )
  })
})

describe('the views', () => {
  it('put text into a page unescaped only where it is known to be ours', () => {
    // The layout takes the page that was rendered; everything else is escaped.
    const allowed = new Map([['views/layouts/main.hbs', ['{{{body}}}']]])
    const wrong = views.flatMap(file =>
      [...textOf(file).matchAll(/\{\{\{[^}]*\}\}\}|\{\{&[^}]*\}\}/g)]
        .map(([tag]) => tag)
        .filter(tag => !allowed.get(file)?.includes(tag))
        .map(tag => `${file} ${tag}`)
    )
    assert.deepEqual(wrong, [])
  })

  it('take every address from a helper that knows what an address may be', () => {
    const good = /^(\{\{(hrefTo|hrefOutside|pathTo|asset) |#|mailto:)/
    const wrong = views.flatMap(file =>
      [...textOf(file).matchAll(/\b(?:href|src|action|formaction)="([^"]*(?:"[^"}]*"[^"]*)*?)"/g)]
        .map(([, value = '']) => value)
        .filter(value => !good.test(value))
        .map(value => `${file} ${value}`)
    )
    assert.deepEqual(wrong, [])
  })

  it('hold no style and no script of their own, which the content security policy would refuse', () => {
    const inline = /\sstyle="|<style\b|<script\b(?![^>]*\bsrc=)|\son[a-z]+="/
    assert.deepEqual(
      views.filter(file => inline.test(textOf(file))),
      []
    )
  })

  it('carry the token in every form that is sent', () => {
    const wrong = views.flatMap(file =>
      [...textOf(file).matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g)]
        .filter(([form]) => !form.includes('{{> token}}') && !form.includes('{{!-- sent without a token'))
        .map(([form]) => `${file} ${form.slice(0, 80)}`)
    )
    assert.deepEqual(wrong, [])
  })
})

describe('the mail templates', () => {
  it('are unescaped only in their text form', () => {
    const wrong = mailTemplates.filter(file => file.endsWith('.html.hbs') && /\{\{\{/.test(textOf(file)))
    assert.deepEqual(
      wrong.filter(file => !file.includes('/layout/')),
      []
    )
  })
})
