import { type CallView, maskPhoneNumber } from "@outbound-call/core"
import { DateTime, Effect, Schema } from "effect"
import { isPlainName } from "./Bounds.ts"
import { OutcomeWord, StatusWord } from "./CallResult.ts"
import { CallService } from "./CallService.ts"
import { NextStep, nothingMore, waitFor } from "./NextStep.ts"
import { howToApprove } from "./WaitingCall.ts"

const input = Schema.Struct({
  status: Schema.Literals(["any", "active", "ended", "planned"])
    .annotate({ description: "any unless told; planned: waits for a person's approval" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("any" as const))),
  to: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(40)).annotate({ description: "Only to this number" })),
  since: Schema.optionalKey(
    Schema.DateTimeUtcFromString.annotate({ description: "Only those recorded from then on, ISO 8601" })
  ),
  limit: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))
    .annotate({ description: "10 unless told" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  cursor: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(128)))
})

const Row = Schema.Struct({
  call_id: Schema.String,
  status: StatusWord,
  outcome: Schema.NullOr(OutcomeWord),
  to: Schema.String.annotate({ description: "Masked; get_call has it whole" }),
  created_at: Schema.DateTimeUtcFromString,
  duration_seconds: Schema.NullOr(Schema.Finite)
})

const output = Schema.Struct({
  calls: Schema.Array(Row),
  has_more: Schema.Boolean,
  next_cursor: Schema.NullOr(Schema.String),
  simulated: Schema.Boolean,
  next_step: NextStep
})

/** Lists the calls of this server's ledger. */
export const listCallsTool = {
  name: "list_calls",
  title: "List calls",
  description: "Calls placed from here, newest first, as last recorded.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  scope: "calls:read" as const,
  input,
  output,
  run: Effect.fnUntraced(function* ({ cursor, limit, since, status, to }: typeof input.Type) {
    const { list, server, simulated } = yield* CallService
    const { calls, nextCursor: next } = yield* list({ which: status, limit, since, to, cursor })
    const nextCursor = next !== null && isPlainName(next) ? next : null
    const again = {
      status,
      limit,
      ...(to === undefined ? {} : { to }),
      ...(since === undefined ? {} : { since: DateTime.formatIso(since) })
    }
    return {
      calls: calls.map(row),
      has_more: nextCursor !== null,
      next_cursor: nextCursor,
      simulated,
      next_step: afterList(calls, nextCursor, { again, server })
    }
  })
}

const row = (call: CallView): typeof Row.Type => ({
  call_id: call.id,
  status: call.status,
  outcome: call.outcome,
  to: maskPhoneNumber(call.to),
  created_at: call.createdAt,
  duration_seconds: call.durationSeconds
})

const afterList = (
  calls: ReadonlyArray<CallView>,
  cursor: string | null,
  { again, server }: { readonly again: NextStep["arguments"]; readonly server: string | null }
): NextStep => {
  const newest = calls[0]
  if (newest === undefined) return nothingMore("There are no such calls.")
  if (cursor === null && newest.status === "planned") return waitFor(newest.id, howToApprove(newest, server))
  return cursor === null
    ? {
        tool: "get_call",
        arguments: { call_id: newest.id },
        why: "Look at the call that is meant; this is the newest."
      }
    : { tool: "list_calls", arguments: { ...again, cursor }, why: "There are more." }
}
