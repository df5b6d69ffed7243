import type { CallView } from "@outbound-call/core/Call"
import type { CallEvent } from "@outbound-call/core/CallEvent"
import type { CallQuery } from "@outbound-call/core/CallLedger"
import type { PendingApproval } from "@outbound-call/core/DescribeApproval"
import type { Finding } from "@outbound-call/core/ResolveCall"
import { Context, type Effect } from "effect"
import type { CommandError } from "./Failure.ts"

/** A page of calls; `nextCursor` is null on the last one. */
export interface Page {
  readonly calls: ReadonlyArray<CallView>
  readonly nextCursor: string | null
}

/** What a person decides about, with the call as it is shown. */
export type Pending = Omit<PendingApproval, "call"> & { readonly call: CallView }

/** What is on record on one side: needs no provider, and rings nobody. */
export class Records extends Context.Service<
  Records,
  {
    /** By call id or conversation id; null when it is none of these calls. */
    readonly find: (id: string) => Effect.Effect<CallView | null, CommandError>
    readonly list: (query: Omit<CallQuery, "owner">) => Effect.Effect<Page, CommandError>
    /** What happened to a call so far, without what was said. */
    readonly events: (call: CallView) => Effect.Effect<ReadonlyArray<CallEvent>, CommandError>
    /** The calls that wait for a person, the oldest first. */
    readonly approvals: Effect.Effect<ReadonlyArray<Pending>, CommandError>
    readonly approval: (id: string) => Effect.Effect<Pending, CommandError>
    /** A person's no. A server writes down whose key it was instead of the name. */
    readonly deny: (id: string, by: string) => Effect.Effect<CallView, CommandError>
    readonly resolve: (id: string, finding: Finding) => Effect.Effect<CallView, CommandError>
  }
>()("outbound-call/Records") {}
