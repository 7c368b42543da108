import assert from 'node:assert/strict'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import type { Person } from '../support/people.ts'
import { aLetter, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('publishing a letter', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    editor = await world.signedInAs('editor')
  })
  after(() => world.close())
  beforeEach(async () => {
    world.clock.set('2026-11-20T12:00')
    letter = await aLetter(world, { subject: 'Kept back at first', questions: ['How many?'] })
  })

  const seen = () => world.visitor().get(`/letters/${letter.slug}`)
  const publish = (fields: Record<string, string>) =>
    editor.post(`/letters/${letter.slug}/publication`, fields)
  const main = (html: string, from: string): string => {
    const body = html.slice(html.indexOf(from))
    return body
      .slice(0, body.indexOf('</main>'))
      .replace(/\s+/g, ' ')
      .replace(/ ?<\/div> $/, '')
      .trim()
  }

  it('is preceded by a preview that is, word for word, what visitors then get', async () => {
    const preview = await editor.get(`/letters/${letter.slug}/publication`)
    assert.equal((await seen()).status, 404)
    assert.equal((await publish({ visibility: 'public', revision: '0' })).status, 303)
    const page = await seen()
    assert.equal(page.status, 200)
    const from = '<header class="letter-head">'
    assert.ok(page.text.includes(from))
    assert.equal(main(preview.text, from), main(page.text, from))
    assert.equal((await questionsOf(letter))[0]?.visibility, 'public')
  })

  it('of something else than what was previewed is a conflict', async () => {
    await editor.post(`/letters/${letter.slug}/contacts`, {
      on: '2026-11-19',
      who: 'The office',
      how: 'phone',
      said: 'Soon.'
    })
    assert.equal((await publish({ visibility: 'public', revision: '0' })).status, 409)
    assert.equal((await seen()).status, 404)
  })

  it('under an embargo shows it from that moment on, by itself', async () => {
    assert.equal((await publish({ visibility: 'embargoed', revision: '0' })).status, 422)
    const past = await publish({ visibility: 'embargoed', embargoUntil: '2026-11-20T09:00', revision: '0' })
    assert.equal(past.status, 422)
    assert.match(past.text, /has passed/)
    await publish({ visibility: 'embargoed', embargoUntil: '2026-11-21T09:00', revision: '0' })
    assert.equal((await seen()).status, 404)
    world.clock.set('2026-11-21T09:01')
    assert.equal((await seen()).status, 200)
  })

  it('in error is withdrawn with a reason that its address then gives', async () => {
    await publish({ visibility: 'public', revision: '0' })
    const silent = await editor.post(`/letters/${letter.slug}/withdrawal`, { revision: '1' })
    assert.equal(silent.status, 422)
    assert.equal((await publish({ visibility: 'internal', revision: '1' })).status, 422)
    assert.equal((await seen()).status, 200)
    await editor.post(`/letters/${letter.slug}/withdrawal`, {
      revision: '1',
      reason: 'A home address stood in it.'
    })
    const gone = await seen()
    assert.equal(gone.status, 410)
    assert.match(gone.text, /A home address stood in it\./)
    const kept = await Letter.findById(letter._id).lean<LetterRecord>()
    assert.deepEqual(kept?.history.map(({ what, to }) => [what, to]).slice(1), [
      ['visibility', 'Public'],
      ['visibility', 'Withdrawn']
    ])
  })

  it('is not for readers of the desk, nor for editors of another', async () => {
    const reader = await world.signedInAs('reader')
    assert.equal(
      (await reader.post(`/letters/${letter.slug}/publication`, { visibility: 'public', revision: '0' }))
        .status,
      403
    )
    assert.equal((await seen()).status, 404)
  })
})
