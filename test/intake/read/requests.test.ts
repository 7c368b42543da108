import assert from 'node:assert/strict'
import { hear } from '../../../server/intake/read/requests.ts'

const asks = [
  'What is the status of the rule?',
  'Please provide a list of all grantees.',
  'Please explain the basis for your answer.',
  'If so, please identify the review and supply its contents.',
  'We request that your department conduct an analysis of the contract.',
  'I also request a meeting with you to discuss the matter.',
  'The Committee requests a staff-level briefing as soon as possible, but no later than March 10, 2023.',
  'Additionally, I ask that you describe the training given to agents.',
  'I would also like to know why the office closed.',
  'We would appreciate it if you could send us the audit.',
  'I would appreciate your explanation of why the grant was ended.',
  'The Department is requested to provide copies of all estimates.',
  'Please let us know whether the vacancy has been filled.',
  'Provide all documents relating to the sale.',
  'Describe the steps the agency has taken since then.',
  'Your response should include a timeline of the outage.',
  'We request a written response explaining how the figure was reached.',
  'We call on you to suspend the licence.',
  'I urge you to reconsider the decision.',
  'Please have your staff brief the Committee on the investigation.',
  'To help us understand the delay, please provide the number of pending cases.',
  'It would be helpful if the Department could provide a breakdown by state.',
  'We also seek information on how the funds were spent.',
  'Can you assure me that the figures are accurate?',
  'We ask for a full accounting of the costs.',
  'We write to request that the Department suspend the sale.',
  'The Department must explain how the site was chosen.',
  'You must also disclose who bought it.',
  'I write again to strongly urge you to reopen the office.',
  'We are particularly interested in learning how the sites were chosen.',
  'This letter also serves as a formal request for a briefing on the sale.',
  'In light of the so-called "sale memo"-we request that the other panel be told.',
  'I ask that you see to it that full responses are given to our outstanding letters by June 1, 2013.'
]

const logistics = [
  'Please respond to these questions no later than June 7, 2013.',
  'Please respond by close of business on Friday, June 7.',
  'Please provide your response in writing by May 1, 2012.',
  'Please provide to us no later than March 27th answers to these important questions so we might better understand the process.',
  'We request a response no later than October 24th, 2022.',
  'We look forward to your prompt response.',
  'I look forward to hearing from you.',
  'Thank you for your attention to this matter.',
  'We appreciate your cooperation, and respectfully request that you respond to our questions no later than May 29, 2007.',
  'If you have any questions, please contact Committee staff at (202) 555-0100.',
  'Should you have any questions, please have your staff contact my office at 202-555-0101.',
  'In responding, please repeat each question before its answer.',
  'Please deliver your responses to the majority staff in Room 100 and the minority staff in Room 200.',
  'To schedule the briefing, please contact Committee staff at (202) 555-0100.',
  'We would appreciate your response within 30 days.',
  'We anticipate your response within 30 days.',
  'I expect a written response within ten business days of the date of this letter.',
  'Your prompt attention to this request is appreciated.',
  'Please send your response in electronic format to the address below.',
  'We ask that you respond to this letter in writing.',
  'Please provide complete, written responses to these questions as soon as possible, but no later than 5:00PM on Friday, October 8, 2021.',
  'Please provide the requested information by August 1.',
  'Thank you in advance for your cooperation.',
  'Your assistance with this request is greatly appreciated.',
  'We urge you to act swiftly.',
  'We urge you to take these concerns seriously.',
  'I therefore request that you provide it by July 22, 2004.'
]

const neither = [
  'Please number your responses according to their corresponding questions.',
  'According to the report, the agency failed to provide records to auditors.',
  'On May 2, 2019, we requested documents from the agency.',
  'The agency promised to answer by May 17.',
  'Please do not hesitate to contact us.',
  'Please note that the Committee has broad authority.',
  'The Senators are requesting documents from the company.',
  'The American people need information about the programme, and we as lawmakers need to understand it.',
  'A constituent asked me, "Why does it take two years?"',
  'Please preserve all documents relating to this matter.',
  'We strongly encourage the agency to honor its promise.',
  'Congress asked the agency to report each year.',
  'We are concerned that the agency will not act.',
  'We would welcome the opportunity to work with you.',
  'We need answers.',
  'We hope that you will agree.',
  'We look forward to learning how the agency will proceed.',
  'Please find enclosed a copy of the report.',
  'I make these requests for several reasons.',
  'The Department must give notice under section 12.',
  'I am interested in hearing your thoughts on other issues.',
  'This letter also serves as a formal request to preserve all records of the sale.'
]

describe('What a sentence of a letter does', () => {
  for (const sentence of asks)
    it(`asks: ${sentence}`, () => {
      const heard = hear(sentence)
      assert.notEqual(heard.way, null)
      assert.equal(heard.isLogistics, false)
    })

  for (const sentence of logistics)
    it(`only says how to answer: ${sentence}`, () => assert.equal(hear(sentence).isLogistics, true))

  for (const sentence of neither)
    it(`asks nothing: ${sentence}`, () => {
      const heard = hear(sentence)
      assert.ok(heard.way === null || heard.isLogistics)
    })

  for (const thing of [
    'All documents relating to the sale',
    'A list of grantees;',
    'Copies of any agreement',
    'The number of complaints received',
    'Geographic breakdown of releases',
    'Any cost-benefit analysis',
    'For each grant, the amount paid',
    'How many were filed',
    'Whether the contract was competed'
  ])
    it(`asks as an item of a request: ${thing}`, () => assert.notEqual(hear(thing, true).way, null))
})
