import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Desk } from '../../models/desk.ts'
import { Intake } from '../../models/intake.ts'
import { Letter } from '../../models/letter.ts'
import { importFolder } from '../../server/intake/folder.ts'
import { twelveQuestions } from '../files/twelve-questions.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a folder of letters taken over', () => {
  let world: World
  let folder: string
  before(async () => {
    world = await openWorld({ now: '2025-02-10T09:00' })
    // The desk that keeps them comes with its first person.
    await world.signedInAs('editor')
    folder = await mkdtemp(join(tmpdir(), 'reply-due-folder-'))
    await writeFile(join(folder, 'one.txt'), twelveQuestions)
    await writeFile(join(folder, 'two.txt'), twelveQuestions.replaceAll('bridges', 'ferries'))
    await writeFile(join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function take(isDry: boolean): Promise<string[]> {
    const desk = await Desk.findOne().orFail().lean()
    const files = ['logo.svg', 'one.txt', 'two.txt'].map(name => ({ name, path: join(folder, name) }))
    return importFolder(files, desk, new Date('2025-02-10T14:00:00Z'), world.log, isDry)
  }

  it('is told beforehand, and nothing is written', async () => {
    const [said, why] = await take(true)
    assert.equal(said, 'Would put 2 letters up for review; there before: 0; not taken: 1.')
    assert.match(why ?? '', /logo\.svg: Files of this kind are not read/)
    assert.equal(await Intake.countDocuments(), 0)
  })

  it('stands in the queue for review, read, and no letter is logged', async () => {
    assert.equal((await take(false))[0], 'Put 2 letters up for review; there before: 0; not taken: 1.')
    const waiting = await Intake.find().lean()
    assert.deepEqual(
      waiting.map(({ state, questions }) => [state, questions.length]),
      [
        ['review', 12],
        ['review', 12]
      ]
    )
    assert.equal(await Letter.countDocuments(), 0)
  })

  it('adds nothing the second time', async () => {
    assert.equal((await take(false))[0], 'Put 0 letters up for review; there before: 2; not taken: 1.')
    assert.equal(await Intake.countDocuments(), 2)
  })
})
