import { Effect } from "effect"
import { hostOf, type Json } from "../Host.ts"

/** Everything that the tools told of one call through a server, and what the person was asked. */
export const remoteCourse = Effect.fnUntraced(function* (to: string) {
  const told: Array<unknown> = []
  const host = yield* hostOf({
    era: "2026-07-28",
    show: () => Effect.succeed({ action: "accept", content: { call: true } })
  })
  const use = (name: string, given: object) =>
    Effect.map(host.use(name, given), (answer) => {
      told.push(answer)
      return answer.result
    })
  const wish = { to, variables: { customer_name: "Ada" }, idempotency_key: `wish-of-${to}`, wait_seconds: 0 }
  const { idempotency_key: _key, wait_seconds: _wait, ...checked } = wish
  yield* use("get_calling_setup", {})
  yield* use("check_call", checked)
  yield* use("check_call", { to: "+1415" })
  const placed = yield* use("place_call", wish)
  const call = { call_id: String(placed["call_id"]) }
  yield* use("wait_for_call", call)
  yield* use("get_call", call)
  yield* use("get_transcript", call)
  yield* use("list_calls", {})
  yield* use("place_call", wish)
  yield* use("place_call", { ...wish, variables: { customer_name: "Bob" } })
  yield* use("place_call", { ...wish, to: "+19005550199", idempotency_key: `premium-of-${to}` })
  yield* use("get_call", { call_id: "call_00000000000000000000000000" })
  yield* use("hang_up", call)
  for (const uri of [`call://${call.call_id}`, `call://${call.call_id}/transcript`, "calling://policy"]) {
    told.push(yield* host.read(uri))
  }
  return { told, asked: host.asked as ReadonlyArray<Json>, placed }
})
