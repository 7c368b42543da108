import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { type Config, readConfig } from '../../server/config.ts'
import { type Database, openDatabase } from '../../server/database.ts'
import { deliveryIdIn, returnPathOf } from '../../server/mail/bounce-address.ts'
import { isSigned, signed } from '../../server/mail/links.ts'
import { mailSite } from '../../server/mail/site.ts'
import { installationSecrets, rotateLinks, SecretInSettings, type Secrets } from '../../server/secrets.ts'

describe('a new secret for the links in mails', () => {
  let folder: string
  let database: Database
  const march = new Date('2026-03-02T12:00:00Z')
  const daysOn = (days: number) => new Date(march.getTime() + days * 86_400_000)

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-secrets-'))
    database = await openDatabase({ DATA_DIR: folder, MONGODB_URI: undefined })
  })
  afterEach(() => mongoose.connection.collection('secrets').deleteMany({}))
  after(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  const id = '0123456789abcdef01234567'
  const path = `/subscriptions/${id}/settings`
  const site = (config: Config, secrets: Secrets) =>
    mailSite({ ...config, MAIL_BOUNCES_TO: 'bounces@example.org' }, secrets)

  // The same records serve for both: what is asked is where the secret is kept.
  const places: readonly (readonly [string, () => Config])[] = [
    ['in the data folder', () => readConfig({ DATA_DIR: join(folder, 'files') })],
    [
      'in a MongoDB',
      () => readConfig({ DATA_DIR: join(folder, 'none'), MONGODB_URI: 'mongodb://127.0.0.1/replydue' })
    ]
  ]
  for (const [where, configOf] of places)
    it(`kept ${where}: what the former signed works for 30 days and then no more`, async () => {
      const config = configOf()
      const first = await installationSecrets(config, database.connection, march)
      const link = signed(first, path)
      const returnPath = returnPathOf(site(config, first), id)

      await rotateLinks(config, database.connection, march)
      const second = await installationSecrets(config, database.connection, daysOn(30))
      assert.notEqual(second.links, first.links)
      assert.equal(second.session, first.session)
      assert.ok(isSigned(second, link))
      assert.equal(deliveryIdIn(site(config, second), returnPath), id)
      assert.ok(isSigned(second, signed(second, path)))
      assert.ok(!isSigned(first, signed(second, path)))

      const later = await installationSecrets(config, database.connection, daysOn(31))
      assert.equal(later.links, second.links)
      assert.ok(!isSigned(later, link))
      assert.equal(deliveryIdIn(site(config, later), returnPath), null)
      assert.ok(isSigned(later, signed(second, path)))
    })

  it('is not made where the secret stands in the settings; there the former stands after a comma', async () => {
    const [old, young] = ['o'.repeat(32), 'y'.repeat(32)]
    const config = readConfig({ DATA_DIR: folder, LINK_SECRET: `${young},${old}` })
    await assert.rejects(rotateLinks(config, database.connection, march), SecretInSettings)
    const secrets = await installationSecrets(config, database.connection, march)
    assert.ok(isSigned(secrets, signed({ links: old }, path)))
    assert.ok(signed(secrets, path).endsWith(signed({ links: young }, path)))
  })

  it('does not make an altered link work', async () => {
    const config = readConfig({ DATA_DIR: join(folder, 'altered') })
    const secrets = await installationSecrets(config, database.connection, march)
    const link = signed(secrets, path)
    for (const altered of [
      link.replace('settings', 'setting'),
      link.slice(0, -1),
      `${link}A`,
      link.replace(id, id.replace('0', '1')),
      `${path}/`,
      path,
      ''
    ])
      assert.ok(!isSigned(secrets, altered), altered)
  })
})
