import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A disk of 64 MB that only one process and its children see. */
const ON_A_SMALL_DISK = 'mount -t tmpfs -o size=64m tmpfs "$0" && exec "$@"'
const onSmallDisk = (folder: string, command: readonly string[]) =>
  run('unshare', ['--map-root-user', '--mount', 'sh', '-c', ON_A_SMALL_DISK, folder, ...command])

describe('a disk that fills', function () {
  this.timeout(180_000)
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reply-due-disk-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('refuses what cannot be kept, in one line, goes on showing what there is, and goes on when there is room', async function () {
    if (!(await onSmallDisk(folder, ['true']).catch(() => null))) {
      console.log('      left out: no disk of its own can be mounted here (unshare, tmpfs)')
      return this.skip()
    }
    const world = join(import.meta.dirname, 'full-disk-world.ts')
    const { stdout } = await onSmallDisk(folder, [process.execPath, '--import', 'tsx/esm', world, folder])
    const { before, full, after, problems } = JSON.parse(stdout)
    assert.equal(before.status, 303)
    assert.equal(full.press.status, 503)
    assert.match(full.press.message, /^The disk that holds the records is full: nothing was saved\. /)
    assert.equal(full.page, 200)
    assert.match(full.dump, /^There is no room left for .*: make room, or name a folder on another disk\.$/)
    assert.equal(full.isPartLeft, false)
    assert.deepEqual([after.press.status, after.dump], [303, 'done'])
    assert.deepEqual(problems, [])
  })
})
