import type { Ask } from '../../domain/asks.ts'
import { oneLine } from './reading.ts'

const briefing =
  /\b(?:request|requests|requesting|arrange|schedule|provide|hold|ask for|asking for|like|seek|set up|convene|organize|invite|offer|give|have|receive|conduct|make .{1,60} available for)\b(?:\s\S+){0,7}?\s(?:briefings?|meetings?|meet|phone call|conference call|interviews?|testimony|hearing)\b|\b(?:please|to|and|would you)\s(?:fully\s|promptly\s)?brief\b|^brief\b|^(?:an?|the)?\s?(?:staff|in-person|classified|member-level|bipartisan)?[\s-]?(?:briefing|meeting)\b/
const documents =
  /^(?:(?:please|provide|produce|submit|furnish|send|share|forward|supply|attach|identify and produce)\s(?:\S+\s){0,8}?)?(?:(?:any|all|any and all|each|every|complete|unredacted|the|a|an|full|these|such|relevant|responsive|other|internal|written|final|draft|copies|copy)\s){0,4}(?:\S+\s){0,3}?(?:documents?|documentation|records|communications|cop(?:y|ies)|e-?mails|memorand(?:a|um|ums)|correspondence|transcripts?|contracts?|agreements|minutes|notes|calendars?|text messages|recordings|drafts?|presentations|log|logs|invoices|materials)\b/
const documentsRequested =
  /\b(?:provid|produc|submit|furnish|send|shar|forward|suppl|transmit|request|turn over|hand over|releas|make available|giv)(?:e|es|ing|s|y|ies)?\b(?:\s\S+){0,9}?\s(?:documents?|documentation|records|communications|copies|copy|e-?mails|memorand(?:a|um|ums)|correspondence|transcripts?|unredacted|materials)\b/
const analysis =
  /\b(?:conduct|perform|undertake|complete|prepare|provide|request|carry out|initiate|commission|produce)\b(?:\s\S+){0,5}?\s(?:analys[ie]s|assessments?|evaluation|study|audit|review|investigation|risk assessment|cost-benefit)\b|^(?:please\s)?(?:analy[sz]e|evaluate|assess|estimate|review|examine|investigate|quantify)\b|\b(?:request|ask|urge)\w*\b(?:\s\S+){0,6}?\sto (?:analy[sz]e|evaluate|assess|review|examine|investigate|audit|study)\b|^(?:an?|the|your)\s(?:\S+\s){0,2}(?:analysis|assessment|evaluation)\b/
const commitment =
  /\b(?:will|would|can|do) (?:you|the \S+(?:\s\S+)?|your \S+) (?:\S+ )?(?:commit|pledge|agree|promise)\b/
const reporting =
  /\b(?:request|ask|urge|call on|call upon|demand|expect|require|encourage|implore|recommend|please|insist)\w*\b(?:\s\S+){0,8}?\s(?:to\s)?(?:provide|explain|describe|respond|answer|report|share|clarify|disclose|identify|produce|submit|furnish|detail|outline|inform|tell|confirm|list|state|specify|update|advise|supply|indicate|address|send|include|let|know|learn|understand)\b/
const action =
  /\b(?:urg(?:e|es|ing)|call(?:s|ing)? (?:on|upon)|implore|encourage|recommend|demand|insist|petition)\b|\b(?:request|ask|expect|require|direct|hope)\w*\b(?:\s\S+){0,6}?\s(?:that\s(?!includes?\b|contains?\b)\S+|you to\b|your \S+ to\b|the \S+ (?:\S+ ){0,3}to\b)|^(?:please\s)?(?:ensure|commit|implement|suspend|withdraw|rescind|revise|reconsider|extend|stop|halt|end|cease|restore|reverse|delay|direct|instruct|designate|appoint|take|work|issue|grant|preserve|release|establish|develop|make|convene|return|allow|begin|use)\b/
const informing =
  /\b(?:information|explanation|description|answers|details|data|list|number|response|clarification|justification|summary|update)\b/

/** The kind of answer a sentence wants. A plain question wants information; only what it orders makes it another kind. */
export function askOf(sentence: string): Ask {
  const said = oneLine(sentence.slice(0, 600))
    .toLowerCase()
    .replace(/^["'(]+/, '')
  const core = said.replace(
    /^(?:additionally|also|further|furthermore|finally|in addition|therefore|accordingly|lastly|and|specifically),?\s/,
    ''
  )
  const isQuestion = /\?["')]?$/.test(sentence.trimEnd().slice(-4))
  if (isQuestion && !/\bplease\b|^(?:can|could|would|will) (?:you|your)\b/.test(core))
    return commitment.test(core) ? 'action' : 'information'
  if (briefing.test(core)) return 'briefing'
  if (documents.test(core) || documentsRequested.test(core)) return 'documents'
  if (analysis.test(core)) return 'analysis'
  if (commitment.test(core)) return 'action'
  if (action.test(core) && !reporting.test(core) && !informing.test(core.slice(0, 70))) return 'action'
  return 'information'
}
