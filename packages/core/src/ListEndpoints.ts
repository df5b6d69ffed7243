import { Effect } from "effect"
import type { Endpoint } from "./Endpoint.ts"
import type { LedgerError } from "./CallErrors.ts"
import { Endpoints } from "./Endpoints.ts"

/** Every endpoint of this ledger, newest first, also those that are disabled. None of them holds a secret. */
export const listEndpoints = Effect.fn("listEndpoints")(function* (): Effect.fn.Return<
  ReadonlyArray<Endpoint>,
  LedgerError,
  Endpoints
> {
  const endpoints = yield* Endpoints
  return yield* endpoints.list
})
