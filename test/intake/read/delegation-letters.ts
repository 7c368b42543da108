import type { MadeLetter } from './letters.ts'

/** Made-up letters of state delegations, to companies, and as scans or articles give them. */
export const delegationLetters: MadeLetter[] = [
  {
    title: 'surnames under each other with their titles, a page around them and no closing',
    date: null,
    signers: ['Member', 'Colleague', 'Sam Fellow'],
    recipients: ['Example'],
    deadline: { kind: 'none' },
    questions: ["Therefore, we urge you to approve the Governor's request"],
    text: `Search Form
First, choose a category
Public Statements
Letter to President Example Regarding the Fires

Dear President Example:

We are writing in support of the Governor's request of last week, which says what the fires have done.

Therefore, we urge you to approve the Governor's request and to see that help arrives.


Senator Member
Rep. Colleague
Rep. Sam Fellow

Skip to top
Back to top`
  },
  {
    title: 'the Members of a state in two lines under the last sentence',
    date: null,
    signers: ['Jane Member', 'Pat Colleague', 'Sam Fellow', 'Alex de Young'],
    recipients: [null],
    deadline: { kind: 'none' },
    questions: ['We respectfully request that you review this request'],
    text: `Dear Mr. President:
As members of the delegation, we write about the storms beginning on June 23.
We respectfully request that you review this request for the seven counties.
Thank you for your prompt attention to this matter.
U.S. Senators Jane Member and Pat Colleague
Representatives Sam Fellow and Alex de Young`
  },
  {
    title: 'three people addressed one after the other without their streets',
    date: '2006-05-12',
    signers: [],
    recipients: ['Alex Q. Example', 'Robin Sample', 'Kim Instance'],
    deadline: { kind: 'none' },
    questions: [],
    text: `May 12, 2006

Alex Q. Example

National Commander, The Example League

Robin Sample

Commander-in-Chief, Veterans of an Example

Kim Instance

National Commander, Disabled Examples

Dear Commanders:

Thank you for your efforts to bring the joint hearings back. They are a forum that all of us need.`
  },
  {
    title: 'a scan in one line, to a company, with words run together',
    date: '2020-03-31',
    signers: [],
    recipients: ['Alex Q. Example'],
    deadline: { kind: 'date', date: '2020-04-07' },
    questions: ['How many of the tickets were refunded?', 'What is the value of all vouchers?'],
    text: `33 1 March 31, 2020 Alex Q. Example CEO Example Airlines P.O. Box 68900 Springfield, VT 05000 Dear Mr. Example: We write on behalf ofour constituents, who have been offered vouchers where they wanted their money back, and who tell us that the line is never answered. Please provide written replies by close ofbusiness, April 7, 2020: 1. How many ofthe tickets were refunded? 2. What is the value of all vouchers?`
  },
  {
    title: 'a scan in one line that lost the colon of its salutation, with a mark like a question at a note',
    date: '2017-11-30',
    signers: [],
    recipients: ['Alex Q. Example'],
    deadline: { kind: 'none' },
    questions: [],
    text: `JANE MEMBER unreo stares Sevare BANKING November 30, 2017 'The Honorable Alex Q. Example Inspector General Board of Governors of the Federal Example System 20th Street and Example Ave. NW Washington, DC 20551 Dear Inspector General Example On November 24, the Director resigned, and a successor was named within the hour. For example, press reports of that day said that the Bureau was about to sue a lender as early as Monday, the day the new Director stopped all suits? The Bureau has not yet sued anybody.`
  },
  {
    title: 'numbers in a line whose items end in names, and the mark of the end in the same line',
    date: '2025-04-16',
    signers: ['Jane Member'],
    recipients: ['Example'],
    deadline: { kind: 'none' },
    questions: [
      'For each of the offices below, please specify how many were dismissed',
      'For each of the offices below, please specify how many are on leave',
      'Please describe the plans for the headquarters.',
      'Please provide the analysis made for the states.'
    ],
    text: `HomeMediaPress ReleasesApril 16, 2025 Press ReleaseWASHINGTON, DC – Congresswoman Jane Member (D-VT) sent a letter to Secretary Example, asking what the dismissals will mean for the offices of the state. You can read the full letter below: Dear Secretary Example: We write about the dismissals of last week, which nobody had announced. We request comprehensive answers to the following questions. 1. For each of the offices below, please specify how many were dismissed: ABC DEF GHI 2. For each of the offices below, please specify how many are on leave: ABC DEF GHI 3. Please describe the plans for the headquarters. 4. Please provide the analysis made for the states. ###Follow me on TwitterOffice Information`
  },
  {
    title: 'an article that quotes two questions, a quotation mark before each',
    date: null,
    signers: ['Jane Member'],
    recipients: [],
    deadline: { kind: 'date', date: '2023-09-15' },
    questions: ['Which offices are involved with the program', 'Which bases are involved with the program'],
    text: `Congresswoman Jane Member (D-VT) led a letter to the Inspector General.

“Considering that the testimony was under oath, we request answers to the following

“1. Which offices are involved with the program, directly or indirectly?

“2. Which bases are involved with the program, directly or indirectly?”, the letter says.

“Please respond to these questions by September 15, 2023.
`
  },
  {
    title: 'Members tagged with states of every spelling',
    date: null,
    signers: ['Jane Member', 'Pat Colleague', 'Sam Fellow'],
    recipients: ['Example'],
    deadline: { kind: 'none' },
    questions: [
      'I urge your agency to restore the payments',
      'We request prompt help to respond to the floods'
    ],
    text: `U.S. Senators Jane Member (D-Hawai‘i), Pat Colleague (D.-Vt.) and U.S. Rep Sam Fellow (VT-01) sent a letter to the Secretary. Read it below.

Dear Secretary Example:

Many of our constituents have not been paid. I urge your agency to restore the payments now.

We request prompt help to respond to the floods of the spring.
`
  },
  {
    title: 'questions under a heading after the signature, without marks',
    date: null,
    signers: ['Jane Member'],
    recipients: ['Example'],
    deadline: { kind: 'none' },
    questions: [
      'How many positions are not filled in the area?',
      'How accurate is the data? And why do the two differ?',
      'Has the agency asked others for help?'
    ],
    text: `Dear Mr. Example:
I am writing about the clinics of my State. I have included attached questions and I look forward to your response.
Sincerely,
Jane Member
United States Senate
Questions posed to Mr. Example:
How many positions are not filled in the area?
How accurate is the data? And why do the two differ?
Has the agency asked others for help?
 Contact: the press office.
`
  },
  {
    title: 'questions put before the list, which says that they were',
    date: '2008-03-12',
    signers: ['Jane Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'Why did the approvals fall?',
      'Do you believe that the law should change?',
      'Do you oppose audits of those that use it?'
    ],
    text: `March 12, 2008
Mr. Alex Example
 Example Widgets Corporation
 One Example Way
 Springfield, VT 05000
Dear Mr. Example:
I am writing to follow up on your testimony about the program.
You said that one third of the places could not be filled. Why did the approvals fall?
Answering this leads to the conclusion that the program does not work. In addition to the questions I have already posed to you, I would like your insight on the following points:
* Do you believe that the law should change?
* Do you oppose audits of those that use it?
For example, we would require all employers to make an effort to hire at home.
Sincerely,
Jane Member
United States Senator
`
  },
  {
    title:
      'an account of an extension that somebody else was given, and a name that a copy filled up with marks',
    date: '2006-06-14',
    signers: ['Jane Member', 'Sam Fellow'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [],
    text: `June 14, 2006
The Honorable Alex Example
Secretary of Education
Washington, D.C. 20202
Dear Secretary Example:
The talks with your staff led to the State requesting and receiving a time extension until May 20. One day after its plan was sent, the Department declared it out of order.
Sincerely,
Senator Jane Member
Congressman Sam Fellow?????????
`
  },
  {
    title: 'a speech that greets nobody, as asking nothing',
    date: null,
    signers: [],
    recipients: [],
    deadline: { kind: 'none' },
    questions: [],
    text: `The bill has waited for two years. Why is that? Where is the town that was promised a bridge?
I urge my colleagues to support it. How can we make care something that more families have planned for?
`
  },
  {
    title: 'bulleted items that a copy set into one line, their bullets become question marks',
    date: '2006-09-25',
    signers: ['Jane Member', 'Pat Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'Can you confirm how many posts will go at the base?',
      'Which units will lose posts?',
      'When will the cuts take place?'
    ],
    text: `The text of the letter sent by Senator Member to Secretary Example Tuesday:
   September 25, 2006
   The Honorable Alex Example Secretary of Defense Room 100 Washington, DC 20301-1000
   Dear Secretary Example,
   We are writing about the base. With that in mind, please respond to the following questions:
   * Can you confirm how many posts will go at the base? ? Which units will lose posts? ? When will the cuts take place?
   We respectfully request a timely response to these questions.
   Sincerely,
   Senator Jane Member Senator Pat Colleague
`
  },
  {
    title: 'items set apart by wide gaps in a line, some of two sentences, and six names in a row',
    date: '2007-10-23',
    signers: ['Jane Member', 'Pat Colleague', 'Sam Fellow'],
    recipients: ['Alex Q. Example'],
    deadline: { kind: 'date', date: '2007-11-13' },
    questions: [
      'What is the total number of cases? Of this number, how many were treated?',
      'Which procedures are in place? How are people trained?',
      'What incentives are in place to attract more staff?'
    ],
    text: `WASHINGTON – Three Members sent the following letter. October 23, 2007  The Honorable Alex Q. Example Secretary of Defense The Pentagon Washington, D.C. 20301-1000  Dear Secretary Example:    We are writing about the injuries that nobody sees, of which the news has been full for weeks.   For these reasons, we ask that you provide the following information:    What is the total number of cases? Of this number, how many were treated?     Which procedures are in place? How are people trained?     What incentives are in place to attract more staff?     Thank you for providing this information to our offices by November 13, 2007.   Sincerely,     U.S. Senator Jane Member        Representative Pat Colleague        Representative Sam Fellow     `
  },
  {
    title: 'items begun by a dash glued to them, in a line',
    date: null,
    signers: ['Jane Member'],
    recipients: ['Example'],
    deadline: { kind: 'none' },
    questions: [
      'Is the agency planning more staff? Will it answer the line?',
      'How is it planning to tell parents?',
      'Will it inspect more of them?'
    ],
    text: `Senator Jane Member (D-VT) wrote to the agency today.

Dear Chairman Example,

I share the concerns of many parents. Therefore, I would like the following questions to be answered in writing: -Is the agency planning more staff? Will it answer the line?  -How is it planning to tell parents? -Will it inspect more of them?

Sincerely,
Jane Member
United States Senator
`
  },
  {
    title: 'questions run together in the paragraph after their promise',
    date: '2006-05-23',
    signers: ['Jane Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'What is being done to find the data?',
      'Why was the list put on a laptop?',
      'Can you narrow the number of people at risk?',
      'Was it encrypted?'
    ],
    text: `May 23, 2006
The Honorable Alex Example
Secretary
Department of Examples
Washington, DC 20420
Dear Secretary Example,
I am troubled by the loss. People are entitled to an explanation, and responding to the following questions will begin to provide some answers.

What is being done to find the data? Why was the list put on a laptop? Can you narrow the number of people at risk? Was it encrypted?

Please provide me with a more thorough response to this issue as quickly as possible.
Sincerely,
Jane Member
United States Senator
`
  }
]
