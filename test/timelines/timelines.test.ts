import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('the timeline of a letter', () => {
  let world: World
  let editor: Person
  let letter: LetterRecord

  before(async () => {
    world = await openWorld()
    editor = await world.signedInAs('editor')
    letter = await aLetter(world, {
      subject: 'Sent in September',
      letterDate: '2026-09-01',
      questions: ['How many?']
    })
    await aReply(editor, letter, {
      text: 'We have your letter.',
      kind: 'acknowledgment',
      receivedOn: '2026-09-11'
    })
    const reply = await aReply(editor, letter, { text: 'There are ten.', receivedOn: '2026-10-01' })
    const cell = await cellOf(letter, 0)
    await editor.post(`/responses/${reply._id}/findings`, {
      cell,
      disposition: 'answered',
      quote: 'There are ten.'
    })
    await editor.post(`/letters/${letter.slug}/publication`, { visibility: 'public', revision: '0' })
  })
  after(() => world.close())

  const timeline = async (who = editor.get) => {
    const { text } = await who(`/letters/${letter.slug}/timeline`)
    return text
      .replace(/<svg[\s\S]*?<\/svg>/g, ' (picture) ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  }

  it('says in its order what was sent, acknowledged and answered, with the days between, and shows a picture', async () => {
    const text = await timeline()
    assert.match(
      text,
      /September 1, 2026 : Sent September 11, 2026 : Acknowledgment 10 days after .* October 1, 2026 : Substantive reply 20 days after .* Question 1 answered/
    )
    assert.match(text, /\(picture\)/)
  })

  it('tells visitors nothing of replies that are not public', async () => {
    const text = await timeline(world.visitor().get)
    assert.match(text, /September 1, 2026/)
    assert.doesNotMatch(text, /September 11|October 1, 2026/)
  })
})
