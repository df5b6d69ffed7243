import { Effect } from "effect"
import { type Call, identityKey } from "./Call.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CallRequest, ResolvedRequest } from "./CallRequest.ts"
import type { CallSettings } from "./CallSettings.ts"
import { busyElsewhere } from "./PlaceCall.ts"
import { prepareCall } from "./PrepareCall.ts"
import { asService, CurrentPrincipal, maySee } from "./Principal.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import { VoiceProvider } from "./VoiceProvider.ts"

/** The verdict on a request that is not placed. */
export interface CallCheck {
  readonly allowed: boolean
  readonly problems: ReadonlyArray<{ readonly code: string; readonly field: string; readonly message: string }>
  readonly warnings: ReadonlyArray<string>
  /** With every default filled in; null when there are problems. */
  readonly request: ResolvedRequest | null
  /** The live call that would block this one; that of another owner is not shown, and is a problem in its place. */
  readonly blockedBy: Call | null
}

/** Says whether a request would be dialled, and what stands against it. Dials and records nothing. */
export const checkCall = Effect.fn("checkCall")(function* (
  request: CallRequest
): Effect.fn.Return<
  CallCheck,
  ProviderError | LedgerError,
  CallSettings | ProviderAccount | CallLedger | VoiceProvider
> {
  const ledger = yield* CallLedger
  const provider = yield* VoiceProvider
  const principal = yield* CurrentPrincipal
  return yield* prepareCall(request).pipe(
    Effect.flatMap((prepared) =>
      Effect.map(
        asService(ledger.list({ to: prepared.request.to, live: true, limit: 100 })),
        ({ calls }): CallCheck => {
          const account = identityKey(provider.identity(prepared.request.phoneNumberId))
          const blocking = calls.find((call) => identityKey(call.identity) === account) ?? null
          const isSeen = blocking === null || maySee(principal, blocking)
          return {
            allowed: blocking === null,
            problems: isSeen ? [] : [{ code: "number-busy", field: "to", message: busyElsewhere(blocking.to).message }],
            warnings: prepared.warnings,
            request: prepared.request,
            blockedBy: isSeen ? blocking : null
          }
        }
      )
    ),
    Effect.catchTags({
      InvalidRequest: ({ problems }) => Effect.succeed(denied(problems)),
      CallRefused: ({ code, message }) => Effect.succeed(denied([{ code, field: "to", message }]))
    })
  )
})

const denied = (problems: CallCheck["problems"]): CallCheck => ({
  allowed: false,
  problems,
  warnings: [],
  request: null,
  blockedBy: null
})
