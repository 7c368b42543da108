import type { Response } from 'supertest'
import { browserless, tokenIn } from './people.ts'
import type { World } from './world.ts'

/** Sends the sign-in form from a fresh browser, with its token, whatever the fields and headers are. */
export async function trySignIn(
  world: World,
  fields: Record<string, string | readonly string[]>,
  headers: Record<string, string> = {}
): Promise<Response> {
  const visitor = browserless(world.server)
  const token = tokenIn(await visitor.get('/sign-in'))
  return visitor.post('/sign-in', { _csrf: token, ...fields }).set(headers)
}

/** The value of the session cookie that an answer sets; empty where it sets none. */
export const sessionCookieOf = (answer: { headers: Record<string, string> }): string =>
  /session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''
