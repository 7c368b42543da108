/**
 * The pages of a letter as one text. A sentence that runs on over a page break stays in one paragraph; page numbers
 * between its halves are left for the reader of the letter to take out.
 */
export const joinedPages = (pages: readonly string[]): string =>
  pages
    .map(page => page.trim())
    .filter(page => page !== '')
    .reduce((text, page) => (text === '' ? page : `${text}${runsOn(text, page) ? '\n' : '\n\n'}${page}`), '')

function runsOn(text: string, page: string): boolean {
  const last = text.split('\n').findLast(line => line.trim() !== '' && !isFurniture(line)) ?? ''
  const first = page.split('\n').find(line => line.trim() !== '' && !isFurniture(line)) ?? ''
  return !/[.?!:;]["”’)]?\s*$/.test(last) && last.length > 40 && /^\s*[\p{Ll}\p{Lu}(“"]/u.test(first)
}

const isFurniture = (line: string): boolean =>
  /^\s*(?:[-–—]\s*)?(?:page\s*)?\d{1,3}(?:\s*(?:of|\/)\s*\d{1,3})?(?:\s*[-–—])?\s*$/i.test(line)
