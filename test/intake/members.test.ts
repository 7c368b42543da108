import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { Types } from 'mongoose'
import { matchIn } from '../../server/intake/members.ts'
import { readLetter } from '../../server/intake/read/index.ts'
import { NotMembers, readMembers } from '../../server/signatories/directory.ts'

const legislators = '../shared/data/legislators.json'
const letter = '../shared/letters/main/leahy-2021.txt'

describe('the public list of Members', () => {
  it('names everybody who signed the letter of March 2021, as of its date', function () {
    if (!existsSync(legislators) || !existsSync(letter)) {
      console.log(`      skipped: ${legislators} is not here.`)
      return this.skip()
    }
    const members = readMembers(readFileSync(legislators, 'utf8')).map(one => ({
      _id: new Types.ObjectId(),
      ...one
    }))
    const { signatories, date } = readLetter(readFileSync(letter, 'utf8'))
    assert.deepEqual(
      signatories.map(one => matchIn(members, one, date)?.bioguide),
      ['L000174', 'M000639', 'D000563', 'C000141', 'V000128', 'M001176', 'K000384', 'B001288']
    )
  })

  it('is told apart from another file, with what was expected where', () => {
    assert.throws(() => readMembers('<html>'), NotMembers)
    assert.throws(
      () => readMembers('[{"id":{"bioguide":"x"}}]'),
      /Not a list of legislators: 0\.id\.bioguide/
    )
  })
})
