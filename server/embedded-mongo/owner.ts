import { createHash } from 'node:crypto'
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
  unlinkSync
} from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { messageOf, StoreError } from './errors.ts'
import { docOf } from './values.ts'
import { Framer, readRequest, writeReply } from './wire.ts'

// Node cuts a unix socket's path silently at 107 bytes.
const longestSocketPath = 100

/** The data folder as one path, made if need be, and the socket that stands for it. */
export const placesFor = (dir: string): { dir: string; socket: string } => {
  let real: string
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    real = realpathSync(dir)
  } catch (error) {
    throw new StoreError(`The data folder ${dir} cannot be made or read: ${messageOf(error)}.`)
  }
  if (!statSync(real).isDirectory()) throw new StoreError(`${dir} is not a folder.`)
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return { dir: real, socket: `\\\\.\\pipe\\embedded-mongo-${hash}` }
  const socket = join(real, 'store.sock')
  if (Buffer.byteLength(socket) <= longestSocketPath) return { dir: real, socket }
  return { dir: real, socket: join(privateFolder(`embedded-mongo-${hash}`), 'store.sock') }
}

/** A folder of the system's temporary one that only this user can enter. */
const privateFolder = (name: string): string => {
  const folder = join(tmpdir(), name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)
    throw new StoreError(`The folder ${folder} is open to other users; remove it and start again.`)
  return folder
}

/** A connection that only watches: it ends when the owner of the store does. */
export interface Watch {
  socket: Socket
  isPassing: boolean
}

/** Asks who holds the socket; undefined when nobody answers there, so that it is stale or gone. */
export const watchOwner = (path: string): Promise<Watch | undefined> =>
  new Promise((resolve, reject) => {
    const framer = new Framer()
    const socket = connect(path)
    socket.once('connect', () =>
      socket.write(
        writeReply({ id: 0, isLegacy: false, wantsReply: true }, docOf({ storeOwner: 1, $db: 'admin' }))
      )
    )
    socket.on('data', chunk => {
      const [message] = framer.push(chunk)
      if (message) resolve({ socket, isPassing: readRequest(message).body.get('isPassing') === true })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES' || error.code === 'EPERM')
        reject(new StoreError(`The store at ${path} belongs to another user.`))
      else resolve(undefined)
    })
    socket.on('close', () => resolve(undefined))
  })

const staleAfterMs = 5000

/**
 * Removes a socket that nobody answers on. Only the process that made the take-over file may, and it looks again
 * first: another may have taken over meanwhile.
 */
export const removeStale = async (dir: string, socket: string): Promise<void> => {
  const marker = join(dir, 'store.takeover')
  try {
    closeSync(openSync(marker, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const age = Date.now() - (statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > staleAfterMs) rmSync(marker, { force: true })
    else await wait(20)
    return
  }
  try {
    const holder = await watchOwner(socket)
    holder?.socket.destroy()
    if (!holder) unlinkSync(socket)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  } finally {
    rmSync(marker, { force: true })
  }
}
