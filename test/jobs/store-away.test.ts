import assert from 'node:assert/strict'
import { endPrograms } from '../start/program.ts'
import { takeStoreAway } from './store-away.ts'

describe('a store that is gone in the middle of a mail run', () => {
  after(() => endPrograms())

  it('is waited for: the run goes on by itself, and nothing is lost: short form', async function () {
    this.timeout(120_000)
    const { mails, copies, lost, different, states, failures } = await takeStoreAway(24, 0)
    console.log(
      `      ${mails} mails, ${copies} copies, ${lost} lost, ${different} different, ${failures} runs tried again`
    )
    assert.equal(lost, 0)
    assert.equal(different, 0)
    assert.deepEqual(states, ['sent'])
  })
})
