import type { Ask } from '../../domain/asks.ts'
import { askOf } from './ask-kind.ts'
import { attachmentOf } from './attachments.ts'
import { asksOfLast, bareRun, namedBefore } from './bare-asks.ts'
import { append, type Draft, isListed, mostQuestions } from './drafts.ts'
import { fromInline } from './inline-asks.ts'
import { type Intro, introOf, isQuestionsHeading } from './intros.ts'
import type { Frame } from './letter-body.ts'
import { fromList } from './list-asks.ts'
import { type Block, outlineOf, type Prose } from './outline.ts'
import { type Paragraph, paragraphsOf } from './paragraphs.ts'
import { partsOf } from './parts.ts'
import { proseDrafts } from './prose-asks.ts'
import { type Reading, shownText, spanAsGiven } from './reading.ts'
import { hear } from './requests.ts'
import { sentencesOf } from './sentences.ts'
import type { Question, QuestionPart, Span } from './types.ts'

/** The questions of a letter, in order, each once, and whether the letter promises a list that is not there. */
export interface Asked {
  questions: Question[]
  isListMissing: boolean
}

/** Every separately answerable ask of the letter in `frame`, whose body is these paragraphs: list items, bare paragraphs after a promise, prose requests. */
export function questionsIn(reading: Reading, frame: Frame, paragraphs: Paragraph[]): Asked {
  const body = readBlocks(reading.text, outlineOf(reading.text, paragraphs), false)
  const drafts =
    frame.hail === null ? body.drafts.filter(d => isPutToSomebody(reading.text, d)) : [...body.drafts]
  const attached = attachmentOf(reading.text, frame, drafts.some(isListed))
  if (attached !== null) append(drafts, read(reading.text, attached, true).drafts.filter(isListed))
  const lists = drafts.filter(isListed).length
  if (drafts.filter(d => d.from !== 'announcement').length === 0 && frame.lead.end > 0)
    append(drafts, read(reading.text, frame.lead).drafts.filter(isListed))
  const kept = chosen(reading.text, frame.body, drafts, lists, body.isListPromised)
  return {
    questions: once(kept.map(draft => questionAt(reading, draft))).map((q, i) => ({ ...q, position: i + 1 })),
    isListMissing: body.isListPromised && lists === 0 && kept.length === 0
  }
}

/**
 * What stays. With a list, the opening paragraph's general request is its summary, and a question or two in the account
 * before the list is rhetoric: both are left out. An announcement ("I write to request ...") counts only in a letter that
 * asks nothing else and promises no list, or that only urges, the announcement too.
 */
function chosen(text: string, body: Span, drafts: Draft[], lists: number, isListPromised: boolean): Draft[] {
  const asks = drafts.filter(d => d.from !== 'announcement')
  if (asks.length === 0) return isListPromised ? [] : drafts
  if (asks.every(d => d.isUrged)) return drafts.filter(d => d.isUrged)
  if (lists < 2) return asks
  const firstListed = asks.findIndex(isListed)
  const arePosed = posedBefore.test(text.slice(body.start, body.end))
  return asks.filter((d, i) => {
    if (d.from !== 'prose') return true
    const isRhetoric =
      !arePosed &&
      d.isPlainQuestion &&
      i < firstListed &&
      asks.filter(other => other.block === d.block && other.from === 'prose').length < 3
    const isOfUsAll = d.isPlainQuestion && i > firstListed && isRhetorical(text, d)
    return d.block > 0 && !isRhetoric && !isOfUsAll
  })
}

/** In a text that greets nobody, a speech or an article, what is asked of nobody is rhetoric. */
const isPutToSomebody = (text: string, draft: Draft): boolean =>
  isListed(draft) ||
  draft.pieces.some(p =>
    /\b(?:you|your|please)\b/i.test(text.slice(p.start, Math.min(p.end, p.start + 2000)))
  )

/** The letter says that it has put questions before its list. */
const posedBefore =
  /\bin addition to (?:the|these|my|our) (?:[a-z]+ )?questions\b|\bquestions (?:that )?(?:i|we) (?:have )?(?:already )?(?:posed|asked|raised) (?:above|already|to you|earlier)\b/i

/** A question about what we all should bear, put to nobody: "Must we accept this?" */
function isRhetorical(text: string, draft: Draft): boolean {
  const said = draft.pieces.map(p => text.slice(p.start, p.end)).join(' ')
  return (
    /\b(?:should|must|can|do|are|why) (?:we|americans?|anyone|taxpayers|consumers|(?:the|our) (?:\S+ )?(?:people|public|families|taxpayers|nation))\b/i.test(
      said
    ) && !/\b(?:you|your|department|agency|administration)\b/i.test(said)
  )
}

function questionAt(reading: Reading, draft: Draft): Question {
  const first = draft.pieces[0] ?? { start: 0, end: 0 }
  const last = draft.pieces.at(-1) ?? first
  const text = draft.pieces.map(piece => shownText(reading, piece)).join(' ')
  const parts = partsOf(reading, draft.pieces).map(part =>
    draft.isCall ? { ...part, ask: askUnderCall(part) } : part
  )
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

/** What a list of things to do asks for is an action, unless it orders an answer ("explain ...") or is a question. */
const askUnderCall = (part: QuestionPart): Ask =>
  part.ask === 'information' &&
  !/\?["')]?$/.test(part.text) &&
  !/^(?:please\s)?(?:provide|explain|describe|clarify|inform|report|identify|list|disclose|share|answer|confirm|state|a|an|the|all|any|how|what|why|whether)\b/i.test(
    part.text
  )
    ? 'action'
    : part.ask

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

const read = (text: string, within: Span, isAsked = false): Read =>
  readBlocks(text, outlineOf(text, paragraphsOf(text, within)), isAsked)

function readBlocks(text: string, blocks: Block[], isAsked: boolean): Read {
  const drafts: Draft[] = []
  let intro: Intro = isAsked ? 'asks' : 'none'
  let isListPromised = false
  let prose = 0
  let isCall = false
  let opening: Prose | null = null
  const opened = isAsked ? bareRun(text, blocks, 0, drafts, prose) : 0
  for (let i = opened; i < blocks.length && drafts.length < mostQuestions; i++) {
    const block = blocks[i]
    if (block === undefined) break
    if (block.kind === 'list') {
      const listed = fromList(text, block, intro, prose)
      if (listed.length === 0 && opening !== null) append(drafts, askOver(text, opening, [block], prose))
      opening = null
      append(drafts, isCall ? listed.map(draft => ({ ...draft, isCall })) : listed)
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
    opening = block
    isCall = hear(text.slice(Math.max(block.start, block.end - 400), block.end)).way === 'call'
    prose++
    if (intro !== 'asks') {
      append(drafts, found.drafts)
      continue
    }
    isListPromised = true
    const named = namesFollow.test(block.text.slice(-300)) ? namedBefore(text, blocks, i + 1) : 0
    const items = named === 0 ? [] : askOver(text, block, blocks.slice(i + 1, i + 1 + named), prose)
    i += items.length === 0 ? 0 : named
    const taken = bareRun(text, blocks, i + 1, items, prose)
    const isListed = items.length > 0 || blocks[i + 1]?.kind === 'list'
    append(
      drafts,
      isListed ? found.drafts.filter(draft => isBeside(text, block) || !isSummary(text, draft)) : found.drafts
    )
    append(drafts, items)
    i += taken
  }
  return { drafts, isListPromised }
}

/** What a request is about, where its list names people, places or matters. */
const namesFollow =
  /\bfollowing (?:[\w-]+ ){0,2}?(?:individuals|people|persons|officials|employees|witnesses|companies|entities|organizations|offices|sites|facilities|locations|places|countries|programs|projects|contracts|cases|incidents|statements|allegations)\b[^.]*:$/i

/** A request whose list only names what it is about, people or places, is one question, the list with it. */
function askOver(text: string, opening: Prose, under: Block[], at: number): Draft[] {
  const sentence = sentencesOf(text, opening).at(-1)
  if (sentence === undefined) return []
  const said = text.slice(sentence.start, sentence.end)
  const heard = hear(said)
  if (!said.endsWith(':') || heard.way === null || heard.isLogistics || heard.isAnnouncement) return []
  const pieces = under.flatMap(block =>
    block.kind === 'list'
      ? block.items.flatMap(item => item.pieces)
      : [{ start: block.start, end: block.end }]
  )
  if (/\b(?:questions?|as follows|the following)[^a-z]*$/i.test(said) || pieces.length > 80) return []
  return [
    {
      number: null,
      pieces: [sentence, ...pieces],
      confidence: 0.7,
      from: 'item',
      hasAsk: true,
      block: at
    }
  ]
}

/** A general request in the paragraph that opens a list says what the list says; a briefing or an action is its own. */
const isSummary = (text: string, draft: Draft): boolean =>
  draft.from === 'prose' &&
  draft.pieces.every(
    p =>
      /^(?:information|documents)$/.test(askOf(text.slice(p.start, p.end))) &&
      !/\?["')]?$/.test(text.slice(p.start, p.end))
  )

/** Whether the promise of a list adds to what its paragraph has asked: "I would also like answers to ...". */
function isBeside(text: string, block: Prose): boolean {
  const last = sentencesOf(text, block).at(-1)
  return (
    last !== undefined &&
    /^(?:additionally|in addition|further(?:more)?|moreover)\b|\b(?:we|i)\b(?: \w+){0,3} (?:also|further|additionally)\b/i.test(
      text.slice(last.start, Math.min(last.end, last.start + 120))
    )
  )
}

function fromProse(text: string, block: Prose, at: number): { drafts: Draft[]; intro: Intro } {
  const numbered = fromInline(text, block, 'none', at)
  if (numbered.drafts.length > 0) return numbered
  return { drafts: proseDrafts(text, block, at), intro: introOf(text, block) }
}
