/** Every address of the site, in one place. `paths` are paths; a mail or a feed puts `BASE_URL` in front. */
export const paths = {
  home: () => '/',
  letters: () => '/letters',
  letter: (slug: string) => `/letters/${slug}`,
  questions: (query = '') => `/questions${query && `?${query}`}`,
  question: (id: string) => `/questions/${id}`,
  organization: (slug: string) => `/organizations/${slug}`,
  organizations: () => '/organizations',
  signatory: (slug: string) => `/signatories/${slug}`,
  signatories: () => '/signatories',
  topic: (slug: string) => `/questions?topic=${encodeURIComponent(slug)}`,
  search: (words = '') => `/search${words && `?q=${encodeURIComponent(words)}`}`,
  about: () => '/about',

  myDesk: () => '/desk',
  newLetter: () => '/drafts/new',
  draft: (id: string) => `/drafts/${id}`,
  newResponse: (slug: string) => `/letters/${slug}/responses/new`,
  response: (id: string) => `/responses/${id}`,
  judge: (id: string) => `/responses/${id}/findings`,
  publishing: (slug: string) => `/letters/${slug}/publication`,
  check: (slug: string) => `/letters/${slug}/checks`,
  dueDate: (questionId: string, recipientId: string) => `/questions/${questionId}/due-dates/${recipientId}`,

  signIn: (returnTo = '') => `/sign-in${returnTo && `?to=${encodeURIComponent(returnTo)}`}`,
  signOut: () => '/sign-out',
  setUp: (token: string) => `/set-up/${token}`,
  firstAccount: (token: string) => `/first-account/${token}`,
  account: () => '/account',
  accountSession: (id: string) => `/account/sessions/${id}`
} as const
