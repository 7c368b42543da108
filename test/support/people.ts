import type { Server } from 'node:http'
import supertest, { type Response, type Test } from 'supertest'
import type { UserRecord } from '../../models/user.ts'

type Fields = Record<string, string | readonly string[]>

/** Somebody who asks for pages and sends forms, cookies kept as a browser keeps them. */
export interface Visitor {
  readonly agent: ReturnType<typeof supertest.agent>
  get(path: string): Test
  /** A form without a token. */
  post(path: string, fields?: Fields): Test
}

/** Somebody who is signed in; their forms carry their session's token. */
export interface Person extends Visitor {
  readonly user: UserRecord
  readonly token: string
}

export function browserless(server: Server): Visitor {
  const agent = supertest.agent(server)
  return {
    agent,
    get: path => agent.get(path),
    post: (path, fields = {}) => agent.post(path).type('form').send(fields)
  }
}

/** Signs in through the form, as anybody would. */
export async function signIn(server: Server, user: UserRecord, password: string): Promise<Person> {
  const visitor = browserless(server)
  const form = await visitor.get('/sign-in')
  const answer = await visitor.post('/sign-in', { _csrf: tokenIn(form), email: user.email, password })
  if (answer.status !== 303)
    throw new Error(`${user.email} could not sign in: ${answer.status} ${answer.text}`)
  const token = tokenIn(await visitor.get('/account'))
  return {
    ...visitor,
    user,
    token,
    post: (path, fields = {}) =>
      visitor.agent
        .post(path)
        .type('form')
        .send({ _csrf: token, ...fields })
  }
}

/** The token in the forms of a page. */
export function tokenIn(page: Response): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1]
  if (!token)
    throw new Error(`The page holds no form with a token: ${page.status} ${page.text.slice(0, 500)}`)
  return token
}
