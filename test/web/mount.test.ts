import assert from 'node:assert/strict'
import express, { type RequestHandler, Router } from 'express'
import supertest from 'supertest'
import { mount, routesOf } from '../../server/web/mount.ts'

const config = { PUBLIC_PAGES: true }
const answer: RequestHandler = (_req, res) => void res.send('here')

describe('the routes', () => {
  it('are plain: a route file holds no middleware', () => {
    const router = Router()
    router.use(answer)
    assert.throws(() => routesOf(router), /lists routes only/)
  })

  it('are counted one a method', () => {
    const router = Router().get('/sign-in', answer).post('/sign-in', answer, answer)
    assert.deepEqual(
      routesOf(router).map(({ method, path, handlers }) => [method, path, handlers.length]),
      [
        ['GET', '/sign-in', 1],
        ['POST', '/sign-in', 2]
      ]
    )
  })

  it('answer HEAD where they answer GET, and 405 with what is allowed otherwise', async () => {
    const app = express().use(mount([Router().get('/about', answer)], config))
    assert.equal((await supertest(app).head('/about')).status, 200)
    const refused = await supertest(app).delete('/about')
    assert.deepEqual([refused.status, refused.headers.allow], [405, 'GET, HEAD'])
    const options = await supertest(app).options('/about')
    assert.deepEqual([options.status, options.headers.allow], [204, 'GET, HEAD'])
  })
})
