import { checkCall, newCallId, type ResolvedRequest } from "@outbound-call/core"
import { Effect, Schema } from "effect"
import { AllowedNumbers } from "./AllowedNumbers.ts"
import { callArguments, type CallArguments, callRequest } from "./CallArguments.ts"
import { NextStep, nothingMore, waitFor } from "./NextStep.ts"
import { explain, problemFix, toolWord } from "./ToolError.ts"

const Problem = Schema.Struct({ code: Schema.String, message: Schema.String, fix: Schema.String })
type Problem = typeof Problem.Type

const input = Schema.Struct(callArguments)

const output = Schema.Struct({
  allowed: Schema.Boolean,
  problems: Schema.Array(Problem),
  warnings: Schema.Array(Schema.String),
  preview: Schema.NullOr(Schema.String).annotate({ description: "What would be dialled, to show the person" }),
  blocked_by: Schema.NullOr(Schema.String).annotate({ description: "The call that this number is busy with" }),
  simulated: Schema.Boolean,
  next_step: NextStep
})

/** Says whether a call would be placed, and what stands against it. */
export const checkCallTool = {
  name: "check_call",
  title: "Check a call",
  description:
    "Check number, agent, variables and permission without dialling. Use before place_call; the preview is what to show the person.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  input,
  output,
  run: Effect.fnUntraced(function* (given: CallArguments) {
    const { admit, simulated } = yield* AllowedNumbers
    const request = callRequest(given)
    const check = yield* checkCall(request)
    const problems = check.problems.map(({ code, message }): Problem => ({
      code: toolWord(code),
      message,
      fix: problemFix(code)
    }))
    const gate = check.request === null ? [] : yield* gateProblems(admit(request))
    const allowed = check.allowed && gate.length === 0
    return {
      allowed,
      problems: [...problems, ...gate],
      warnings: check.warnings,
      preview: check.request === null ? null : preview(check.request, simulated),
      blocked_by: check.blockedBy?.id ?? null,
      simulated,
      next_step: allowed ? yield* place(given) : otherwise(check.blockedBy?.id)
    }
  })
}

const gateProblems = (admitted: ReturnType<AllowedNumbers["Service"]["admit"]>) =>
  admitted.pipe(
    Effect.as([]),
    Effect.catch((failure) => {
      const { code, fix, sentence } = explain(failure)
      return Effect.succeed([{ code, message: sentence, fix }])
    })
  )

const preview = ({ agentId, overrides, phoneNumberId, to, variables }: ResolvedRequest, simulated: boolean): string =>
  [
    `${simulated ? "Simulate a call" : "Call"} to ${to} with agent ${agentId} from ${phoneNumberId}.`,
    ...Object.entries(variables).map(([name, value]) => `${name}: ${value}`),
    ...(overrides?.firstMessage === undefined ? [] : [`First message: ${overrides.firstMessage}`])
  ].join("\n")

/** The key is fresh: whoever follows the step twice with it rings once. */
const place = Effect.fnUntraced(function* (given: CallArguments) {
  const key = (yield* newCallId).replace("call_", "key_")
  const step: NextStep = {
    tool: "place_call",
    arguments: { ...given, idempotency_key: key },
    why: "Nothing stands against this call. Place it if the person asked for it."
  }
  return step
})

const otherwise = (blockedBy: string | undefined): NextStep =>
  blockedBy === undefined
    ? nothingMore("Solve the problems or ask the person, then check again.")
    : waitFor(blockedBy, "This number has a call under way; one number has one call at a time.")
