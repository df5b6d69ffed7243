import type { AgentId, Budget, CallEvent, CallRequest, CallView, CheckedPolicy } from "@outbound-call/core"
import type { PendingApproval, PolicyProfile, ResolvedRequest, Transcript, UsableAgent } from "@outbound-call/core"
import { Context, type DateTime, type Effect, type Stream } from "effect"
import type { Failure } from "./ToolError.ts"

/** What became of placing: the call as the dial left it, and whether it was there before. */
export interface Placed {
  readonly call: CallView
  readonly replayed: boolean
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

/** A call that waits for a person, and all that would be dialled. */
export type Waiting = Omit<PendingApproval, "call"> & { readonly call: CallView }

/** Which calls to list. */
export interface Wanted {
  readonly which: "any" | "active" | "ended" | "planned"
  readonly to?: string | undefined
  readonly since?: DateTime.Utc | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** The agents that may speak. */
export interface Agents {
  /** The first of them; reading each takes a request. */
  readonly agents: ReadonlyArray<UsableAgent>
  readonly omitted: number
}

/** By what calls are judged. */
export interface JudgedBy {
  readonly profile: PolicyProfile
  readonly budget: Budget | null
  /** Whether a breaker stops all dialling now. */
  readonly isStopped: boolean
}

/**
 * The calls that the tools work with: those of this machine, or of a server. `place` dials at most once for each key, and
 * leaves a call waiting that a person has to approve; `approve` dials that, once; nothing else dials. Whoever stops
 * waiting for it stops no dial.
 */
export class CallService extends Context.Service<
  CallService,
  {
    readonly simulated: boolean
    /** The address of the server whose calls they are; null for those of this machine. */
    readonly server: string | null
    readonly policy: Effect.Effect<JudgedBy, Failure>
    readonly agents: Effect.Effect<Agents, Failure>
    /** What a request must say to an agent, or to the default one; null when that cannot be told. */
    readonly agent: (id: AgentId | undefined) => Effect.Effect<UsableAgent | null>
    readonly place: (request: CallRequest, key: string) => Effect.Effect<Placed, Failure>
    /** What a person has to see; a `ToolError` where whoever asks may not approve. */
    readonly approval: (id: string) => Effect.Effect<Waiting, Failure>
    /** A person's yes, and by which way it came. Gives the call as it then is, also where the policy says no by then. */
    readonly approve: (call: CallView, via: "elicitation" | "host") => Effect.Effect<CallView, Failure>
    readonly deny: (id: string) => Effect.Effect<CallView, Failure>
    readonly check: (request: CallRequest) => Effect.Effect<Checked, Failure>
    /** The call with the provider's latest news. */
    readonly get: (id: string) => Effect.Effect<CallView, Failure>
    readonly follow: (id: string) => Stream.Stream<CallEvent, Failure>
    /** What was said; that it is read here is noted first, for the policy. */
    readonly transcript: (id: string) => Effect.Effect<Transcript, Failure>
    readonly hangUp: (
      id: string
    ) => Effect.Effect<{ readonly call: CallView; readonly result: "over" | "requested" }, Failure>
    readonly list: (
      wanted: Wanted
    ) => Effect.Effect<{ readonly calls: ReadonlyArray<CallView>; readonly nextCursor: string | null }, Failure>
  }
>()("outbound-call-mcp/CallService") {}

/** How many agents are read for a setup. */
export const mostAgents = 20
