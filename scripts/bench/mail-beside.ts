import { type mongo, trusted } from 'mongoose'
import MailComposer from 'nodemailer/lib/mail-composer'
import { Delivery } from '../../models/delivery.ts'
import { lasting } from './figures.ts'

/**
 * What plain library calls take for as many mails of the same texts: nodemailer composes each, the driver inserts
 * each with its key under the same unique index. Of ours they lack everything that decides who is told what.
 */
export async function plainMails(db: mongo.Db, count: number): Promise<{ ms: number; cpuMs: number }> {
  const like = await Delivery.findOne({ raw: trusted({ $ne: null }) }).lean()
  const text = String(like?.raw ?? 'A mail.').slice(0, 8000)
  const beside = db.collection('bench_mails')
  await beside.drop().catch(() => undefined)
  await beside.createIndex({ keys: 1 }, { unique: true })
  const { ms, cpuMs } = await lasting(async () => {
    for (let at = 0; at < count; at += 1) {
      const to = `reader-${at}@example.org`
      const message = { from: 'reply-due@example.org', to, subject: 'Due', text, html: `<p>${text}</p>` }
      const raw = await new MailComposer(message).compile().build()
      await beside.insertOne({ keys: [`mail-${at}`], state: 'queued', raw, to })
    }
  })
  await beside.drop()
  return { ms, cpuMs }
}
