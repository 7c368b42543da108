import { clean } from './clean.ts'
import { frameOf } from './letter-body.ts'
import { oneLine } from './reading.ts'

const toMember =
  /\bdear\s(?:madam\s|mr\.?\s)?(?:senators?|representatives?|congress(?:man|woman|members?)|chair(?:man|woman)?|ranking member|leader|speaker)\b/i
const answersOne =
  /\b(?:thank you for your (?:recent )?(?:letters?|inquir(?:y|ies)|correspondence|interest)|(?:in|this) (?:is in )?(?:response|reply) to your (?:recent )?(?:\S+ ){0,4}?(?:letters?|inquir(?:y|ies)|correspondence|request)|(?:responds?|responding|replies) to your (?:recent )?(?:\S+ ){0,4}?(?:letters?|inquir(?:y|ies)|correspondence|request))\b/i

/** Characters of a letter's beginning in which a reply says what it answers. */
const opening = 900

/** Whether a text is what an agency wrote back: addressed to a Member, and opening with the letter it answers. */
export function isReplyText(given: string): boolean {
  const { reading } = clean(given.slice(0, 60_000))
  const { hail, body } = frameOf(reading.text)
  if (hail === null) return false
  const addressed = oneLine(reading.text.slice(hail.start, hail.end))
  return (
    toMember.test(addressed) && answersOne.test(oneLine(reading.text.slice(body.start, body.start + opening)))
  )
}
