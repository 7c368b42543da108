import { type Edit, edited, type Reading } from './reading.ts'

/** "ofthe", "ofbusiness": no word of the language but those left out begins so. */
const gluedOf = /\bof(?=(?!f|ten(?:times)?\b|t\b)[a-z]{1,20}\b)/g

/** The text with a space where a scan set "of" to the word after it. */
export function withoutGluedWords(reading: Reading): Reading {
  const edits: Edit[] = []
  for (const m of reading.text.matchAll(gluedOf)) {
    const at = m.index + 2
    edits.push({ start: at, end: at, text: ' ' })
  }
  return edited(reading, edits)
}
