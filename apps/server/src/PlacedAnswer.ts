import { notDialled } from "@outbound-call/api"
import { type PlacedCall, viewCall } from "@outbound-call/core"
import { Effect } from "effect"
import { HttpApiSchema } from "effect/http-api"

/** How a placed call is answered: 202 unknown or waiting for a person, 424 nothing rang, 200 replayed, 201 dialled. See the table in the README. */
export const placedAnswer = Effect.fnUntraced(function* (
  { call, replayed, warnings }: PlacedCall,
  /** The preferences that were honoured. */
  applied: string
) {
  const view = { ...viewCall(call), warnings }
  const preference = applied === "" ? {} : { "preference-applied": applied }
  const found = { location: `/v1/calls/${call.id}`, ...preference }
  const { status } = view
  const replay = { ...found, "idempotent-replay": "true" } as const
  if (status === "unknown" || status === "planned") {
    return HttpApiSchema.withHeaders({ body: { ...view, status, replayed }, headers: replayed ? replay : found })
  }
  if (view.retrySafe) return yield* notDialled(viewCall(call), replayed)
  return replayed
    ? HttpApiSchema.withHeaders({ body: { ...view, replayed }, headers: replay })
    : HttpApiSchema.withHeaders({ body: { ...view, replayed }, headers: found })
})
