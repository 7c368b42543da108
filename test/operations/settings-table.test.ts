import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsTable, withSettings } from '../../scripts/settings-table.ts'
import { readConfig, settings } from '../../server/config.ts'

const readme = join(import.meta.dirname, '../../README.md')

describe('the table of settings', () => {
  it('says of every setting what it is', () => {
    for (const [name, { description }] of Object.entries(settings.shape)) {
      assert.ok((description ?? '').length > 10, `${name} is not described`)
      assert.ok(settingsTable().includes(`| \`${name}\` |`))
    }
  })

  it('holds no value of this machine', () => {
    assert.ok(!settingsTable().includes(process.cwd()))
    assert.ok(readConfig({}).DATA_DIR.startsWith(process.cwd()))
  })

  it('is written between its marks and leaves the rest as it is', () => {
    const [begin, end] = ['<!-- settings: made by npm run settings-table -->', '<!-- /settings -->']
    assert.equal(
      withSettings(`before\n${begin}\nold\n${end}\nafter\n`),
      `before\n${begin}\n${settingsTable()}\n${end}\nafter\n`
    )
    assert.equal(withSettings('no marks'), null)
  })

  it('stands in the README as the program reads the settings today', function () {
    if (!existsSync(readme) || withSettings(readFileSync(readme, 'utf8')) === null) {
      console.log('      left out: the README has no place for the table yet')
      return this.skip()
    }
    const text = readFileSync(readme, 'utf8')
    assert.equal(withSettings(text), text, 'run npm run settings-table')
  })
})
