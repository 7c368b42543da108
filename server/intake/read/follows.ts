import { oneLine, type Reading, shownText, spanAsGiven } from './reading.ts'
import type { Follows, Span } from './types.ts'

const earlier =
  /\b(?:earlier|previous|prior|first|initial|original|last|recent|past|outstanding) (?:version of (?:this|these|the|our|my) \S+|letters?|inquir(?:y|ies)|requests?|correspondence|oversight letters?|questions)\b/i
const ours = /\b(?:we|i|the (?:sub)?committee|our|my|this committee|i and|colleagues and i)\b/i
const wroteBefore =
  /\b(?:we|i|the (?:sub)?committee|this (?:sub)?committee|my colleagues and i) (?:\S+ ){0,3}?(?:wrote|sent (?:you|a letter|an? \S+ letter|the department)|submitted|requested|asked)\b.{0,160}\b(?:letter|inquiry|questions|response|information|documents|to you|to your|on (?:January|February|March|April|May|June|July|August|September|October|November|December))/i
const onDate =
  /^(?:on|in) .{3,40},? (?:we|i|the (?:sub)?committee|my office|our offices) (?:\S+ )?(?:wrote|sent|requested|asked|submitted)\b/i
const followUp =
  /\b(?:follow(?:s|ing)?[- ]?up (?:to|on|with regard to|regarding) (?:my|our|the|your (?:response|reply))|in (?:my|our) .{0,40}\bletter\b|(?:my|our) (?:\S+ ){0,4}letter (?:of|dated|to you|to your)|(?:yet )?another letter|(?:my|our) (?:repeated|previous|prior|earlier|multiple|numerous) (?:requests?|letters?|inquiries))\b/i
const noReply =
  /\b(?:have|has|did|had) (?:still |yet |also )?(?:not|yet to|never|failed to)(?: yet| to date)? (?:received?|respon\w+|repl\w+|answer\w*|provide[d]?|produce[d]?)\b.{0,80}\b(?:response|reply|answers?|letter|requests?|questions|documents)?/i
const others =
  /\b(?:wrote|sent|letter) (?:to|from) (?:the )?(?:gao|government accountability|inspector general|president)\b/i
const most = 5

/** The sentences that say this letter follows an earlier one of the same writers, at most five, in order. */
export function followsIn(reading: Reading, sentences: Span[]): Follows[] {
  const found: Follows[] = []
  for (const sentence of sentences) {
    if (found.length >= most) break
    const said = oneLine(reading.text.slice(sentence.start, Math.min(sentence.end, sentence.start + 700)))
    if (!isFollowing(said)) continue
    found.push({ quote: shownText(reading, sentence), ...spanAsGiven(reading, sentence) })
  }
  return found
}

function isFollowing(said: string): boolean {
  if (/\?$/.test(said) || others.test(said)) return false
  if (
    earlier.test(said) &&
    ours.test(said) &&
    /\b(?:letter|request|quer|question|inquir|correspond|wrote|sent|submitted)/i.test(said)
  )
    return true
  if (followUp.test(said) || (onDate.test(said) && /\b(?:letter|you|request|wrote)/i.test(said))) return true
  if (
    wroteBefore.test(said) &&
    /\b(?:wrote|sent|submitted|requested)\b/.test(said) &&
    !/^please\b/i.test(said)
  )
    return /\b(?:you|your|letter|response)\b/i.test(said)
  return noReply.test(said) && ours.test(said) && /\b(?:respon\w+|repl\w+|letter|requests?)\b/i.test(said)
}
