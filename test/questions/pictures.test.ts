import assert from 'node:assert/strict'
import type { LetterRecord } from '../../models/letter.ts'
import { Question } from '../../models/question.ts'
import { restandLetter } from '../../models/restanding.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('The picture of answers over time', () => {
  let world: World
  let letter: LetterRecord

  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    letter = await aLetter(world, {
      subject: 'Ports',
      questions: ['How many?', 'Since when?', 'By whom?', 'Why?'],
      letterDate: '2023-09-01'
    })
  })
  after(() => world.close())

  const answer = async (position: number, answeredOn: string | null, disposition = 'answered') => {
    await Question.updateOne(
      { letterId: letter._id, position },
      { $set: { 'findings.0.disposition': disposition, 'findings.0.answeredOn': answeredOn } }
    )
    await restandLetter(letter._id)
  }

  /** Its description and its table, as a person at the desk reads them; null where the list has no such picture. */
  const shown = async (): Promise<{ says: string; rows: string[] } | null> => {
    const { text } = await (await world.signedInAs('editor')).get('/questions')
    const figure = /aria-labelledby="answers-over-time-caption"[\s\S]*?<\/figure>/.exec(text)?.[0]
    if (!figure) return null
    const rows = [...figure.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
      [...(row ?? '').matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) => cell).join(' ')
    )
    return { says: /<desc[^>]*>([^<]*)/.exec(figure)?.[1] ?? '', rows: rows.slice(1) }
  }

  it('is not there while nothing is answered on a day that is known', async () => {
    assert.equal(await shown(), null)
    await answer(1, null)
    assert.equal(await shown(), null)
  })

  it('counts an answer in the year in which it came, whenever its letter was sent', async () => {
    await answer(2, '2024-12-30')
    await answer(3, '2026-02-03')
    assert.deepEqual(await shown(), {
      says: 'From 2024 to 2026; 3 of 4 questions are answered, 1 of them on a day that is not known.',
      rows: ['2024 1', '2025 0', '2026 1']
    })
  })

  it('counts it no more once it is judged otherwise, though the day is still on record', async () => {
    await answer(3, '2026-02-03', 'partial')
    assert.deepEqual((await shown())?.rows, ['2024 1'])
  })
})
