import { Effect, Exit } from "effect"
import type { McpTest } from "effect/ai"
import { TestClock } from "effect/testing"
import { ada, asTimePasses, connect } from "../World.ts"

/** Everything that a server told of two calls, by every tool and every other way, as it went over the wire. */
export const course = Effect.gen(function* () {
  const client = yield* connect("2026-07-28")
  const told: Array<unknown> = []
  const note = <A, E>(answer: Effect.Effect<A, E>) =>
    Effect.map(Effect.exit(answer), (exit) => {
      told.push(Exit.isSuccess(exit) ? exit.value : String(exit.cause))
    })
  const use = (name: string, given: object) =>
    Effect.map(asTimePasses(client.callTool({ name, arguments: { ...given } })), (result) => {
      told.push(result)
      return result.structuredContent as Readonly<Record<string, unknown>> | undefined
    })
  yield* use("get_calling_setup", {})
  for (const to of [ada.to, "+14155550105"]) {
    const wish = { ...ada, to, idempotency_key: `wish-of-${to}`, wait_seconds: 0 }
    const placed = yield* use("place_call", wish)
    const call = { call_id: String(placed?.["call_id"]) }
    yield* TestClock.adjust("12 seconds")
    yield* use("get_call", call)
    yield* use("get_transcript", call)
    yield* use("wait_for_call", call)
    yield* use("get_call", call)
    yield* use("get_transcript", call)
    yield* use("get_transcript", { ...call, speaker: "recipient" })
    yield* use("get_transcript", { ...call, cursor: "soon" })
    yield* use("hang_up", call)
    yield* use("list_calls", {})
    yield* use("place_call", wish)
    yield* use("place_call", { ...wish, variables: { customer_name: "Bob" } })
    yield* use("check_call", { ...ada, to })
    yield* readings(client, call.call_id, note)
  }
  return told
})

const readings = Effect.fnUntraced(function* (
  client: McpTest.Client,
  id: string,
  note: <A, E>(answer: Effect.Effect<A, E>) => Effect.Effect<void>
) {
  yield* note(client.readResource({ uri: `call://${id}` }))
  yield* note(client.readResource({ uri: `call://${id}/transcript` }))
  yield* note(client.readResource({ uri: "calling://policy" }))
  yield* note(client.getPrompt({ name: "debrief_call", arguments: { call_id: id } }))
})
