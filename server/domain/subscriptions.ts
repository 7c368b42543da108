/** Asked for, confirmed by the owner of the address, or stopped. Only a confirmed one is sent anything. */
export const subscriptionStates = ['asked', 'confirmed', 'stopped'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

/** How soon a subscriber hears of something. */
export const subscriptionSpeeds = ['weekly', 'at_once'] as const
export type SubscriptionSpeed = (typeof subscriptionSpeeds)[number]

export const subscriptionSpeedLabels: Record<SubscriptionSpeed, string> = {
  weekly: 'Once a week',
  at_once: 'As soon as there is an answer'
}
