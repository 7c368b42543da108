import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { BSON, type Collection, type Db, MongoClient, MongoServerError } from 'mongodb'

/*
 * Runs MongoDB's published unified CRUD cases, read from the folders given, against the server at a URI:
 *   npm run crud-spec -- --uri mongodb://... [--verbose] FOLDER ...
 * Says how many passed, how many the server refused with an error code, and how many it answered wrongly.
 */

type Json = Record<string, unknown>

type Verdict = { kind: 'passed' | 'not applicable' } | { kind: 'refused' | 'wrong'; why: string }

/** An unexpected error of the server with its code: it declined, which is not a wrong answer. */
class Refusal extends Error {}
class Mismatch extends Error {}
class NotApplicable extends Error {}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('_bsontype' in value) &&
  !(value instanceof Date)
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
const jsonOf = (value: unknown): Json => (isJson(value) ? value : {})

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { uri: { type: 'string' }, verbose: { type: 'boolean' } }
})
if (values.uri === undefined || positionals.length === 0) {
  console.error('Usage: npm run crud-spec -- --uri URI [--verbose] FOLDER ...')
  process.exit(64)
}
const observer = await new MongoClient(values.uri).connect()
const server = await describeServer()

const runAll = async () => {
  const counts = { passed: 0, refused: 0, wrong: 0, 'not applicable': 0 }
  for (const file of positionals.flatMap(filesIn)) {
    const suite = jsonOf(BSON.EJSON.parse(readFileSync(file, 'utf8'), { relaxed: true }))
    for (const one of listOf(suite.tests)) {
      const verdict = await runCase(suite, one)
      counts[verdict.kind]++
      if ('why' in verdict && (verdict.kind === 'wrong' || values.verbose))
        console.log(`${verdict.kind}: ${suite.description}: ${one.description}: ${verdict.why}`)
    }
  }
  const applicable = counts.passed + counts.refused + counts.wrong
  const share = ((100 * counts.passed) / Math.max(1, applicable)).toFixed(1)
  console.log(
    `${applicable} cases apply: ${counts.passed} passed (${share} %), ${counts.refused} refused with a code, ${counts.wrong} wrong. ` +
      `${counts['not applicable']} do not apply to a ${server.topology} ${server.version}.`
  )
  process.exitCode = counts.wrong > 0 ? 1 : 0
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter(name => name.endsWith('.json'))
  return names.sort().map(name => join(path, name))
}

async function describeServer(): Promise<{ version: string; topology: string }> {
  const admin = observer.db('admin')
  const info = await admin.command({ buildInfo: 1 })
  const hello = await admin.command({ hello: 1 })
  const topology = hello.setName ? 'replicaset' : hello.msg === 'isdbgrid' ? 'sharded' : 'single'
  return { version: String(info.version), topology }
}

async function runCase(suite: Json, test: Json): Promise<Verdict> {
  const requirements = [suite.runOnRequirements, test.runOnRequirements]
  const meets = requirements.every(list => list === undefined || listOf(list).some(isMet))
  if (!meets || test.skipReason !== undefined) return { kind: 'not applicable' }
  const entities = new Map<string, MongoClient | Db | Collection>()
  try {
    await makeEntities(suite, entities)
    await setUp(suite)
    for (const operation of listOf(test.operations)) await performOperation(operation, entities)
    for (const wanted of listOf(test.outcome)) await checkOutcome(wanted)
    return { kind: 'passed' }
  } catch (error) {
    if (error instanceof NotApplicable) return { kind: 'not applicable' }
    if (error instanceof Refusal) return { kind: 'refused', why: error.message }
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) }
  } finally {
    for (const entity of entities.values()) if (entity instanceof MongoClient) await entity.close()
  }
}

function isMet(requirement: Json): boolean {
  const { minServerVersion, maxServerVersion, topologies, auth } = requirement
  if (typeof minServerVersion === 'string' && compareVersions(server.version, minServerVersion) < 0)
    return false
  if (typeof maxServerVersion === 'string' && compareVersions(server.version, maxServerVersion) > 0)
    return false
  return auth !== true && (!Array.isArray(topologies) || topologies.includes(server.topology))
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map(version => version.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

async function makeEntities(suite: Json, entities: Map<string, MongoClient | Db | Collection>) {
  for (const entry of listOf(suite.createEntities)) {
    const [kind = ''] = Object.keys(entry)
    const spec = jsonOf(entry[kind])
    const id = String(spec.id)
    if (kind === 'client') {
      entities.set(id, await new MongoClient(values.uri ?? '', jsonOf(spec.uriOptions)).connect())
    } else if (kind === 'database') {
      const client = entities.get(String(spec.client))
      if (client instanceof MongoClient)
        entities.set(id, client.db(String(spec.databaseName), jsonOf(spec.databaseOptions)))
    } else if (kind === 'collection') {
      const database = entities.get(String(spec.database))
      if (database && 'collection' in database)
        entities.set(id, database.collection(String(spec.collectionName), jsonOf(spec.collectionOptions)))
    } else throw new NotApplicable(`entity ${kind}`)
  }
}

async function setUp(suite: Json) {
  for (const { databaseName, collectionName, documents } of listOf(suite.initialData)) {
    const database = observer.db(String(databaseName))
    await database
      .collection(String(collectionName))
      .drop()
      .catch(() => false)
    await database.createCollection(String(collectionName))
    const list = listOf(documents)
    if (list.length > 0) await database.collection(String(collectionName)).insertMany(list)
  }
}

async function performOperation(operation: Json, entities: Map<string, MongoClient | Db | Collection>) {
  const expected = isJson(operation.expectError) ? operation.expectError : undefined
  let result: unknown
  try {
    result = await call(operation, entities)
  } catch (error) {
    if (error instanceof NotApplicable) throw error
    if (expected) return checkError(error, expected, operation)
    if (error instanceof MongoServerError && typeof error.code === 'number') throw refusalOf(operation, error)
    throw error
  }
  if (expected) throw new Mismatch(`${operation.name} should have failed`)
  if ('expectResult' in operation) match(operation.expectResult, plain(result), String(operation.name))
}

function refusalOf(operation: Json, error: MongoServerError): Refusal {
  return new Refusal(`${operation.name} was refused with code ${error.code}: ${error.message}`)
}

async function call(operation: Json, entities: Map<string, MongoClient | Db | Collection>): Promise<unknown> {
  const target = entities.get(String(operation.object))
  const given = jsonOf(operation.arguments)
  const name = String(operation.name)
  const {
    filter,
    update,
    replacement,
    document,
    documents,
    requests,
    pipeline,
    fieldName,
    keys,
    ...options
  } = given
  // The driver would put an id of its own in the place of a null one.
  if (JSON.stringify(given).includes('"_id":null')) options.forceServerObjectId = true
  if ('session' in options || !target || target instanceof MongoClient) throw new NotApplicable(name)
  if (!('insertOne' in target)) {
    if (name === 'aggregate') return target.aggregate(listOf(pipeline), options).toArray()
    if (name === 'createCollection')
      return target.createCollection(String(options.collection), {
        viewOn: String(options.viewOn),
        pipeline: listOf(pipeline)
      })
    if (name === 'dropCollection') return target.collection(String(options.collection)).drop()
    if (name === 'modifyCollection')
      return target.command({ collMod: options.collection, validator: options.validator })
    throw new NotApplicable(name)
  }
  const where = jsonOf(filter)
  const returned = {
    ...options,
    ...('returnDocument' in options
      ? { returnDocument: options.returnDocument === 'After' ? 'after' : 'before' }
      : {})
  }
  // The driver's own types are narrower than what the cases, which come as data, may hold.
  const change = update as Json
  switch (name) {
    case 'aggregate':
      return target.aggregate(listOf(pipeline), options).toArray()
    case 'bulkWrite':
      return target.bulkWrite(listOf(requests).map(modelOf), options)
    case 'count':
    case 'countDocuments':
      return name === 'count' ? target.count(where, options) : target.countDocuments(where, options)
    case 'createIndex':
      return target.createIndex(jsonOf(keys) as Record<string, 1>, options)
    case 'deleteMany':
      return target.deleteMany(where, options)
    case 'deleteOne':
      return target.deleteOne(where, options)
    case 'distinct':
      return target.distinct(String(fieldName), where, options)
    case 'estimatedDocumentCount':
      return target.estimatedDocumentCount(options)
    case 'find':
      return target.find(where, options).toArray()
    case 'findOne':
      return target.findOne(where, options)
    case 'findOneAndDelete':
      return target.findOneAndDelete(where, options)
    case 'findOneAndReplace':
      return target.findOneAndReplace(where, jsonOf(replacement), returned as Json)
    case 'findOneAndUpdate':
      return target.findOneAndUpdate(where, change, returned as Json)
    case 'insertMany':
      return target.insertMany(listOf(documents), options)
    case 'insertOne':
      return target.insertOne(jsonOf(document), options)
    case 'replaceOne':
      return target.replaceOne(where, jsonOf(replacement), options)
    case 'updateMany':
      return target.updateMany(where, change, options)
    case 'updateOne':
      return target.updateOne(where, change, options)
    default:
      throw new NotApplicable(name)
  }
}

/** A request of `bulkWrite` as the driver names it. */
function modelOf(request: Json): Parameters<Collection['bulkWrite']>[0][number] {
  return request as Parameters<Collection['bulkWrite']>[0][number]
}

const resultFields = [
  'acknowledged',
  'insertedCount',
  'matchedCount',
  'modifiedCount',
  'deletedCount',
  'upsertedCount',
  'insertedId',
  'insertedIds',
  'upsertedId',
  'upsertedIds'
]

/** The driver's result objects as plain ones; a count that is not there, such as of no upsert, stays away. */
function plain(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result
  const fields = resultFields.filter(field => field in result)
  if (fields.length === 0 || '_id' in result) return result
  return Object.fromEntries(
    fields.map(field => [field, Reflect.get(result, field)]).filter(([, value]) => value !== null)
  )
}

function checkError(error: unknown, expected: Json, operation: Json) {
  const about = `the error of ${operation.name}`
  const isServers = error instanceof MongoServerError
  if (expected.isClientError === true && isServers)
    throw new Mismatch(`${about} should be the client's: ${error}`)
  // A server may leave a feature out; that is no wrong answer, whichever error the case waits for.
  if (isServers && error.code === 238 && expected.errorCode !== 238) throw refusalOf(operation, error)
  if (typeof expected.errorCode === 'number')
    match(expected.errorCode, isServers ? error.code : undefined, about)
  if (
    typeof expected.errorContains === 'string' &&
    !String(error).toLowerCase().includes(expected.errorContains.toLowerCase())
  )
    throw new Mismatch(`${about} should say "${expected.errorContains}": ${error}`)
  if (!isServers) return
  if (isJson(expected.errorResponse)) match(expected.errorResponse, error.errorResponse, about)
  if (isJson(expected.expectResult) && 'result' in error)
    match(expected.expectResult, plain(error.result), about)
}

async function checkOutcome({ databaseName, collectionName, documents }: Json) {
  const found = await observer
    .db(String(databaseName))
    .collection(String(collectionName))
    .find({})
    .sort({ _id: 1 })
    .toArray()
  const wanted = listOf(documents)
  if (!isDeepStrictEqual(normal(found), normal(wanted)))
    throw new Mismatch(`${collectionName} holds ${JSON.stringify(found)} and not ${JSON.stringify(wanted)}`)
}

const normal = (value: unknown): unknown => BSON.EJSON.parse(BSON.EJSON.stringify(value, { relaxed: true }))

/** The format's own comparison: `$$` operators, and fields beyond the wanted ones allowed at the top only. */
function match(wanted: unknown, found: unknown, where: string, isTop = true): void {
  const wrong = () => new Mismatch(`${where}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`)
  if (isJson(wanted)) {
    if ('$$unsetOrMatches' in wanted) {
      if (found !== undefined && found !== null) match(wanted.$$unsetOrMatches, found, where, isTop)
      return
    }
    if ('$$exists' in wanted) {
      if ((found !== undefined) !== wanted.$$exists) throw wrong()
      return
    }
    if ('$$type' in wanted) {
      if (found === undefined) throw wrong()
      return
    }
    if (!isJson(found)) throw wrong()
    for (const [key, value] of Object.entries(wanted)) match(value, found[key], `${where}.${key}`, false)
    if (!isTop) for (const key of Object.keys(found)) if (!(key in wanted)) throw wrong()
    return
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) throw wrong()
    for (const [i, one] of wanted.entries()) match(one, found[i], `${where}[${i}]`, isTop)
    return
  }
  if (!isDeepStrictEqual(normal({ v: wanted }), normal({ v: found }))) throw wrong()
}

try {
  await runAll()
} finally {
  await observer.close()
}
