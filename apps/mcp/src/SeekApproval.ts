import { type CallView, CurrentPrincipal } from "@outbound-call/core"
import { Clock, DateTime, Effect, Exit, Option } from "effect"
import { AskedCalls } from "./AskedCalls.ts"
import { whatWasSaid } from "./Answer.ts"
import { approvalText } from "./ApprovalText.ts"
import { CallService, type Waiting } from "./CallService.ts"
import type { ToolRequest } from "./McpTool.ts"
import { askerOf } from "./Question.ts"
import { explain, mayNotApprove, ToolError } from "./ToolError.ts"
import { TrustsHost } from "./TrustHost.ts"

/** What became of asking: the call as it is now, and what else the model is told when it still waits. */
export interface Sought {
  readonly call: CallView
  /** Whether a yes that was given now dialled it. */
  readonly isDialled: boolean
  readonly note: string | null
}

/** How the call came to wait, and for how long somebody may be asked while the tool runs. */
interface Circumstances {
  readonly replayed: boolean
  readonly patienceMillis: number
}

/**
 * The gate before a call that waits. The policy said that a person has to say yes; whoever placed it has no word in that.
 * They are asked through the client where it can ask; only a yes dials, once, and a no cancels. Everything else leaves the
 * call waiting, to be approved elsewhere.
 */
export const seekApproval = Effect.fn("seekApproval")(function* (
  call: CallView,
  { patienceMillis, replayed }: Circumstances,
  { ask, isAnswer }: ToolRequest
) {
  if (call.status !== "planned") return still(call)
  const { approval: read } = yield* CallService
  const found = yield* Effect.result(read(call.id))
  if (found._tag === "Failure") {
    if (found.failure._tag === "ApprovalClosed") return yield* asItIs(call)
    return {
      ...still(call),
      note: explain(found.failure).code === mayNotApprove.code ? mayNotApprove.sentence : notNow
    }
  }
  const waiting = found.success
  const asked = yield* AskedCalls
  if (yield* asked.wasAsked(call, isAnswer)) return still(call)
  if (yield* asked.isResting(call)) return { ...still(call), note: isResting }
  if (!replayed && (yield* TrustsHost) && isFirstAsked(waiting.call.approval?.reasons)) {
    const trusted = yield* Effect.result(approveBy("host", call))
    if (trusted._tag === "Success") return trusted.success
    // where the host's word is not taken, a person's may be
    if (trusted.failure._tag !== "ApprovalUnproved") return yield* trusted.failure
  }
  yield* asked.opened(call, Math.max(0, patienceMillis))
  const reply = yield* ask(yield* questionAbout(waiting, patienceMillis)).pipe(
    Effect.onExit((exit) => (isOut(exit) ? asked.opened(call) : asked.closed(call)))
  )
  switch (whatWasSaid(reply)) {
    case "yes":
      return yield* approveBy("elicitation", call).pipe(
        Effect.catchTag("ApprovalUnproved", ({ message }) => Effect.succeed<Sought>({ ...still(call), note: message }))
      )
    case "no":
      yield* asked.answered(call)
      return yield* deny(call)
    case "nothing":
      if (reply !== null) yield* asked.answered(call)
      return still(call)
  }
})

const notNow = "The person cannot be asked here now."

/** The question went to the client, which comes back with the answer. */
const isOut = (exit: Exit.Exit<unknown, { readonly _tag: string }>): boolean =>
  Option.exists(Exit.findErrorOption(exit), ({ _tag }) => _tag === "InputNeeded")

const isResting =
  "The person said no to a call to this number, or put its form away, within ten minutes: they are not asked again here."

const still = (call: CallView): Sought => ({ call, isDialled: false, note: null })

const asItIs = Effect.fnUntraced(function* ({ id }: CallView) {
  const { get } = yield* CallService
  return still(yield* get(id))
})

/** A host remembers what it was once allowed: what a transcript may have asked for, and a repeat, are not for it to allow. */
export const isFirstAsked = (reasons: ReadonlyArray<{ readonly rule: string }> | undefined): boolean =>
  reasons?.every(({ rule }) => rule === "approval") === true

const questionAbout = Effect.fnUntraced(function* (waiting: Waiting, patienceMillis: number) {
  const { call } = waiting
  const expiresAt =
    call.approval === null ? yield* Clock.currentTimeMillis : DateTime.toEpochMillis(call.approval.expiresAt)
  return {
    callId: call.id,
    asker: askerOf(yield* CurrentPrincipal),
    text: approvalText({ ...waiting, reasons: call.approval?.reasons ?? [], simulated: call.simulated }),
    box: `Call ${call.to} now`,
    until: expiresAt,
    patienceMillis
  }
})

/** Who said yes or no meanwhile, elsewhere, was first; the policy may say no by now. The call tells. */
const approveBy = Effect.fnUntraced(function* (via: "elicitation" | "host", call: CallView) {
  const { approve } = yield* CallService
  return yield* approve(call, via).pipe(
    Effect.map((now): Sought => ({
      call: now,
      isDialled: now.approval?.decision === "approved",
      note: now.status === "planned" ? yesTooEarly : null
    })),
    Effect.catchTag("ApprovalClosed", () => asItIs(call))
  )
})

const yesTooEarly =
  "The person said yes, but it is not this call's turn yet, so nothing was dialled; it still waits, and takes another yes later."

const deny = Effect.fnUntraced(function* (call: CallView) {
  const { deny: sayNo } = yield* CallService
  const denied = yield* Effect.result(
    Effect.catchTags(sayNo(call.id), { ToolError: () => sayNo(call.id), LedgerError: () => sayNo(call.id) })
  )
  if (denied._tag === "Failure" && denied.failure._tag === "ApprovalClosed") return yield* asItIs(call)
  if (denied._tag === "Failure") return yield* denied.failure
  return yield* declined
})

const declined = new ToolError({
  code: "approval_declined",
  sentence: "The person was asked and said no: the call is cancelled, and no phone rang.",
  fix: "Do not place it again and do not ask again; go on only if the person asks for another call."
})
