import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../start/program.ts'

const root = join(import.meta.dirname, '../..')

/** What compose.yaml and the Dockerfile ask of a container: nothing can be written but /tmp, and no capability is left. */
const AS_CONTAINED = `
mount --make-rprivate / && mount -t tmpfs tmpfs /tmp && mkdir -m 700 /tmp/data && mount -o remount,bind,ro / || exit 77
! touch ./written-by-test 2>/dev/null || exit 78
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"`

describe('the command of the container', function () {
  this.timeout(120_000)

  it('starts on a read-only root without capabilities, is found well, and ends when it is asked to', async function () {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(/\\\n\s*/g, '')
    const commandOf = (line: RegExp): string[] => JSON.parse(line.exec(dockerfile)?.[1] ?? '[]')
    const [, ...args] = commandOf(/^CMD (\[.*\])/m)
    const [, ...health] = commandOf(/^HEALTHCHECK .*CMD (\[.*\])/m)
    const PORT = String(await freePort())
    const inside = ['--map-root-user', '--mount', 'sh', '-c', AS_CONTAINED, 'sh', process.execPath, ...args]
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      DATA_DIR: '/tmp/data',
      PORT,
      LOG_LEVEL: 'warn'
    }
    const child = spawn('unshare', inside, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    const isWell = () => {
      try {
        execFileSync(process.execPath, health, { env: { PORT }, stdio: 'ignore' })
        return true
      } catch {
        return false
      }
    }
    while (!isOver && !isWell()) await wait(200)
    if (isOver && (await ended)[0] === 77) {
      console.log('      left out: nothing can be mounted here')
      return this.skip()
    }
    assert.ok(!isOver, 'it started')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })
})
