import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openOutbox } from './outbox.ts'
import { openSmtp } from './smtp.ts'

/** A composed message with the one address it goes to. */
export interface Parcel {
  /** The envelope sender: where bounces go. */
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  /** Names the file in the outbox: the same mail has the same name. */
  readonly name: string
}

/** What became of a parcel that did not fail: taken, with the answer, or not wanted any more at the last moment. */
export type Handed = { readonly kind: 'taken'; readonly answer: string } | { readonly kind: 'unwanted' }

/** Where mail goes. */
export interface Transport {
  /** For people: the mail server's name, or the outbox folder. */
  readonly where: string
  readonly isOutbox: boolean
  /**
   * Hands over one message. `isWanted` is asked when the server is ready for the text and before any of it
   * leaves. Throws `Failure`.
   */
  send(parcel: Parcel, isWanted: () => Promise<boolean>): Promise<Handed>
  close(): Promise<void>
}

/** The mail server of SMTP_URL, or without one a folder of `.eml` files. */
export const openTransport = (config: Pick<Config, 'SMTP_URL' | 'DATA_DIR'>): Transport =>
  config.SMTP_URL ? openSmtp(config.SMTP_URL) : openOutbox(join(config.DATA_DIR, 'outbox'))
