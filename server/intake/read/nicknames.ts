const short = 'Treasury|Interior|Commerce|Justice|Labor|Energy|Education|Agriculture|Transportation|Defense'
const long = 'Homeland Security|Veterans Affairs|Health and Human Services|Housing and Urban Development'
const helping = 'did|does|do|has|have|had|is|was|will|would|can|could|should'
const leading = `${helping}|at|with|from|to|between|by|within|told|asked|that|whether|how|when|why|if`
/** With a capital too: a question begins with it. */
const either = (words: string): string => words.replace(/(?<=^|\|)[a-z]/g, c => `[${c}${c.toUpperCase()}]`)
const next = "(?='s|[,.;:?!)]|\\s[a-z]|$)"

/** "did Interior ask", "shared with Treasury, Commerce and State": one word for a department, where only one can be meant. */
const inSentence = new RegExp(
  `(?<=\\b(?:${either(leading)})\\s)(?:${short})(?:(?:,\\s(?:and\\s|or\\s)?|\\s(?:and|or)\\s)(?:State|${short})\\b)*${next}`,
  'g'
)
/** "State" is most often one of fifty: the department where it does something, and "at State". */
const state = new RegExp(
  `(?<=\\b(?:${either(helping)})\\s)State(?=\\s[a-z])(?!\\s(?:and|or|law|officials?|agenc|governments?|local|plans?|fund|employees|courts?|legislat))|(?<=\\bat\\s)State(?=[,.;:?!)]|\\s(?:and|or)\\s|$)`,
  'g'
)
const owning = /(?<!\b(?:the|a|each|Chief)\s)\b(?:Treasury|Interior|Commerce|Energy|Agriculture)(?='s\b)/g
const listed = new RegExp(
  `(?<=\\bDepartments of )(?:the\\s)?(?:State|${short}|${long})(?:(?:,\\s|,?\\sand\\s)(?:the\\s)?(?:State|${short}|${long})\\b)+`,
  'g'
)
const one = new RegExp(`\\b(?:State|${short}|${long})\\b`, 'g')

/** The text with departments called by one word given their name: "Interior" becomes "Interior Department". */
export const withNicknames = (text: string): string =>
  text
    .replace(listed, names => names.replace(one, '$& Department'))
    .replace(inSentence, names => names.replace(one, '$& Department'))
    .replace(state, '$& Department')
    .replace(owning, '$& Department')
