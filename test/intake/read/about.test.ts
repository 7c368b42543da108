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

  it('are known by the one word letters call a department by', () => {
    assert.deepEqual(
      namesIn('How much did Interior spend, and was it shared with Treasury, Commerce and State?'),
      [
        'Department of the Interior',
        'Department of the Treasury',
        'Department of Commerce',
        'Department of State'
      ]
    )
    assert.deepEqual(
      namesIn("Will Energy publish Commerce's answer? Who at State, if anybody, has read it?"),
      ['Department of Energy', 'Department of Commerce', 'Department of State']
    )
    assert.deepEqual(namesIn('What did the Departments of the Interior and Homeland Security agree on?'), [
      'Department of the Interior',
      'Department of Homeland Security'
    ])
  })

  it('are not states, committees, judges or things that share a department’s word', () => {
    for (const said of [
      'Please list the grants by State and year.',
      'How will State and local officials be told?',
      'Is State law set aside?',
      'The Committee on Energy and Commerce has asked.',
      'Did Justice Example sit? Was it sent to Interior Minister Example?',
      'What does the interior of the building hold, and how much energy does it take?',
      'It was published by Education Week.'
    ])
      assert.deepEqual(namesIn(said), [], said)
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
