import { dateLine } from './dates.ts'
import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { sentencesIn } from './paragraphs.ts'
import { oneLine, type Reading, shownText, withoutEnd } from './reading.ts'

const longest = 120
const reLine = /^(?:re|subject|in re)\s?:\s?(.{4,300})$/i
const topic =
  /\b(?:regarding|concerning|about|with (?:respect|regard) to|in reference to|in regard to|on the (?:subject|issue|matter|topic) of|related to|relating to)\s+(.{6,400})/i
const opening =
  /\b(?:concerned (?:that|by|with)|troubled (?:that|by)|disturbed (?:that|by)|alarmed (?:that|by)|concerns? (?:that|over|with)|questions (?:on|about)|information (?:on|about)|oversight of|investigating|examining|conducting (?:an )?(?:oversight|investigation) (?:of|into)|to (?:request|seek|obtain) (?:information|documents|answers|a briefing|clarification) (?:on|about|as to)|to (?:urge|encourage|ask|request|express|inquire|raise))\s+(.{6,400})/i

/** What the letter is about, in a line: its "Re:", else what its first sentences say they write about; null if nothing does. */
export function subjectOf(reading: Reading, frame: Frame): string | null {
  const { text } = reading
  for (const line of linesOf(text, {
    start: frame.head.start,
    end: Math.min(frame.body.end, frame.body.start + 400)
  })) {
    const said = reLine.exec(line.text.slice(0, 320))?.[1]
    if (said !== undefined) return shortened(said)
  }
  const sentences = sentencesIn(text, {
    start: frame.body.start,
    end: Math.min(frame.body.end, frame.body.start + 6000)
  })
    .slice(0, 8)
    .map(span => shownText(reading, span))
  const isTopic = (said: string): boolean =>
    topic.test(said) &&
    !/\b(?:regarding|concerning|about|relat(?:ed|ing) to)\s(?:this|these|it|them|that)\b/i.test(said)
  const writing = sentences.find(
    s => /\b(?:write|writing|reach(?:ing)? out|letter)\b/i.test(s) && topic.test(s)
  )
  for (const said of [writing, ...sentences]) {
    const found =
      said === undefined
        ? undefined
        : ((isTopic(said) ? topic.exec(said)?.[1] : undefined) ?? opening.exec(said)?.[1])
    if (found !== undefined) return shortened(found)
  }
  return headlineOf(text, frame) ?? (sentences[0] === undefined ? null : shortened(sentences[0]))
}

function headlineOf(text: string, frame: Frame): string | null {
  const line = linesOf(text, frame.lead).find(
    l => l.text.length > 20 && l.text.length < 160 && !/[.:]$/.test(l.text) && dateLine(l.text) === null
  )
  return line === undefined ? null : shortened(line.text)
}

const clauseStart =
  /[,;]?\s(?:that|which|who|whose|where|when|while|because|after|before|until|unless|so|if|by|from|for|requiring)\s/g

/** Cut at the end of its clause, in 120 characters at most, with a capital at the start. */
function shortened(said: string): string {
  let subject = oneLine(said).replace(/^(?:the fact that|that|your|our|my|the|you to|the \S+ to)\s+/i, '')
  const end =
    /(?<=[a-z]{3})[.;:?!](?:\s|$)|,\s(?:and (?:request|to|we|i|ask)|as well as|which|who|where|including|in (?:light|order)|we|i|to)\b/.exec(
      subject
    )
  if (end !== null && end.index > 12) subject = subject.slice(0, end.index)
  if (subject.length > longest) {
    const cut = subject.slice(0, longest)
    const clause = Math.max(...[...cut.matchAll(clauseStart)].map(({ index }) => index), 0)
    subject = cut
      .slice(0, clause > 60 ? clause : Math.max(cut.lastIndexOf(' '), 40))
      .replace(
        /[,;]?\s(?:and|or|of|the|to|in|for|with|a|an|that|by|on|will|would|has|have|is|are|was|were|its|their|continue to)$/i,
        ''
      )
  }
  subject = withoutEnd(subject, ' ,.;:-')
  return subject.charAt(0).toUpperCase() + subject.slice(1)
}
