import assert from 'node:assert/strict'
import { currentCatalog } from '../../server/catalog.ts'
import { workOf } from '../../server/desks/work.ts'
import type { Day } from '../../server/domain/day.ts'
import { aLetter } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

describe('a desk with more to do than a morning takes', () => {
  let world: World
  before(async () => {
    world = await openWorld({ now: '2026-11-20T12:00' })
    // Logged in another order than they are to be worked on.
    await letterOf('2026-03-01')
    await letterOf('2026-01-01')
    await letterOf('2026-02-01')
  })
  after(() => world.close())

  const letterOf = (letterDate: Day) =>
    aLetter(world, {
      subject: `Of ${letterDate}`,
      letterDate,
      questions: Array.from({ length: 85 }, (_, at) => `How many of kind ${at + 1}?`)
    })

  const work = async (today: Day) => workOf([await world.desk()], today, await currentCatalog())

  it('is shown the first hundred, those of a letter together and in their order, and told how many there are', async () => {
    const { unchecked, officeIds } = await work('2026-11-20')
    assert.equal(unchecked.total, 255)
    const expected = Array.from({ length: 100 }, (_, at) =>
      at < 85 ? `2026-01-01 ${at + 1}` : `2026-02-01 ${at - 84}`
    )
    assert.deepEqual(
      unchecked.questions.map(({ letter, position }) => `${letter.letterDate} ${position}`),
      expected
    )
    assert.equal(officeIds.length, 1)
  })

  it('is told what there is on the day it asks, and what was logged meanwhile', async () => {
    assert.equal((await work('2026-01-15')).unchecked.total, 0)
    assert.equal((await work('2026-11-20')).unchecked.total, 255)
    await aLetter(world, { subject: 'One more', letterDate: '2025-12-01', questions: ['Which?'] })
    const { unchecked } = await work('2026-11-20')
    assert.deepEqual([unchecked.total, unchecked.questions[0]?.text], [256, 'Which?'])
  })
})
