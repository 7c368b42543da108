import { Intake } from '../../models/intake.ts'
import type { LetterRecord } from '../../models/letter.ts'
import { isUnsent } from '../domain/letters.ts'
import { paths } from '../paths.ts'
import { mayEdit, mayRead } from '../web/desk-records.ts'
import type { Viewer } from '../web/viewer.ts'

/** What staff of its desk find on a letter's page and visitors do not; null for everybody else. */
export async function letterForStaff(letter: LetterRecord, viewer: Viewer) {
  if (!mayRead(viewer, letter)) return null
  const { slug } = letter
  return {
    mayEdit: mayEdit(viewer, letter),
    isMention: letter.isMention,
    logHref: isUnsent(letter) ? paths.newLetter() : null,
    embargoUntil: letter.visibility === 'embargoed' ? letter.embargoUntil : null,
    checkHref: paths.check(slug),
    newResponseHref: paths.newResponse(slug),
    links: linksOf(letter).filter(({ edits }) => !edits || mayEdit(viewer, letter)),
    recipients: letter.recipients.map(({ _id, title, name, receivedOn, followUpOn, controlNumber }) => ({
      label: [name, title].filter(Boolean).join(', ') || 'A recipient',
      href: paths.recipient(slug, String(_id)),
      receivedOn,
      followUpOn,
      controlNumber
    })),
    files: await filesOf(letter, viewer),
    contacts: [...letter.contacts]
      .sort((one, other) => (one.on < other.on ? 1 : -1))
      .slice(0, 3)
      .map(({ on, who, how, said, nextOn, isPublished }) => ({ on, who, how, said, nextOn, isPublished }))
  }
}

/** The files that the letter came in, as they were handed in; who may change it may download them. */
async function filesOf(letter: LetterRecord, viewer: Viewer) {
  if (letter.isMention || !mayEdit(viewer, letter)) return []
  const intakes = await Intake.ofLetter(letter._id)
  return intakes.flatMap(intake =>
    intake.files
      .filter(({ isChosen }) => isChosen)
      .map(({ name, sha256 }) => ({ name, href: paths.intakeFile(String(intake._id), sha256) }))
  )
}

/** In the order of a letter's life; `edits`: for those who may change the letter. */
function linksOf({ slug, isMention }: LetterRecord): { label: string; href: string; edits: boolean }[] {
  const publication = { label: 'Publish or withdraw', href: paths.publishing(slug), edits: true }
  const timeline = { label: 'Timeline', href: paths.timeline(slug), edits: false }
  if (isMention)
    return [publication, { label: 'Log a reply', href: paths.newResponse(slug), edits: true }, timeline]
  return [
    { label: 'Where it stands', href: paths.findings(slug), edits: false },
    { label: 'Follow-up letter', href: paths.followUpLetter(slug), edits: false },
    { label: 'Contacts', href: paths.contacts(slug), edits: false },
    publication,
    { label: 'Who works on it', href: paths.sharing(slug), edits: true },
    { label: 'Earlier and later askings', href: paths.lineage(slug), edits: true },
    { label: 'Topics', href: paths.letterTopics(slug), edits: true },
    { label: 'Versions', href: paths.versions(slug), edits: false },
    { label: 'Add a reference', href: paths.newReference(slug), edits: true },
    timeline
  ]
}
