import { Effect } from "effect"
import { type CallRefused, InvalidRequest, type LedgerError } from "./CallErrors.ts"
import { type CallLedger, type CallPage, type CallQuery } from "./CallLedger.ts"
import { CallSettings } from "./CallSettings.ts"
import { listCalls } from "./ListCalls.ts"
import { readPhoneNumber } from "./ReadPhoneNumber.ts"

/**
 * Lists calls like `listCalls`, with the number as a person writes it. A number that is never called is an invalid
 * request here. Reads only.
 */
export const searchCalls = Effect.fn("searchCalls")(function* (
  query: CallQuery
): Effect.fn.Return<CallPage, InvalidRequest | LedgerError, CallLedger | CallSettings> {
  const { region } = yield* CallSettings
  const { to, ...others } = query
  if (to === undefined) return yield* listCalls(others)
  const number = yield* Effect.fromResult(readPhoneNumber(to, { defaultRegion: region })).pipe(
    Effect.catchTag("CallRefused", neverCalled)
  )
  return yield* listCalls({ ...others, to: number })
})

const neverCalled = ({ code, reason }: CallRefused) =>
  new InvalidRequest({ problems: [{ code, field: "to", message: reason }] })
