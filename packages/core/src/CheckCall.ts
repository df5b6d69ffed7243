import { DateTime, Effect } from "effect"
import { type Call, identityKey } from "./Call.ts"
import type { LedgerError, ProviderError } from "./CallErrors.ts"
import { CallLedger } from "./CallLedger.ts"
import type { CallRequest, ResolvedRequest } from "./CallRequest.ts"
import type { CallSettings } from "./CallSettings.ts"
import { gatherFacts } from "./GatherFacts.ts"
import { busyElsewhere, newCall } from "./PlaceCall.ts"
import { clockOf, localTime } from "./policy/LocalTime.ts"
import { mostDollars } from "./policy/Rates.ts"
import type { Decision, RuleId, Verdict } from "./policy/Verdict.ts"
import { examineCall, type PreparedCall } from "./PrepareCall.ts"
import { asService, CurrentPrincipal, maySee } from "./Principal.ts"
import type { ProviderAccount } from "./ProviderAccount.ts"
import type { VoiceProvider } from "./VoiceProvider.ts"

/** What the time is in a zone where the person may be. */
export interface LocalClock {
  readonly zone: string
  /** `2026-11-24 12:00`. */
  readonly time: string
}

/** What every rule says of a request. */
export interface CheckedPolicy {
  readonly profile: string
  readonly decision: Decision
  readonly verdicts: ReadonlyArray<Verdict>
  /** The first instant at which no rule would refuse, as things stand; null when it is now, or when time does not help. */
  readonly notBefore: DateTime.Utc | null
  readonly localTimes: ReadonlyArray<LocalClock>
  /** What the call is taken to cost at most, in dollars; null where no price of a minute is known. */
  readonly maxCostDollars: number | null
  readonly maxDurationSeconds: number
  /** ISO 3166-1 code of the number's country; null when it has none. */
  readonly country: string | null
  readonly agentName: string | null
}

/** What would become of a request that is not placed. */
export interface CallCheck {
  readonly allowed: boolean
  readonly problems: ReadonlyArray<{ readonly code: string; readonly field: string; readonly message: string }>
  readonly warnings: ReadonlyArray<string>
  /** With every default filled in; null when it cannot be dialled as it is written. */
  readonly request: ResolvedRequest | null
  /** The live call that would block this one; that of another owner is not shown, and is a problem in its place. */
  readonly blockedBy: Call | null
  /** Null when it is not known whom to call, from which number, or by which agent. */
  readonly policy: CheckedPolicy | null
}

/** Says whether a request would be dialled, and what stands against it. Dials and records nothing. */
export const checkCall = Effect.fn("checkCall")(function* (
  request: CallRequest
): Effect.fn.Return<
  CallCheck,
  ProviderError | LedgerError,
  CallSettings | ProviderAccount | CallLedger | VoiceProvider
> {
  return yield* examineCall(request).pipe(
    Effect.flatMap(({ prepared, problems }) =>
      prepared === null ? Effect.succeed(denied(problems)) : checkPrepared(prepared, problems)
    ),
    Effect.catchTags({
      InvalidRequest: ({ problems }) => Effect.succeed(denied(problems)),
      CallRefused: ({ code, message }) => Effect.succeed(denied([{ code, field: "to", message }]))
    })
  )
})

const checkPrepared = Effect.fnUntraced(function* (prepared: PreparedCall, problems: CallCheck["problems"]) {
  const ledger = yield* CallLedger
  const principal = yield* CurrentPrincipal
  const call = yield* newCall(prepared)
  const order = yield* gatherFacts(prepared)
  const { calls } = yield* asService(ledger.list({ to: call.to, live: true, limit: 100 }))
  const blocking = calls.find((live) => identityKey(live.identity) === identityKey(call.identity)) ?? null
  const isSeen = blocking === null || maySee(principal, blocking)
  const { decision, notBefore, refusing, verdicts } = yield* ledger.judge(call, order)
  const check: CallCheck = {
    allowed: problems.length === 0 && blocking === null && decision === "allow",
    problems: [
      ...problems,
      ...(isSeen ? [] : [{ code: "number-busy", field: "to", message: busyElsewhere(call.to).message }]),
      ...refusing.map(({ rule, says }) => ({ code: rule, field: fields[rule] ?? "to", message: says }))
    ],
    warnings: prepared.warnings,
    request: problems.length === 0 ? prepared.request : null,
    blockedBy: isSeen ? blocking : null,
    policy: {
      profile: order.profile.name,
      decision,
      verdicts,
      notBefore,
      localTimes: order.facts.zones.map((zone) => ({ zone, time: timeIn(zone, call.createdAt) })),
      maxCostDollars: mostDollars(order.facts),
      maxDurationSeconds: order.facts.maxDurationSeconds,
      country: order.facts.region,
      agentName: prepared.agent?.name ?? null
    }
  }
  return check
})

/** Which field of the request a rule is about, where it is another one than the number. */
const fields: { readonly [rule in RuleId]?: string } = {
  purpose: "purpose",
  consent: "consent",
  disclosure: "overrides.firstMessage",
  "ringing-timeout": "ringingTimeoutSeconds",
  minutes: "maxDurationSeconds",
  spend: "maxDurationSeconds"
}

const timeIn = (zone: string, now: DateTime.Utc): string => {
  const { date, minute } = localTime(zone, DateTime.toEpochMillis(now))
  return `${date} ${clockOf(minute)}`
}

const denied = (problems: CallCheck["problems"]): CallCheck => ({
  allowed: false,
  problems,
  warnings: [],
  request: null,
  blockedBy: null,
  policy: null
})
