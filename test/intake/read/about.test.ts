import assert from 'node:assert/strict'
import { federalOrganizations } from '../../../server/domain/federal-organizations.ts'
import { aboutIn, askedOf, organizationsIn } from '../../../server/intake/read/about.ts'

const namesIn = (text: string): string[] => organizationsIn(text).map(o => o.name)

describe('Organizations a question concerns', () => {
  it('are known by name, turned name, former name and abbreviation', () => {
    assert.deepEqual(namesIn('What did the Commerce Department tell BIS?'), [
      'Department of Commerce',
      'Bureau of Industry and Security'
    ])
    assert.deepEqual(namesIn('the Bureau of Industrial Security (BIS)'), ['Bureau of Industry and Security'])
    assert.deepEqual(namesIn('the IRS’s rule and the FDA'.replace('’', "'")), [
      'Internal Revenue Service',
      'Food and Drug Administration'
    ])
  })

  it('are not words or places that look like abbreviations', () => {
    assert.deepEqual(namesIn('Did ice form? Was it in Richmond, VA or put by Jane Member (D-VA)?'), [])
  })

  it('leave out whom the letter was put to', () => {
    const asked = askedOf([
      { name: 'Alex Example', title: 'Secretary', organization: 'U.S. Department of State' }
    ])
    assert.deepEqual(
      aboutIn('Has State asked the Department of State or the Department of Defense?', asked),
      ['Department of Defense']
    )
  })

  it('come from a table whose parents are in it and whose names and abbreviations are each one organization’s', () => {
    const names = new Set(federalOrganizations.map(o => o.name))
    assert.equal(names.size, federalOrganizations.length)
    for (const { parent } of federalOrganizations) assert.ok(parent === null || names.has(parent))
    const short = federalOrganizations.flatMap(o => o.abbreviations)
    assert.equal(new Set(short).size, short.length)
  })
})
