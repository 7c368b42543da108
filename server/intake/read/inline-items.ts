import { isSpace, trimmed } from './reading.ts'
import { sentencesOf } from './sentences.ts'
import type { Span } from './types.ts'

/** Items numbered inside a paragraph: what stands before them, and each with its number. */
export interface InlineItems {
  before: Span
  items: { number: string | null; span: Span }[]
}

interface Mark {
  start: number
  end: number
  value: number
  number: string | null
}

const patterns: { mark: RegExp; isLetter: boolean; needsStop: boolean }[] = [
  { mark: /(?<![\w)\u00a7])\((\d{1,2})\)\s?/g, isLetter: false, needsStop: false },
  {
    mark: /(?:(?<![\w()\u00a7.])|(?<=[a-z\d]{3}[.?!:;]))(\d{1,2})\)\.?(?:\s|(?<=[.?!:;]\d\))(?=[A-Z]))/g,
    isLetter: false,
    needsStop: false
  },
  { mark: /(?<![\w)\u00a7])\(([a-z])\)\s/g, isLetter: true, needsStop: false },
  { mark: /(?<=[.?!:;]\s{1,3})[-\u2013](?=[A-Z][a-z]{1,12}\s)/g, isLetter: false, needsStop: false },
  { mark: /(?<=[.?!:;"')]\s{1,3}|[.?!:;]|^)(\d{1,2})\.\)?\s?(?=[A-Z"'])/g, isLetter: false, needsStop: true },
  {
    mark: /(?:(?<=[.?!:;]\s{1,3})[\u00b7*]|(?<=\s)[\u2022\u25cf\u25aa\u25e6\uf0b7])\s{1,3}(?=[A-Z"'])/g,
    isLetter: false,
    needsStop: false
  }
]
const romanValues = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']
const romanMark = /(?<![\w)\u00a7])\(([ivx]{1,4})\)\s/g

const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
const ordinalMark =
  /(?:^|(?<=[.?!:;]["')]?\s{0,3}))(First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Finally|Lastly)(?:ly)?,\s/g

/**
 * The items of a paragraph that numbers them as it runs: "(1) ...; (2) ...", "1. ... 2. ...", "First, ... Second, ...".
 * One that numbers in several ways ("issues (1) ... and (2) ...: 1) Why ...? 2) How ...?") is read in each of them.
 */
export function inlineItemsOf(text: string, within: Span): InlineItems[] {
  const said = text.slice(within.start, within.end)
  const readings = patterns
    .map(pattern => {
      const marks = [...said.matchAll(pattern.mark)].map(m => asMark(m, pattern.isLetter))
      return pattern.needsStop ? withLooseMarks(said, marks) : climbing(marks)
    })
    .filter(marks => marks.length > 1)
    .map(marks => split(text, within, marks))
  if (readings.length > 0) return readings
  const romans = climbing(
    [...said.matchAll(romanMark)].map(m => ({
      ...asMark(m, false),
      value: romanValues.indexOf(m[1] ?? '') + 1
    }))
  )
  if (romans.length > 1) return [split(text, within, romans)]
  const ordinals = ordinalItems(text, within, said)
  return ordinals === null ? [] : [ordinals]
}

const asMark = (m: RegExpExecArray, isLetter: boolean): Mark => {
  const printed = m[1] ?? null
  const value = printed === null ? 0 : isLetter ? printed.charCodeAt(0) - 96 : Number(printed)
  return { start: m.index, end: m.index + m[0].length, value, number: printed }
}

/** The marks that count up from one; the bulleted ones all. */
function climbing(marks: Mark[]): Mark[] {
  if (marks.length > 0 && marks.every(mark => mark.number === null)) return marks
  const kept: Mark[] = []
  for (const mark of marks) {
    const last = kept.at(-1)?.value ?? 0
    if (mark.value === last + 1 || (last > 1 && mark.value === last + 2)) kept.push(mark)
  }
  return kept[0]?.value === 1 ? kept : []
}

const looseMark = /(?<=\s)(\d{1,2})\.\s{1,3}(?=[A-Z"'])/g
const countsElse =
  /\b(?:no|nos|sec|section|title|rule|part|phase|chapter|page|article|form|tier|level|group|region|item|jan\w*|feb\w*|march|april|may|june|july|aug\w*|sept\w*|oct\w*|nov\w*|dec\w*)\.?\s+$/i

/** With the marks of items after which no full stop stands, where those after one are half of the count at least. */
function withLooseMarks(said: string, marks: Mark[]): Mark[] {
  const strict = climbing(marks)
  if (strict.length === 0 || marks.length < 2) return strict
  const ends = new Set(marks.map(mark => mark.start))
  const loose = [...said.matchAll(looseMark)]
    .filter(m => !ends.has(m.index) && !countsElse.test(said.slice(Math.max(0, m.index - 14), m.index)))
    .map(m => asMark(m, false))
  const all = climbing([...marks, ...loose].sort((a, b) => a.start - b.start))
  const isFuller = all.length > strict.length && all.length > 2
  return isFuller && all.filter(mark => ends.has(mark.start)).length * 2 >= all.length ? all : strict
}

function ordinalItems(text: string, within: Span, said: string): InlineItems | null {
  const marks: Mark[] = []
  for (const m of said.matchAll(ordinalMark)) {
    const place = words.indexOf((m[1] ?? '').toLowerCase()) + 1
    const last = marks.at(-1)?.value ?? 0
    if (place === last + 1 || (place === 0 && last > 1))
      marks.push({ start: m.index, end: m.index, value: place || 99, number: null })
  }
  return marks.length > 1 ? split(text, within, marks) : null
}

function split(text: string, within: Span, marks: Mark[]): InlineItems {
  const first = marks[0]?.start ?? 0
  const items = marks.map((mark, i) => {
    const end = within.start + (marks[i + 1]?.start ?? within.end - within.start)
    const span = trimmed(text, { start: within.start + mark.end, end })
    return { number: mark.number, span: i === marks.length - 1 ? lastItem(text, span) : span }
  })
  return { before: trimmed(text, { start: within.start, end: within.start + first }), items }
}

/** The last of clauses in a sentence ends with that sentence. */
function lastItem(text: string, span: Span): Span {
  const isClause = /[a-z]/.test(text.charAt(span.start))
  const sentence = sentencesOf(text, { start: span.start, end: Math.min(span.end, span.start + 4000) })[0]
  return isClause && sentence !== undefined ? sentence : span
}

/** Text after the last inline item that is no part of it. */
export function after(items: InlineItems, within: Span, text: string): Span | null {
  let start = items.items.at(-1)?.span.end ?? within.end
  while (start < within.end && isSpace(text.charCodeAt(start))) start++
  return start < within.end ? { start, end: within.end } : null
}
