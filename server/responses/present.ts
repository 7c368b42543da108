import type { LetterRecord } from '../../models/letter.ts'
import type { OrganizationRecord } from '../../models/organization.ts'
import type { ResponseRecord } from '../../models/response.ts'
import { longDay, shortDay } from '../domain/day.ts'
import { channelLabels, channels, responseKindLabels, responseKinds } from '../domain/responses.ts'
import { paths } from '../paths.ts'
import { sizeInWords } from '../references/present.ts'

type Names = ReadonlyMap<string, OrganizationRecord>

/** `Interim reply received April 2, 2021`, as links and headings name a reply. */
export function responseTitle(response: Pick<ResponseRecord, 'kind' | 'receivedOn' | 'dateAsSaid'>): string {
  const when = response.receivedOn ? `received ${longDay(response.receivedOn)}` : response.dateAsSaid
  return [responseKindLabels[response.kind], when].filter(Boolean).join(' ')
}

/** A reply for the desk's own pages. */
export const presentResponse = (
  response: ResponseRecord,
  letters: readonly LetterRecord[],
  names: Names
) => ({
  id: String(response._id),
  href: paths.response(String(response._id)),
  judgeHref: paths.judge(String(response._id)),
  editHref: paths.editResponse(String(response._id)),
  publicationHref: paths.responsePublication(String(response._id)),
  title: responseTitle(response),
  kind: responseKindLabels[response.kind],
  isMention: response.isMention,
  isPublic: response.visibility === 'public',
  receivedOn: response.receivedOn,
  datedOn: response.datedOn,
  dateAsSaid: response.dateAsSaid,
  responder: [response.responder.name, response.responder.title].filter(Boolean).join(', ') || null,
  office: names.get(String(response.responder.organizationId))?.name ?? null,
  onBehalfOf: response.responder.onBehalfOf,
  channel: response.channel === 'unknown' ? null : channelLabels[response.channel],
  controlNumber: response.controlNumber,
  text: response.text,
  files: (response.files ?? []).map(({ name, sha256, size }) => ({
    name,
    size: sizeInWords(size),
    href: paths.responseFile(String(response._id), sha256)
  })),
  quote: response.quote,
  source: response.source.title ? { title: response.source.title, link: response.source.link } : null,
  corrects: response.corrects ? paths.response(String(response.corrects)) : null,
  letters: letters.map(letter => ({
    href: paths.letter(letter.slug),
    subject: letter.subject,
    on: letter.letterDate,
    isPublic: letter.visibility === 'public',
    speaksFor: letter.recipients
      .filter(({ _id }) =>
        response.covers.some(
          cover => cover.letterId.equals(letter._id) && cover.recipientIds.some(id => id.equals(_id))
        )
      )
      .map(({ organizationId }) => names.get(String(organizationId))?.name ?? 'An office')
  })),
  history: response.history.map(({ at, by, what, from, to, because }) => ({
    at,
    by: by.name,
    what,
    from,
    to,
    because
  })),
  corrections: response.corrections,
  formerTexts: (response.formerTexts ?? []).map(({ text, until, by, because }) => ({
    text,
    until,
    by: by.name,
    because
  })),
  revision: response.revision
})

/** The lists of choices on the form for a reply to a letter. */
export const responseChoices = (
  letter: LetterRecord,
  others: readonly LetterRecord[],
  earlier: readonly ResponseRecord[],
  names: Names,
  chosen: { recipients: readonly string[] | null; alsoAnswers: readonly string[] }
) => ({
  kinds: responseKinds.map(value => ({ value, label: responseKindLabels[value] })),
  channels: channels.map(value => ({ value, label: channelLabels[value] })),
  recipients: letter.recipients.map(recipient => ({
    value: String(recipient._id),
    label: names.get(String(recipient.organizationId))?.name ?? 'An office',
    hint: [recipient.name, recipient.title].filter(Boolean).join(', ') || null,
    isSelected: chosen.recipients?.includes(String(recipient._id)) ?? true
  })),
  others: others.map(other => ({
    value: other.slug,
    label: other.subject,
    hint: other.letterDate ? shortDay(other.letterDate) : null,
    isSelected: chosen.alsoAnswers.includes(other.slug)
  })),
  earlier: earlier.map(response => ({ value: String(response._id), label: responseTitle(response) }))
})
