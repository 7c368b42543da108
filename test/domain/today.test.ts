import assert from 'node:assert/strict'
import { clockAt, todayIn } from '../../server/clock.ts'

describe("A desk's today", () => {
  for (const [zone, midnight] of [
    ['America/New_York', '2026-11-03T05:00:00Z'],
    ['America/St_Johns', '2026-11-03T03:30:00Z'],
    ['Asia/Kathmandu', '2026-11-02T18:15:00Z'],
    ['Pacific/Chatham', '2026-11-02T10:15:00Z'],
    ['UTC', '2026-11-03T00:00:00Z']
  ] as const)
    it(`ends with its midnight in ${zone}, asked again and again`, () => {
      const at = (ms: number) => todayIn(clockAt(new Date(Date.parse(midnight) + ms)), zone)
      const minute = 60_000
      const asked = [-16 * minute, -minute, -1, 0, minute, 16 * minute, -1].map(at)
      assert.deepEqual(asked, [...Array(3).fill('2026-11-02'), ...Array(3).fill('2026-11-03'), '2026-11-02'])
    })
})
