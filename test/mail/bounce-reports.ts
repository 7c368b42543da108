/** Messages as a bounce mailbox gets them. */

/** A report of some kind: its readable part, what machines read, and what it gives back of the message. */
export const report = (to: string, type: string, body: string, returned = ''): Buffer =>
  Buffer.from(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example.org',
      `To: ${to}`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      `Content-Type: ${type}`,
      '',
      body,
      ...(returned ? ['--b', 'Content-Type: text/rfc822-headers', '', returned] : []),
      '--b--',
      ''
    ].join('\r\n')
  )

/** RFC 3464: what a mail server says that could not hand a message over, or has not yet. */
export const bounce = (to: string, status: string, returned = ''): Buffer =>
  report(
    to,
    'message/delivery-status',
    `Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; reader@example.org\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} said the server`,
    returned
  )

/** RFC 5965: what a mailbox says whose owner pressed "spam". */
export const complaint = (to: string, messageId: string): Buffer =>
  report(to, 'message/feedback-report', 'Feedback-Type: abuse\r\nVersion: 1', `Message-ID: ${messageId}`)
