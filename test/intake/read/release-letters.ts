import type { MadeLetter } from './letters.ts'

/** Made-up letters in the forms press releases give them. */
export const releaseLetters: MadeLetter[] = [
  {
    title: 'a page whose line breaks were lost, glued to what surrounds it',
    date: '2025-04-22',
    signers: ['Jane Member', 'Pat Colleague'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2025-05-06' },
    questions: [
      'Please describe what plans the Center has',
      'How many inspectors have left since January 20, 2025?',
      'The database is used by travellers. Will the Center keep it?'
    ],
    text: `HomeMediaPress ReleasesMEMBER AND COLLEAGUE ON THE END OF A PROGRAM April 22, 2025 Press ReleaseSPRINGFIELD – Today, Congresswoman Jane Member (D-VT) and U.S. Senator Pat Colleague (D-VT) wrote to Acting Director Alex Example on the end of the inspections.“It must stay,” they wrote.The full text of the letter is below. Dear Acting Director Example, We are alarmed that the inspectors of the Center have been dismissed, just when they are needed most. We request answers to the following questions by May 6, 2025:Please describe what plans the Center has for the ABC.How many inspectors have left since January 20, 2025? Please include those on leave.The database is used by travellers. Will the Center keep it? We appreciate your attention to this matter. # # #
      Issues:Transportsection.paragraph { display: none; }
`
  },
  {
    title: 'two senators who share one tag, and a letter without a signature',
    date: '2005-03-17',
    signers: ['Jane Member', 'Pat Colleague'],
    recipients: ['Alex Q. Example'],
    deadline: { kind: 'none' },
    questions: [
      'We would like to better understand why the port',
      'If there are specific problems with the plan we would like you to make us aware of them.',
      'I would like assurance that no public money is used.'
    ],
    text: `SENS. MEMBER, COLLEAGUE SEEK ASSURANCES
  Sens. Jane Member and Pat Colleague (both D-Vt.) today sent a letter to the head of the program.
   Following is the text of the Senators' letter to the Director today:
   March 17, 2005
  Alex Q. Example, M.D., Ph.D.
  Director
  Office of Examples
  100 Main Street
  Springfield, VT 05000
   Dear Dr. Example:
   Funding has been cut by half. We would like to better understand why the port is in the second tier.
   If there are specific problems with the plan we would like you to make us aware of them.
   I would like assurance that no public money is used.
   We look forward to hearing from you.
`
  },
  {
    title: 'heads with clauses under them, in a list that lost its marks',
    date: null,
    signers: ['Jane Member'],
    recipients: ['Roe'],
    deadline: { kind: 'date', date: '2025-04-21' },
    questions: [
      'Provide copies of the plans',
      'Please describe the process for: How those plans',
      'Have any offices been exempted?',
      'The number of employees who have left, including: The share',
      'The number of employees on leave'
    ],
    text: `U.S. Senator Jane Member (D-VT) sent a letter to the Director.

Dear Mr. Roe:

We request by April 21, 2025 detailed answers to the following questions.

Provide copies of the plans submitted by March 13.
Please describe the process for:
How those plans are reviewed;
Who takes part; and
How they will be shared.
Have any offices been exempted? If so, why?
By April 21, 2025, and with weekly updates thereafter, provide:

The number of employees who have left, including:
The share of the workforce;
The places; and
The number of veterans.
The number of employees on leave at each office.
Thank you for your attention.

Sincerely,
`
  },
  {
    title: 'names in a row over titles in a row, in one line with the next letter',
    date: null,
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: ['We request that you take no further action', 'We request that you respond to Mayor'],
    text: `Following is the letter sent to the service: Ms. Alex Example GSA Administrator U.S. General Services Administration 100 Main Street Washington, DC 20405 Dear Administrator Example: The service has not addressed our concerns, and the plan goes on as it was before. We request that you take no further action until the review is done. We request that you respond to Mayor Doe's letter in detail. Thank you for your cooperation. Sincerely, Jane Q. Member Pat R. Colleague Chairman Ranking Member
`
  },
  {
    title: 'signers by title and surname, and lists after the signature that are no names',
    date: '2008-02-28',
    signers: ['Member', 'Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'For each site, we request that',
      'I ask that you release the data',
      'Has the agency',
      'How will'
    ],
    text: `February 28, 2008
Mr. Alex Example
Administrator
Example Agency
Dear Mr. Example:
The agency said it would set a standard today.
For each site, we request that the agency provide a plan.
I ask that you release the data you have used. I would also like answers to the following questions:
1. Has the agency done studies? If so, why are they not public?
2. How will it keep food safe?
Should consumers be the ones to find out? Must we accept this?
Sincerely,
Senator Member
Congresswoman Colleague
New Jersey
Pending with the President
Example Development Foundation (1)
Saint Example Seaway (1)
`
  },
  {
    title: 'quotation marks of which a half was lost',
    date: '2006-10-06',
    signers: ['Jane Member', 'Pat Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2006-10-16' },
    questions: ['We request that you take steps'],
    text: `October 6, 2006
  The Honorable
  Alex Example
  Administrator Example Agency
Dear Administrator Example:
The Agency\u00e2s committee wrote that the goal was \u00e2not protective of health.\u00e2?  It allows more than is \u00e2safe\u00e2? \u00e2 much more.
We request that you take steps to revise the Agency\u00e2s goal by October 16, 2006.
  Sincerely,   Jane Member  United States Senator Pat Colleague  United States Senator
`
  },
  {
    title: 'a briefing asked for in the sentence that promises questions, in a page that dates itself',
    date: '2025-04-15',
    signers: ['Jane Q. Member'],
    recipients: ['Example', 'Roe', 'Doe'],
    deadline: { kind: 'date', date: '2025-04-22' },
    questions: [
      'So, we reiterate our request for the agency to brief',
      'Why was no team sent?',
      'What aid has been paid?'
    ],
    text: `Member on the weak response to a storm in OldtownApril 15, 2025 Press ReleaseWashington, D.C. – Representative Jane Q. Member today led a letter to the Secretary on the response. Dear President Example, Secretary Roe, and Mr. Doe: We are alarmed at the failure to respond to the storm. So, we reiterate our request for the agency to brief the Committee this month on its response, and we request a written response from you by April 22 with answers to the following questions: Why was no team sent? What aid has been paid? The response so far has harmed our name abroad. We ask so that we can help.
`
  },
  {
    title: 'a mark of quotation too many, and items that run on into nested ones',
    date: '2024-03-04',
    signers: ['Jane Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'In addition, we ask that you preserve',
      'A detailed explanation of the sale, including',
      'A copy of each notice',
      'With respect to the Oldtown office, the'
    ],
    text: `March 4, 2024
The Honorable Alex Example
Administrator
Example Agency

Dear Administrator Example:

The sale of the Oldtown office concerns us.

You once said that the sale was "the most open ever."" The record shows otherwise. In addition, we ask that you preserve all records of the sale.

Please provide:

1. A detailed explanation of the sale, including
   (A) the legal authority relied upon;
   (B) the officials who concurred; and
   (C) any dissent recorded.

2. A copy of each notice given to employees.

3. With respect to the Oldtown office, the
   (A) date of its closing; and
   (B) use of its equipment.

Sincerely,

Jane Member
United States Senator
`
  },
  {
    title: 'signers named with their offices between semicolons, and a promise that holds its list',
    date: '2017-07-07',
    signers: ['Jane Member', 'Pat Colleague', 'Lee Third', 'Ann Fourth'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2017-07-21' },
    questions: ['Please provide the following', 'We also ask for'],
    text: `Caucus urges the Agency to guard its records

WASHINGTON – The letter was signed by: Jane Member, Caucus Chairwoman; Pat Colleague, First Vice Chair; Lee Third, Caucus Whip; and Rep. Ann Fourth.

July 7, 2017

The Honorable Alex Example
Administrator
Example Agency

Dear Administrator Example:

The sale of the records concerns us.

Please provide the following information by July 21, 2017: the number of records sold; the names of the buyers; and the price. We also ask for copies of all contracts.
`
  }
]
