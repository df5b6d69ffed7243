import { assert, describe, it } from "@effect/vitest"
import { followDefaults } from "@outbound-call/core/FollowSettings"
import { type Demand, Pace } from "@outbound-call/core/Pace"

const many: Demand = { calls: 100, isAwaited: true, everyMillis: null }

/** The limit of a request that was answered within a millisecond. */
const limit = (pace: Pace, now: number, retryAfterSeconds: number | null, begunAt = now - 1) =>
  pace.limited({ asked: "call", begunAt, now, retryAfterSeconds })

describe("Pace", () => {
  it("sweeps after two fifths as long again as one call is looked at, and rarely while nobody waits", () => {
    const pace = new Pace(followDefaults)
    assert.strictEqual(pace.periodMillis(many), 4_200)
    assert.strictEqual(pace.periodMillis({ ...many, calls: 1, everyMillis: 3_000 }), 3_000)
    assert.strictEqual(pace.periodMillis({ ...many, isAwaited: false }), 60_000)
  })

  it("asks nothing before the time that was named, and half as much at each limit", () => {
    const pace = new Pace(followDefaults)
    limit(pace, 1_000, 40)
    assert.strictEqual(pace.pausedUntil, 41_000)
    assert.strictEqual(pace.width, followDefaults.width / 2)
    limit(pace, 2_000, 10)
    assert.strictEqual(pace.pausedUntil, 41_000)
    assert.strictEqual(pace.width, followDefaults.width / 4)
    for (let n = 0; n < 20; n++) limit(pace, 41_000 + 2 * n, null)
    assert.strictEqual(pace.width, 1)
    assert.isAtMost(pace.pausedUntil, 101_100)
    assert.strictEqual(pace.periodMillis(many), 60_000)
  })

  it("waits for a while also where the provider names none, or nothing", () => {
    for (const seconds of [null, 0]) {
      const pace = new Pace(followDefaults)
      limit(pace, 0, seconds)
      assert.isAtLeast(pace.pausedUntil, followDefaults.intervalMillis)
    }
  })

  it("waits five minutes where the provider names a day", () => {
    const pace = new Pace(followDefaults)
    limit(pace, 0, 86_400)
    assert.strictEqual(pace.pausedUntil, 300_000)
    assert.strictEqual(pace.namedMillis(86_400), 300_000)
  })

  it("takes the limits of requests that were under way together for one, and the longest of their waits", () => {
    const pace = new Pace(followDefaults)
    for (let n = 0; n < 16; n++) limit(pace, 1_000 + n, 10 + n, 900)
    assert.strictEqual(pace.width, followDefaults.width / 2)
    assert.strictEqual(pace.pausedUntil, 1_015 + 25_000)
    limit(pace, 27_000, null, 26_015)
    assert.strictEqual(pace.width, followDefaults.width / 4)
  })

  it("is as fast as before after some answers", () => {
    const pace = new Pace(followDefaults)
    for (let n = 0; n < 4; n++) limit(pace, 2 * n, null)
    for (let n = 0; n < 30; n++) pace.answered()
    assert.strictEqual(pace.width, followDefaults.width)
    assert.strictEqual(pace.periodMillis(many), 4_200)
  })

  it("reads no more than twenty calls a second of those that the list never shows", () => {
    const pace = new Pace(followDefaults)
    assert.strictEqual(pace.patienceMillis({ ...many, calls: 10_000 }), 500_000)
    assert.strictEqual(pace.missingMillis(9, 10_000), 500_000)
    assert.isAtMost(pace.missingMillis(1_000, 10), 60_000)
  })
})
