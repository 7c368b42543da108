import type { DigestMailFacts } from '../../server/mail/digest-mail.ts'

/** A desk's week with an answer, something overdue, and what has waited longest. */
export const sample: DigestMailFacts = {
  to: { name: 'The editor', address: 'editor@example.org' },
  title: 'Example desk',
  fromDay: '2021-03-29',
  untilDay: '2021-04-05',
  subjectCounts: '1 answered, 1 newly overdue',
  counts: { newly_answered: 1, newly_overdue: 1, longest_unanswered: 12 },
  sections: {
    newly_answered: [
      {
        id: '64b000000000000000000101',
        text: 'Which office keeps the records of exports, and since when?',
        about: 'Senator Example & 7 others to the Department of State, asked on January 5, 2021. Answered.'
      }
    ],
    newly_overdue: [
      {
        id: '64b000000000000000000102',
        text: 'What is done to ensure that weapons do not reach units <credibly implicated> in abuses?',
        about:
          'Representative Example to the Department of Commerce, asked on March 1, 2021. No reply recorded.'
      }
    ],
    longest_unanswered: [
      {
        id: '64b000000000000000000103',
        text: 'Please provide the analysis that the decision rested on.',
        about: 'Representative Example to the Department of State, asked on March 7, 2019. No reply recorded.'
      }
    ]
  },
  why: 'You get this every week because you work at Example desk.',
  allPath: '/questions',
  stop: { text: 'Stop this weekly mail', path: '/stops/digest/1', oneClickPath: '/stops/digest/1' }
}
