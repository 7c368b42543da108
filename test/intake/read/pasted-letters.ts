import type { MadeLetter } from './letters.ts'

/** Made-up letters as records, pages, messages and scans give them. */
export const pastedLetters: MadeLetter[] = [
  {
    title: 'a letter as the Congressional Record sets it, the salutation run into the text',
    date: '2003-05-06',
    signers: ['Jane Q. Member', 'Pat Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2003-05-30' },
    questions: ['Please provide a list', 'What resources'],
    text: `                                                  U.S. Senate,
                                    Washington, DC, May 6, 2003.
     Hon. Alex Example,
     Secretary, Department of Labor,
     Washington, DC.
       Dear Mr. Secretary: We are writing about the office's
     use of consultants. We ask that you respond to the
     following by May 30, 2003:
       1. Please provide a list of all consultants the office
     has hired since 2001.
       2. What resources has the office devoted to the
     work?
       We appreciate your cooperation.
           Sincerely,
     Jane Q. Member,
       Chairman.
     Pat Colleague,
       Ranking Member.
`
  },
  {
    title: 'a page copied as Markdown, with escapes, links and bold',
    date: '2023-09-12',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2023-10-03' },
    questions: ['How many complaints', 'What actions'],
    text: `September 12, 2023

The Honorable Alex Example  
Chair  
Federal Trade Commission

Dear Chair Example,

We write about *apps*.[\\[1\\]](#_ftn1) Please respond to the following questions by **October 3, 2023**:

1\\. How many complaints has the Commission received about children&#39;s data?[\\[2\\]](#_ftn2)

2\\. What actions has the Commission taken since?

Sincerely,

**Jane Q. Member**  
United States Senator

[\\[1\\]](#_ftnref1) Study, *Apps* (Aug. 17, 2023), https://example.org/apps.
`
  },
  {
    title: "a page's source",
    date: '2020-08-14',
    signers: ['Jane Q. Member', 'Pat Colleague'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2020-08-21' },
    questions: ['Has the Service removed', 'Please provide all memoranda'],
    text: `<p>August 14, 2020</p>
<p>The Honorable Alex Example<br>Postmaster General<br>United States Postal Service</p>
<p>Dear Postmaster General Example:</p>
<p>Please answer the following questions no later than August&nbsp;21, 2020:</p>
<ol><li>Has the Service removed any machines?</li>
<li>Please provide all memoranda on overtime &amp; trips.</li></ol>
<p>Sincerely,</p>
<p>Jane Q. Member<br>United States Senator</p><p>Pat Colleague<br>United States Senator</p>
`
  },
  {
    title: 'a letter quoted in a message, whose own date is not the letter’s',
    date: null,
    signers: ['Jane Q. Member'],
    recipients: ['Example'],
    deadline: { kind: 'date', date: '2010-06-18' },
    questions: ['What was the average', 'Can the agency publish'],
    text: `From: Oversight staff
Sent: Friday, May 28, 2010 4:12 PM
Subject: FW: Letter on processing times

> Dear Director Example:
>
> I am writing on behalf of constituents who have waited years for decisions on
> their petitions. I would appreciate answers to these questions by June 18, 2010.
>
> 1. What was the average processing time in 2009?
>
> 2. Can the agency publish these figures each month?
>
> Sincerely,
>
> Jane Q. Member
> Member of Congress
`
  },
  {
    title: 'a salutation without "Dear", two addressees in columns',
    date: '2021-10-07',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example', 'Robin Sample'],
    deadline: { kind: 'date', date: '2021-10-21' },
    questions: ['What communications', 'The criteria used', 'Will you withdraw'],
    text: `October 7, 2021

The Honorable Alex Example            The Honorable Robin Sample
Secretary                             Secretary
U.S. Department of                    U.S. Department of Health
  Homeland Security                     and Human Services
Washington, D.C. 20528                Washington, D.C. 20201

Secretary Example and Secretary Sample:

Your memorandum of October 4, 2021 directs the offices to convene meetings within 30 days.

We ask that you provide the following by October 21, 2021:

What communications did your staff have about the memorandum before it was issued?
The criteria used to select the offices that were to convene the meetings first.
Will you withdraw the memorandum of October 4 if the meetings are not held at all?

Jane Q. Member
United States Senator
`
  },
  {
    title: 'a scan that misread the first number, and a short sentence that opens the list',
    date: '2011-04-13',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2011-04-20' },
    questions: ['All documents relating', 'A list of individuals', 'All records'],
    text: `April 13, 2011

Mr. Alex Example
Acting Director
Bureau of Land Management

Dear Acting Director Example:

The deadline has passed.

Please provide no later than April 20,2011:

      I.   All documents relating to the lease known in the field as "North";

      2.   A list of individuals responsible for the decision;

      3.   All records of communications with the lessee.

Sincerely,

Jane Q. Member
Chairman
`
  },
  {
    title: 'items in lower case without markers after a colon',
    date: '2017-12-14',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2018-01-12' },
    questions: ['the number of comments', 'whether the Commission', 'the steps'],
    text: `December 14, 2017

The Honorable Alex Example
Chairman
Federal Communications Commission

Dear Chairman Example:

More than a million comments in the Commission's docket appear to have been filed under stolen identities, and nobody has said by whom.

We would like to know:
the number of comments filed with a false name or address
whether the Commission has told law enforcement of any such filing
the steps the Commission will take to protect the docket

Please reply no later than January 12.

Sincerely,

Jane Q. Member
U.S. Senator
`
  },
  {
    title: 'one line whose account and whose questions are numbered in two ways',
    date: '2006-10-23',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2006-11-06' },
    questions: ['How many agents', 'What is the total cost', 'Describe all efforts'],
    text: `October 23, 2006 The Honorable Alex Example Attorney General United States Department of Justice Washington, DC 20535 Dear General Example: The issues include (1) the Bureau's resistance to criticism, and (2) an environment which discourages candor. Please respond to the following questions by November 6, 2006: 1) How many agents are assigned to the investigation? 2) What is the total cost to date? If it is not known, why not? 3) Describe all efforts to find the source. If you have any questions, please contact my staff at (202) 555-0100. Sincerely, Jane Q. Member United States Senator`
  },
  {
    title: 'a request whose list only names people, and an invitation to confirm',
    date: '2022-11-18',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2022-12-02' },
    questions: ['All documents referring', 'All communications', 'In addition, please make'],
    text: `November 18, 2022

The Honorable Alex Example
Director
Federal Bureau of Investigation

Dear Director Example:

Please provide the following:

1. All documents referring to the memorandum of October 4;

2. All communications with the field offices about it.

In addition, please make the following employees available for transcribed interviews:

a. The chief of staff
b. The head of the field office

Please confirm their attendance promptly. Please provide all this information no later than December 2, 2022.

Sincerely,

Jane Q. Member
Ranking Member
`
  },
  {
    title: 'a letter set in capitals',
    date: '1996-02-20',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '1996-02-26' },
    questions: ['ALL TELEPHONE RECORDS', 'THE LOG OF VISITORS'],
    text: `FEBRUARY 20, 1996

HON. ALEX EXAMPLE
COUNSEL TO THE PRESIDENT
THE WHITE HOUSE

DEAR MR. EXAMPLE:

PLEASE PRODUCE THE FOLLOWING NO LATER THAN 5:00 P.M. ON MONDAY, FEBRUARY 26, 1996: (1) ALL TELEPHONE RECORDS OF THE OFFICE; AND (2) THE LOG OF VISITORS.

SINCERELY,

JANE Q. MEMBER
CHAIRMAN
`
  },
  {
    title: 'requests in prose, one of which says "also"',
    date: '1998-07-21',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '1998-08-14' },
    questions: ['I would appreciate your providing', 'Please also tell me'],
    text: `July 21, 1998

The Honorable Alex Example
Administrator
Federal Aviation Administration

Dear Mr. Example:

My constituents worry about small airports. I would be grateful for your response by August 14. I would appreciate your providing me with the number of near-collisions in each of the last five years. Please also tell me what the agency has done to notify pilots.

Sincerely,

Jane Q. Member
U.S. Senator
`
  },
  {
    title: 'a review whose subjects are listed, the materials due two weeks from today',
    date: '2020-07-20',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'relative', count: 14, unit: 'calendar_days', from: 'letter' },
    questions: ['The legal authority', 'Whether officers wore', 'Please tell us'],
    text: `July 20, 2020

The Honorable Alex Example
Inspector General
Department of Justice

Dear Inspector General Example:

On July 17, 2020, the state filed suit over the deployment of officers. Your review should consider:

• The legal authority under which the officers were deployed;
• Whether officers wore insignia, and if not, at whose direction.

Please tell us whether you will open the review no more than two weeks from today.

Sincerely,

Jane Q. Member
Chairman
`
  },
  {
    title: 'a deadline that says when the materials are to be handed over',
    date: '2007-08-16',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2007-08-31' },
    questions: ['copies of all communications', 'the names of all staff'],
    text: `August 16, 2007

The Honorable Alex Example
Administrator
Environmental Protection Agency

Dear Administrator Example:

The report to Congress must be submitted by December 31, 2007. I am writing to request:

1) copies of all communications about the waiver; and
2) the names of all staff who worked on it.

These materials should be provided to the Committee not later than Friday, August 31, 2007.

Sincerely,

Jane Q. Member
Chairman
`
  },
  {
    title: 'a list after "the following" and a full stop, with things that must be had by a day',
    date: '2018-04-12',
    signers: ['Jane Q. Member'],
    recipients: ['Alex Example'],
    deadline: { kind: 'date', date: '2018-04-26' },
    questions: ['Unredacted travel vouchers', 'Any threat assessments'],
    text: `April 12, 2018

The Honorable Alex Example
Administrator
U.S. Environmental Protection Agency

Dear Administrator Example:

On April 10, we learned of documents that contradict the account. Please provide the Committee with the following.

a. Unredacted travel vouchers for all travel of last year.
b. Any threat assessments prepared by the detail.

We must have these by 10:00 a.m. on Thursday, April 26.

Sincerely,

Jane Q. Member
Ranking Member
`
  }
]
