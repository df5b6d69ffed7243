import { viewCall } from "@outbound-call/core/Call"
import { showEvent } from "@outbound-call/core/CallEvent"
import type { CallId } from "@outbound-call/core/CallIds"
import { CallLedger } from "@outbound-call/core/CallLedger"
import { CallSettings } from "@outbound-call/core/CallSettings"
import { denyCall } from "@outbound-call/core/DenyCall"
import { getApproval, type PendingApproval } from "@outbound-call/core/DescribeApproval"
import { listApprovals } from "@outbound-call/core/ListApprovals"
import { type Finding, resolveCall } from "@outbound-call/core/ResolveCall"
import { Effect } from "effect"

/** What of an open ledger's records is asked for rarely, and loaded then. */
export const events = Effect.fnUntraced(function* (id: CallId) {
  const ledger = yield* CallLedger
  const call = yield* ledger.find(id)
  return (yield* ledger.events(id, 0)).map((event) => showEvent(call, event, 0))
})

export const approvals = Effect.suspend(() => Effect.map(listApprovals(), (pending) => pending.map(view)))

export const approval = (id: string) => Effect.map(getApproval(id), view)

export const deny = (id: string, by: string) =>
  denyCall(id, { by }).pipe(Effect.map(viewCall), Effect.provideService(CallSettings, { owner: by }))

export const resolve = (id: string, finding: Finding) => Effect.map(resolveCall(id, finding), viewCall)

const view = (pending: PendingApproval) => ({ ...pending, call: viewCall(pending.call) })
