/** The words of a text that carry meaning: small letters, without endings, without the smallest words. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/[\p{L}\p{N}]{1,60}/gu) ?? []
  return words.filter(word => !smallWords.has(word)).map(withoutEnding)
}

/** `issued`, `issues` and `issuing` are one word. Crude on purpose: both sides are cut alike. */
function withoutEnding(word: string): string {
  for (const ending of endings)
    if (word.length - ending.length >= 4 && word.endsWith(ending)) return word.slice(0, -ending.length)
  return word
}

// Longest first: the first that fits is taken off.
const endings = [
  'ations',
  'ation',
  'ments',
  'ment',
  'ings',
  'ing',
  'ions',
  'ion',
  'ies',
  'ed',
  'es',
  'ly',
  's',
  'e',
  'y'
]

const smallWords = new Set(
  'a an and any are as at be been being but by can could did do does for from had has have how if in into is it its may more no not of on or our shall should such than that the their them then there these they this those to under was we were what when where whether which who why will with would you your please provide'.split(
    ' '
  )
)
