import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { User } from '../../models/user.ts'
import { readUserWords } from '../../server/accounts/user-words.ts'
import { openWorld, type World } from '../support/world.ts'

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

describe('npm run user', function () {
  this.timeout(60_000)
  let world: World

  before(async () => {
    world = await openWorld()
    await world.desk()
  })
  after(() => world.close())

  const run = (...words: string[]): Promise<Ran> =>
    new Promise(resolve => {
      const root = join(import.meta.dirname, '../..')
      const env = {
        ...process.env,
        DATA_DIR: world.config.DATA_DIR,
        BASE_URL: world.url,
        MONGODB_URI: '',
        SMTP_URL: world.smtp.url
      }
      const args = ['--import', 'tsx/esm', 'scripts/user.ts', ...words]
      const child = execFile(process.execPath, args, { cwd: root, env }, (_error, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err })
      )
    })

  const whole = ['--name', 'The editor', '--role', 'editor', '--desk', 'example']

  it('adds a person beside the running server, prints their set-up link, and sends no mail', async () => {
    const { code, out, err } = await run('add', 'Editor@Example.org', ...whole)
    assert.deepEqual([code, err], [0, ''])
    const path = out.trim().slice(world.url.length)
    assert.match(path, /^\/set-up\/[\w-]{43}$/)
    assert.equal((await world.visitor().get(path)).status, 200)
    const user = await User.byEmail('editor@example.org')
    assert.deepEqual([user?.name, user?.role, user?.passwordHash], ['The editor', 'editor', null])
    assert.deepEqual(
      (await User.editorsOf((await world.desk())._id)).map(({ email }) => email),
      ['editor@example.org']
    )
    assert.equal(world.smtp.received.length, 0)
  })

  it('refuses a second account of an address, and makes a new link for it', async () => {
    const again = await run('add', 'editor@example.org', ...whole)
    assert.equal(again.code, 65)
    assert.match(
      again.err,
      /^editor@example\.org has an account already: npm run user -- link editor@example\.org\n$/
    )
    const link = await run('link', 'editor@example.org')
    assert.equal(link.code, 0)
    assert.match(link.out, /\/set-up\/[\w-]{43}\n$/)
  })

  const refused: readonly (readonly [words: readonly string[], code: number, said: RegExp])[] = [
    [['add', 'nobody', ...whole], 64, /^EMAIL: expected one e-mail address\.\n$/],
    [
      ['add', 'a@example.org', '--name', 'A', '--role', 'editor', '--desk', 'none'],
      65,
      /^There is no desk none\. There is: example\.\n$/
    ]
  ]
  for (const [words, code, said] of refused)
    it(`refuses ${words.join(' ') || 'nothing'} in one line`, async () => {
      const ran = await run(...words)
      assert.deepEqual([ran.code, ran.out], [code, ''])
      assert.match(ran.err, said)
      assert.equal(ran.err.trim().split('\n').length, 1)
    })
})

describe('the words of npm run user', () => {
  const wrong: readonly (readonly [words: string, said: RegExp])[] = [
    ['', /^Use: npm run user/],
    ['remove a@example.org', /^Use: npm run user/],
    ['add a@example.org b@example.org', /^Use: npm run user/],
    ['add a@example.org --colour red', /^Use: npm run user/],
    ['add a@example.org,b@example.org --name A --role editor --desk example', /^EMAIL: /],
    [
      'add a@example.org --name A --role king --desk example',
      /^--role: expected one of reader, editor, desk-admin, site-admin\.$/
    ],
    ['add a@example.org --role editor --desk example', /^--name: /],
    ['add a@example.org --name A --role editor', /^--desk: /],
    ['link', /^EMAIL: /]
  ]
  for (const [words, said] of wrong)
    it(`are refused in one line: ${words || 'none'}`, () =>
      assert.throws(() => readUserWords(words.split(' ').filter(Boolean)), { message: said }))

  it('may come in any order', () => {
    const asked = readUserWords([
      '--desk',
      'example',
      'add',
      '--role',
      'editor',
      'A@Example.org',
      '--name',
      'A person'
    ])
    assert.deepEqual(asked, {
      command: 'add',
      email: 'a@example.org',
      name: 'A person',
      role: 'editor',
      desk: 'example'
    })
  })
})
