import type { MadeLetter } from './letters.ts'

/** Made-up letters in the odd shapes people paste. */
export const oddLetters: MadeLetter[] = [
  {
    title: 'a letter with no punctuation and no markers',
    date: '2014-03-03',
    signers: ['Jane Q Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2014-03-21' },
    questions: [
      'How many field offices',
      'What criteria were used',
      'Please provide the list',
      'Was any study made'
    ],
    text: `March 3 2014

Honorable Alex Example
Commissioner
Social Security Administration
Baltimore MD 21235

Dear Commissioner Example

I am writing about the closing of field offices My constituents have told me that they now drive two hours I would like answers to the following questions by March 21 2014

How many field offices were closed in 2013
What criteria were used to choose them
Please provide the list of offices to be closed in 2014
Was any study made of the effect on the disabled

Thank you for your help

Sincerely

Jane Q Member
Member of Congress
`
  },
  {
    title: 'a release that prints the letter as one quotation',
    date: null,
    signers: ['Jane Q. Member'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2020-08-17' },
    questions: ['What operational changes', 'Was the effect of these changes', 'When will sorting machines'],
    text: `Member presses Postal Service on delays

Sen. Jane Q. Member (D-Mont.) is demanding the Postmaster General explain mail delays. In a letter sent Thursday, she wrote:

“Dear Postmaster General Example,

“I write on behalf of rural residents who have waited weeks for medicine. 

“I ask that you respond to these questions by August 17, 2020:

“1. What operational changes were made in July?

“2. Was the effect of these changes on rural customers studied? If so, please share the study.

“3. When will sorting machines be returned to service?

“I look forward to your swift response.”

Member has long been a champion of the Postal Service. What's next? She will hold a town hall on August 20.
`
  },
  {
    title: 'questions called Q1 to Q3 after bullets that state facts',
    date: '2020-06-30',
    signers: ['Jane Q. Member', 'Pat R. Colleague', 'Lee S. Third', 'Ann Fourth'],
    recipients: ['Sam Founder'],
    deadline: { kind: 'date', date: '2020-07-10' },
    questions: ['How many staff enforce', 'Will you commit to an independent', 'With respect to advertising'],
    text: `June 30, 2020

Mr. Sam Founder
Founder, Chairman & Chief Executive Officer
Example Social, Inc.
1 Example Way
Springfield, IL 62701

Dear Mr. Founder:

We write to follow up on our letter of April 29, 2020, to which you have not responded, about white supremacist groups on your platform.

In its own report, the company said it had removed 200 groups. Those groups:
• used the platform to organize;
• recruited members through recommended pages; and
• raised money.

The company must do better. For example, what good is a policy that isn't enforced? We therefore ask the following:

Q1: How many staff enforce the policy? How many speak a language other than English?

Q2: Will you commit to an independent audit of enforcement and to making its results public?

Q3: With respect to advertising:
i. does the company review ads against the policy before they run;
ii. how many ads were removed in 2019; and
iii. what revenue did they bring?

Due to the urgency of these threats, we ask for a response no later than July 10. Your staff may contact ours (Ms. Staffer, 202-555-0103) to arrange a call.

Sincerely,

Jane Q. Member                    Pat R. Colleague                 Lee S. Third
United States Senator             United States Senator            United States Senator

Ann Fourth
United States Senator
`
  },
  {
    title: 'an e-mail with a letter whose items are numbered 1.1, 1.2',
    date: '2017-10-03',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 7, unit: 'calendar_days', from: null },
    questions: [
      'The number of meals',
      'The number now in warehouses',
      'A list of all contracts',
      'For each, the justification'
    ],
    text: `From: Legislative Staff <staff@example.org>
Sent: Tuesday, October 3, 2017 4:12 PM
To: Congressional Liaison
Subject: Letter from Rep. Member

Please see attached and below.

October 3, 2017

The Honorable Alex Example
Administrator
Federal Emergency Management Agency
500 C Street SW
Washington, DC 20472

Dear Administrator Example:

I write regarding the response to the hurricane.

Specifically, I request that FEMA provide the following:

1. Supplies
   1.1 The number of meals and liters of water delivered to date.
   1.2 The number now in warehouses on the island.
2. Contracts
   2.1 A list of all contracts awarded without competition.
   2.2 For each, the justification and approval document.

I request this information within seven (7) calendar days. Failure to provide it will be taken up at our hearing on October 24.

Sincerely,

Jane Q. Member
Member of Congress

CC: Governor of the Commonwealth
`
  },
  {
    title: 'questions that run on after a colon',
    date: '2009-05-22',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2009-06-12' },
    questions: [
      'What is the present wait',
      'How many physicians',
      'What plans does the Department',
      'In addition, please furnish'
    ],
    text: `WASHINGTON, DC 20515

May 22, 2009

Hon. Alex Example
Secretary of Veterans Affairs
810 Vermont Avenue, NW
Washington, DC 20420

Dear Mr. Secretary:

Thank you for meeting with us last week about the hospital in our district. As we discussed, veterans have had to wait as long as nine months for a first appointment. The Department testified on March 4 that the wait would fall below 30 days by October 1.

We would appreciate your providing us with answers to the following: What is the present wait for a first appointment in each specialty? How many physicians have left since January 2008, and why? What plans does the Department have to open a clinic in the northern part of the county? In addition, please furnish a copy of the space study completed last fall.

We would be grateful for a reply by June 12. With warm regards, we are

Sincerely yours,

Jane Q. Member, M.C.          Pat R. Colleague, M.C.
`
  },
  {
    title:
      'a letterhead roster, recommendations that are no questions, and lettered sub-items set apart by blank lines',
    date: '2016-01-12',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2016-01-26' },
    questions: [
      'Did the Department perform',
      'For each of the last five',
      'The report cites the case',
      'Please describe all steps'
    ],
    text: `United States Senate
COMMITTEE ON THE EXAMPLE
WASHINGTON, DC 20510-6275

JANE Q. MEMBER, IOWA, CHAIRMAN
PAT COLLEAGUE, VERMONT          LEE THIRD, UTAH
ANN FOURTH, TEXAS               BOB FIFTH, OHIO
CAL SIXTH, STAFF DIRECTOR

January 12, 2016

VIA ELECTRONIC TRANSMISSION

The Honorable Alex Example
Secretary
U.S. Department of Health and Human Services
200 Independence Avenue, S.W.
Washington, DC 20201

Dear Secretary Example:

As Chairman of the Committee, I have a responsibility to conduct oversight of the programs the Department runs. On December 3, 2015, the Office of Inspector General (OIG) issued a report entitled "Vulnerabilities in Home Health." The report made the following recommendations:

(1) The Department should require surety bonds;
(2) The Department should suspend payments to suspect providers; and
(3) The Department should publish the results of its audits.

According to the OIG, the Department concurred with only one. This raises several questions. Why did the Department not concur? Is the Department aware of the scale of the fraud?

Accordingly, please provide written responses to the following questions, and the requested documents, by January 26, 2016. Please number your responses according to their corresponding questions.

1. Did the Department perform its own analysis of the surety bond proposal?

a. If so, please provide a copy.

b. If not, why not?

2. For each of the last five fiscal years, please provide:

a. the number of providers suspended;

b. the amount recovered; and

c. the number of referrals to the Department of Justice.

3. The report cites the case of one provider in Miami who billed $2.3 million after being suspended. How did that happen? What has the Department done to make sure that it does not happen again?

4. Please describe all steps, if any, that CMS has taken since December 3, 2015.

Thank you in advance for your prompt attention to these matters. Should you have any questions, please contact Jamie Staff of my Committee staff at (202) 224-0000.

Sincerely,


Jane Q. Member
Chairman
Committee on the Example
`
  },
  {
    title: 'a release with bare lines for questions and a quoted text message',
    date: '2022-05-04',
    signers: ['Jane Member', 'Pat Colleague', 'Lee Third', 'Ann Fourth', 'Bob Fifth'],
    recipients: ['Founder'],
    deadline: { kind: 'date', date: '2022-05-18' },
    questions: [
      'What are your procedures',
      'How many complaints',
      'A list of all cases',
      'Under what circumstances',
      'What share of your customers'
    ],
    text: `FOR IMMEDIATE RELEASE
May 4, 2022

Member, Colleague Lead 15 Senators in Demanding Answers from Example Bank on Fraud

Washington, D.C. – United States Senators Jane Member (D-Mass.), Pat Colleague (D-N.J.), and Lee Third (I-Vt.) sent a letter to Example Bank CEO Sam Founder following reports of widespread fraud on the bank's payments platform. 

“Your company has failed its customers,” wrote the senators. “What is your plan to fix it?”

The senators asked Mr. Founder to respond by May 18, 2022.

Senators Ann Fourth (D-Ohio) and Bob Fifth (D-Nev.) also signed the letter.

Full text of the letter is available here (PDF) and below:

Dear Mr. Founder:

We write to express our concern regarding reports of fraud on your payments platform and to request information about what your company is doing to protect consumers.

The platform moved $490 billion in 2021. In a typical case, a customer gets a text that says, “Did you send $500? Reply YES or NO.” How is a customer to know? Your bank has refused to refund most of them.

Given this rise in fraud and the risk to consumers, we ask that you provide answers to the following questions by May 18, 2022:

What are your procedures for identifying fraud on the platform? Please describe how they have changed since 2017.
How many complaints did you receive in each year since 2017, and in what share was the customer made whole?
A list of all cases referred to law enforcement.
Under what circumstances do you consider a transfer “unauthorized” under Regulation E?
What share of your customers were victims of more than one scam, to the extent known

Thank you for your attention to this important matter.

Sincerely,
`
  },
  {
    title: 'First, Second, Third as requests, and a law with a period of its own',
    date: '2004-07-08',
    signers: ['Henry A. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2004-07-22' },
    questions: ['First, I would like to know', 'Second, I ask that you', 'Third, please send me'],
    text: `Congress of the United States
House of Representatives
Washington, DC 20515

July 8, 2004

The Honorable Alex Example
Secretary, Department of Health and Human Services
200 Independence Avenue, SW
Washington, DC 20201

Dear Mr. Secretary:

I am writing to request information about the cost estimates for the drug bill. We understand that the actuary's estimates were withheld from Congress. I am deeply troubled by this.

First, I would like to know who ordered the estimates withheld and when. Second, I ask that you make the actuary available to testify. Third, please send me all estimates prepared between June 2003 and March 2004, including drafts.

Moreover, the law (section 4001 of the Balanced Budget Act) requires that the actuary respond to requests within thirty days. It is important that Congress receive this information. I therefore request that you provide it by July 22, 2004.

Your immediate attention to this matter is requested.

                                   Sincerely,

                                   HENRY A. MEMBER
                                   Ranking Minority Member
`
  },
  {
    title: 'steps taken, steps urged and questions in three lists',
    date: '2023-10-19',
    signers: ['Jane Q. Member', 'Pat R. Colleague Jr.', 'Michael C. Third', 'Henry C. "Hank" Fourth Jr.'],
    recipients: ['Chris Sample', 'Alex Example'],
    deadline: { kind: 'relative', count: 30, unit: 'calendar_days', from: null },
    questions: [
      'Hire at least 200',
      'Expand the use',
      'Publish monthly data',
      'We also request a briefing',
      'What is the current average',
      'What legislative changes'
    ],
    text: `October 19, 2023

The Honorable Chris Sample                The Honorable Alex Example
Attorney General                            Secretary
U.S. Department of Justice                  U.S. Department of Homeland Security
950 Pennsylvania Avenue NW                  Washington, DC 20528
Washington, DC 20530

Dear Attorney General Sample and Secretary Example,

We write to urge you to act on the backlog of asylum cases. More than two million cases are pending. In our view, the agencies can and should do more. We applaud the steps you have taken so far:
•	hiring 100 judges;
•	opening two courts; and
•	expanding legal orientation.

However, more is needed. We respectfully urge you to:
1)	Hire at least 200 additional judges;
2)	Expand the use of video hearings where appropriate; and
3)	Publish monthly data on the backlog.

We also request a briefing on your plans within 30 days. Additionally, please provide responses to the following:
•	What is the current average wait for a first hearing, by court?
•	What legislative changes, if any, would help?

Thank you for your consideration. We look forward to working with you.

Sincerely,

Jane Q. Member  Pat R. Colleague, Jr.
Member of Congress  Member of Congress

Michael C. Third, M.D.  Henry C. “Hank” Fourth, Jr.
Member of Congress  Member of Congress
`
  },
  {
    title: 'bullets in a text that is one line',
    date: '2018-09-25',
    signers: ['Jane Q. Member', 'Pat R. Colleague'],
    recipients: ['Example Founder'],
    deadline: { kind: 'date', date: '2018-10-09' },
    questions: [
      'Does the company plan',
      'What steps have been taken',
      'Describe the terms',
      'Provide the memo'
    ],
    text: `September 25, 2018 Mr. Example Founder Chief Executive Officer Example Search LLC 1600 Example Parkway Springfield, IL 62701 Dear Mr. Founder: We are deeply concerned by reports of a plan to relaunch a censored search engine in a foreign market. The reports say the service would link searches to telephone numbers. Your company has declined to comment. Is it true that employees were told to delete a memo on the subject? We request answers to these questions by October 9, 2018: • Does the company plan to launch the service? • What steps have been taken to protect the human rights of users? If none, why? • Describe the terms, filtered words and sites • Provide the memo described above. We look forward to hearing from you. Sincerely, Jane Q. Member United States Senator Pat R. Colleague United States Senator
`
  },
  {
    title: 'document requests in bare paragraphs ending in semicolons, then a briefing',
    date: null,
    signers: ['Jane Q. Member', 'Pat Colleague', 'Lee Third'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2023-04-14' },
    questions: [
      'All documents and communications between or among',
      'All documents and communications between the Department',
      'A list of all employees',
      'Documents sufficient to show',
      'Additionally, please schedule a staff'
    ],
    text: `WASHINGTON—House Committee on Example Chair Jane Q. Member (R-Ky.), Subcommittee Chair Pat Colleague (R-S.C.), and Rep. Lee Third (R-Texas) today opened an investigation into the contract. In a letter to Secretary Example, the lawmakers request documents and a staff-level briefing.

Read the letter to Secretary Example here or find the full text below.

Dear Secretary Example:

The Committee on Example is investigating the award of a contract to a firm with no record of performance. On March 2, 2023, the Department notified the Committee of the award. The Committee has learned that three employees objected.

The Department's own guidance asks, "Is the offeror responsible?" The answer appears to have been no.

To assist the Committee in investigating this matter, please provide the following documents and information, covering the time period January 1, 2021 to present, as soon as possible but no later than April 14, 2023:

All documents and communications between or among Department employees regarding the award;

All documents and communications between the Department and the firm;

A list of all employees involved in the award, to include name, title, and grade; and

Documents sufficient to show all payments made to the firm.

Additionally, please schedule a staff-level briefing on this matter by no later than April 7, 2023. To arrange for the delivery of responsive documents or ask any related questions, please contact Committee staff at (202) 225-0000. The attached instructions contain information regarding producing documents to the Committee.

The Committee on Example is the principal oversight committee of the U.S. House of Representatives and has broad authority to investigate "any matter" at "any time" under House Rule X.

Thank you in advance for your cooperation with this inquiry.

###
`
  }
]
