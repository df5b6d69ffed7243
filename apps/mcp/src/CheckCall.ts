import { type CheckedPolicy, newCallId } from "@outbound-call/core"
import { Effect, Schema } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { approvalText } from "./ApprovalText.ts"
import { mostProblems, short } from "./Bounds.ts"
import { callArguments, type CallArguments } from "./CallArguments.ts"
import { CallService, type Checked } from "./CallService.ts"
import { problemFix } from "./Fixes.ts"
import { NextStep, nothingMore, waitFor } from "./NextStep.ts"
import { isFirstAsked } from "./SeekApproval.ts"
import { explain, toolWord } from "./ToolError.ts"
import { TrustsHost } from "./TrustHost.ts"
import { wishedCall } from "./WishedCall.ts"

const Problem = Schema.Struct({ code: Schema.String, message: Schema.String, fix: Schema.String })
type Problem = typeof Problem.Type

const input = Schema.Struct(callArguments)

const output = Schema.Struct({
  allowed: Schema.Boolean,
  approval_required: Schema.Boolean,
  problems: Schema.Array(Problem),
  warnings: Schema.Array(Schema.String),
  not_before: Schema.NullOr(Schema.DateTimeUtcFromString).annotate({
    description: "From when on it would be allowed, where only the time stands against it"
  }),
  max_cost: Schema.NullOr(Schema.Struct({ amount: Schema.Finite, currency: Schema.Literal("USD") })),
  preview: Schema.NullOr(Schema.String).annotate({ description: "What would be dialled, as a person is shown it" }),
  blocked_by: Schema.NullOr(Schema.String).annotate({ description: "The call that this number is busy with" }),
  simulated: Schema.Boolean,
  next_step: NextStep
})

/** Says whether a call would be placed, and what stands against it. */
export const checkCallTool = {
  name: "check_call",
  title: "Check a call",
  description:
    "Check number, agent, variables, hours and permission without dialling. Use before place_call; the preview is what to show the person.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  scope: "calls:place" as const,
  input,
  output,
  run: Effect.fnUntraced(function* (given: CallArguments) {
    const { admit } = yield* AllowedNumbers
    const { check: ask, simulated } = yield* CallService
    const { problems: lost, request } = yield* wishedCall(given)
    const check = yield* ask(request)
    const gate = check.request === null ? [] : yield* gateProblems(admit(request))
    const approvalRequired = check.policy?.decision === "needs-approval"
    const problems = [...lost, ...standing(check)]
    const allowed =
      (check.allowed || approvalRequired) && problems.length === 0 && gate.length === 0 && check.blockedBy === null
    return {
      allowed,
      approval_required: approvalRequired,
      problems: [...problems.slice(0, mostProblems).map(problem), ...gate],
      warnings: check.warnings.slice(0, mostProblems).map((text) => short(text, 300)),
      not_before: check.policy?.notBefore ?? null,
      max_cost: costOf(check),
      preview: preview(check, simulated),
      blocked_by: check.blockedBy?.id ?? null,
      simulated,
      next_step: allowed ? yield* place(given, whyPlace(check, yield* TrustsHost)) : otherwise(check)
    }
  })
}

const problem = ({ code, message }: { readonly code: string; readonly message: string }): Problem => ({
  code: toolWord(code),
  message: short(message, 400),
  fix: problemFix(code)
})

const costOf = ({ policy }: Checked): (typeof output.Type)["max_cost"] =>
  policy === null || policy.maxCostDollars === null ? null : { amount: policy.maxCostDollars, currency: "USD" }

const gateProblems = (admitted: ReturnType<AllowedNumbers["Service"]["admit"]>) =>
  admitted.pipe(
    Effect.as([]),
    Effect.catch((failure) => {
      const { code, fix, sentence } = explain(failure)
      return Effect.succeed([{ code, message: sentence, fix }])
    })
  )

/** What a person will be asked about is no problem where nothing else stands against the call. */
const standing = ({ policy, problems }: Checked): Checked["problems"] => {
  if (policy?.decision !== "needs-approval") return problems
  const asks = new Set<string>(asked(policy).map(({ rule }) => rule))
  return problems.filter(({ code }) => !asks.has(code))
}

/** The rules for which a person is asked. */
const asked = ({ verdicts }: CheckedPolicy) => verdicts.filter(({ decision }) => decision === "needs-approval")

/** The text that a person is shown when they are asked. */
const preview = ({ policy, request }: Checked, simulated: boolean): string | null =>
  request === null || policy === null ? null : approvalText({ ...policy, reasons: asked(policy), request, simulated })

/** The key is fresh: whoever follows the step twice with it rings once. */
const place = Effect.fnUntraced(function* (given: CallArguments, why: string) {
  const key = (yield* newCallId).replace("call_", "key_")
  const step: NextStep = {
    tool: "place_call",
    arguments: { ...given, idempotency_key: key },
    why
  }
  return step
})

const whyPlace = ({ policy }: Checked, trustsHost: boolean): string => {
  if (policy?.decision !== "needs-approval")
    return "Nothing stands against this call. Place it if the person asked for it."
  return trustsHost && isFirstAsked(asked(policy))
    ? "Place it if the person asked for it; it rings at once, since the operator takes your host's own question for their yes."
    : "Place it if the person asked for it; it rings only when a person says yes to it themselves."
}

const otherwise = ({ blockedBy }: Checked): NextStep =>
  blockedBy === null
    ? nothingMore("Solve the problems or ask the person, then check again.")
    : waitFor(blockedBy.id, "This number has a call under way; one number has one call at a time.")
