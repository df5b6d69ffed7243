import {
  type CallId,
  CallLedger,
  type Kept,
  Retention,
  type RetentionOrder,
  type RetentionStep
} from "@outbound-call/core"
import { DateTime, Effect } from "effect"
import { LedgerDatabase } from "../src/LedgerDatabase.ts"
import { idOf, numberOf, start } from "./LedgerCall.ts"

/** Long after everything that these tests do. */
export const later = Effect.map(DateTime.now, (now) => DateTime.add(now, { days: 60 }))

/** Forgets what is over before `later`, step by step, as the capability does. */
export const forget = Effect.fnUntraced(function* (change: Partial<RetentionOrder> = {}) {
  const retention = yield* Retention
  const at = yield* DateTime.now
  const order = { before: yield* later, unheardBefore: DateTime.makeUnsafe(0), by: "bob", at, dryRun: false, ...change }
  let [forgotten, steps] = [0, 0]
  const kept: { -readonly [reason in keyof Kept]: number } = { attention: 0, unheard: 0, untold: 0 }
  let place: CallId | null = null
  do {
    const step: RetentionStep = yield* retention.forgetSome(order, place)
    forgotten += step.forgotten
    for (const reason of ["attention", "unheard", "untold"] as const) kept[reason] += step.kept[reason]
    steps++
    place = step.next
  } while (place !== null)
  return { forgotten, kept, steps }
})

/** How a call is shown to whoever asks for it. */
export const isForgotten = (id: string) =>
  CallLedger.use((ledger) => ledger.find(id)).pipe(Effect.map(({ forgottenAt }) => forgottenAt !== null))

const endpoint = "ep_00000000000000000000000001"

/** An endpoint that is told what comes after a position of the feed. */
export const addEndpoint = Effect.fnUntraced(function* (since: number) {
  const sql = yield* LedgerDatabase
  const row = { id: endpoint, url: "https://example.com/", events: "[]", secrets: "[]", created_at: start, since }
  yield* sql`INSERT INTO webhook_endpoints ${sql.insert(row)}`
})

export const messageIdOf = (n: number) => `msg_${idOf(n).slice("call_".length)}_1_00000000000000000000000001`

/** A message about the n-th call. */
export const addMessage = Effect.fnUntraced(function* (n: number, state: string) {
  const sql = yield* LedgerDatabase
  const id = messageIdOf(n)
  const body = JSON.stringify({ to: numberOf(n) })
  const rest = { endpoint_id: endpoint, type: "call.ended", attempts: 0, turn: 1, offered: 1, created_at: start }
  yield* sql`INSERT INTO webhook_messages ${sql.insert({ id, body, state, ...rest })}`
})
