import type { AuditPage } from "@outbound-call/core/ListAudit"
import type { Breaker } from "@outbound-call/core/Breakers"
import type { CallId } from "@outbound-call/core/CallIds"
import type { CallEvidence } from "@outbound-call/core/GetEvidence"
import type { Policy } from "@outbound-call/core/GetPolicy"
import type { PhoneNumber } from "@outbound-call/core/PhoneNumber"
import type { SuppressionViews } from "@outbound-call/core/ListSuppressions"
import type { NotedAudit, VerifiedAudit } from "@outbound-call/core/VerifyAudit"
import type { SuppressionView } from "@outbound-call/core/ViewSuppression"
import { Context, type Effect } from "effect"
import type { CommandError } from "./Failure.ts"

/** What stops dialling; a server does not tell of which account. */
export type BreakerTold = Omit<Breaker, "account">

/** The policy as it stands. */
export interface PolicyTold extends Omit<Policy, "breakers"> {
  readonly breakers: ReadonlyArray<BreakerTold>
}

/** What stands in an entry beside its number, and where a number without `+` is at home. */
export interface SuppressionText {
  readonly source: string
  readonly note: string | null
  readonly region: string | undefined
}

/** What came of it; the number of a call that goes on is null where only its id is told. */
export interface SuppressedNumbers {
  readonly added: ReadonlyArray<SuppressionView>
  /** How many were on the list already. */
  readonly known: number
  readonly cancelled: number
  readonly underWay: ReadonlyArray<{ readonly id: CallId; readonly to: PhoneNumber | null }>
}

/** What was decided on one side: the policy, who is called no more, and the log of it all. Rings nobody. */
export class Decisions extends Context.Service<
  Decisions,
  {
    readonly policy: Effect.Effect<PolicyTold, CommandError>
    /** A person's word that dialling may go on; gives what stopped it until now. */
    readonly reopen: (by: string) => Effect.Effect<ReadonlyArray<BreakerTold>, CommandError>
    /** All of the numbers, or none when one of them is not understood. */
    readonly suppress: (
      numbers: ReadonlyArray<string>,
      text: SuppressionText
    ) => Effect.Effect<SuppressedNumbers, CommandError>
    /** By a number or by the id of its entry; gives the entry as it was. */
    readonly release: (target: string, region: string | undefined) => Effect.Effect<SuppressionView, CommandError>
    readonly suppressions: (page: {
      readonly limit: number
      readonly cursor: string | undefined
    }) => Effect.Effect<SuppressionViews, CommandError>
    /** The entry of a number, null for none; its own number is null where only the server can read it. */
    readonly standing: (
      number: string,
      region: string | undefined
    ) => Effect.Effect<
      { readonly number: PhoneNumber | null; readonly suppression: SuppressionView | null },
      CommandError
    >
    readonly audit: (after: number, limit: number) => Effect.Effect<AuditPage, CommandError>
    readonly verify: (noted: NotedAudit | null) => Effect.Effect<VerifiedAudit, CommandError>
    readonly evidence: (id: string) => Effect.Effect<CallEvidence, CommandError>
  }
>()("outbound-call/Decisions") {}
