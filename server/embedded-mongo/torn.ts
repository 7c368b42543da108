import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

const lmdbMagic = 0xbeefc0de
const metaAt = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152 }

/** Raised when a file is not LMDB's. */
export class NotAStore extends Error {}

/**
 * Looks at an LMDB file before LMDB maps it: to read past the end of a mapped file would kill the process. A file
 * that is shorter than its header says is filled up with zeros, which LMDB and the check after it recognize; true
 * when that was so. It may be torn, or its last pages were freed before they were ever written.
 */
export const fillUp = (file: string): boolean => {
  let handle: number
  try {
    handle = openSync(file, 'r+')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
  try {
    const { size } = fstatSync(handle)
    if (size === 0) return false
    const first = header(handle, 0)
    const second = first && header(handle, first.pageSize)
    if (!first || !second) throw new NotAStore('it has no LMDB header')
    const newest = second.transaction > first.transaction ? second : first
    const wanted = (Number(newest.lastPage) + 1) * first.pageSize
    if (size >= wanted) return false
    ftruncateSync(handle, wanted)
    return true
  } finally {
    closeSync(handle)
  }
}

const header = (handle: number, at: number) => {
  const bytes = Buffer.alloc(metaAt.transaction + 8)
  if (readSync(handle, bytes, 0, bytes.length, at) < bytes.length) return undefined
  if (bytes.readUInt32LE(metaAt.magic) !== lmdbMagic) return undefined
  return {
    pageSize: bytes.readUInt32LE(metaAt.pageSize),
    lastPage: bytes.readBigUInt64LE(metaAt.lastPage),
    transaction: bytes.readBigUInt64LE(metaAt.transaction)
  }
}
