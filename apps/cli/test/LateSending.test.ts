import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { openLine } from "./Line.ts"
import { folder, run } from "./Outbound.ts"
import { freshServer, ringsOf } from "./Server.ts"

it.live("each run has a key of its own and asks for the window, and every sending says which side it means", () =>
  Effect.gen(function* () {
    const server = yield* freshServer
    const line = yield* openLine
    line.leadTo(server.port)
    const data = yield* folder
    const outbound = run(data, ["call", "+14155550100", "--var", "customer_name=Ada", "--json"], {
      env: { OUTBOUND_URL: line.url }
    })
    yield* outbound
    yield* outbound
    const sent = line.asked.filter(({ what }) => what === "POST /v1/calls").map(({ headers }) => headers)
    assert.strictEqual(new Set(sent.map((headers) => headers["idempotency-key"])).size, 2)
    assert.deepEqual(
      sent.map((headers) => [headers["idempotency-window"], headers["outbound-simulated"]]),
      [
        ["600", "true"],
        ["600", "true"]
      ]
    )
    assert.deepEqual(ringsOf(server), ["+14155550100"])
  }).pipe(Effect.scoped)
)
