/** Who signed, as a log names them: with the title that tells the chamber. */
export interface LoggedSigner {
  readonly name: string
  readonly title: string | null
}

const titles: readonly [RegExp, string][] = [
  [/^(?:u\.?s\.? |united states )?sen(?:ator|\.)? /i, 'Senator'],
  [
    /^(?:u\.?s\.? |united states )?(?:congress(?:man|woman|person| member)|rep(?:resentative|\.)?|delegate) /i,
    'Representative'
  ],
  [/^(?:chair(?:man|woman)?|ranking member) /i, 'Member of Congress']
]

/** The names in a cell for signers: separated by `;`, `/`, `&`, a line or `and`, a comma where titles repeat. */
export function signersIn(cell: string): LoggedSigner[] {
  return cell
    .split(/\s{0,9}(?:;|\/|&|\n|\band\b|,(?=\s{0,9}(?:sen|rep|congress|u\.?s)))\s{0,9}/i)
    .map(piece =>
      piece
        .replace(/,? et\.? al\.?,?$/i, '')
        .replace(/^["'(]+|(?<!["'),])["'),]+$/g, '')
        .trim()
    )
    .filter(piece => /\p{L}{2}/u.test(piece))
    .map(signer)
}

function signer(piece: string): LoggedSigner {
  for (const [pattern, title] of titles)
    if (pattern.test(piece)) return { name: inOrder(piece.replace(pattern, '').trim()), title }
  return { name: inOrder(piece), title: null }
}

/** `Leahy, Patrick` is written as it is said; a suffix stays where it is. */
function inOrder(name: string): string {
  const [last, first, ...more] = name.split(/,\s*/)
  return first && more.length === 0 && !/^(?:jr|sr|ii|iii|iv)\.?$/i.test(first) ? `${first} ${last}` : name
}

const inSubject =
  /(?<!\bState )\b(?:U\.?S\.? |United States )?(?:Senator|Congress(?:man|woman|person| Member)|Representative) ((?:\p{Lu}[\p{L}'’.-]+ ){1,3}\p{Lu}[\p{L}'’-]+(?:,? (?:Jr|Sr|III)\.?)?)/gu

/** The Members whom a subject names, where a log has no column for who signed: `Comments of Congressman ... re ...`. */
export const signersInSubject = (subject: string): LoggedSigner[] =>
  [...subject.matchAll(inSubject)].flatMap(([whole]) => signersIn(cut(whole)))

/** Names end before the verb: `Senator John Cornyn submits`. */
const cut = (whole: string): string =>
  whole.replace(/ (?:submits?|requests?|forwards?|is|re|et|of|and)\b.*$/i, '')
