import type { DeliveryRecord } from '../../models/delivery.ts'
import type { Day } from '../domain/day.ts'
import { deliveryStateLabels, mailKindLabels } from '../domain/deliveries.ts'
import type { OwedMail } from '../domain/owed.ts'
import type { Due } from '../due-letters.ts'
import { paths } from '../paths.ts'

/** A coming day with the mails that will be sent on it if nothing changes, and why. */
export const presentUpcoming = ({ day, mails }: { day: Day; mails: readonly OwedMail[] }, due: Due) => ({
  day,
  mails: mails.map(mail => ({
    to: due.people.get(mail.personId)?.name ?? 'somebody',
    sections: mail.sections.map(section => {
      const letter = due.letters.get(section.letterId)
      return {
        subject: letter?.subject ?? '',
        href: letter ? paths.letter(letter.slug) : paths.letters(),
        label: section.label,
        reason: section.reason,
        questions: new Set(section.lines.map(line => line.questionId)).size
      }
    })
  }))
})

/** A mail on its way or at its end. */
export const presentDelivery = (delivery: Omit<DeliveryRecord, 'raw'>) => ({
  at: delivery.finishedAt ?? delivery.composedAt,
  kind: mailKindLabels[delivery.kind],
  to: delivery.to.name || delivery.to.address,
  address: delivery.to.address,
  subject: delivery.subject,
  state: deliveryStateLabels[delivery.state],
  answer: delivery.cancelledBecause ?? delivery.smtpAnswer,
  next: delivery.state === 'deferred' ? (delivery.nextTryAt ?? null) : null,
  attempts: delivery.attempts
})
