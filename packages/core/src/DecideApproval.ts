import { DateTime } from "effect"
import type { Approval, ApprovalDecision } from "./Approval.ts"
import type { Call, NumberedCall } from "./Call.ts"
import { type Advanced, move, unchanged } from "./MoveCall.ts"
import type { PolicyEvaluation } from "./policy/EvaluatePolicy.ts"

/** What a claimed call becomes that a person has to approve first: it waits, and blocks its number. */
export const waitingCall = (
  call: NumberedCall,
  { refusing }: PolicyEvaluation,
  withinMillis: number
): NumberedCall => ({
  ...call,
  status: "planned",
  approval: {
    requestedAt: call.createdAt,
    expiresAt: DateTime.add(call.createdAt, { milliseconds: withinMillis }),
    reasons: refusing.flatMap(({ decision, rule, says }) => (decision === "needs-approval" ? [{ rule, says }] : [])),
    decision: null,
    decidedAt: null,
    decidedBy: null
  }
})

/** Why a call waits, for its first event. */
export const whyPlanned = ({ approval }: Call): string | null =>
  approval === null ? null : approval.reasons.map(({ says }) => says).join(" ")

/** Whether a person may still decide about a call. */
export const isOpen = ({ approval, status }: Call, now: DateTime.Utc): boolean =>
  status === "planned" && approval !== null && DateTime.isLessThan(now, approval.expiresAt)

/** Who said yes, when, and what time it was for the provider. */
export interface Yes {
  readonly by: string
  readonly at: DateTime.Utc
  readonly claimedAt: DateTime.Utc | null
}

/** A yes is a claim of its own: everything that is counted from the claim is counted from here. Only for the ledger. */
export const takeYes = (call: Call, { at, by, claimedAt }: Yes): Advanced =>
  move(
    call,
    {
      status: "dialing",
      createdAt: at,
      claimedAt,
      epoch: call.epoch + 1,
      approval: decided(call.approval, "approved", at, by)
    },
    { cause: "person", at, message: `${by} approved it.` }
  )

/** The policy says no by now. */
export const takeTooLate = (call: Call, { refusing }: PolicyEvaluation, { at, by }: Yes): Advanced => {
  const reason = refusing.map(({ says }) => says).join(" ")
  const message = `${by} approved it, and the policy says no by now: ${reason} Nothing was dialled.`
  return move(
    call,
    {
      status: "refused",
      endedAt: at,
      approval: decided(call.approval, "refused", at, by),
      problem: { code: "approval-refused", message, status: null }
    },
    { cause: "person", at }
  )
}

export const takeNo = (call: Call, by: string, at: DateTime.Utc): Advanced =>
  isOpen(call, at)
    ? move(
        call,
        {
          status: "cancelled",
          endedAt: at,
          approval: decided(call.approval, "denied", at, by),
          problem: { code: "approval-denied", message: `${by} denied it. Nothing was dialled.`, status: null }
        },
        { cause: "person", at }
      )
    : takeTime(call, at)

/** Ends a call that waited too long. */
export const takeTime = (call: Call, at: DateTime.Utc): Advanced => {
  if (call.status !== "planned" || call.approval === null || isOpen(call, at)) return unchanged(call)
  const message = `Nobody approved it until ${DateTime.formatIso(call.approval.expiresAt)}. Nothing was dialled.`
  return move(
    call,
    {
      status: "cancelled",
      endedAt: at,
      approval: decided(call.approval, "expired", at, null),
      problem: { code: "approval-expired", message, status: null }
    },
    { cause: "expiry", at }
  )
}

/** The approval of a call that is cancelled for another reason. */
export const withdrawn = ({ approval }: Call, at: DateTime.Utc): Approval | null =>
  decided(approval, "withdrawn", at, null)

const decided = (
  approval: Approval | null,
  decision: ApprovalDecision,
  decidedAt: DateTime.Utc,
  decidedBy: string | null
): Approval | null => (approval === null ? null : { ...approval, decision, decidedAt, decidedBy })
