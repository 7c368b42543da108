import { type SubscriptionSpeed, subscriptionSpeeds } from '../domain/subscriptions.ts'
import type { FieldErrors } from '../errors.ts'
import { BadAddress, plainAddress } from '../mail/address.ts'

/** What the form for a new subscription was sent with. */
export interface SubscriptionForm {
  readonly address: string
  readonly speed: SubscriptionSpeed
  /** What is followed, as the query of a list. */
  readonly filter: string
}

export interface Typed {
  readonly email: string
  readonly speed: string
  readonly filter: string
}

/** What was typed, whatever it was: texts only. */
export function typedIn(body: unknown): Typed {
  const sent = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const text = (name: string): string => {
    const value: unknown = sent.find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value.slice(0, 4000) : ''
  }
  return { email: text('email'), speed: text('speed'), filter: text('filter') }
}

/** The form as it can be used, or one message per field. */
export function readSubscription(typed: Typed): SubscriptionForm | { readonly errors: FieldErrors } {
  const speed = subscriptionSpeeds.find(one => one === typed.speed)
  const address = addressOrMessage(typed.email)
  const errors: FieldErrors = {
    ...('message' in address && { email: address.message }),
    ...(!speed && { speed: 'Choose how soon you want to hear.' })
  }
  return 'plain' in address && speed
    ? { address: address.plain.toLowerCase(), speed, filter: typed.filter }
    : { errors }
}

function addressOrMessage(text: string): { readonly plain: string } | { readonly message: string } {
  try {
    return { plain: plainAddress(text) }
  } catch (error) {
    if (error instanceof BadAddress) return { message: error.message }
    throw error
  }
}
