import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import type { Person } from '../support/people.ts'
import { aLetter, aReply, cellOf, questionsOf } from '../support/replied-letter.ts'
import { openWorld, type World } from '../support/world.ts'

const folder = '../shared/letters'
const read = (path: string): string => readFileSync(`${folder}/${path}`, 'utf8')

const dispositionOf: Record<string, string> = { partly: 'partial', answered: 'answered' }

describe('the labelled reply about passports (read in place)', () => {
  let world: World
  let editor: Person

  before(async function () {
    if (!existsSync(`${folder}/responses/r6-state-passport-acceptance.txt`)) {
      console.log('      ../shared/letters is not here: the labelled coverage was not recorded.')
      return this.skip()
    }
    world = await openWorld()
    editor = await world.signedInAs('editor')
  })
  after(() => world?.close())

  it('can be recorded exactly as its labels say: each question’s disposition and the passage that shows it', async () => {
    const text = read('responses/r6-state-passport-acceptance.txt')
    const { coverage, from, page_date } = JSON.parse(read('responses/r6-state-passport-acceptance.json'))
    const questions = [...read('labelled/49-state-passport-acceptance.txt').matchAll(/^ *\* (.+)$/gm)]
    const letter = await aLetter(world, {
      subject: 'Passports',
      letterDate: '2007-07-06',
      questions: questions.map(([, question = '']) => question),
      recipients: [{ name: null, title: 'Secretary of State', organization: 'Department of State' }]
    })
    const reply = await aReply(editor, letter, {
      text,
      receivedOn: page_date,
      responderName: from.name,
      responderTitle: from.title,
      responderOffice: 'Department of State'
    })
    for (const [at, label] of coverage.entries()) {
      const answer = await editor.post(`/responses/${reply._id}/findings`, {
        cell: await cellOf(letter, at),
        disposition: dispositionOf[label.status] ?? '',
        quote: label.evidence.split(';')[0],
        because: label.evidence
      })
      assert.equal(answer.status, 303, answer.text)
    }
    const found = (await questionsOf(letter)).map(({ text: question, findings }) => {
      const [finding] = findings
      const [evidence] = finding?.evidence ?? []
      return {
        opens: coverage.some(({ question: words }: { question: string }) => question.startsWith(words)),
        disposition: finding?.disposition,
        stands: evidence?.quote === reply.text?.slice(evidence?.start ?? 0, evidence?.end ?? 0)
      }
    })
    assert.deepEqual(found, [
      { opens: true, disposition: 'partial', stands: true },
      { opens: true, disposition: 'answered', stands: true },
      { opens: true, disposition: 'answered', stands: true }
    ])
    const memo = await editor.get(`/letters/${letter.slug}/findings`)
    assert.match(memo.text, /3 questions: 2 answered; 1 partly answered/)
  })
})
