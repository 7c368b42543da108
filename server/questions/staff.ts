import type { LetterRecord } from '../../models/letter.ts'
import type { QuestionRecord } from '../../models/question.ts'
import { pursuitLabels } from '../domain/pursuit.ts'
import { paths } from '../paths.ts'
import { mayEdit, mayRead } from '../web/desk-records.ts'
import type { Viewer } from '../web/viewer.ts'

/** What staff of its desk find on a question's page and visitors do not; null for everybody else. */
export function questionForStaff(question: QuestionRecord, letter: LetterRecord, viewer: Viewer) {
  if (!mayRead(viewer, letter)) return null
  const id = String(question._id)
  return {
    mayEdit: mayEdit(viewer, letter),
    cells: question.findings.map(finding => {
      const recipient = letter.recipients.find(({ _id }) => _id.equals(finding.recipientId))
      return {
        addressee: recipient?.name ?? recipient?.title ?? 'A recipient',
        href: paths.finding(id, String(finding.recipientId)),
        note: finding.note,
        pursuit: pursuitLabels[finding.pursuit],
        pursuitBecause: finding.pursuitBecause,
        quietUntil: finding.quietUntil,
        quietBecause: finding.quietBecause,
        followUpOn: recipient?.followUpOn ?? null
      }
    }),
    links: [
      { label: 'Where the letter stands', href: paths.findings(letter.slug), edits: false },
      { label: 'Every asking of it', href: paths.chain(id), edits: false },
      { label: 'Split, merge or renumber', href: paths.division(id), edits: true },
      { label: 'Log a reply', href: paths.newResponse(letter.slug), edits: true }
    ].filter(({ edits }) => !edits || mayEdit(viewer, letter))
  }
}
