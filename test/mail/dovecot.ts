import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Context } from 'mocha'

// Characters that mean something in an address are part of it.
const PASSWORD = 'a:secret/with@signs'

/** Where Debian's package puts it. */
const executablePath = '/usr/sbin/dovecot'

/** A real IMAP server with one mailbox, in a folder of its own, on a port of the loopback. */
export interface Dovecot {
  /** With the right password, or with another. */
  url(password?: string): string
  /** As a mail server would deliver it. */
  deliver(raw: Buffer): Promise<void>
  /** How many messages there are, and how many of them somebody or something marked as seen. */
  count(): Promise<{ all: number; seen: number }>
  /** As after a repair: every message has another number. */
  renumber(): Promise<void>
  empty(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts one. Where dovecot is not installed the tests are left out and say so, except with CI=true, where they fail.
 */
export async function startDovecot(context: Context): Promise<Dovecot> {
  if (!existsSync(executablePath)) {
    const sentence = `No IMAP server at ${executablePath}: install Debian's dovecot-imapd to run these tests.`
    if (process.env.CI === 'true') throw new Error(sentence)
    console.log(`      left out: ${sentence}`)
    context.skip()
  }
  const folder = await mkdtemp(join(tmpdir(), 'reply-due-imap-'))
  const port = await freePort()
  const maildir = join(folder, 'mail')
  for (const name of ['run', 'state', 'mail/new', 'mail/cur', 'mail/tmp'])
    await mkdir(join(folder, name), { recursive: true })
  const { owner } = users()
  for (const name of ['mail', 'mail/new', 'mail/cur', 'mail/tmp'])
    await chown(join(folder, name), owner.uid, owner.gid)
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'dovecot.conf'), configuration(folder, port))
  const child = spawn(executablePath, ['-F', '-c', join(folder, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  const exited = new Promise<void>(resolve => void child.once('exit', () => resolve()))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes('starting up')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`dovecot ended: ${said}`)))
  })
  let delivered = 0
  let numbering = 1000
  const renumber = async () => {
    for (const name of await readdir(maildir))
      if (name.startsWith('dovecot')) await rm(join(maildir, name), { recursive: true })
    // Left to itself it takes the second it is, which may be the same as before.
    numbering += 1
    const list = join(maildir, 'dovecot-uidlist')
    await writeFile(list, `3 V${numbering} N1 G${String(numbering).padStart(32, '0')}\n`)
    await chown(list, owner.uid, owner.gid)
  }
  const names = async () => [
    ...(await readdir(join(maildir, 'new'))),
    ...(await readdir(join(maildir, 'cur')))
  ]
  return {
    url: (password = PASSWORD) => `imap://bounces:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    deliver: async raw => {
      delivered += 1
      await writeFile(join(maildir, 'new', `${1_600_000_000 + delivered}.M${delivered}.test`), raw)
    },
    count: async () => {
      const there = await names()
      return { all: there.length, seen: there.filter(name => /:2,[A-Z]*S/.test(name)).length }
    },
    renumber,
    empty: async () => {
      for (const name of ['new', 'cur'])
        for (const file of await readdir(join(maildir, name))) await rm(join(maildir, name, file))
      await renumber()
    },
    close: async () => {
      child.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Nothing outside of the folder, and no TLS. */
const configuration = (folder: string, port: number): string => {
  const { internal, login, owner } = users()
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${folder}/mail
default_internal_user = ${internal.user}
default_internal_group = ${internal.group}
default_login_user = ${login}
first_valid_uid = 1
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
  chroot =
}
service anvil {
  chroot =
  # A wrong password makes nobody wait.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`
}

/** dovecot serves no mailbox as root: there the package's own users do the work, and nobody has the mail. */
function users() {
  const { username, uid, gid } = userInfo()
  if (uid === 0)
    return {
      internal: { user: 'dovecot', group: 'dovecot' },
      login: 'dovenull',
      owner: { uid: 65534, gid: 65534 }
    }
  const group = execFileSync('id', ['-gn']).toString().trim()
  return { internal: { user: username, group }, login: username, owner: { uid, gid } }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>(resolve => void server.close(() => resolve()))
  return port
}
