import type { ReminderFacts } from '../../server/mail/reminder-mail.ts'

const question = (position: number) => ({
  cellKey: `64b000000000000000000${position}01:64b000000000000000000901`,
  questionId: `64b000000000000000000${position}01`,
  recipientId: '64b000000000000000000901',
  position,
  dueOn: null,
  followUpOn: '2021-04-12',
  sendOn: '2021-04-05',
  isLongOverdue: false,
  keys: []
})

const step = {
  kind: 'before' as const,
  step: 'before_7_days',
  label: '7 days before',
  reason: 'Your follow-up date is Monday, April 12, 2021, in 7 days. The letter states no deadline'
}

/** One letter a week before its follow-up date, and one that waits for somebody to review the reply. */
export const sample: ReminderFacts = {
  person: { id: '64b000000000000000000100', name: 'The editor', email: 'editor@example.org' },
  deskName: 'Example desk',
  today: '2021-04-05',
  linksUntil: '2021-05-20',
  left: { letters: 0, questions: 0 },
  sections: [
    {
      owed: {
        ...step,
        letterId: '64b000000000000000000001',
        deskId: '64b000000000000000000800',
        isLongOverdue: false,
        isCopy: false,
        lines: [
          { ...question(1), ...step },
          { ...question(2), ...step }
        ]
      },
      letter: {
        id: '64b000000000000000000001',
        slug: '2021-03-12-firearms-exports',
        subject: 'Exports of firearms & ammunition to <Mexico>',
        letterDate: '2021-03-12',
        recipients: ['Department of State']
      },
      questions: new Map([
        [
          question(1).cellKey,
          {
            text: 'What is the Department doing to ensure that exported weapons do not reach units "credibly implicated" in abuses?',
            state: 'No reply recorded',
            recipient: null
          }
        ],
        [
          question(2).cellKey,
          {
            text: 'Does the Department track the final users? If so, how? If not, why not?',
            state: 'Reply reported, text not held',
            recipient: null
          }
        ]
      ])
    },
    {
      owed: {
        kind: 'review',
        step: 'review_3',
        label: 'reply to review, day 3',
        reason: 'A reply was received on April 2, 2021 and nobody has reviewed it',
        letterId: '64b000000000000000000002',
        deskId: '64b000000000000000000800',
        isLongOverdue: false,
        isCopy: false,
        lines: [
          {
            ...question(3),
            kind: 'review',
            step: 'review_3',
            label: 'reply to review, day 3',
            reason: 'A reply was received on April 2, 2021 and nobody has reviewed it'
          }
        ]
      },
      letter: {
        id: '64b000000000000000000002',
        slug: '2019-03-07-end-use-tracking',
        subject: 'End-use tracking of arms exports',
        letterDate: '2019-03-07',
        recipients: ['Department of State', 'Department of Commerce']
      },
      questions: new Map([
        [
          question(3).cellKey,
          {
            text: 'Please provide the analysis that the decision rested on.',
            state: 'Reply received, not yet reviewed',
            recipient: 'Department of Commerce'
          }
        ]
      ])
    }
  ]
}
