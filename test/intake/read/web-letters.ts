import type { MadeLetter } from './letters.ts'

/** Made-up letters in the forms Members' web pages give them: no markers, no signature, writers in the lead-in. */
export const webLetters: MadeLetter[] = [
  {
    title: 'questions that come after their context, and statements between them',
    date: null,
    signers: ['Jane Member', 'Ann Third', 'Pat Colleague', 'Lee Fourth'],
    recipients: ['Example'],
    deadline: { kind: 'relative', count: 30 },
    questions: [
      'As a new regulator drafting a rule of this kind for the first time, did EXB consult',
      'The return of the night service is welcome, and I encourage EXB to keep it. Will EXB go on',
      'Has EXB asked for the help that is offered',
      'EXB sent teams to six states.',
      'How is the claim of an owner settled?'
    ],
    text: `SPRINGFIELD – Today, U.S. Senator Jane Member (D-Vt.), joined by U.S. Senator Ann Third and Representatives Pat Colleague, M.D. (R-Vt.) and Lee Fourth, are raising doubts about a rule of the Example Bureau (EXB).

“It is late,” the Members wrote.

A copy of the letter is below.

Dear Director Example:

The rule concerns us.

I request written responses to the below questions within 30 days:

As a new regulator drafting a rule of this kind for the first time, did EXB consult with other agencies while drafting the rule?

The return of the night service is welcome, and I encourage EXB to keep it. Will EXB go on providing the staff that the service needs in the coming winter months, without a cut?

The Department recently announced that it has begun to use the funds of the plan.

Has EXB asked for the help that is offered to speed the review of claims and of appeals?

EXB sent teams to six states. Has EXB sent one to Vermont, and if so, when?

How is the claim of an owner settled?

###
`
  },
  {
    title: 'lists within bare questions, which go on after them',
    date: '2024-06-04',
    signers: ['Jane Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2024-06-17' },
    questions: [
      'What is the Department doing to track the cases?',
      'How many of them have asked for any of the following: Visas Permits',
      'All communications about the sale between the Office and the following entities: The Mayor’s Office',
      'All records relating to the report',
      'How many owners have appealed?'
    ],
    text: `Senator Jane Member's letter to the Department is below.

June 4, 2024

The Honorable Alex Example
Secretary
Department of Examples

Dear Secretary Example,

Please provide answers to the following questions by June 17, 2024:

What is the Department doing to track the cases?

How many of them have asked for any of the following:

a. Visas

b. Permits

All communications about the sale between the Office and the following entities:

The Mayor’s Office;

the Governor’s Office; and

any agency.

All records relating to the report on the sale. Please include its drafts.

How many owners have appealed? Please break this down by state.

Sincerely,
`
  },
  {
    title: 'a release that bears the day, whose letter names its addressee with party and state',
    date: '2022-06-24',
    signers: ['Jane Member', 'Pat Colleague', 'Ann Third'],
    recipients: ['Roe'],
    deadline: { kind: 'date', date: '2022-07-22' },
    questions: ['Identify all agencies that lead.', 'Will the order be carried out?'],
    text: `FOR IMMEDIATE RELEASE

June 24, 2022

Member, Colleague Demand Action

SPRINGFIELD — Today, Senator Jane Member (R-Ill.) sent a letter to Senate Examples Committee Chairman Richard Roe (D-Ohio) and Ranking Member Mary Major (R-Ohio) about the sale.

Additional co-signers of the letter include: Rep. Pat Colleague, D.D.S. (VT-01), and Rep. Ann Third (VT at-large).

Text of the letter may be found here and below.

Dear Chairman Roe,

Please answer the following requests in writing:

1. Identify all agencies that lead.

2. Will the order be carried out?

Please respond to these questions no later than July 22.
`
  },
  {
    title: 'a day without a year that only one year gives that weekday',
    date: null,
    signers: ['Jane Member'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2024-04-24' },
    questions: ['We, therefore, ask that you explain'],
    text: `Reps. Jane Member (VT-01) wrote to the Secretary.

Dear Secretary Example:

On May 2, 2023, the rule was changed. We, therefore, ask that you explain the change no later than 5:00PM on Wednesday, April 24.

Thank you.
`
  }
]
