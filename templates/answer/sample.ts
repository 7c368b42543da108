import type { AnswerFacts } from '../../server/mail/answer-mail.ts'

/** One question that a subscriber follows was answered. */
export const sample: AnswerFacts = {
  address: 'reader@example.org',
  follows: 'questions put to the Department of State',
  questions: [
    {
      id: '64b000000000000000000101',
      text: 'Which office keeps the records of exports to <Mexico>, and since when?',
      about: 'Senator Example and 7 others to the Department of State, asked on January 5, 2021. Answered.'
    }
  ],
  stopPath: '/stops/subscription/1/2',
  managePath: '/subscriptions/1/settings/2'
}
