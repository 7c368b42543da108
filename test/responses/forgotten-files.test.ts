import assert from 'node:assert/strict'
import { Types } from 'mongoose'
import { File } from '../../models/file.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { ReplyReading } from '../../models/reply-reading.ts'
import { jobDeps } from '../../server/jobs/index.ts'
import { schedule } from '../../server/jobs/schedule.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a file read into the form of a reply', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    letter = await aLetter(world, { subject: 'Answered by file', questions: ['How many?'] })
  })
  after(() => world.close())
  beforeEach(() => world.clock.set('2026-11-20T12:00'))

  const forget = async () => {
    const job = schedule.find(({ name }) => name === 'forget files')
    await job?.run({ ...jobDeps(world), signal: new AbortController().signal })
  }
  /** Hands a file in and gives what the form that comes back calls it. */
  const handIn = async (text: string): Promise<{ keptFiles: string; sha256: string; address: string }> => {
    const sent = await editor.agent
      .post(`/letters/${letter.slug}/responses`)
      .field('_csrf', editor.token)
      .attach('files', Buffer.from(text), 'reply.txt')
    const address = sent.headers.location ?? ''
    for (let tries = 0; tries < 500; tries += 1) {
      const page = await editor.get(address)
      const keptFiles = /name="keptFiles" value="([^"]+)"/.exec(page.text)?.[1]
      if (keptFiles) return { keptFiles, sha256: keptFiles.slice(0, 64), address }
      await new Promise(resolve => setImmediate(resolve))
    }
    throw new Error('The file was not read.')
  }
  const pieces = async (sha256: string): Promise<number> =>
    world.database.connection.collection('filechunks').countDocuments({ fileId: sha256 })

  it('stays a day, so that the form can still be sent, and then goes with what was read of it', async () => {
    const { sha256, address } = await handIn('Never logged: there are ten.')
    world.clock.set('2026-11-21T11:59')
    await forget()
    assert.ok(await File.exists({ _id: sha256 }))
    assert.equal((await editor.get(address)).status, 200)
    world.clock.set('2026-11-21T12:01')
    await forget()
    assert.equal(await File.exists({ _id: sha256 }), null)
    assert.equal(await pieces(sha256), 0)
    const gone = await editor.get(address)
    assert.equal(gone.status, 404)
    assert.match(gone.text, /older than a day/)
  })

  it('stays for good once the reply is logged', async () => {
    const { keptFiles, sha256 } = await handIn('Logged: there are twelve.')
    const reply = await aReply(editor, letter, { text: 'There are twelve.', keptFiles })
    world.clock.set('2027-11-20T12:00')
    await forget()
    assert.equal((await editor.get(`/responses/${reply._id}/files/${sha256}`)).status, 200)
  })

  it('handed in again on the last minute stays another day', async () => {
    const { sha256 } = await handIn('Twice handed in.')
    world.clock.set('2026-11-21T11:59')
    await handIn('Twice handed in.')
    world.clock.set('2026-11-21T12:30')
    await forget()
    assert.ok(await File.exists({ _id: sha256 }))
    assert.equal(await pieces(sha256), 1)
  })

  it('named by a form that is sent at the very moment of the sweep is kept', async () => {
    const { sha256, keptFiles } = await handIn('Sent at the last moment.')
    world.clock.set('2026-11-22T12:00')
    const [reply] = await Promise.all([
      aReply(editor, letter, { text: 'Sent at the last moment.', keptFiles }),
      File.holding([sha256], world.clock.now())
    ])
    await forget()
    assert.deepEqual(
      reply.files?.map(file => file.sha256),
      [sha256]
    )
    assert.ok(await File.exists({ _id: sha256 }))
  })

  it('chosen by mistake is thrown away at once, by who may log the reply', async () => {
    const { address } = await handIn('By mistake.')
    const reader = await world.signedInAs('reader')
    assert.equal((await reader.post(`${address}/removal`)).status, 403)
    assert.equal(
      (await editor.post(`${address}/removal`)).headers.location,
      `/letters/${letter.slug}/responses/new`
    )
    assert.equal((await editor.get(address)).status, 404)
  })

  it('whose reading was begun by a process that is gone is read by the next that looks', async () => {
    const { address } = await handIn('Begun elsewhere.')
    const id = address.split('/').at(-1) ?? ''
    await ReplyReading.updateOne(
      { _id: new Types.ObjectId(id) },
      { $set: { state: 'reading', leasedUntil: new Date(0), text: '' } }
    )
    for (let tries = 0; tries < 500; tries += 1) {
      const page = await editor.get(address)
      if (page.headers.refresh === undefined) return assert.match(page.text, /Begun elsewhere\./)
      await new Promise(resolve => setImmediate(resolve))
    }
    assert.fail('Nobody read it.')
  })
})
