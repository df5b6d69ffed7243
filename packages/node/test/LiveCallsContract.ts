import { assert, describe, it } from "@effect/vitest"
import { type CallId, CallLedger, CurrentPrincipal } from "@outbound-call/core"
import type { LiveCall } from "@outbound-call/core/LiveCall"
import { Effect, type Layer } from "effect"
import { claim, end, record } from "./LedgerDeeds.ts"
import { callOf, conversation, dialled, idOf, lost, rejected, start } from "./LedgerCall.ts"

const liveCalls = Effect.fnUntraced(function* (after: CallId | null, limit: number) {
  return yield* (yield* CallLedger).liveCalls(after, limit)
})

/** Nine calls: three of each state that is followed, and others between them. */
const crowd = Effect.gen(function* () {
  for (let n = 1; n <= 15; n++) yield* claim(callOf(n))
  yield* record(1, dialled(1))
  yield* record(2, rejected)
  yield* record(3, dialled(3), conversation(3, "in-progress"))
  yield* record(4, lost)
  yield* record(5, dialled(5), conversation(5, "processing"))
  yield* end(6)
  yield* record(7, dialled(7), { type: "hang-up" })
  yield* record(8, dialled(8), { type: "hang-up" }, conversation(8, "processing"))
  yield* record(9, dialled(9), conversation(9, "on-hold"))
})

/** What every ledger promises about the calls that a process picks up to follow them. */
export const liveCallsContract = <E>(name: string, layer: Layer.Layer<CallLedger, E>): void => {
  const promises = (promise: string, test: Effect.Effect<void, unknown, CallLedger>) =>
    it.live(`${promise} (${name})`, () => Effect.provide(test, layer))

  describe("the live calls whose conversation is known", () => {
    promises(
      "are read in batches by id, each once, and no other call is",
      Effect.gen(function* () {
        yield* crowd
        for (const limit of [1, 2, 3, 100]) {
          const read: Array<CallId> = []
          for (let after: CallId | null = null; ;) {
            const batch: ReadonlyArray<LiveCall> = yield* liveCalls(after, limit)
            assert.isAtMost(batch.length, limit)
            read.push(...batch.map(({ id }) => id))
            after = batch.at(-1)?.id ?? null
            if (after === null) break
          }
          assert.deepStrictEqual(read, [1, 3, 5, 7, 8, 9].map(idOf), `in batches of ${limit}`)
        }
      })
    )

    promises(
      "bring what following asks for",
      Effect.gen(function* () {
        yield* crowd
        const { createdAt: _, ...known } = { ...(yield* liveCalls(null, 1))[0] }
        assert.deepStrictEqual<object>(known, {
          id: idOf(1),
          conversationId: "conv_1",
          agentId: "agent_demo",
          status: "initiated",
          identity: "emulator|emulator|workspace_1|phnum_demo",
          isToEnd: false
        })
        const all = yield* liveCalls(null, 100)
        assert.deepStrictEqual(
          all.map(({ createdAt }) => (createdAt - start) / 1000),
          [1, 3, 5, 7, 8, 9]
        )
        assert.deepStrictEqual(
          all.filter(({ isToEnd }) => isToEnd).map(({ id }) => id),
          [idOf(7)]
        )
        assert.deepStrictEqual(
          all.map(({ status }) => status),
          ["initiated", "in-progress", "processing", "initiated", "processing", "initiated"]
        )
      })
    )

    promises(
      "are shown to nobody who may not see every call",
      Effect.gen(function* () {
        yield* crowd
        const as = (owner: string) =>
          Effect.provideService(CurrentPrincipal, { owner, scopes: ["calls:read"], key: null })
        assert.deepStrictEqual(yield* as("ada")(liveCalls(null, 100)), [])
      })
    )
  })
}
