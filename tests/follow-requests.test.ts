import { assert, describe, it } from "@effect/vitest"
import { countRequests } from "./follow/Economy.ts"

describe("requests for each finished call, with its end found within 2.5 s in the mean", () => {
  it.each([
    { live: 20, minutes: 15, most: 2 },
    { live: 100, minutes: 5, most: 1.2 }
  ])("are at most $most with $live live calls", async ({ live, minutes, most }) => {
    const { finished, meanSeconds, requestsPerCall } = await countRequests({ seed: 1, live, minutes, how: "swept" })
    assert.isAbove(finished, 200)
    assert.isAtMost(requestsPerCall, most)
    assert.isAtMost(meanSeconds, 2.5)
  })

  it("are many more where each call is read by itself every five seconds", async () => {
    const { finished, requestsPerCall } = await countRequests({ seed: 1, live: 20, minutes: 5, how: "polled" })
    assert.isAbove(finished, 50)
    assert.isAbove(requestsPerCall, 12)
  })
})
