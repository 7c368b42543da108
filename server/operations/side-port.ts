import { createServer, type Server, type ServerResponse } from 'node:http'
import { type HealthNeeds, readiness } from './health.ts'
import { metricsText, metricsType } from './metrics.ts'

/** Serves /metrics, /healthz and /readyz alone: for a port that the network keeps to those who watch. */
export const sidePort = (needs: HealthNeeds): Server =>
  createServer(async (req, res) => {
    try {
      await answer(req.url ?? '', res, needs)
    } catch {
      send(res, 500, 'text/plain', 'Something went wrong.\n')
    }
  })

async function answer(url: string, res: ServerResponse, needs: HealthNeeds): Promise<void> {
  if (url === '/healthz') return send(res, 200, 'application/json', '{"status":"ok"}')
  if (url === '/metrics') return send(res, 200, metricsType, await metricsText(needs.clock))
  if (url !== '/readyz') return send(res, 404, 'text/plain', 'There is /metrics, /healthz and /readyz.\n')
  const { isReady, body } = await readiness(needs)
  send(res, isReady ? 200 : 503, 'application/json', JSON.stringify(body))
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body)
}
