import type { AddressChangeFacts } from '../../server/mail/address-mails.ts'

/** An editor has a new mailbox. */
export const sample: AddressChangeFacts = {
  name: 'The editor',
  address: 'editor-new@example.org',
  path: '/address-changes/1'
}
