import assert from 'node:assert/strict'
import { killRounds } from './kill-rounds.ts'

describe('a digest run that is killed at random instants and started again', () => {
  it('loses no mail and sends none that differs: short form', async function () {
    this.timeout(120_000)
    const seed = 20261109
    const { kills, mails, copies, lost, different } = await killRounds({
      kills: 1,
      readers: 60,
      seed,
      mostMs: 300,
      ahead: 0
    })
    console.log(
      `      seed ${seed}: ${kills} kills, ${mails} mails, ${copies} copies, ${lost} lost, ${different} different`
    )
    assert.equal(kills, 1)
    assert.equal(lost, 0)
    assert.equal(different, 0)
  })
})
