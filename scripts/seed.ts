import { parseArgs } from 'node:util'
import { Letter } from '../models/letter.ts'
import { Question } from '../models/question.ts'
import { systemClock } from '../server/clock.ts'
import { loadExamples, removeExamples } from '../server/examples/load.ts'
import { runScript } from './run-script.ts'

const { values } = parseArgs({ options: { remove: { type: 'boolean', default: false } } })

await runScript(async () => {
  const now = systemClock.now()
  if (values.remove) await removeExamples(now)
  else await loadExamples(now)
  const letters = await Letter.countDocuments({ isExample: true, isMention: false })
  const questions = await Question.countDocuments({ isExample: true })
  console.log(
    values.remove
      ? 'The example letters are taken out. `npm run seed` brings them back.'
      : `Example letters: ${letters}, with ${questions} questions, at the Example desk.`
  )
})
