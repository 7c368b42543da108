import { oneLine } from './reading.ts'

/** How a sentence asks: a question, a request that says so, a bare order, a call to act, or the thing asked for alone. */
export type Way = 'question' | 'request' | 'order' | 'call' | 'thing'

/** What a sentence does in a letter that asks. */
export interface Heard {
  way: Way | null
  /** It only says when or how to answer, thanks, or names whom to call. */
  isLogistics: boolean
  /** It opens a list: "answer the following questions:". */
  isIntro: boolean
  /** It announces what the letter will ask ("I write to request ..."). */
  isAnnouncement: boolean
  /** It hangs on the sentence before: "If so, ...", "Please explain." */
  isDependent: boolean
}

const clip = 900

const lead =
  /^(?:(?:and|or|but|also|further|furthermore|moreover|additionally|in addition(?: to [^,]{3,80})?|finally|lastly|last|next|then|first|second|third|fourth|fifth|sixth|seventh|eighth|specifically|in particular|accordingly|therefore|thus|hence|consequently|again|similarly|likewise|as such|as a result|to that end|to this end|toward that end|that said|however|for (?:this|that|these|those) (?:reasons?|purposes?)|with (?:this|that) in mind|in light of (?:this|these|that|the foregoing|the above)[^,]{0,60}|given (?:this|these|that|the)[^,]{0,80}|to (?:help|assist|enable|allow|aid|better|address|ensure|understand|evaluate|facilitate|inform|fully)[^,]{3,160}|in order to [^,]{3,160}|as part of [^,]{3,100}|pursuant to [^,]{3,120}|consistent with [^,]{3,100}|in (?:your|the) (?:response|reply|answer)[^,]{0,60}|by [^,]{3,40}|no later than [^,]{3,40}|before [^,]{3,60}|until [^,]{3,60}|at (?:a minimum|that time|this time|the briefing)|on this (?:point|matter)|for (?:each|every|all|any) [^,]{3,120}|with (?:respect|regard) to [^,]{3,120}|regarding [^,]{3,100}|to the extent [^,]{3,120}|where (?:applicable|possible|available|appropriate)|if (?:so|not|yes|no|any|available|applicable|known|possible)|kindly)[,:]?\s+)/

const listVerbs =
  'provide|describe|explain|list|identify|produce|share|detail|outline|confirm|clarify|state|specify|submit|furnish|brief|indicate|include|give|disclose|discuss|elaborate|summari[sz]e|enumerate|supply|send|report|advise|inform|tell|update|address|answer|estimate|quantify|assess|analy[sz]e|evaluate|review|justify|define|demonstrate|verify|certify|attach|enclose|itemi[sz]e|break down|differentiate|compare|calculate|note|make available|make|arrange|schedule|direct|ensure|commit|return|complete|convene|conduct|investigate|examine|name|forward|transmit|deliver|release|publish|set forth|articulate|characteri[sz]e|account for|expand|show|offer|determine|disaggregate|separate|categori[sz]e|respond|reply|cite|substantiate|document|compile|prepare|present|reveal|acknowledge|establish|implement|work|take|suspend|withdraw|rescind|revise|reconsider|extend|stop|halt|end|cease|use|follow up|designate|appoint|instruct|issue|develop|create|describe in detail|preserve|walk|help|allow|permit|grant|restore|reverse|delay|begin|immediately \\w+|fully \\w+|briefly \\w+|generally \\w+|also \\w+|separately \\w+'
const listOrder = new RegExp(`^(?:${listVerbs})\\b`)

/** Orders clear enough to be requests in running prose. */
const proseOrder =
  /^(?:provide|describe|explain|list|identify|produce|detail|outline|specify|submit|furnish|enumerate|itemize|disclose|clarify|summarize|confirm)\s+(?:us\s+|me\s+|for\s+|to\s+|in\s+|with\s+|the|a|an|all|any|each|every|how|what|why|whether|when|where|who|which|your|if|that|in detail|copies|documents|information)\b/

const thing =
  /^(?:[a-z-]{4,14}\s(?=(?:breakdown|list|copies|copy|number|description|summary|explanation|information|data|documents|records|analysis|details)\b))?(?:(?:an?|the|all|any|any and all|each|every|complete|full|detailed|unredacted|redacted|current|specific|written|additional|relevant|final|draft|your|what|updated|annual|total|approximate|comprehensive|further|other|both|more|as well as)\s+(?:\S+\s+){0,5}?)?(?:lists?|cop(?:y|ies)|documents?|documentation|records?|communications?|e-?mails?|memorand(?:a|um|ums)|information|descriptions?|explanations?|summar(?:y|ies)|number|numbers|amounts?|names?|dates?|details?|data|reports?|analys[ie]s|accounting|breakdowns?|timelines?|schedules?|justifications?|rationale|transcripts?|correspondence|materials?|statements?|evidence|proof|confirmation|assessments?|polic(?:y|ies)|procedures?|contracts?|agreements?|costs?|basis|bases|reasons?|status|steps|extent|criteria|process|processes|plans?|identit(?:y|ies)|percentages?|totals?|inventor(?:y|ies)|logs?|files?|notes|minutes|calendars?|budgets?|estimates?|authority|authorities|legal|manner|role|updates?|guidance|notifications?|audits?|investigations?|drafts?|presentations?|results?|findings|responses?|certification|spreadsheets?|tables?|charts?|maps?|organizational|job|resumes?|qualifications?|complaints?|invoices?|receipts?|expenditures?|salar(?:y|ies)|grants?|applications?|permits?|licenses?|waivers?|training|manuals?|handbooks?|protocols?|instructions|directives?|orders?|meetings?|briefings?|recordings?|photographs?|videos?|text messages|phone|travel|versions?)\b/

const interrogative =
  /^(?:how|what|why|when|where|who|whom|whose|which|whether|to what extent|in what|on what|at what|for what|by what|under what|with what|from what|of (?:the|these|those|this|all|your)|does|do|did|has|have|had|is|are|was|were|will|would|can|could|should|may|might|isn't|aren't|doesn't|didn't)\b/

const subject =
  '(?:we|i|the (?:undersigned|(?:sub)?committees?|chairs?|ranking members?|caucus|delegation|task force)|(?:this|our|my) (?:sub)?(?:committees?|office|offices|caucus)|members of congress|congress)'
const performative = new RegExp(
  `(?:^|[,;:.]\\s|^if\\s[^,;.]{8,240}\\s|\\b(?:and|so|thus|therefore|that|why|but|or)\\s|\\s-\\s|[a-z"')](?:-|\\s?[\\u2013\\u2014]\\s?)(?=(?:i|we)\\s))${subject}\\b(?:\\s(?!(?:wrote|write|ever|never|when|not|were|was|had|first|previously|once|intend|intends|plan|planned)\\b)[a-z]+){0,5}?\\s(request|requests|requesting|ask|asks|asking|urge|urges|urging|call on|calls on|calling on|call upon|calls upon|calling upon|demand|demands|demanding|seek|seeks|seeking|implore|encourage|encourages|recommend|recommends|expect|expects|appreciate|petition|invite|invites|insist|want|need|wish|direct|directs|require|requires|would (?:also |further |very much |certainly |particularly |especially )?like|be grateful|hope|reiterate|reiterates|renew|renews|beg|solicit|welcome)\\b(.{0,200})`,
  'i'
)
const passive =
  /\b(?:is|are|be)\s(?:hereby\s|respectfully\s|also\s|further\s|kindly\s|specifically\s){0,2}(?:requested|asked|directed|urged|called upon|encouraged)\s(?:to|that)\b|\bit is (?:requested|respectfully requested|our request|my request)\b|\b(?:letter|notice) (?:also )?(?:serves|constitutes|is|should be (?:considered|read|taken|treated)) (?:as )?(?:a|an|our|my) (?:formal |official |written )?(?:requests?|demand) (?:that|to(?! preserve\b)|for)\b/
const helpful =
  /\bit would be (?:most |very |extremely )?(?:helpful|useful|appreciated)\b.{0,60}\b(?:if|to)\b|\bwould (?:also )?be (?:helpful|appreciated|useful)\b|\bi would be (?:grateful|interested)|\bwe would be (?:grateful|interested)|\b(?:i am|we are) (?:\w+ ){0,3}interested in (?:knowing|learning|understanding|receiving|obtaining|hearing (?:how|what|whether|why|when))\b/
const reply =
  /\b(?:your|the|any|this) (?:written )?(?:response|reply|answer|letter|report|briefing)s? (?:to this letter |to us )?(?:should|must|shall) (?:also |specifically |please |at a minimum |, at a minimum, )?(?:include|address|describe|explain|detail|provide|identify|contain|cover|specify|state|be accompanied)/

const please =
  /\bplease\s(?:also\s|then\s|further\s|immediately\s|promptly\s|kindly\s|first\s|specifically\s|briefly\s|fully\s|separately\s|again\s|either\s|be sure to\s|be prepared to\s|work to\s|make sure to\s){0,2}([a-z]+)/
const politeOnly =
  /^(?:contact|call|feel|do|don|note|be|find|see|refer|accept|direct|reach|know|visit|email|e|click|consider|understand|allow|join|mark|deliver|address|remember|rest|have|keep|advised|excuse|forgive|thank|preserve|number|restate|repeat|organize|label|treat|keep|forgive)$/

const requestedThing =
  /\b(?:information|documents?|records?|data|cop(?:y|ies)|briefing|brief|meeting|list|explanation|description|details?|analysis|report|update|communications|materials|clarification|answers? (?:as )?to (?:why|how|what|whether)|assurances?|commitment|confirmation|response|responses|reply|answers|accounting|timeline|summary|justification|assistance in (?:obtaining|understanding)|input|views|guidance|status)\b/

/** What the one written to owes: "The Department must explain how ...". */
const owed =
  /^(?:you |your (?:\w+ ){1,3}?|the (?:agency|department|administration|bureau|commission|company|office|service) )(?:must|needs? to|should) (?:also |now |immediately |fully |promptly ){0,2}(?:explain|disclose|clarify|justify|account for|commit to)\b/

const replyNouns =
  '(?:responses?|repl(?:y|ies)|answers?|attention|cooperation|assistance|consideration|leadership|service|(?<=your )time|compliance|feedback|information requested|(?:the |this |all )?requested (?:information|documents|materials|records|data|items)|(?:such|these|those|the|this) (?:information|documents|materials|records|items|questions|responses|answers)|this information)'
const qualifiers =
  '(?:(?:a|an|the|all|any|more|your|us|me|our|my|with|to|you|full|fully|complete|completed|written|prompt|promptly|detailed|thorough|formal|official|timely|substantive|initial|final|immediate|quick|swift|expeditious|early|earliest|comprehensive|unredacted|unclassified|individual|separate|swiftest|continued|candid|and|or|in writing|writing|both|staff|of|committee|office|offices|committees|subcommittee|respective|careful|close|personal|serious|kind|complete,|full,|prompt,|written,|timely,|thorough,|that|department|agency|you|please|hear|receive|receiving|provide|providing|have|having|getting|get|reviewing|review|submit|send|return|back|from)\\s+){0,9}'
const logistics = new RegExp(
  `\\b(?:provide|submit|send|request|requests|requesting|expect|expects|anticipate|anticipates|appreciate|return|deliver|ask for|asking for|have|receive|forward|transmit|look forward to|looking forward to|seek|give|produce|await|supply|furnish|like|complete|demand|grateful for|obliged for)\\s+${qualifiers}${replyNouns}\\b`
)
const respondVerb =
  /\b(?:provide|send|submit|produce|furnish|deliver|receive|have) (?:it|them|this|these)(?:$|\s?[.,]|\s(?:to|in|by|as|no|within|promptly|immediately)\b)|\b(?:respond|reply|replying|responding)\b(?! to (?![.,;]|this|these|those|our|my|each|all|any|both|it\b|them\b|me\b|us\b|(?:prior|within|by|before|no|in)\b|questions?|(?:the )?(?:sub)?committees?|congress|the (?:following|above|below|questions?|requests?|letter|inquir)))|\bwrite back\b|(?<!\b(?:declin|refus|fail)\w{0,4} to (?:\w{1,12} )?)\b(?:comply|cooperate)\b(?! with (?!this|these|those|us\b|our|my|me\b|each|all|the (?:(?:sub)?committees?|above|requests?|letter|subpoena)|congress))|(?:^|\b(?:please|to|and|you|must|should|shall|fully)\s)answer\b(?! (?:whether|how|why|what))|\b(?:deliver|send|submit|address|direct|transmit|e-?mail|fax)\b.{0,60}\b(?:responses?|answers?|documents|productions?|majority staff|minority staff|copies to|copy to|electronic(?:ally)?)\b/
const content =
  /\b(?:that|which) (?:includes?|contains?|describes?|details?|explains?|addresses|outlines?|identif(?:y|ies)|sets? forth|provides?|clarif(?:y|ies))\b|\binclud(?:e|es|ing) (?:a|an|the|any|all|but|copies|information|how|what|whether|your|details)\b|\b(?:explaining|describing|outlining|detailing|identifying|clarifying|indicating|stating|confirming) (?:the|how|what|why|whether|which|your|any|all|a|an|in|that|when|where|who)\b|\b(?:regarding|concerning|about|on|to|as to|of) (?:how|what|whether|why|which|when|where|who)\b|\b(?:inform|tell|advise) (?:us|me) (?:how|what|whether|why|when|where|who|of|on|about|if)\b|\bwith (?:a|an) (?:list|description|explanation|detailed|copy)\b|\b(?:analysis|accounting|list|explanation|description|breakdown|timeline|copies|documents and communications|briefing) of (?!questions|these|the following|your (?:response|answers))/

const thanks =
  /^(?:thank you|thanks\b|(?:we|i) (?:thank|look forward to (?:your|working|hearing from|receiving|a|an|the|continuing)|appreciate (?:your|you|the|all|that you)|stand ready|remain|hope you)|looking forward|sincerely|your (?:prompt|timely|immediate|attention|cooperation|assistance|response|expeditious)|if you (?:or your staff )?have any\b|should you (?:or your staff )?have\b|if (?:you|there) (?:need|require|are any|would like)|any questions|questions (?:about|regarding|concerning)|(?:please )?(?:do not hesitate|don't hesitate|feel free|contact|call))\b/
/** A call that only says the letter's requests over again: "We urge you to act swiftly." */
const exhorts =
  /\b(?:urge|implore|call (?:up)?on|ask|expect|request|beg) (?:you|the \S+(?: \S+)?|your \S+) (?:and \S+ \S+ )?to (?:\S+ly )?(?:act\b|respond|cooperate|comply|address (?:this|these|the (?:concerns|issues?))|take (?:this|these|swift|prompt|immediate|quick|all|every|our)|consider (?:this|these|our|the above)|give (?:this|these|your|our)|treat|prioritize|do (?:so|everything|more|better|the right)|work with|join|move (?:quickly|swiftly))\b|\burge your\b(?! \S+ (?:and \S+ )?to\b)/
const reach = /\b(?:contact|call|reach|reach out to|email|e-mail)\b/
const reached =
  /\(?\d{3}\)?[ .-]{1,2}\d{3}[.-]\d{4}|\bat\s\(?\d{3}|@|\bstaff\b|\bmy office\b|\bour offices?\b/g
const moreQuestions =
  /\bwith any (?:further |additional |follow-?up )?questions\b|\bhave any (?:further |additional |other )?questions\b/

/** Whether a sentence names whom to reach: a number, an address or an office not far after the verb. */
const isContact = (said: string): boolean =>
  moreQuestions.test(said) ||
  [...said.matchAll(reached)].some(m => reach.test(said.slice(Math.max(0, m.index - 170), m.index)))

/** Whether somebody will come, or that something came: an answer to an invitation, not to a question. */
const confirming =
  /\bconfirm (?:in writing )?(?:your|his|her|their|the witness(?:'s)?|receipt)\b.{0,20}\b(?:appearance|attendance|availability|participation|receipt|of this letter)\b/
const arranging = /\b(?:arrange|schedule|set up|coordinate)\b.{0,60}\b(?:briefing|meeting|call|time)\b/

const introEnd = /:\s?["')]?$/
const introWords =
  /\b(?:the following|the below|below|attached|enclosed|following)\b.{0,40}\b(?:questions?|information|requests?|inquir(?:y|ies)|items?|documents|materials|records|points|matters|data|issues|topics|answers)\b|\b(?:questions?|information|requests?|items?|documents|records) (?:below|listed|attached|enclosed|that follow|set forth)\b|\b(?:the following|as follows)[.,:]?$|\brequest the following\b|\bprovide (?:(?:us|me|the (?:sub)?committees?|(?:our|my) (?:offices?|staffs?)) )?(?:with )?the following\b/
const announcing =
  /\b(?:write|writing|wrote|reaching out|reach out|are sending|send) (?:\S+ ){0,8}?(?:to|and) (?:\S+ ){0,2}?(?:request|ask|seek|inquire|urge|express|demand|call|obtain|learn|understand|raise|share|reiterate|follow)\b|\b(?:i|we) (?:am |are )?(?:today |again )?(?:write|writing)\b.{0,60}\b(?:regarding|concerning|about|with)\b/

const narrative =
  /^(?:in|on|during|since|earlier|last|after|when|while|as) [^,]{2,90}, (?:we|i|the committee) (?:asked|requested|urged|called|wrote|sent)\b/
const dependent =
  /^(?:if (?:so|not|yes|no|any|none|they|it|there|the answer|this|that|you|he|she|these|those|applicable)\b|why(?: or why)? not\b|why\?|why (?:is|was|did) (?:that|this|it)\b|when\?|by whom\?|how so\?|how\?|please (?:explain|elaborate|describe|specify|clarify|be specific|provide details|provide (?:any |all )?(?:supporting |relevant )?(?:documentation|documents|detail)|identify (?:which|them|that)|list them|include)\b|in (?:your|the) (?:response|answer)|for each\b|and (?:if|what|how|why|when|who|which)\b|or \b|explain(?: why)?\b.{0,12}$|specifically,)/

/** "For each site, we request ..." asks by itself. */
const asksOfEach = /^(?:for each|in (?:your|the) (?:response|answer)) [^,]{2,90}, (?:we|i) /

/** What stands between commas after "we" and changes nothing: "We, therefore, urge you". */
const aside =
  /\b(i|we), (?:therefore|thus|accordingly|however|again|once again|respectfully|further|likewise|too|in turn|hereby|the undersigned[^,]{0,80}|as [^,]{3,80}), /

/** What a sentence asks, if anything. `isListed` is true for an item of a list that asks: there a bare thing is a request. */
export function hear(sentence: string, isListed = false): Heard {
  const said = oneLine(sentence.slice(0, clip))
    .toLowerCase()
    .replace(/^["'([*\s]+/, '')
    .replace(aside, '$1 ')
  const full = sentence.length > clip ? sentence.trimEnd() : said
  const core = withoutLead(said)
  const isQuestion = endsAsking(full, said) && !isSomebodysQuestion(full, core)
  if (ofCopy.test(said)) return nothing
  const isThanks = thanks.test(core) && !reply.test(said) && !/\?$/.test(full)
  const way = wayOf(core, said, isQuestion, isListed)
  const isIntro = !isQuestion && (introEnd.test(full.slice(-4)) || introWords.test(said))
  return {
    way,
    isLogistics:
      isThanks ||
      (way === 'call' && exhorts.test(said)) ||
      (!isQuestion && isAboutAnswering(withoutWhen(core), withoutWhen(said))) ||
      isPoliteQuestion(core, isQuestion),
    isIntro,
    isAnnouncement: announcing.test(said),
    isDependent: dependent.test(said) && !asksOfEach.test(said)
  }
}

/** What a page says of the letter it prints: "A copy of the letter can be found here." */
const ofCopy =
  /\b(?:copy|text|version|pdf) of (?:\w+ ){1,3}?letter\b.{0,60}\b(?:here|below|available|found|accessed|online)\b|\bletter (?:can|may) be (?:found|read|viewed|accessed)\b/
const nothing: Heard = {
  way: null,
  isLogistics: false,
  isIntro: false,
  isAnnouncement: false,
  isDependent: false
}

/** What a question of some length has somewhere: a word that asks, or a verb before its subject. */
const asksSomewhere =
  /\b(?:who|whom|whose|what|when|where|why|how|which|whether)\b|\b(?:do|does|did|is|are|was|were|am|will|would|can|could|should|shall|has|have|had|may|might|must)(?:n't)?\s(?:not\s)?(?:the|a|an|any|all|you|your|we|our|i|they|their|it|its|he|she|this|that|these|those|there|each|every|both|some|\S+s)\b|(?:^|[,;:]\s|\b(?:and|or|but|if so|then)\s)(?:do|does|did|is|are|was|were|will|would|can|could|should|shall|has|have|had|may|might|must)(?:n't)?\s/

const endsAsking = (full: string, said: string): boolean =>
  endsInMark(full, said) && (said.length < 80 || asksSomewhere.test(said) || full.length > clip)

const endsInMark = (full: string, said: string): boolean =>
  /\?["')\]*]{0,3}$/.test(full.slice(-6).trimEnd()) || /\?["')]?\s?\([^)]{0,80}\)?\.?$/.test(said.slice(-100))

/** A statement that ends in the question somebody else asked: `A farmer asked, "Who will pay?"` */
const isSomebodysQuestion = (full: string, core: string): boolean =>
  /\?"$/.test(full.slice(-3).trimEnd()) &&
  /[,:]\s"/.test(full.slice(0, -2)) &&
  !interrogative.test(core) &&
  !/^(?:if|please)\b/.test(core)

const monthNames = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const when = new RegExp(
  `,?\\s?\\b(?:as soon as possible,? (?:but|and) )?(?:in any case |in any event )?(?:by|before|no later than|not later than|prior to|on or before)\\s(?:\\S+\\s){0,8}?(?:(?:${monthNames})[a-z]{0,6}\\.?\\s?\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s?\\d{4})?|\\d{1,2}/\\d{1,2}/\\d{2,4}|(?:mon|tues|wednes|thurs|fri)day\\b|tomorrow\\b)|,?\\s?\\b(?:within|in|no later than|not later than)\\s(?:the next\\s)?\\S+\\s(?:\\(\\d+\\)\\s)?(?:business |calendar |working )?(?:days|weeks|hours|month|months|week)\\b`,
  'g'
)

/** The sentence without the words that say by when, which otherwise stand between a verb and what it asks for. */
const withoutWhen = (said: string): string => oneLine(said.replace(when, ' '))

function withoutLead(said: string): string {
  let core = said
  for (let n = 0; n < 3; n++) {
    const m = lead.exec(core)
    if (m === null) break
    core = core.slice(m[0].length)
  }
  return core
}

function wayOf(core: string, said: string, isQuestion: boolean, isListed: boolean): Way | null {
  if (isQuestion || inverted.test(core)) return 'question'
  const asked = please.exec(said)
  if (asked?.[1] !== undefined && !politeOnly.test(asked[1]) && !/\bplease(?:d)? (?:to|find)\b/.test(said))
    return 'request'
  if (/\bplease let (?:us|me) know\b/.test(said) || /\bplease have \S+/.test(said)) return 'request'
  const way = performed(said) ?? announced(said)
  if (way !== null) return way
  if (
    (passive.test(said) &&
      !/\bquestions? (?:should|must|may|can|are to) be (?:directed|addressed)\b/.test(said)) ||
    reply.test(said) ||
    owed.test(core) ||
    (helpful.test(said) &&
      /\b(?:provid|shar|explain|describ|send|identif|clarif|list|tell|know|learn|hear|understand|obtain|have|receiv|detail)/.test(
        said
      ))
  )
    return 'request'
  if (isListed) {
    if (listOrder.test(core)) return 'order'
    if (interrogative.test(core)) return 'question'
    return thing.test(core) ? 'thing' : null
  }
  return proseOrder.test(core) ? 'order' : null
}

/** A question that ends in a full stop. */
const inverted = /^(?:do|did|are|were|have|will|can|could) you\s(?!are\b|have\b)/

const announcement =
  /^(?:\S+ ){0,12}?(?:i|we) (?:\w+ly |again |today ){0,2}write (?:(?:\w+ly|again|today|once again) ){0,2}(?:to you )?(?:\S+ ){0,20}?(?:to|and) (?:\w+ly |again |strongly |once again ){0,2}(request|ask|urge|demand|implore|call (?:up)?on) (?!questions)/

/** "We write to request ...": the ask of a letter that has no other. */
function announced(said: string): Way | null {
  const verb = announcement.exec(said)?.[1]
  return verb === undefined ? null : calls.test(verb) ? 'call' : 'request'
}

const calls =
  /^(?:urg|call|implor|encourag|recommend|demand|expect|petition|insist|invit|beg|hope|requir|direct)/

/** "We make these requests" and "our asks": after "I" or "we" no verb ends in s. */
const isNoun = (before: string, verb: string): boolean =>
  verb.endsWith('s') &&
  /\b(?:i|we)(?: (?!the\b|this\b|our\b|my\b)[a-z]{1,20}){0,5} $/.test(before.slice(-120))

/** A request the writers make in so many words: "we request that", "I urge you to", "we would like to know". */
function performed(said: string): Way | null {
  if (narrative.test(said)) return null
  const m = performative.exec(said)
  const verb = m?.[1]?.toLowerCase()
  if (m === null || verb === undefined) return null
  if (isNoun(m[0].slice(0, -(m[2] ?? '').length - verb.length), verb)) return null
  const rest = (m[2] ?? '').trimStart()
  if (/^(?:appreciate|welcome)/.test(verb)) {
    if (/^(?:the )?(?:opportunity|chance)\b/.test(rest)) return null
    if (!/\b(?:would|should|will)\b/.test(m[0])) return null
    return /^(?:it if|your |a |an |any |the |information|receiving|knowing|learning|hearing|clarification|being|answers|details|more|if|further|additional|you)/.test(
      rest
    )
      ? 'request'
      : null
  }
  if (/^(?:hope|encourag|recommend|invit)/.test(verb)) return null
  if (/^(?:want|need|wish|would|be grateful)/.test(verb)) {
    if (/^(?:want|need|wish)/.test(verb) && !/\b(?:we|i)\s(?:\w+\s)?(?:want|need|wish)\b/.test(said))
      return null
    if (/^(?:want|need|wish)/.test(verb))
      return /^(?:you\s|your \S+\s)?to (?:know|learn|understand (?:how|what|why|whether)|receive|be (?:told|briefed)|explain|provide)\b/.test(
        rest
      )
        ? 'request'
        : null
    if (/^(?:for|if)\b/.test(rest) && verb === 'be grateful') return 'request'
    if (
      /^(?:you|your \S+) to (?!know\b|understand\b|be aware\b|join\b|consider\b|see\b|note\b|have\b)/.test(
        rest
      )
    )
      return 'request'
    return /^(?:you |your \S+ )?(?:to )?(?:(?:better|fully|further|also) )?(?:know|learn|understand|see|receive|hear|have|request|ask|get|obtain|be briefed|meet|more|additional|further|information|answers|clarification|(?:written |your |full )?(?:assurances?|confirmation|clarity)|to be (?:assured|told|briefed|informed)|a (?:briefing|meeting|list|copy|response|written)|an (?:explanation|update|accounting)|to (?:discuss|explain|provide))\b/.test(
      rest
    ) && !/^(?:to )?(?:see|have|hear|understand that)\b/.test(rest)
      ? 'request'
      : null
  }
  if (verb.startsWith('seek'))
    return requestedThing.test(rest.slice(0, 80)) || /^to (?:understand|learn|know|obtain)/.test(rest)
      ? 'request'
      : null
  if (
    /^expect/.test(verb) &&
    /\bwould (?:\w+ )?expect\S*$/.test(said.slice(0, said.indexOf(verb) + verb.length)) &&
    !/^you\b/.test(rest)
  )
    return null
  if (/^(?:requir|direct)/.test(verb) && /\bwould\b/.test(m[0])) return null
  if (/^(?:expect|requir|direct|insist|recommend|encourag|invit|demand|beg)/.test(verb)) {
    if (
      !/\byou\b|\byour\b|^that\b|^(?:the|[a-z]+ed) \S+ to\b|^\S+ to\b|^(?:a|an|all|answers|information|documents)\b/.test(
        rest
      )
    )
      return null
    return requestedThing.test(rest.slice(0, 60)) && !/^you to\b/.test(rest) ? 'request' : 'call'
  }
  if (
    /^ask/.test(verb) &&
    /^(?:ourselves|(?:these |the |such )?questions (?!to be|be)|why|yourself)/.test(`${rest} `)
  )
    return null
  if (/^reiterat|^renew/.test(verb)) return /\brequests?\b/.test(rest) ? 'request' : null
  return calls.test(verb) ? 'call' : 'request'
}

/** To answer what somebody else sent, or what was asked before, is a thing to do, not the answer to this letter. */
const respondToOther =
  /\b(?:respond|reply) to (?!this|our|my|these|those|us\b|me\b|the (?:following|above|below|attached|enclosed|questions|committee))[^.,;]{3,60}\b(?:letters?|petitions?|comments|recommendations|complaints?|inquir(?:y|ies)|requests)\b|\b(?:respond|reply|responses?|repl(?:y|ies)|answers?) to (?:(?:our|my|the|these|those|all|any|its) ){0,2}(?:outstanding|unanswered|previous|earlier|prior|past|pending|overdue) (?:\w+ ){0,2}(?:requests?|letters?|inquir(?:y|ies))\b/

/** A sentence about the answer itself: by when, to whom, how; not one that says what the answer should hold. */
function isAboutAnswering(core: string, said: string): boolean {
  if (isContact(said) && !(arranging.test(said) && !/^to /.test(said))) return true
  if (confirming.test(said)) return true
  if (content.test(said) || respondToOther.test(said)) return false
  if (logistics.test(core) || logistics.test(said)) return true
  return respondVerb.test(core)
}

const isPoliteQuestion = (core: string, isQuestion: boolean): boolean =>
  isQuestion &&
  /^(?:(?:can|could|would|will|may) (?:you|we|i) (?:please )?(?:respond|reply|expect|have|get back)\b.{0,60}\b(?:by|within|letter|response|reply))/.test(
    core
  )
