import { letterFacts, readableLetter, wholeLetter } from '../letters/present.ts'
import type { Listing } from '../listing.ts'
import { paths } from '../paths.ts'
import { presentWhole, questionFacts, readableQuestion } from '../questions/present.ts'

/** One question as the API gives it, with what came back from each office; throws NotFound or Gone. */
export async function wholeQuestionFacts(id: string, listing: Listing, baseUrl: string) {
  const whole = await readableQuestion(id, listing)
  const shown = presentWhole(whole, listing)
  const listed = listing.question(id)
  const today = listing.reader.todayAt(String(whole.letter.deskId))
  return {
    ...(listed && questionFacts(listed, whole.question.text, listing, baseUrl)),
    askedParts: shown.parts.map(({ number, text, ask }) => ({ number, text, ask })),
    findings: shown.cells.map(cell => ({
      office: cell.office,
      addressee: cell.addressee,
      state: cell.state,
      label: cell.label,
      checkedOn: cell.checkedOn,
      judgedOn: cell.judgedOn,
      timeliness: cell.timeliness,
      dueOn: cell.due?.on ?? null,
      because: cell.because,
      declineReason: cell.declineReason,
      marks: cell.marks.map(({ part, mark }) => ({ part, mark })),
      evidence: cell.evidence.map(({ href, ...evidence }) => ({ ...evidence, url: href && baseUrl + href }))
    })),
    history: shown.history.map(({ on, what, from, to, because, by }) => ({
      on,
      what,
      from,
      to,
      because,
      by
    })),
    asOfUrl: `${baseUrl}${paths.question(id)}/as-of/${today}`
  }
}

/** One letter as the API gives it; throws NotFound or Gone. A former slug is as good as the present one. */
export async function wholeLetterFacts(slug: string, listing: Listing, baseUrl: string) {
  const letter = await readableLetter(slug, listing)
  const { questions, responses, references } = await wholeLetter(letter, listing)
  const listed = listing.letter(String(letter._id))
  const asked = listed ? listing.questionsOf(listed) : []
  const nameOf = (id: unknown) => listing.catalog.organizations.get(String(id))?.name ?? null
  return {
    ...(listed && letterFacts(listed, asked, listing, baseUrl)),
    text: letter.text,
    source: letter.source,
    deadline: { basis: letter.due.basis, quote: letter.due.quote },
    questionIds: questions.map(({ _id }) => String(_id)),
    spans: questions.map(({ _id, start, end }) => ({ question: String(_id), start, end })),
    replies: responses
      .filter(({ visibility }) => visibility === 'public')
      .map(response => ({
        id: String(response._id),
        kind: response.kind,
        isMention: response.isMention,
        receivedOn: response.receivedOn,
        datedOn: response.datedOn,
        responder: response.responder.name,
        office: nameOf(response.responder.organizationId),
        quote: response.quote,
        text: response.text,
        source: response.source
      })),
    references: references.map(reference => ({
      kind: reference.kind,
      title: reference.title,
      on: reference.on,
      dateAsSaid: reference.dateAsSaid,
      citedBy:
        reference.letters.find(({ letterId }) => letterId.equals(letter._id))?.citedBy ?? ('desk' as const),
      source: reference.source
    }))
  }
}
