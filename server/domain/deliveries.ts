/** Where a mail stands between being owed and having left. */
export const deliveryStates = ['queued', 'leased', 'sent', 'deferred', 'failed', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const deliveryStateLabels: Record<DeliveryState, string> = {
  queued: 'Waiting to be sent',
  leased: 'Being sent',
  sent: 'Sent',
  deferred: 'Tried, will be tried again',
  failed: 'Given up',
  cancelled: 'Not sent'
}

/** Every mail there is. */
export const mailKinds = [
  'reminder',
  'digest',
  'answer',
  'confirmation',
  'sign_in',
  'dispute',
  'dispute_outcome',
  'address_change',
  'address_changed'
] as const
export type MailKind = (typeof mailKinds)[number]

export const mailKindLabels: Record<MailKind, string> = {
  reminder: 'Reminder',
  digest: 'Weekly digest',
  answer: 'Notice of an answer',
  confirmation: 'Confirmation of a subscription',
  sign_in: 'Link to sign in',
  dispute: 'Confirmation of a report',
  dispute_outcome: 'What became of a report',
  address_change: 'Confirmation of a new address',
  address_changed: 'Notice of a changed address'
}
