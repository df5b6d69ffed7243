import { Effect } from "effect"
import { CallSettings } from "./CallSettings.ts"
import { CurrentPrincipal } from "./Principal.ts"

/** The person who decides about a call, and how that is known. */
export interface Approver {
  /** Kept with the event and in the audit log; the owner who asks, with its key, when left out. */
  readonly by?: string | undefined
  /**
   * The way by which they said so, kept in the audit log: `terminal`, `http`, `elicitation` (asked through an
   * assistant's host), `host` (the host asked by itself, and the operator trusts it).
   */
  readonly via: string
  /** The last digits of the number as the person read them, four of them; not compared when left out. */
  readonly numberEndsIn?: string | undefined
}

export const approverName = Effect.fnUntraced(function* ({ by }: Pick<Approver, "by">) {
  const { owner } = yield* CallSettings
  const principal = yield* CurrentPrincipal
  if (by !== undefined || principal === null) return by ?? owner
  return principal.key === null ? principal.owner : `${principal.owner} (${principal.key.id})`
})
