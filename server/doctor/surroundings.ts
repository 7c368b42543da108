import { existsSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { mongo } from 'mongoose'
import { backupsIn } from '../backups.ts'
import type { Config } from '../config.ts'
import type { Check, Finding } from './finding.ts'

/** What is checked of the machine and the settings. */
export const surroundingChecks = (config: Config, db: mongo.Db, isEmbedded: boolean, now: Date): Check[] => [
  { name: 'the settings fit each other', look: async () => settingFindings(config) },
  { name: 'the data folder is private and has room', look: () => folderFindings(config.DATA_DIR) },
  { name: 'there is a backup of this week', look: async () => backupFindings(config, now) },
  ...(isEmbedded
    ? [{ name: 'the store agrees with itself', look: () => storeFindings(db) }]
    : [{ name: 'clocks agree', look: () => clockFindings(db, now) }])
]

const isLocal = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)

function settingFindings({ BASE_URL, SMTP_URL, MAIL_FROM, MAIL_POSTAL_ADDRESS }: Config): Finding[] {
  const mailFaults: [boolean, string, string][] = [
    [
      isLocal(BASE_URL),
      'mail goes out, and its links lead to localhost',
      'set BASE_URL to the address people use'
    ],
    [
      /@localhost>?$/.test(MAIL_FROM),
      'mail goes out from an address at localhost',
      'set MAIL_FROM to a real mailbox'
    ]
  ]
  const notes: [boolean, string, string][] = [
    [
      !MAIL_POSTAL_ADDRESS && SMTP_URL !== undefined,
      'mails carry no postal address',
      'set MAIL_POSTAL_ADDRESS'
    ]
  ]
  const isOpenHttp = BASE_URL.startsWith('http:') && !isLocal(BASE_URL)
  return [
    ...(SMTP_URL ? mailFaults : []).flatMap(([is, what, toDo]) => (is ? [{ what, toDo }] : [])),
    ...notes.flatMap(([is, what, toDo]) => (is ? [{ isNote: true, what, toDo }] : [])),
    ...(isOpenHttp
      ? [
          {
            what: 'passwords travel in the clear',
            toDo: 'put a proxy with TLS in front and set BASE_URL to https://'
          }
        ]
      : [])
  ]
}

const LEAST_FREE = 1024 ** 3

async function folderFindings(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return []
  const { bavail, bsize } = await statfs(dataDir)
  const isOpen = process.platform !== 'win32' && (statSync(dataDir).mode & 0o077) !== 0
  return [
    ...(isOpen ? [{ what: `${dataDir} can be read by other users`, toDo: `chmod 700 ${dataDir}` }] : []),
    ...(bavail * bsize < LEAST_FREE
      ? [
          {
            what: `only ${Math.round((bavail * bsize) / 1024 ** 2)} MB are free on the disk of ${dataDir}`,
            toDo: 'make room: a full disk refuses every change'
          }
        ]
      : [])
  ]
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

function backupFindings({ DATA_DIR }: Config, now: Date): Finding[] {
  const folder = backupsIn(DATA_DIR)
  const times = existsSync(folder)
    ? readdirSync(folder).map(name => statSync(`${folder}/${name}`).mtimeMs)
    : []
  if (times.some(at => now.getTime() - at < WEEK_MS)) return []
  return [
    {
      isNote: true,
      what: `no backup of this week in ${folder}`,
      toDo: 'npm run backup, from a timer, and a copy on another machine'
    }
  ]
}

async function storeFindings(db: mongo.Db): Promise<Finding[]> {
  const { problems } = await db.admin().command({ checkStore: 1 })
  if (!Array.isArray(problems)) return []
  return problems.map(problem => ({
    what: String(problem),
    toDo: 'npm run dump keeps the records; npm run load -- --replace makes the indexes anew from them'
  }))
}

async function clockFindings(db: mongo.Db, now: Date): Promise<Finding[]> {
  const { localTime } = await db.command({ hello: 1 })
  const apart = localTime instanceof Date ? Math.abs(localTime.getTime() - now.getTime()) : 0
  if (apart < 60_000) return []
  return [
    {
      what: `this machine's clock and the store's are ${Math.round(apart / 1000)} s apart`,
      toDo: 'switch on time synchronization (timedatectl set-ntp true)'
    }
  ]
}
