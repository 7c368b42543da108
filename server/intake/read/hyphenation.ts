import { type Edit, edited, type Reading } from './reading.ts'

const broken = /(?<=[a-z]{2})-[ \t]{0,8}\n[ \t]{0,8}(?=[a-z]{2})/g
const keepsHyphen = new Set(
  'non self well anti co ex multi semi cross long short high low full part first second third on off in out up down so year day follow end pre post re sub mid all by end-use decision policy law fact record risk tax state'.split(
    ' '
  )
)

/** Words broken over a line end are joined; a hyphen of their own is kept where the word has one elsewhere. */
export function withoutHyphenation(reading: Reading): Reading {
  const { text } = reading
  const edits: Edit[] = []
  let known: Set<string> | undefined
  for (const match of text.matchAll(broken)) {
    known ??= new Set(text.toLowerCase().match(/[a-z]{2,20}-[a-z]{2,20}/g) ?? [])
    const left =
      /[a-z]{2,20}$/i.exec(text.slice(Math.max(0, match.index - 20), match.index))?.[0].toLowerCase() ?? ''
    const end = match.index + match[0].length
    const right = /^[a-z]{2,20}/.exec(text.slice(end, end + 20))?.[0] ?? ''
    const hyphen = known.has(`${left}-${right}`) || keepsHyphen.has(left) ? '-' : ''
    edits.push({ start: match.index, end, text: hyphen })
  }
  return edited(reading, edits)
}
