import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Desk } from '../../models/desk.ts'
import { User } from '../../models/user.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/database.ts'

/** The server as an operator starts it, on a data folder, in a process of its own. */
export interface Site {
  readonly url: string
  /** From the start of the process until its port answered. */
  readonly startedInMs: number
  /** Seconds of processor time since its port was opened, the store's thread included. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

export async function startSite(dir: string, env: Record<string, string> = {}): Promise<Site> {
  const [port, side] = [await freePort(), await freePort()]
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx/esm', 'server/index.ts'], {
    env: {
      ...process.env,
      DATA_DIR: dir,
      PORT: String(port),
      METRICS_PORT: String(side),
      LOG_LEVEL: 'error',
      SEED_EXAMPLES: 'off',
      ROLE: 'web',
      ...env
    },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  await running(child)
  const startedInMs = performance.now() - started
  const figure = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${side}/metrics`)).text()
    return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  }
  return {
    url: `http://127.0.0.1:${port}`,
    startedInMs,
    cpuSeconds: () => figure('process_cpu_seconds_total'),
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function running(child: ChildProcess): Promise<void> {
  let said = ''
  for await (const piece of child.stdout ?? []) {
    said += piece
    if (said.includes('Reply Due is running.')) break
  }
  child.stdout?.destroy()
  if (!said.includes('Reply Due is running.')) throw new Error(`The server did not start: ${said}`)
}

const PASSWORD = 'velvet anchor 47 mountain'
const EMAIL = 'bench@example.org'

/** Gives the bench desk an editor to sign in as. Before the server runs. */
export async function addEditor(dir: string): Promise<void> {
  const database = await openDatabase(readConfig({ DATA_DIR: dir }))
  const desk = await Desk.findOne({ slug: 'bench' }).orFail()
  const passwordHash = await hashPassword(PASSWORD)
  await User.updateOne(
    { email: EMAIL },
    {
      $set: { passwordHash },
      $setOnInsert: { name: 'The bench editor', role: 'editor', desks: [desk._id], createdAt: new Date(0) }
    },
    { upsert: true }
  )
  await database.close()
}

/** Somebody signed in: asks for pages and sends forms with their token. */
export interface Editor {
  get(path: string): Promise<string>
  /** Sends a form and gives where it leads. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<string>
}

export async function signIn({ url }: Site): Promise<Editor> {
  let cookie = ''
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(url + path, {
      ...init,
      redirect: 'manual',
      headers: { cookie, ...(init.method === 'POST' && { origin: url }), ...init.headers }
    })
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return answer
  }
  const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const get = async (path: string): Promise<string> => {
    const answer = await send(path)
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
    return answer.text()
  }
  let token = tokenIn(await get('/sign-in'))
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await send(path, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: token, ...fields })
    })
    const text = await answer.text()
    if (answer.status !== 303) throw new Error(`${path} answers ${answer.status}: ${text.slice(0, 300)}`)
    return answer.headers.get('location') ?? ''
  }
  await post('/sign-in', { email: EMAIL, password: PASSWORD })
  token = tokenIn(await get('/account'))
  return { get, post }
}
