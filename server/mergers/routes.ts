import { Router } from 'express'
import { create, show } from './controller.ts'

/** Making one organization of two that are the same. */
export const mergerRoutes = (): Router =>
  Router().get('/organizations/:slug/merger', show).post('/organizations/:slug/merger', create)
