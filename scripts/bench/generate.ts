import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Types } from 'mongoose'
import { derivedId } from '../../models/derived-id.ts'
import { Desk, type DeskRecord } from '../../models/desk.ts'
import { Letter, type LetterRecord } from '../../models/letter.ts'
import { Organization, type OrganizationRecord } from '../../models/organization.ts'
import { type FindingRecord, Question, type QuestionRecord } from '../../models/question.ts'
import { Response, type ResponseRecord } from '../../models/response.ts'
import { bumpRevision } from '../../models/revision.ts'
import { copiesOf, standingOf, untouchedFinding } from '../../models/standing.ts'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/database.ts'
import { askCodes } from '../../server/domain/asks.ts'
import { addDays, type Day } from '../../server/domain/day.ts'
import type { Disposition } from '../../server/domain/dispositions.ts'
import { nothingStated } from '../../server/domain/due-date.ts'
import { addFederalOrganizations } from '../../server/organizations/directory.ts'

/**
 * Fills a data folder with a believable desk: `npm run bench -- generate --dir DIR [--letters 20000]`, five questions
 * a letter, of which a part is answered, refused, acknowledged; some internal. The same seed gives the same desk.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string' },
      letters: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' }
    }
  })
  if (!values.dir) throw new Error('Say where with --dir DIR.')
  mkdirSync(values.dir, { recursive: true })
  const database = await openDatabase(readConfig({ DATA_DIR: values.dir }))
  const started = performance.now()
  const made = await generate(Number(values.letters), Number(values.seed))
  console.log(
    `${made.letters} letters, ${made.questions} questions, ${made.responses} replies in ${((performance.now() - started) / 1000).toFixed(0)} s`
  )
  await database.close()
}

const noon = new Date('2026-11-20T17:00:00Z')
const actor = { id: null, name: 'The generator' }

/** Writes past mongoose, which would spend an hour on what the store takes in minutes. */
export async function generate(letters: number, seed: number) {
  const random = numbers(seed)
  await addFederalOrganizations(noon)
  await Desk.updateOne(
    { slug: 'bench' },
    { $setOnInsert: { slug: 'bench', name: 'Bench desk' } },
    { upsert: true, setDefaultsOnInsert: true }
  )
  const desk = await Desk.findOne({ slug: 'bench' }).orFail().lean<DeskRecord>()
  const organizations = await Organization.find({}).lean<OrganizationRecord[]>()
  const made = { letters: 0, questions: 0, responses: 0 }
  const batch = 500
  for (let at = 0; at < letters; at += batch) {
    const whole = Array.from({ length: Math.min(batch, letters - at) }, (_, index) =>
      aLetter(at + index, desk, organizations, random)
    )
    const questions = whole.flatMap(one => one.questions)
    const responses = whole.flatMap(one => one.responses)
    await Question.collection.insertMany(questions)
    if (responses.length > 0) await Response.collection.insertMany(responses)
    await Letter.collection.insertMany(whole.map(one => one.letter))
    made.letters += whole.length
    made.questions += questions.length
    made.responses += responses.length
  }
  await bumpRevision()
  return made
}

type Random = (below: number) => number

/** A small generator of numbers (mulberry32), so that a seed names a desk. */
function numbers(seed: number): Random {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const subjects = [
  'firearms exports',
  'grain inspections',
  'airport screening',
  'veterans’ claims',
  'rural broadband',
  'drug pricing',
  'pipeline safety',
  'student loans',
  'wildfire response',
  'port security',
  'passport delays',
  'water quality',
  'census methods',
  'flood insurance',
  'spectrum licenses',
  'mine safety'
]
const places = [
  'the Southwest',
  'the Great Lakes',
  'coastal counties',
  'tribal lands',
  'the Gulf',
  'rural districts',
  'the Northeast',
  'overseas posts'
]
const openings = [
  'How many',
  'Which offices review',
  'What records does your agency keep of',
  'Please provide all guidance on',
  'When did your agency first learn of',
  'Describe the steps taken about',
  'Will the inspections continue for',
  'Who is responsible for'
]
const things = [
  'licenses issued',
  'complaints received',
  'inspections carried out',
  'contracts awarded',
  'staff assigned',
  'waivers granted',
  'incidents reported',
  'payments delayed',
  'end users verified',
  'appeals pending'
]

const pick = <T>(from: readonly T[], random: Random): T => {
  const one = from[random(from.length)]
  if (one === undefined) throw new Error('Nothing to pick from.')
  return one
}

function aLetter(
  index: number,
  desk: DeskRecord,
  organizations: readonly OrganizationRecord[],
  random: Random
) {
  const letterDate = addDays('2009-01-15', random(6500))
  const topic = pick(subjects, random)
  const place = pick(places, random)
  const asked = Array.from({ length: 3 + random(5) }, () => aQuestion(topic, place, random))
  const text = `Dear Secretary:\n\nWe write about ${topic} in ${place}. ${'The matter has been raised before, and constituents keep asking. '.repeat(6)}\n\n${asked.map(one => `- ${one}`).join('\n')}\n\nSincerely,\n`
  const recipients = Array.from({ length: random(8) === 0 ? 2 : 1 }, (_, at) =>
    aRecipient(index, at, organizations, random)
  )
  const isStated = random(3) === 0
  const letter: LetterRecord = {
    _id: derivedId('letter', `bench ${index}`),
    slug: `${letterDate}-bench-${index}`,
    formerSlugs: [],
    deskId: desk._id,
    sharedWith: [],
    assignees: [],
    isMention: false,
    subject: `${topic[0]?.toUpperCase()}${topic.slice(1)} in ${place}`,
    text,
    textSha256: null,
    source: { kind: 'typed', title: 'Made for measuring', link: null, retrievedOn: null },
    letterDate,
    dateAsSaid: null,
    sentOn: null,
    chamber: pick(['senate', 'house', 'joint'] as const, random),
    signatories: signers(random),
    signersStated: null,
    recipients,
    due: isStated
      ? {
          basis: 'stated',
          date: addDays(letterDate, 30),
          count: null,
          from: null,
          quote: 'Please answer within the month.'
        }
      : { ...nothingStated },
    topics: [topic, place],
    visibility: random(20) === 0 ? 'internal' : 'public',
    embargoUntil: null,
    withdrawn: null,
    publishedAt: noon,
    versions: [],
    follows: [],
    related: [],
    contacts: [],
    corrections: [],
    note: null,
    isExample: false,
    loggedAt: new Date(noon.getTime() - index * 60_000),
    loggedBy: actor,
    history: [],
    revision: 0
  }
  const responses = random(2) === 0 ? [aResponse(letter, desk, random)] : []
  let from = 0
  const questions = asked.map((words, at) => {
    const start = text.indexOf(words, from)
    from = start + words.length
    return questionRecord(letter, index, at, words, start, responses, desk, random)
  })
  return { letter, responses, questions }
}

const aQuestion = (topic: string, place: string, random: Random): string =>
  `${pick(openings, random)} ${pick(things, random)} concerning ${topic} in ${place} between ${2001 + random(10)} and ${2012 + random(12)}? If none, why not?`

const aRecipient = (
  index: number,
  at: number,
  organizations: readonly OrganizationRecord[],
  random: Random
) => ({
  _id: derivedId('recipient', `bench ${index}`, at),
  name: null,
  title: 'Secretary',
  organizationId: pick(organizations, random)._id,
  receivedOn: null,
  controlNumber: null,
  due: null,
  extensions: [],
  promisedOn: null,
  followUpOn: null,
  followUpBecause: null
})

const signers = (random: Random) =>
  Array.from({ length: 1 + random(4) }, (_, at) => {
    const number = 1 + random(900)
    return {
      name: `Member ${number}`,
      title: null,
      bioguide: null,
      slug: `member-${number}`,
      isLead: at === 0,
      source: null
    }
  })

function aResponse(letter: LetterRecord, desk: DeskRecord, random: Random): ResponseRecord {
  const receivedOn = addDays(letter.letterDate ?? '2020-01-01', 5 + random(300))
  return {
    _id: derivedId('response', letter.slug),
    deskId: desk._id,
    covers: [{ letterId: letter._id, recipientIds: letter.recipients.map(({ _id }) => _id) }],
    kind: pick(['acknowledgment', 'interim', 'substantive'] as const, random),
    isMention: false,
    receivedOn,
    datedOn: receivedOn,
    dateAsSaid: null,
    responder: {
      name: null,
      title: 'Assistant Secretary',
      organizationId: letter.recipients[0]?.organizationId ?? null,
      onBehalfOf: null
    },
    channel: 'mail',
    controlNumber: null,
    text: `Thank you for your letter about ${letter.subject}. ${'The office has reviewed the matter and continues to do so. '.repeat(5)}`,
    textSha256: null,
    source: { kind: 'typed', title: 'Made for measuring', link: null, retrievedOn: null },
    quote: null,
    visibility: 'public',
    corrects: null,
    corrections: [],
    isExample: false,
    loggedAt: noon,
    loggedOn: receivedOn,
    loggedBy: actor,
    history: [],
    revision: 0
  }
}

function questionRecord(
  letter: LetterRecord,
  index: number,
  at: number,
  text: string,
  start: number,
  responses: readonly ResponseRecord[],
  desk: DeskRecord,
  random: Random
): QuestionRecord {
  const ask = pick(askCodes, random)
  const middle = text.indexOf('?') + 1
  const question = {
    _id: derivedId('question', `bench ${index}`, at),
    letterId: letter._id,
    deskId: desk._id,
    position: at + 1,
    number: null,
    text,
    start,
    end: start + text.length,
    ask,
    parts: [
      { text: text.slice(0, middle), start, end: start + middle, ask },
      { text: text.slice(middle + 1), start: start + middle + 1, end: start + text.length, ask }
    ],
    about: [] as Types.ObjectId[],
    due: null,
    findings: letter.recipients.map(recipient => judged(untouchedFinding(recipient), responses, random)),
    reAsks: [],
    movedTo: null,
    isExample: false,
    loggedAt: letter.loggedAt,
    revision: 0,
    ...copiesOf(letter, letter.recipients)
  }
  return { ...question, standing: standingOf(question, letter, responses, desk) }
}

const outcomes: readonly Disposition[] = [
  'acknowledged',
  'partial',
  'not_addressed',
  'answered',
  'answered',
  'declined',
  'not_held'
]

function judged(finding: FindingRecord, responses: readonly ResponseRecord[], random: Random): FindingRecord {
  const reply = responses[0]
  const checkedOn: Day = addDays('2026-11-20', -random(200))
  if (!reply?.receivedOn || random(5) === 0) return { ...finding, checkedOn, checkedBy: actor }
  const disposition = pick(outcomes, random)
  return {
    ...finding,
    disposition,
    judgedResponses: [reply._id],
    judgedOn: reply.receivedOn,
    judgedBy: actor,
    answeredOn: disposition === 'answered' ? reply.receivedOn : null,
    declineReason: disposition === 'declined' ? 'privilege' : null,
    checkedOn,
    checkedBy: actor,
    history: [
      {
        at: new Date(`${reply.receivedOn}T16:00:00Z`),
        on: reply.receivedOn,
        by: actor,
        what: 'judged',
        from: 'no_reply',
        to: disposition,
        because: null,
        note: null,
        evidence: [],
        marks: []
      }
    ]
  }
}
