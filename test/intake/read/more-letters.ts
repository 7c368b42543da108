import type { MadeLetter } from './letters.ts'

/** More made-up letters: scans, releases without the letter, side-by-side blocks, lists within lists. */
export const moreMadeLetters: MadeLetter[] = [
  {
    title: 'a House letter signed in two columns under a Re: line, with bullets inside bullets',
    date: '2017-03-28',
    signers: [
      'Jane Q. Member',
      'Pat R. Colleague',
      'Lee S. Third',
      'Ann Fourth',
      'Bob D. Fifth',
      'Cal Sixth'
    ],
    recipients: ['Alex Example', 'Sam Sample'],
    deadline: { kind: 'date', date: '2017-04-14' },
    questions: [
      'How will the Departments coordinate',
      'What guidance has been issued',
      'Copies of any agreement'
    ],
    text: `Congress of the United States
Washington, DC 20515

                                             March 28, 2017

The Honorable Alex Example               The Honorable Sam Sample
Attorney General                         Secretary
U.S. Department of Justice               U.S. Department of Homeland Security
950 Pennsylvania Avenue, N.W.            245 Murray Lane, S.W.
Washington, D.C. 20530                   Washington, D.C. 20528

Re: Detention of asylum seekers at rural facilities

Dear Attorney General Example and Secretary Sample:

We write to express our concern about conditions at rural detention facilities. In January, a
court ordered improvements by June 30, 2017.

Therefore, we respectfully request the following information by Friday, April 14th:

• How will the Departments coordinate inspections?
   o Who will lead them?
   o How often will they take place?
• What guidance has been issued to wardens since January 20, 2017?
• Copies of any agreement with a county that operates a facility.

Sincerely,

Jane Q. Member                              Pat R. Colleague
Member of Congress                          Member of Congress

LEE S. THIRD                                ANN FOURTH
Member of Congress                          Member of Congress

Bob D. Fifth                                Cal Sixth
Member of Congress                          Member of Congress
`
  },
  {
    title: 'a release that quotes the letter but does not hold it, with the list of questions',
    date: null,
    signers: ['Jane Q. Member', 'Pat Colleague'],
    recipients: [],
    deadline: { kind: 'date', date: '2014-06-30' },
    questions: ['How many ships were inspected', 'What penalties were assessed'],
    text: `WASHINGTON - U.S. Representatives Jane Q. Member (D-CA) and Pat Colleague (R-FL) today asked the Coast Guard about inspections of cruise ships after a fire in February.

"Passengers deserve answers," the lawmakers wrote. "Is anybody minding the ship?"

The members asked for a response by June 30, 2014 to the following questions:

1. How many ships were inspected in 2013?
2. What penalties were assessed?

The letter can be found here.

###
`
  },
  {
    title: 'numbered requests called Request No., with definitions, and a threat of a subpoena',
    date: '2022-02-03',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2022-02-17' },
    questions: ['All contracts between your company', 'A privilege log'],
    text: `February 3, 2022

VIA E-MAIL: counsel@example.com

Mr. Alex Example
Chief Executive Officer
Example Logistics, LLC
500 Dock Street, Suite 200
Baltimore, MD 21202

Dear Mr. Example:

The Select Subcommittee is examining pandemic freight contracts. On December 1, 2021, we wrote to you requesting documents. You have not responded. We therefore renew our requests and ask that you produce the following by February 17, 2022:

Request No. 1: All contracts between your company and any federal agency entered into after March 1, 2020.

Request No. 2: A privilege log of any document withheld.

If you fail to comply, the Subcommittee may resort to compulsory process.

Sincerely,

/s/ Jane Q. Member
Jane Q. Member
Chair
Select Subcommittee on Examples
`
  },
  {
    title: 'a reply from an agency, which asks nothing',
    date: '2018-10-02',
    signers: ['Alex Example'],
    recipients: ['Jane Q. Member'],
    deadline: { kind: 'none' },
    questions: [],
    text: `October 2, 2018

The Honorable Jane Q. Member
United States Senate
Washington, DC 20510

Dear Senator Member:

Thank you for your letter of August 15, 2018, regarding visa processing. You asked whether the Department would add staff by December 31, 2018.

The Department has taken the following steps:

1. It hired forty adjudicators.
2. It extended hours at two posts.

We hope this information is helpful. Please do not hesitate to contact us if we may be of further assistance.

Sincerely,

Alex Example
Assistant Secretary
Bureau of Legislative Affairs
`
  },
  {
    title: 'questions in running paragraphs, a rhetorical one in a quotation left out',
    date: '1998-02-12',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '1998-03-02' },
    questions: [
      'Has the Service changed its policy',
      'How many audits were opened',
      'I would also like to know why',
      'Finally, please send me'
    ],
    text: `February 12, 1998

The Honorable Alex Example
Commissioner
Internal Revenue Service
1111 Constitution Avenue, N.W.
Washington, D.C. 20224

Dear Commissioner Example:

A constituent asked me recently, "Why does it take the I.R.S. two years to answer a letter?" I could not tell her.

Has the Service changed its policy on correspondence since 1996? If so, what is the new policy? How many audits were opened in fiscal year 1997 because a letter went unanswered? I would also like to know why the Dallas office closed.

Finally, please send me the report the Service promised to complete by January 15. I would appreciate a reply by March 2.

With best regards,

Jane Q. Member
United States Senator
`
  },
  {
    title:
      'a hard-wrapped scan with page numbers, a repeated line, footnotes at the foot of a page and a list across it',
    date: '2010-12-06',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2010-12-20' },
    questions: [
      'What criteria did the Agency use',
      'Did any employee of the Agency meet',
      'Provide all correspondence'
    ],
    text: `December 6, 2010

The Honorable Alex Example
Administrator
General Services Administration
1800 F Street, NW
Washington, DC 20405

Dear Administrator Example:

We write about the lease of the Southwest headquarters building. The Inspector General
reported that the lease was signed without competition.1 The Agency later told us that it
relied on an exception for urgent need.2

In order to understand that decision, please respond to the following no later than the
close of business on December 20, 2010:

1. What criteria did the Agency use to find that the need was urgent, and who made that
finding?

2. Did any employee of the Agency meet with the owner of the building before the lease was
signed? If so, please list each meeting, its

1 Office of Inspector General, Review of the Southwest Lease (Oct. 4, 2010), available at
www.example.gov/review.
2 Letter from the Administrator to Jane Q. Member (Nov. 1, 2010).

2

date, and who attended.

3. Provide all correspondence between the Agency and the owner from January 1, 2009 to the
present.
present.

Thank you for your prompt attention to this matter. If you have any questions, please have
your staff contact Jamie Staff at (202) 555-0102.

Sincerely,

JANE Q. MEMBER            PAT R. COLLEAGUE
Chairman                  Ranking Member
`
  },
  {
    title:
      'a paragraph of allegations numbered inline that asks nothing, then one request to act and one for a meeting',
    date: '2021-06-09',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: ['I urge you to suspend', 'I also request a meeting'],
    text: `June 9, 2021

The Honorable Alex Example
Secretary of the Interior
1849 C Street, N.W.
Washington, D.C. 20240

Dear Secretary Example,

The audit found that the operator (1) failed to post a bond, (2) drilled outside its lease, and (3) ignored two notices of violation.

I urge you to suspend the lease until a bond is posted. I also request a meeting with you to discuss the matter.

Sincerely,

Jane Q. Member
Member of Congress
`
  },
  {
    title: 'sections with headings and one running numbering, and a reply by Friday',
    date: '2025-03-11',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2025-03-14' },
    questions: [
      'Who decided to end the grants',
      'On what date was that decision',
      'How many positions',
      'Will the agency restore'
    ],
    text: `March 11, 2025

Acting Director Alex Example
National Institutes of Health
9000 Rockville Pike
Bethesda, MD 20892

Dear Acting Director Example:

We are alarmed by the termination of grants on February 28. Given the urgency of this matter, we ask that you answer the questions below by close of business Friday.

Terminations

1. Who decided to end the grants?
2. On what date was that decision made?

Staffing

3. How many positions have been eliminated since January 20, 2025? Please break this number down by institute.
4. Will the agency restore them?

Sincerely,

Jane Q. Member          Pat R. Colleague
United States Senator   United States Senator
`
  }
]
