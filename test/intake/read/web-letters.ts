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
  },
  {
    title:
      'signers one to a line in the lead-in, a request about people it names, and a question that counts its clauses',
    date: '2023-05-23',
    signers: ['Jane Member', 'Pat Colleague', 'J.D. Third'],
    recipients: ['John Example'],
    deadline: { kind: 'date', date: '2023-05-30' },
    questions: [
      'To understand your report, we request that you provide detailed information',
      'Did you subpoena any of them?',
      'What is your office doing to (1) train its staff',
      'Name each witness.'
    ],
    text: `SPRINGFIELD – Today, Senator Jane Member (R-VT) led a letter to the Special Counsel.

The letter was signed by Senators:

Jane Member (R-VT)

Pat Colleague, M.D. (R-WY)

J.D. Third (R-OH)

The full letter can be found below:

May 23, 2023

The Honorable John Example
Special Counsel
Department of Examples

Dear Mr. Example:

To understand your report, we request that you provide detailed information on the following individuals who refused to cooperate with your review:

Ann Witness, declined to be interviewed.

Lee Witness, through his counsel, did not agree to be interviewed.

Did you subpoena any of them?

What is your office doing to (1) train its staff and (2) keep it in the years to come?

Name each witness.

Please provide the information no later than May 30, 2023. Thank you for your attention to this matter.
`
  },
  {
    title:
      'titles over what each asks for, a release that says when the letter went, and a deadline of something else',
    date: null,
    signers: ['Jane Member'],
    recipients: ['Doe'],
    deadline: { kind: 'date', date: '2022-07-15' },
    questions: ['Standards, All Versions', 'Scope and Deployment', 'Risk Reviews'],
    text: `FOR IMMEDIATE RELEASE:

August 22, 2024

SPRINGFIELD – Yesterday, Senator Jane Member (R-VT) sent a letter to Mr. Doe about the standards of his company.

In her response to the letter we received from him, in 2021, Senator Member said that the rules were late. In December 2021, Senator Pat Other (D-WY) wrote a letter too.

You can read the letter below.

Dear Mr. Doe,

Based on the response we received, the firm is not on track to comply before the September 30, 2021 deadline.

Accordingly, produce the following no later than 5:00 p.m. on Friday, July 15:

1. Standards, All Versions

Every draft and final version.

2. Scope and Deployment:

A list of every product governed by these standards.

All controls for minors.

3. Risk Reviews

All documents relating to safety reviews.
`
  }
]
