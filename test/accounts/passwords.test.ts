import assert from 'node:assert/strict'
import { hashPassword, isPassword, passwordFault } from '../../server/accounts/passwords.ts'
import { processorMs } from '../support/processor-time.ts'

const about = ['The editor', 'editor@example.org']

describe('a new password', () => {
  const refused: readonly (readonly [password: string, why: RegExp])[] = [
    ['', /at least 12/],
    ['short', /at least 12/],
    ['elevenchars', /at least 12/],
    ['a'.repeat(201), /at most 200/],
    ['passwordpassword', /easy to guess/],
    ['password1234', /easy to guess/],
    ['qwertyuiop123', /easy to guess/],
    ['123456789012345', /easy to guess/],
    ['aaaaaaaaaaaaaaa', /easy to guess/],
    ['editor@example.org', /easy to guess/],
    ['replyduereplydue', /easy to guess/],
    // As lists of leaked passwords have them: a word dressed up, the site's or the person's name, a famous example.
    ['Summer2024!!!', /easy to guess/],
    ['Winter2023Winter', /easy to guess/],
    ['Congress2026!', /easy to guess/],
    ['UnitedStates2024!', /easy to guess/],
    ['theeditor1234', /easy to guess/],
    ['ReplyDue2026!', /easy to guess/],
    ['correcthorsebatterystaple', /easy to guess/]
  ]
  for (const [password, why] of refused)
    it(`is refused: ${password.slice(0, 20) || 'nothing'}`, async () => {
      assert.match((await passwordFault(password, about)) ?? 'accepted', why)
    })

  for (const password of ['velvet anchor 47 mountain', 'kX9#qLm2$vRt', 'Пароль из пяти разных слов'])
    it(`is accepted: ${password}`, async () => assert.equal(await passwordFault(password, about), null))

  it('of 200 hostile characters is judged within a second', async () => {
    await passwordFault('warming the dictionary up', about)
    const took = await processorMs(() => passwordFault('aA1!'.repeat(50), about))
    assert.ok(took < 1000, `${took} ms`)
  })
})

describe('a kept password', () => {
  it('is an argon2id hash of the agreed cost', async () => {
    assert.match(await hashPassword('velvet anchor 47 mountain'), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('fits itself only, and fits nothing where there is none', async () => {
    const hash = await hashPassword('velvet anchor 47 mountain')
    assert.equal(await isPassword('velvet anchor 47 mountain', hash), true)
    assert.equal(await isPassword('velvet anchor 47 mountaim', hash), false)
    assert.equal(await isPassword('no account has this password', null), false)
  })

  it('is the same however its letters are composed', async () => {
    assert.equal(
      await isPassword('cafe\u0301 in four words', await hashPassword('caf\u00e9 in four words')),
      true
    )
  })
})
