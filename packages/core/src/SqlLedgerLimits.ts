import { DateTime, Effect } from "effect"
import type * as SqlClient from "effect/sql/SqlClient"
import type { ApiKey } from "./ApiKey.ts"
import type { Call } from "./Call.ts"
import { callWindows, overLimit } from "./CallBudget.ts"
import type { SqlLedgerLocks } from "./SqlLedgerLocks.ts"

/** Fails when a key has no room for this call. Within the transaction of the claim, so that no other call comes between. */
export const keepToLimits = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  locks: SqlLedgerLocks,
  apiKey: ApiKey,
  call: Call
) {
  const windows = callWindows(apiKey)
  if (windows.length === 0) return
  yield* locks.limits(apiKey)
  const now = DateTime.toEpochMillis(call.createdAt)
  for (const window of windows) {
    const [oldest] = yield* sql<{ readonly created_at: number | string }>`SELECT created_at FROM calls
      WHERE key_line = ${apiKey.line} AND created_at > ${now - window.millis}
      ORDER BY created_at DESC LIMIT 1 OFFSET ${window.calls - 1}`
    if (oldest !== undefined) return yield* overLimit(window, Number(oldest.created_at), now)
  }
})
