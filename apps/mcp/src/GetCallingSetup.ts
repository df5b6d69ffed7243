import type { UsableAgent } from "@outbound-call/core"
import { Effect, Schema } from "effect"
import { isPlainName, short } from "./Bounds.ts"
import { CallService } from "./CallService.ts"
import { noArguments } from "./McpTool.ts"
import { NextStep, nothingMore } from "./NextStep.ts"
import { PolicySummary, policySummary } from "./PolicySummary.ts"

const Agent = Schema.Struct({
  id: Schema.String,
  name: Schema.NullOr(Schema.String),
  default: Schema.Boolean,
  required_variables: Schema.Array(Schema.String),
  optional_variables: Schema.Array(Schema.String),
  takes_max_minutes: Schema.NullOr(Schema.Boolean)
})

const output = Schema.Struct({
  agents: Schema.Array(Agent),
  omitted_agents: Schema.Int,
  policy: PolicySummary,
  simulated: Schema.Boolean,
  next_step: NextStep
})

/** Shows what a call may use and what it is judged by. */
export const getCallingSetupTool = {
  name: "get_calling_setup",
  title: "See how to call from here",
  description: "The agents with the variables each needs, and the policy: countries, hours, longest call, approval.",
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  scope: "calls:place" as const,
  input: noArguments,
  output,
  run: Effect.fnUntraced(function* () {
    const { agents: reading, simulated } = yield* CallService
    const policy = yield* policySummary
    const { agents, omitted } = yield* reading
    return {
      agents: agents.map(agentOf),
      omitted_agents: omitted,
      policy,
      simulated,
      next_step: stepOf(agents, policy.dialling_stopped)
    }
  })
}

const agentOf = ({ allowedOverrides, declaredVariables, id, isDefault, name, requiredVariables }: UsableAgent) => ({
  id,
  name: name === null ? null : short(name, 80),
  default: isDefault,
  required_variables: named(requiredVariables),
  optional_variables: named(declaredVariables.filter((one) => !requiredVariables.includes(one))),
  takes_max_minutes: allowedOverrides.maxDuration
})

const named = (variables: ReadonlyArray<string>) => variables.slice(0, mostVariables).map((name) => short(name, 100))

const mostVariables = 20

const stepOf = (agents: ReadonlyArray<UsableAgent>, isStopped: boolean): NextStep => {
  if (isStopped) return nothingMore("All dialling is stopped until a person looked at the last calls. Tell them.")
  const agent = agents.find(({ isDefault }) => isDefault)
  const needs = (agent?.requiredVariables ?? []).slice(0, mostVariables).filter(isPlainName)
  return {
    tool: "check_call",
    arguments: {},
    why:
      agent === undefined
        ? "Check the call with its number and an agent."
        : `Check the call with its number${needs.length === 0 ? "" : ` and ${needs.join(", ")}`}.`
  }
}
