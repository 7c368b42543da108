import type { AddressChangedFacts } from '../../server/mail/address-mails.ts'

/** The old mailbox is told. */
export const sample: AddressChangedFacts = {
  name: 'The editor',
  address: 'editor@example.org',
  newAddress: 'editor-new@example.org'
}
