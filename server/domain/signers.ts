/** Who signed a letter, as far as it is known. `signersStated` is how many the record says there were. */
export interface Signers {
  readonly signatories: readonly { readonly name: string; readonly isLead: boolean }[]
  readonly signersStated: number | null
}

const conjunction = new Intl.ListFormat('en-US', { type: 'conjunction' })

/** `Patrick Leahy and 7 others`; null where nobody is known and no number is. */
export function fromWhom({ signatories, signersStated }: Signers): string | null {
  const leads = signatories.filter(({ isLead }) => isLead)
  const named = (leads.length > 0 ? leads : signatories.slice(0, 1)).slice(0, 3).map(({ name }) => name)
  if (named.length === 0) return signersStated === null ? null : `${signersStated} Members`
  const others = Math.max(signersStated ?? 0, signatories.length) - named.length
  const tail = others > 0 ? [`${others} ${others === 1 ? 'other' : 'others'}`] : []
  return conjunction.format([...named, ...tail])
}

/** What a list of signatories is not: `2 of 24 known here`. Null where every one is known. */
export function missingSigners({ signatories, signersStated }: Signers): string | null {
  if (signersStated === null)
    return signatories.length === 0 ? 'not known here' : 'the record does not say how many signed'
  return signatories.length < signersStated ? `${signatories.length} of ${signersStated} known here` : null
}
