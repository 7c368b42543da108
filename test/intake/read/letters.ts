/** Letters made up for the tests: invented facts, roles instead of people, in the shapes real letters arrive in. */
export interface MadeLetter {
  title: string
  text: string
  date: string | null
  signers: string[]
  recipients: (string | null)[]
  deadline: {
    kind: 'date' | 'relative' | 'none'
    date?: string
    count?: number
    unit?: string
    from?: string | null
  }
  /** The opening words of each question. */
  questions: string[]
}

export const madeLetters: MadeLetter[] = [
  {
    title:
      'a committee letter with numbered requests, lettered sub-items, a running head in the list and instructions after it',
    date: '2019-06-04',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2019-06-18' },
    questions: [
      'All documents and communications referring or relating to the relocation',
      'Documents sufficient to show the cost',
      'An organizational chart',
      'Any cost-benefit analysis prepared',
      'A list of all employees who received'
    ],
    text: `                    COMMITTEE ON EXAMPLE AFFAIRS
                    U.S. HOUSE OF REPRESENTATIVES
                    WASHINGTON, DC 20515

June 4, 2019

The Honorable Alex Example
Secretary
U.S. Department of Agriculture
1400 Independence Avenue, S.W.
Washington, D.C. 20250

Dear Mr. Secretary:

    The Committee is investigating the relocation of two research offices. According to
press reports, more than one hundred employees declined to move. On May 2, 2019, your
staff told the Committee that documents would be produced by May 17, 2019. None were.

    To assist the Committee in its investigation, please produce the following documents
by June 18, 2019:

    1.  All documents and communications referring or relating to the relocation,
        including:

        a.  communications with consultants; and
        b.  drafts of the announcement;

    2.  Documents sufficient to show the cost of the relocation, by office and fis-
        cal year;

The Honorable Alex Example
June 4, 2019
Page 2

    3.  An organizational chart for each office before and after the relocation;

    4.  Any cost-benefit analysis prepared by or for the Department; and

    5.  A list of all employees who received a relocation notice, including title, grade
        and duty station.

    The Committee on Example Affairs is the principal oversight committee of the House and
has broad authority to investigate "any matter" at "any time" under House Rule X. An
attachment to this letter provides additional instructions for responding to this request.
If you have any questions regarding this request, please contact Committee staff at
(202) 555-0100.

                                        Sincerely,

________________________                ________________________
Jane Q. Member                          Pat R. Colleague
Chair                                   Chair
Committee on Example Affairs            Subcommittee on Samples

Enclosure

cc: The Honorable Chris T. Minority, Ranking Member

Responding to Committee Document Requests

1. In complying with this request, produce all responsive documents in unredacted form.
2. Documents produced should be in the order in which they were kept.
3. If a date or other descriptive detail is inaccurate, you should produce all documents.
`
  },
  {
    title: 'a Senate letter with bare paragraphs, a copy list and a period counted from receipt',
    date: '2015-09-09',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 30, unit: 'calendar_days', from: 'received' },
    questions: [
      'When did the Bureau first learn',
      'How many inmates',
      'Has the Inspector General',
      'Please also provide a copy'
    ],
    text: `September 9, 2015

VIA ELECTRONIC TRANSMISSION

The Honorable Alex Example
Director
Federal Bureau of Prisons
320 First Street, NW
Washington, DC 20534

Dear Director Example:

I write regarding the flooding of a housing unit in July. A report released on August 3, 2015 found that pumps had failed twice before. The report says the Bureau has until December 31, 2015 to replace them.

In order to better understand what happened, please respond to the following questions within thirty (30) days of receipt of this letter:

When did the Bureau first learn that the pumps had failed?

How many inmates were moved, and where were they housed? If any were hurt, please describe the injuries.

Has the Inspector General been notified?

Please also provide a copy of the contract for the pumps.

Thank you for your attention to this matter. Should you have any questions, please have your staff contact my office at 202-555-0101.

Sincerely,

Jane Q. Member
United States Senator

cc: The Honorable Sam Inspector
    Inspector General
`
  },
  {
    title: 'a letter to a company in one paragraph with inline numbers',
    date: '2021-02-01',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Sam Founder'],
    deadline: { kind: 'date', date: '2021-02-16' },
    questions: [
      'how many customers were affected',
      'whether the company has notified',
      'what steps it has taken'
    ],
    text: `February 1, 2021

Mr. Sam Founder
Chief Executive Officer
Example Widgets, Inc.
1 Widget Way
Springfield, IL 62701

Dear Mr. Founder:

We are troubled by reports of a breach. Please tell us, no later than 5:00 p.m. ET on Tuesday, February 16: (1) how many customers were affected; (2) whether the company has notified each of them, and on what date; and (3) what steps it has taken to prevent another breach. We look forward to your response.

Sincerely,

Jane Q. Member                         Pat R. Colleague
Member of Congress                     Member of Congress
`
  },
  {
    title: 'a release with party tags, no signature block, and the questions in the letter only',
    date: '2016-03-10',
    signers: ['Jane Q. Member', 'Pat Colleague', 'Lee Third'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2016-04-01' },
    questions: ['What is the current backlog', 'Of the pending claims', 'What additional resources'],
    text: `Member, Colleagues Press VA on Claims Backlog

WASHINGTON, D.C. - Today, U.S. Senator Jane Q. Member (D-VT) led a letter to the Secretary of Veterans Affairs asking about the claims backlog. The letter was also signed by Senators Pat Colleague (R-ME) and Lee Third (I-ME).

"Our veterans have waited long enough. When will it end?" said Senator Member.

A copy of the letter is available here. The full text of the letter is below:

March 10, 2016

Dear Secretary Example:

We write about the backlog of disability claims. Why has so little changed since 2013? The Department promised to clear the backlog by September 30, 2015, and did not.

We ask that you answer these questions by April 1, 2016:

• What is the current backlog, by regional office?
• Of the pending claims, how many are older than 125 days?
• What additional resources, if any, does the Department need?

We appreciate your prompt attention.

Sincerely,

###

Senator Member serves on the Committee on Veterans' Affairs. She has introduced three bills.
`
  },
  {
    title:
      'prose requests: an explanation, documents, a briefing by a day of its own, and a reply within business days',
    date: '2011-11-17',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 10, unit: 'business_days', from: 'letter' },
    questions: [
      'I request that you explain',
      'Please provide all audits',
      'In addition, I ask that your staff brief mine'
    ],
    text: `November 17, 2011

The Honorable Alex Example
Administrator
U.S. Environmental Protection Agency
1200 Pennsylvania Avenue, N.W.
Washington, D.C. 20460

Dear Administrator Example:

Recently, the Agency closed its laboratory in my district. The Act requires the Agency to report to Congress by January 31 of each year.

I request that you explain why the laboratory was chosen. Please provide all audits of it since 2005. In addition, I ask that your staff brief mine on the closure by December 1.

I expect a written response within ten business days of the date of this letter. Please preserve all documents relating to this matter. Thank you for your consideration.

Very truly yours,

JANE Q. MEMBER
Member of Congress
`
  },
  {
    title:
      'numbered findings that are not questions, then questions that are, with ordinals and a letter typed without blank lines',
    date: '2009-05-05',
    signers: ['Jane Q. Member', 'Pat R. Colleague Jr.'],
    recipients: ['Alex Example', 'Sam Sample'],
    deadline: { kind: 'date', date: '2009-05-22' },
    questions: ['Do you agree with these findings', 'Who approved the contract', 'What corrective action'],
    text: `May 5, 2009
The Honorable Alex Example
Secretary of Defense
1000 Defense Pentagon
Washington, DC 20301
The Honorable Sam Sample
Secretary of the Army
101 Army Pentagon
Washington, DC 20310
Dear Secretary Example and Secretary Sample:
We are writing about the contract for field kitchens. The auditors found the following:
1. The contractor billed for meals that were never served.
2. The contracting officer was not told of the shortfall until March.
3. The Army paid the invoices in full.
In light of these findings, please answer the following questions no later than May 22:
1. Do you agree with these findings? If not, why not?
2. Who approved the contract, and on what date?
3. What corrective action has the Army taken, if any?
We appreciate your cooperation. Please contact our staffs with any questions.
Sincerely,
Jane Q. Member
Ranking Member
Pat R. Colleague, Jr.
Chairman
`
  },
  {
    title: 'roman numerals with titled sections and lettered questions under them',
    date: '2023-08-14',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2023-08-28' },
    questions: [
      'How many inspectors does the agency employ',
      'What is the average time',
      'Please provide the training manual',
      'Which lines were reopened'
    ],
    text: `August 14, 2023

The Honorable Alex Example
Administrator
Federal Railroad Administration
1200 New Jersey Avenue, SE
Washington, DC 20590

Dear Administrator Example:

We seek information about track inspection. Accordingly, we request that you provide written answers to the following by August 28, 2023:

I. Staffing

A. How many inspectors does the agency employ in each region?
B. What is the average time to fill a vacancy?

II. Training

A. Please provide the training manual now in use.
B. Which lines were reopened after an inspector objected?

Thank you.

Sincerely,

Jane Q. Member
Chairwoman
`
  },
  {
    title: 'OCR bullets turned into letters, hard wraps, and a deadline of two weeks',
    date: '2018-01-08',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 14, unit: 'calendar_days', from: 'letter' },
    questions: [
      'How many complaints has the Commission',
      'What is the status of the rule',
      'Describe the steps the Commission'
    ],
    text: `January 8, 2018

The Honorable Alex Example
Chairman
Federal Communications Commission
445 12th Street, SW
Washington, DC 20554

Dear Chairman Example:

I am concerned about robocalls. My constituents receive them at all hours. So that I may
better understand the Commission's work, I ask that you respond to these questions no later
than two weeks from the date of this letter:

e How many complaints has the Commission received in each of the last three years, and
how many led to a citation?
e What is the status of the rule proposed in 2016?
e Describe the steps the Commission has taken with carriers.

I look forward to hearing from you.

Respectfully,

JANE Q. MEMBER
United States Senator
`
  },
  {
    title: 'questions in an attachment after the signature, the letter asking for answers in 21 days',
    date: '2013-07-22',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 21, unit: 'calendar_days', from: null },
    questions: ['How many grants were awarded', 'Identify each grantee', 'What is the total'],
    text: `July 22, 2013

The Honorable Alex Example
Secretary of Labor
200 Constitution Avenue, NW
Washington, DC 20210

Dear Secretary Example:

The Department's grants to training centers have drawn criticism from its own Inspector General. Please answer the attached questions within 21 days.

Thank you for your cooperation.

Sincerely,

Jane Q. Member
Ranking Member

Attachment: Questions for the Department of Labor

1. How many grants were awarded in fiscal year 2012?
2. Identify each grantee and the amount it received.
3. What is the total that was later disallowed?
`
  },
  {
    title: 'action requests in a list, and nothing to answer by a day',
    date: '2020-04-02',
    signers: ['Jane Q. Member', 'Pat R. Colleague', 'Lee S. Third'],
    recipients: ['Alex Example'],
    deadline: { kind: 'none' },
    questions: [
      'Suspend the collection of student loans',
      'Extend the application window',
      'Publish weekly figures'
    ],
    text: `April 2, 2020

The Honorable Alex Example
Secretary of Education
400 Maryland Avenue, SW
Washington, DC 20202

Dear Secretary Example:

The emergency has closed every campus in our state. We urge you to take the following steps immediately:

- Suspend the collection of student loans until the emergency ends.
- Extend the application window through September 30.
- Publish weekly figures on the requests received.

We stand ready to work with you.

Sincerely,

Jane Q. Member
Pat R. Colleague
Lee S. Third
Members of Congress
`
  },
  {
    title: 'markers alone on their lines, as a PDF gives them',
    date: '2024-10-01',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2024-10-15' },
    questions: [
      'Provide a timeline of the outage',
      'State whether any data were lost',
      'Identify the vendor'
    ],
    text: `October 1, 2024

Alex Example
President and Chief Executive Officer
Example Airlines
P.O. Box 100
Springfield, IL 62701

Dear Mr. Example,

We are reviewing the July outage. By October 15, 2024, please:

1.

Provide a timeline of the outage.

2.

State whether any data were lost.

3.

Identify the vendor responsible for the update.

Sincerely,

Jane Q. Member
Chair, Subcommittee on Examples
`
  },
  {
    title: 'a one-line text with no line breaks at all',
    date: '2012-05-16',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2012-06-01' },
    questions: ['How many flights were delayed', 'Why was the notice withdrawn', 'Please provide the notice'],
    text: `May 16, 2012 The Honorable Alex Example Administrator Federal Aviation Administration 800 Independence Avenue, SW Washington, DC 20591 Dear Administrator Example: I write to express concern about delays at regional airports. The agency withdrew its notice without comment. Please respond to the following questions by June 1, 2012: 1. How many flights were delayed in 2011? 2. Why was the notice withdrawn? 3. Please provide the notice and all comments on it. Thank you for your prompt attention to this matter. Sincerely, Jane Q. Member United States Senator`
  }
]
