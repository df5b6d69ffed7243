import type { CallView } from "@outbound-call/core/Call"
import type { CallEvent } from "@outbound-call/core/CallEvent"
import type { IdempotencyKey } from "@outbound-call/core/CallLedger"
import type { CheckedPolicy } from "@outbound-call/core/CheckCall"
import type { CallRequest, ResolvedRequest } from "@outbound-call/core/CallRequest"
import type { Conversation } from "@outbound-call/core/Conversation"
import type { HungUp } from "@outbound-call/core/HangUp"
import type { PlaceOptions } from "@outbound-call/core/PlaceCall"
import type { Recovery } from "@outbound-call/core/RecoverCall"
import type { Transcript } from "@outbound-call/core/Transcript"
import { Context, type Effect, type Stream } from "effect"
import type { CommandError } from "./Failure.ts"
import type { UnderWay } from "./UnderWay.ts"

/** What became of placing: the call as the dial left it, and whether it was there before. */
export interface Placed {
  readonly call: CallView
  readonly replayed: boolean
  readonly warnings: ReadonlyArray<string>
  /** Present when the request was sent to a server again, since the connection had broken. */
  readonly resent?: boolean
}

/** What would become of a request that is not placed. */
export interface Checked {
  readonly allowed: boolean
  readonly problems: ReadonlyArray<{ readonly code: string; readonly field: string; readonly message: string }>
  readonly warnings: ReadonlyArray<string>
  readonly request: ResolvedRequest | null
  readonly blockedBy: CallView | null
  readonly policy: CheckedPolicy | null
}

/** What one attempt to settle a call came to; `error` when it could not be looked for. */
export interface Settled {
  readonly call: CallView
  readonly result: Recovery["result"] | "error"
  readonly error: string | null
}

/**
 * The service of one side, as the commands use it. `place` dials at most once for each call, and says to `UnderWay`
 * what an interruption leaves behind; `approve` dials a call that waits; nothing else dials.
 */
export class CallService extends Context.Service<
  CallService,
  {
    readonly place: (
      request: CallRequest,
      key: IdempotencyKey,
      options: PlaceOptions
    ) => Effect.Effect<Placed, CommandError, UnderWay>
    /** A person's yes to a call that waits, after they read the number: dials once. */
    readonly approve: (
      id: string,
      yes: { readonly numberEndsIn: string; readonly by: string }
    ) => Effect.Effect<CallView, CommandError>
    readonly check: (request: CallRequest) => Effect.Effect<Checked, CommandError>
    /** The call with the provider's latest news. */
    readonly get: (id: string) => Effect.Effect<CallView, CommandError>
    /** The provider's record of a conversation that is no call of ours. */
    readonly conversation: (id: string) => Effect.Effect<Conversation, CommandError>
    readonly follow: (id: string) => Stream.Stream<CallEvent, CommandError>
    readonly transcript: (id: string) => Effect.Effect<Transcript, CommandError>
    readonly recording: (id: string) => Stream.Stream<Uint8Array, CommandError>
    readonly hangUp: (
      id: string
    ) => Effect.Effect<{ readonly call: CallView; readonly result: HungUp["result"] }, CommandError>
    readonly recover: (
      id: string
    ) => Effect.Effect<{ readonly call: CallView; readonly result: Recovery["result"] }, CommandError>
    readonly recoverAll: Effect.Effect<ReadonlyArray<Settled>, CommandError>
  }
>()("outbound-call/CallService") {}
