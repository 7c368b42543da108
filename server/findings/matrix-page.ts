import { Organization } from '../../models/organization.ts'
import { Question } from '../../models/question.ts'
import { Response } from '../../models/response.ts'
import { cellsOf, findingFacts } from '../../models/standing.ts'
import { cellState, isOpen } from '../domain/cells.ts'
import type { Day } from '../domain/day.ts'
import { pursuitLabels, pursuits } from '../domain/pursuit.ts'
import { type CellStanding, questionState, whereItStands } from '../domain/roll-up.ts'
import { paths } from '../paths.ts'
import type { LetterAtDesk } from '../web/desk-records.ts'
import { memoSentence } from './memo-sentence.ts'
import { presentStaffCell, questionName } from './present.ts'

/**
 * Where a letter stands: every question by every recipient, a sentence to paste into a memo, and what can be done
 * about many cells at once. `chosen` are the cells that a form sent back had ticked; null: those that are open.
 */
export async function matrixPage(
  { letter, desk }: LetterAtDesk,
  today: Day,
  chosen: readonly string[] | null
) {
  const [questions, responses] = await Promise.all([
    Question.ofLetter(letter._id),
    Response.toLetter(letter._id)
  ])
  const names = await Organization.named([
    ...letter.recipients.map(({ organizationId }) => organizationId),
    ...questions.flatMap(({ findings }) => findings.flatMap(({ referredTo }) => referredTo ?? []))
  ])
  const rows = questions.map(question => {
    const cells = cellsOf(question, letter, responses, desk)
    const standings: CellStanding[] = cells.map(({ finding, responses: own }) => ({
      state: cellState(findingFacts(finding), own, 'staff'),
      isOpen: isOpen(finding)
    }))
    return {
      name: questionName(question),
      href: paths.question(String(question._id)),
      text: question.text,
      parts: question.parts.length,
      state: questionState(standings),
      cells: letter.recipients.map(recipient => {
        const cell = cells.find(one => one.recipient._id.equals(recipient._id))
        if (!cell) return null
        const shown = presentStaffCell(cell, question, letter, names, today)
        const isChosen = chosen
          ? chosen.some(sent => sent.startsWith(shown.key.split('.').slice(0, 2).join('.')))
          : shown.isOpen
        return { ...shown, isChosen, name: questionName(question) }
      })
    }
  })
  return {
    title: 'Where it stands',
    section: 'desk' as const,
    breadcrumbs: [{ label: letter.subject, href: paths.letter(letter.slug) }],
    letter: { subject: letter.subject, on: letter.letterDate, href: paths.letter(letter.slug) },
    standing: whereItStands(rows.map(({ parts, state }) => ({ parts: Math.max(1, parts), state }))),
    memo: memoSentence(letter, rows, responses, names, today),
    offices: letter.recipients.map(({ organizationId, name }) => ({
      name: names.get(String(organizationId))?.name ?? 'An office',
      person: name
    })),
    rows,
    pursuits: pursuits.map(value => ({ value, label: pursuitLabels[value] })),
    actions: {
      check: paths.check(letter.slug),
      quiet: paths.quiets(letter.slug),
      pursue: paths.pursuits(letter.slug),
      extend: paths.extensions(letter.slug),
      newResponse: paths.newResponse(letter.slug)
    }
  }
}
