import type { Request, Response } from 'express'
import type { Config } from '../config.ts'
import { NotFound } from '../errors.ts'
import { type HealthNeeds, readiness } from './health.ts'
import { isTokenOf, metricsText, metricsType } from './metrics.ts'

export const operations = (
  needs: HealthNeeds & { readonly config: Pick<Config, 'METRICS_TOKEN' | 'ROLE'> }
) => ({
  /** The process is alive; nothing more. A supervisor that restarts on this must not restart for a lost store. */
  health(_req: Request, res: Response): void {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' })
  },

  async ready(_req: Request, res: Response): Promise<void> {
    const { isReady, body } = await readiness(needs)
    res
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(body)
  },

  /** Beside the pages only for who has the token; without one in the settings there is no such page. */
  async metrics(req: Request, res: Response): Promise<void> {
    const { METRICS_TOKEN } = needs.config
    if (!METRICS_TOKEN || !isTokenOf(req.get('Authorization'), METRICS_TOKEN)) throw new NotFound()
    res.set({ 'Cache-Control': 'no-store', 'Content-Type': metricsType }).send(await metricsText(needs.clock))
  }
})
