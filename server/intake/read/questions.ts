import { askOf } from './ask-kind.ts'
import { inlineItemsOf, after as textAfter } from './inline-items.ts'
import type { Frame } from './letter-body.ts'
import { linesOf } from './lines.ts'
import { type Block, type Item, isHeading, type List, outlineOf, type Prose } from './outline.ts'
import { paragraphsOf } from './paragraphs.ts'
import { partsOf } from './parts.ts'
import { oneLine, type Reading, shownText, spanAsGiven, trimmed } from './reading.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Question, Span } from './types.ts'

/** An ask found, before it is numbered: where its pieces stand and how it was found. */
interface Draft {
  number: string | null
  pieces: Span[]
  confidence: number
  from: 'item' | 'bare' | 'prose' | 'announcement'
  /** Whether it asks in its own words, or only stands in a list that does. */
  hasAsk: boolean
  /** Whether it is a question put without a request, as rhetoric is too. */
  isPlainQuestion?: boolean
  /** Whether the list it stands in is one of things to do: "We urge you to:". */
  isCall?: boolean
  /** How many paragraphs of the letter precede it. */
  block: number
}

/** The questions of a letter, in order, each once, and whether the letter promises a list that is not there. */
export interface Asked {
  questions: Question[]
  isListMissing: boolean
}

/** Every separately answerable ask of the letter in `frame`: list items, bare paragraphs after a promise, prose requests. */
export function questionsIn(reading: Reading, frame: Frame): Asked {
  const body = read(reading.text, frame.body)
  const drafts = [...body.drafts]
  const attached = attachmentOf(reading.text, frame, drafts.some(isListed))
  if (attached !== null) append(drafts, read(reading.text, attached, true).drafts.filter(isListed))
  const lists = drafts.filter(isListed).length
  if (drafts.filter(d => d.from !== 'announcement').length === 0 && frame.lead.end > 0)
    append(drafts, read(reading.text, frame.lead).drafts.filter(isListed))
  const kept = chosen(drafts, lists, body.isListPromised)
  return {
    questions: once(kept.map(draft => questionAt(reading, draft))).map((q, i) => ({ ...q, position: i + 1 })),
    isListMissing: body.isListPromised && lists === 0 && kept.length === 0
  }
}

/** No letter asks more; a hostile text stops here. */
const mostQuestions = 600

/** Adds one by one: spreading a hostile text's hundred thousand asks would overflow the stack. */
function append(drafts: Draft[], more: Draft[]): void {
  for (const draft of more) if (drafts.length < mostQuestions) drafts.push(draft)
}

const isListed = (draft: Draft): boolean => draft.from === 'item' || draft.from === 'bare'

/**
 * What stays. With a list, the opening paragraph's general request is its summary, and a question or two in the account
 * before the list is rhetoric: both are left out. An announcement ("I write to request ...") counts only in a letter that
 * asks nothing else and promises no list.
 */
function chosen(drafts: Draft[], lists: number, isListPromised: boolean): Draft[] {
  const asks = drafts.filter(d => d.from !== 'announcement')
  if (asks.length === 0) return isListPromised ? [] : drafts
  if (lists < 2) return asks
  const firstListed = asks.findIndex(isListed)
  return asks.filter((d, i) => {
    if (d.from !== 'prose') return true
    const isRhetoric =
      d.isPlainQuestion &&
      i < firstListed &&
      asks.filter(other => other.block === d.block && other.from === 'prose').length < 3
    return d.block > 0 && !isRhetoric
  })
}

function questionAt(reading: Reading, draft: Draft): Question {
  const first = draft.pieces[0] ?? { start: 0, end: 0 }
  const last = draft.pieces.at(-1) ?? first
  const text = draft.pieces.map(piece => shownText(reading, piece)).join(' ')
  const parts = partsOf(reading, draft.pieces)
  return {
    number: draft.number,
    position: 0,
    text,
    ...spanAsGiven(reading, { start: first.start, end: last.end }),
    ask: parts[0]?.ask ?? askOf(text),
    about: [],
    confidence: draft.confidence,
    parts
  }
}

function once(questions: Question[]): Question[] {
  const seen = new Set<string>()
  return questions.filter(({ text }) => {
    const key = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

interface Read {
  drafts: Draft[]
  isListPromised: boolean
}

/** What the paragraphs before a list say of it. */
type Intro = 'asks' | 'other' | 'none'

function read(text: string, within: Span, isAsked = false): Read {
  const blocks = outlineOf(text, paragraphsOf(text, within))
  const drafts: Draft[] = []
  let intro: Intro = isAsked ? 'asks' : 'none'
  let isListPromised = false
  let prose = 0
  for (let i = 0; i < blocks.length && drafts.length < mostQuestions; i++) {
    const block = blocks[i]
    if (block === undefined) break
    if (block.kind === 'list') {
      const listed = fromList(text, block, intro, prose)
      append(drafts, listed)
      i += asksOfLast(text, blocks, i + 1, listed.at(-1))
      continue
    }
    if (block.isHeading) {
      if (isQuestionsHeading(block.text)) {
        intro = 'asks'
        isListPromised = true
        i += bareRun(text, blocks, i + 1, drafts, prose)
      }
      continue
    }
    const found = fromProse(text, block, prose)
    intro = found.intro
    prose++
    if (intro !== 'asks') {
      append(drafts, found.drafts)
      continue
    }
    isListPromised = true
    const items: Draft[] = []
    const taken = bareRun(text, blocks, i + 1, items, prose)
    const isListed = items.length > 0 || blocks[i + 1]?.kind === 'list'
    append(drafts, isListed ? found.drafts.filter(draft => !isSummary(text, draft)) : found.drafts)
    append(drafts, items)
    i += taken
  }
  return { drafts, isListPromised }
}

/** Asks in bare paragraphs that belong to a last item which only gives their context; returns how many it takes. */
function asksOfLast(text: string, blocks: Block[], from: number, last: Draft | undefined): number {
  if (last === undefined || last.from !== 'item' || last.hasAsk) return 0
  let taken = 0
  for (let i = from; i < blocks.length && taken < 12; i++) {
    const block = blocks[i]
    if (block === undefined || block.kind === 'list' || block.isHeading || !isBareItem(text, block)) break
    last.pieces.push(withoutClosing(text, block))
    taken++
  }
  return taken
}

/** A general request in the paragraph that opens a list says what the list says; a briefing or an action is its own. */
const isSummary = (text: string, draft: Draft): boolean =>
  draft.from === 'prose' &&
  draft.pieces.every(
    p =>
      /^(?:information|documents)$/.test(askOf(text.slice(p.start, p.end))) &&
      !/\?["')]?$/.test(text.slice(p.start, p.end))
  )

const isQuestionsHeading = (text: string): boolean =>
  /^(?:\W*)(?:(?:document|information|interrogatory|specific|detailed|additional|our|the|list of|attached)\s){0,2}(?:questions?|requests?|interrogatories|information requested|documents requested)\b.{0,40}$/i.test(
    text
  )

/** Bare paragraphs that stand as items after a promise of questions; returns how many blocks they take. */
function bareRun(text: string, blocks: Block[], from: number, drafts: Draft[], prose: number): number {
  let taken = 0
  let isAmid = false
  for (let i = from; i < blocks.length; i++) {
    const block = blocks[i]
    if (block === undefined || block.kind === 'list') break
    const isItem: boolean = isBareItem(text, block) || isAmid || endsClause.test(block.text)
    isAmid = isItem && endsClause.test(block.text)
    if (isItem) {
      if (inlineItemsOf(text, block) !== null) append(drafts, fromInline(text, block, 'asks', prose).drafts)
      else append(drafts, [bareDraft(text, block, prose)])
      taken = i - from + 1
    } else if (!block.isHeading) break
  }
  return taken
}

/** Items of a list that lost its markers still end in semicolons, the last but one in "; and". */
const endsClause = /;(?:\s(?:and|or))?$/

const bareDraft = (text: string, block: Span, prose: number): Draft => ({
  number: null,
  pieces: [withoutClosing(text, block)],
  confidence: 0.85,
  from: 'bare',
  hasAsk: true,
  block: prose
})

function isBareItem(text: string, block: Prose): boolean {
  const sentences = sentencesOf(text, block).map(s => text.slice(s.start, s.end))
  const first = sentences[0]
  if (first === undefined) return false
  const opening = hear(first, true)
  if (
    /^(?:(?:additionally|also|further|finally|in addition|therefore|accordingly),?\s)?(?:we|i)\s/i.test(
      first
    ) &&
    !/\?$/.test(oneLine(block.text))
  )
    return false
  if (opening.isLogistics || opening.isIntro) return false
  if (block.isHeading) return opening.way !== null && block.text.split(' ').length > 3
  return opening.way !== null || sentences.some(s => isStrong(s))
}

/** An ask that needs no list to be one. */
function isStrong(sentence: string): boolean {
  const heard = hear(sentence)
  return heard.way !== null && !heard.isLogistics && !heard.isIntro && !heard.isAnnouncement
}

function fromList(text: string, list: List, intro: Intro, block: number): Draft[] {
  const items = list.items.slice(0, mostQuestions).flatMap(item => promoted(text, item))
  const strong = items.filter(item => pieceSentences(text, item).some(isStrong)).length
  const listed = items.filter(item =>
    pieceSentences(text, item).some((s, i) => (i === 0 ? hear(s, true).way !== null : isStrong(s)))
  ).length
  const share = listed / items.length
  const isAsking =
    intro === 'asks'
      ? share >= 0.3
      : intro === 'none'
        ? strong / items.length >= 0.5 || (share >= 0.8 && block === 0 && items.length > 2)
        : strong / items.length >= 0.75
  if (!isAsking) return items.flatMap(item => item.pieces.flatMap(piece => proseDrafts(text, piece, block)))
  const drafts: Draft[] = []
  items.forEach((item, i) => {
    const pieces = flatPieces(item)
      .map(p => trimmed(text, p))
      .filter(p => p.end > p.start)
    const last = pieces.at(-1)
    if (last === undefined || isOnlyLogistics(text, pieces)) return
    if (i === items.length - 1 && pieces.length > 0) pieces[pieces.length - 1] = withoutClosing(text, last)
    const hasAsk = pieceSentences(text, item).some((s, n) =>
      n === 0 ? hear(s, true).way !== null : isStrong(s)
    )
    if (intro !== 'asks' && !hasAsk && item.items.length === 0) return
    drafts.push({
      number: item.marker?.number ?? null,
      pieces,
      confidence: hasAsk ? (intro === 'asks' ? 0.98 : 0.9) : 0.7,
      from: 'item',
      hasAsk,
      block
    })
  })
  return drafts
}

/** Nested items stand for themselves under an item that is only a title ("II. Training"). */
function promoted(text: string, item: Item): Item[] {
  const first = item.pieces[0]
  if (item.items.length === 0 || item.pieces.length !== 1 || first === undefined) return [item]
  const title = oneLine(text.slice(first.start, Math.min(first.end, first.start + 120)))
  const isTitle = title.length <= 80 && !/[.?!:;,]$/.test(title) && !isStrong(title)
  return isTitle ? item.items.flatMap(nested => promoted(text, nested)) : [item]
}

const flatPieces = (item: Item): Span[] => [...item.pieces, ...item.items.flatMap(flatPieces)]

const pieceSentences = (text: string, item: Item): string[] =>
  flatPieces(item).flatMap(piece => sentencesOf(text, piece).map(s => text.slice(s.start, s.end)))

function isOnlyLogistics(text: string, pieces: Span[]): boolean {
  const sentences = pieces.flatMap(piece => sentencesOf(text, piece).map(s => text.slice(s.start, s.end)))
  return (
    sentences.every(s => hear(s).isLogistics || (hear(s).way === null && sentences.length > 1)) &&
    sentences.some(s => hear(s).isLogistics)
  )
}

/** An item without the letter's closing sentences, which run on after the last one when line breaks were lost. */
function withoutClosing(text: string, piece: Span): Span {
  const sentences = sentencesOf(text, piece)
  const heard = sentences.map(s => hear(text.slice(s.start, s.end)))
  const lastAsk = heard.findLastIndex(h => h.way !== null && !h.isLogistics)
  const closing = heard.findIndex((h, i) => i > Math.max(lastAsk, 0) && h.isLogistics)
  return {
    start: piece.start,
    end: sentences[closing < 0 ? sentences.length - 1 : closing - 1]?.end ?? piece.end
  }
}

function fromProse(text: string, block: Prose, at: number): { drafts: Draft[]; intro: Intro } {
  const inline = inlineItemsOf(text, block)
  if (inline !== null) {
    const found = fromInline(text, block, 'none', at)
    if (found.drafts.length > 0) return found
  }
  return { drafts: proseDrafts(text, block, at), intro: introOf(text, block) }
}

function fromInline(text: string, block: Span, given: Intro, at: number): { drafts: Draft[]; intro: Intro } {
  const inline = inlineItemsOf(text, block)
  if (inline === null) return { drafts: [], intro: 'none' }
  const before = text.slice(inline.before.start, inline.before.end)
  const opening =
    sentencesOf(text, inline.before)
      .map(s => text.slice(s.start, s.end))
      .at(-1) ?? ''
  const asked = hear(opening, true)
  const list: List = {
    kind: 'list',
    items: inline.items.map(item => ({
      marker:
        item.number === null ? null : { form: '', style: 'number', value: 0, number: item.number, length: 0 },
      pieces: [item.span],
      items: []
    }))
  }
  const intro: Intro =
    given === 'asks' || (before !== '' && (asked.way !== null || asked.isIntro) && !asked.isAnnouncement)
      ? 'asks'
      : before === ''
        ? 'none'
        : introWord(opening)
  const drafts = fromList(text, list, intro, at)
  if (drafts.every(d => d.from !== 'item')) return { drafts: [], intro: 'none' }
  const rest = textAfter(inline, block, text)
  const lead = proseDrafts(
    text,
    { start: inline.before.start, end: Math.max(inline.before.start, inline.before.end - opening.length) },
    at
  )
  return {
    drafts: [...lead, ...drafts, ...(rest === null ? [] : proseDrafts(text, rest, at))],
    intro: 'none'
  }
}

const askWords =
  /\b(?:questions?|answers?|respon[ds]\w*|requests?|requested|requesting|information|provide|explain|address|clarify|inquir\w+|produce|describe|ask|please|urge|call (?:up)?on|like to know|understand|seek|documents|demand|include)\b/i
const tellWords =
  /\b(?:found|finds|concerns?|concluded|alleg\w+|facts|findings|reported|reports|learned|revealed|according|attended|attendees|examples?|violations|noted|stated|identified|shows|including the following|reasons)\b/i

function introWord(sentence: string): Intro {
  if (
    askWords.test(sentence) &&
    (!tellWords.test(sentence) || hear(sentence).way !== null || /\bquestions?\b/i.test(sentence))
  )
    return 'asks'
  return 'other'
}

/** Whether a paragraph promises a list, and of what. */
function introOf(text: string, block: Prose): Intro {
  const sentences = sentencesOf(text, block).map(s => text.slice(s.start, s.end))
  const last = sentences.at(-1) ?? ''
  if (/:["']?$/.test(last.trimEnd())) return introWord(last)
  const promise = sentences.slice(-3).find(s => {
    const heard = hear(s)
    return (
      heard.isIntro &&
      !heard.isAnnouncement &&
      (heard.way !== null || /\b(?:questions|answers?|respond|responses?)\b/i.test(s))
    )
  })
  return promise === undefined ? 'none' : 'asks'
}

const colonIntro =
  /^[^:?]{8,300}\b(?:following|below|these|questions|information)\b[^:?]{0,80}:\s{1,3}(?=[A-Z"'])/

/** The requests of running text, one a sentence; a sentence that hangs on the one before stays with it. */
function proseDrafts(text: string, block: Span, at: number): Draft[] {
  const drafts: Draft[] = []
  const sentences = sentencesOf(text, block)
  const isQuoted = quotedIn(text, block)
  let isAfterAsk = false
  let isListed = false
  sentences.forEach(sentence => {
    let span = sentence
    let said = text.slice(span.start, span.end)
    const intro = colonIntro.exec(said.slice(0, 500))
    if (intro !== null && introWord(intro[0]) === 'asks') {
      isListed = true
      span = { start: span.start + intro[0].length, end: span.end }
      said = text.slice(span.start, span.end)
    }
    const heard = hear(said, isListed)
    const previous = drafts.at(-1)
    if (heard.way === null || heard.isLogistics || (heard.isIntro && !isListed) || isQuoted(span)) {
      isAfterAsk = false
      return
    }
    const piece = previous?.pieces[0]
    if (heard.isDependent && isAfterAsk && piece !== undefined) {
      piece.end = span.end
      return
    }
    isAfterAsk = true
    const from = heard.isAnnouncement ? 'announcement' : isListed ? 'bare' : 'prose'
    const confidence = heard.isAnnouncement
      ? 0.4
      : heard.way === 'call'
        ? 0.55
        : heard.way === 'question'
          ? 0.75
          : 0.8
    drafts.push({
      number: null,
      pieces: [{ ...span }],
      confidence,
      from,
      hasAsk: true,
      isPlainQuestion: heard.way === 'question',
      block: at
    })
  })
  return drafts
}

/** Tells, sentence by sentence, whether one is somebody's words: in a quotation that opened before it, or all of it. */
function quotedIn(text: string, block: Span): (span: Span) => boolean {
  let isOpen = false
  let from = block.start
  return span => {
    for (; from < span.start; from++) if (text.charAt(from) === '"') isOpen = !isOpen
    const said = text.slice(span.start, span.end)
    return (
      isOpen ||
      (said.startsWith('"') && said.endsWith('"')) ||
      (said.endsWith('?') && said.split('"').length % 2 === 0)
    )
  }
}

const attachmentHeading =
  /^(?:(?:attachment|appendix|enclosure|exhibit|schedule|addendum)\b.{0,30}\b(?:questions|requests|interrogatories|information)\b.{0,60}|(?:document |information |specific |detailed |list of |additional |written )?(?:questions|requests|interrogatories)\b.{0,60})$/i
const instructions =
  /^(?:instructions|definitions|responding to|production instructions|general instructions|document production)\b/i
const promisesAttached =
  /\b(?:attached|enclosed|appended|accompanying)\b.{0,60}\b(?:questions|requests|list)\b|\b(?:questions|requests)\b.{0,60}\b(?:attached|enclosed|appended|at the (?:end|conclusion) of this letter)/i
const promisesList =
  /\bfollowing\b.{0,60}\b(?:questions|requests|information|documents)\b|\bquestions\b.{0,60}\bbelow\b/i

/** Questions that stand after the signatures: under a heading that says so, or where the letter says they are. */
function attachmentOf(text: string, frame: Frame, hasList: boolean): Span | null {
  const region = { start: frame.isClosed ? frame.signature.start : frame.tail.start, end: frame.tail.end }
  let start: number | null = null
  let end = frame.tail.end
  for (const line of linesOf(text, region)) {
    if (line.isBlank || line.text.length > 90) continue
    if (instructions.test(line.text)) {
      end = line.from
      break
    }
    if (
      start === null &&
      attachmentHeading.test(line.text) &&
      isHeading({ text: line.text.replace(/:$/, '') })
    )
      start = line.to
  }
  if (start === null) {
    const said = oneLine(text.slice(frame.body.start, frame.body.end))
    if (frame.isClosed && (promisesAttached.test(said) || (!hasList && promisesList.test(said))))
      start = frame.tail.start
  }
  return start === null || end <= start ? null : { start, end }
}
