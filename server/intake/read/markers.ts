/** What a list item begins with. `values` are the places it can stand at: "i." is the first roman and the ninth letter. */
export interface Marker {
  /** What its siblings share: '1.', '(a)', '•', 'first'. */
  form: string
  style: 'number' | 'letter' | 'roman' | 'bullet' | 'ordinal'
  value: number
  /** As printed, without punctuation; null for a bullet or an ordinal word. */
  number: string | null
  /** Characters to skip to the item's first word. */
  length: number
  /** The same marker read as a letter, when it was read as a roman numeral. */
  orLetter?: Marker
}

const numbered = /^(\()?(\d{1,3})(\.\)|\)\.|[.):\]]|\s?[-\u2013\u2014](?=\s))(?:\s+|(?=[A-Z"'])|$)/
const bareNumbered = /^(\d{1,2})\s+(?=[A-Z"'])/
const decimal = /^(\()?(\d{1,2})\.(\d{1,2})(\.|\)|(?=\s))\)?\s+/
const numberLetter = /^(\()?(\d{1,2})\s?\(?([a-z])\)?[.):]?\s+/
const lettered = /^(\()?([a-zA-Z])(\.\)|[.):])(?:\s+|(?=[A-Z"'])|$)/
const roman = /^(\()?([ivx]{1,6}|[IVX]{1,6})(\.\)|[.):])(?:\s+|(?=[A-Z"'])|$)/
const bullet =
  /^([\u2022\u25cf\u25cb\u25e6\u25aa\u25ab\u25a0\u25a1\u25ba\u25b6\u27a2\u27a4\u2713\u2714\u2666\u25c6\u00b7\u2219\u2023\u2043\u204c\u00a7\u00a2\u00bb\u2212\u2217\uf0b7\uf0a7\uf0d8\uf0fc\uf076]|\*{1,2}|[-\u2013\u2014]{1,2}|o|e|\u00a9|\u00ab|\+|>)(?:\s+|$)|^([\u2022\u25cf\u25aa\u25a0\u25e6\u00b7\uf0b7\uf0a7])/
const worded =
  /^(?:(question|request|item|document request|inquiry|q)\s?(?:no\.?|number|#)?\s?)(\d{1,2}|[a-z])\s?[.):\u2013\u2014-]{0,2}\s+/i

/** An article that quotes a list sets a quotation mark before each item. */
const quotedNumber = /^"\(?\d{1,2}[.)]/

const romanValues = [
  'i',
  'ii',
  'iii',
  'iv',
  'v',
  'vi',
  'vii',
  'viii',
  'ix',
  'x',
  'xi',
  'xii',
  'xiii',
  'xiv',
  'xv',
  'xvi',
  'xvii',
  'xviii',
  'xix',
  'xx'
]
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth'
]
const ordinalWord =
  /^(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|finally|lastly|last)(?:ly)?,\s/i

/** Where "Finally," stands among ordinal words: after whichever came last. */
export const lastOrdinal = 99

/** The marker a line begins with, or null. Whether it really is one depends on its neighbours. */
export function markerOf(line: string): Marker | null {
  const head = line.slice(0, 40)
  if (quotedNumber.test(head)) {
    const marker = readNumber(head.slice(1))
    return marker === null ? null : { ...marker, length: marker.length + 1 }
  }
  if (/^\d/.test(head)) return readNumber(head)
  if (head.startsWith('(')) return readNumber(head) ?? readRoman(head) ?? readLetter(head)
  if (!/^[a-z]/i.test(head)) return readBullet(head)
  return readWorded(head) ?? readRoman(head) ?? readLetter(head) ?? readBullet(head) ?? readOrdinal(head)
}

function readWorded(head: string): Marker | null {
  const m = worded.exec(head)
  if (m === null) return null
  const printed = m[2] ?? ''
  if (!/\d/.test(printed) && !/[.):\u2013\u2014-]\s+$/.test(m[0])) return null
  const value = /\d/.test(printed) ? Number(printed) : letterValue(printed)
  return {
    form: `${(m[1] ?? '').toLowerCase()} 1`,
    style: 'number',
    value,
    number: printed,
    length: m[0].length
  }
}

function readNumber(head: string): Marker | null {
  const nested = decimal.exec(head)
  if (
    nested !== null &&
    Number(nested[3]) > 0 &&
    Number(nested[3]) < 40 &&
    /[A-Z"'a-z]/.test(head.charAt(nested[0].length))
  )
    return {
      form: '1.1',
      style: 'number',
      value: Number(nested[3]),
      number: `${nested[2]}.${nested[3]}`,
      length: nested[0].length
    }
  const both = numberLetter.exec(head)
  if (both !== null && /^\(?\d{1,2}\s?(?:\([a-z]\)|[a-z][.):])/.test(head))
    return {
      form: '1a',
      style: 'letter',
      value: letterValue(both[3] ?? ''),
      number: `${both[2]}${both[3]}`,
      length: both[0].length
    }
  const m = numbered.exec(head)
  if (m !== null) {
    const punctuation = (m[3] ?? '').trim().replace(/[\u2013\u2014]/, '-')
    return {
      form: `${m[1] ?? ''}1${punctuation}`,
      style: 'number',
      value: Number(m[2]),
      number: m[2] ?? null,
      length: m[0].length
    }
  }
  const bare = bareNumbered.exec(head)
  if (bare === null) return null
  return {
    form: '1',
    style: 'number',
    value: Number(bare[1]),
    number: bare[1] ?? null,
    length: bare[0].length
  }
}

function readRoman(head: string): Marker | null {
  const m = roman.exec(head)
  const printed = m?.[2] ?? ''
  const value = romanValues.indexOf(printed.toLowerCase()) + 1
  if (m === null || value === 0) return null
  const isUpper = printed === printed.toUpperCase()
  const marker: Marker = {
    form: `${m[1] ?? ''}${isUpper ? 'I' : 'i'}${m[3]}`,
    style: 'roman',
    value,
    number: printed,
    length: m[0].length
  }
  const letter = readLetter(head)
  return letter === null ? marker : { ...marker, orLetter: letter }
}

function readLetter(head: string): Marker | null {
  const m = lettered.exec(head)
  if (m === null) return null
  const printed = m[2] ?? ''
  const isUpper = printed === printed.toUpperCase()
  return {
    form: `${m[1] ?? ''}${isUpper ? 'A' : 'a'}${m[3]}`,
    style: 'letter',
    value: letterValue(printed),
    number: printed,
    length: m[0].length
  }
}

function readBullet(head: string): Marker | null {
  const m = bullet.exec(head)
  if (m === null) return null
  const glyph = m[1] ?? m[2] ?? ''
  if (/^[oe]$/.test(glyph) && !/^\S\s+["'(]?[A-Z]/.test(head)) return null
  return {
    form: /^[-\u2013\u2014\u2212]+$/.test(glyph) ? '-' : glyph,
    style: 'bullet',
    value: 0,
    number: null,
    length: m[0].length
  }
}

function readOrdinal(head: string): Marker | null {
  const word = ordinalWord.exec(head)?.[1]?.toLowerCase()
  if (word === undefined) return null
  const place = ordinals.indexOf(word) + 1
  return {
    form: 'first',
    style: 'ordinal',
    value: place === 0 ? lastOrdinal : place,
    number: null,
    length: 0
  }
}

const letterValue = (letter: string): number => letter.toLowerCase().charCodeAt(0) - 96

/** "I." or "l." where a scan misread "1.", told by the "2." that comes after it. */
const isMisreadOne = (marker: Marker): boolean => marker.number === 'I' || marker.number === 'l'

/** Whether `next` can follow `last` in one list; one or two lost items in between are allowed to numbers. */
export function follows(last: Marker, next: Marker): Marker | null {
  if (isMisreadOne(last) && next.style === 'number' && next.value === 2 && isSameButSign(last, next))
    return next
  if (last.form === next.form && isAfter(last, next)) return next
  const { orLetter } = next
  if (orLetter !== undefined && last.form === orLetter.form && orLetter.value === last.value + 1)
    return orLetter
  if (
    last.style === 'number' &&
    next.style === 'number' &&
    next.value === last.value + 1 &&
    isKin(last.form, next.form)
  )
    return next
  return null
}

const isSameButSign = (one: Marker, two: Marker): boolean => one.form.replace(/[Ia]/, '1') === two.form

/** A number whose punctuation the scan lost or changed still continues the list. */
const isKin = (a: string, b: string): boolean => [a, b].every(form => /^\(?1(?:[.):]|\.\))?$/.test(form))

function isAfter(last: Marker, next: Marker): boolean {
  if (next.style === 'bullet') return true
  if (next.style === 'ordinal') return next.value > last.value
  if (next.form === '1.1' || next.form === '1a') return next.value > last.value || next.value === 1
  return next.value > last.value && next.value <= last.value + 3
}

export const isFirst = (marker: Marker): boolean => marker.style === 'bullet' || marker.value === 1
