import type { CallRequest, InvalidRequest, UsableAgent } from "@outbound-call/core"
import { invisibleProblems } from "@outbound-call/core/InvisibleProblems"
import { variablesIn } from "@outbound-call/core/VariablesIn"
import { Effect } from "effect"
import type { CallArguments } from "./CallArguments.ts"
import { CallService } from "./CallService.ts"

type Problem = InvalidRequest["problems"][number]

/** The core's request, and what the agent would drop of it without a word. */
export interface WishedCall {
  readonly request: CallRequest
  readonly problems: ReadonlyArray<Problem>
}

/**
 * Writes `task` and `callee_name` into the variables of these names, and `max_minutes` as the longest duration. What the
 * agent has no use for is a problem before anything is dialled: the call would go out without it.
 */
export const wishedCall = Effect.fnUntraced(function* (
  given: CallArguments
): Effect.fn.Return<WishedCall, never, CallService> {
  const variables = { ...given.variables, ...named(given) }
  const request = requestOf(given, variables)
  const size = new TextEncoder().encode(JSON.stringify(given)).byteLength
  if (size > mostBytes) return { request, problems: [tooLarge(size)] }
  // before what would tell of a variable by a name that does not show
  const hidden = invisibleProblems(request)
  if (hidden.length > 0) return { request, problems: hidden }
  const twice = Object.keys(named(given)).filter((name) => name in (given.variables ?? {}))
  if (Object.keys(variables).length === 0) return { request, problems: [] }
  const agent = yield* CallService.use((service) => service.agent(given.agent))
  const unused = agent === null ? [] : Object.keys(variables).filter((name) => !isUsed(name, agent, given))
  return { request, problems: [...twice.map(givenTwice), ...unused.map((name) => undeclared(name, agent))] }
})

/** So that the preview and the next step, which both repeat them, are small enough for a model. */
const mostBytes = 12_000

const named = ({ callee_name, task }: CallArguments): Record<string, string> => ({
  ...(task === undefined ? {} : { task }),
  ...(callee_name === undefined ? {} : { callee_name })
})

const requestOf = (given: CallArguments, variables: NonNullable<CallRequest["variables"]>): CallRequest => ({
  to: given.to,
  ...(given.region === undefined ? {} : { region: given.region }),
  ...(given.agent === undefined ? {} : { agentId: given.agent }),
  ...(given.from === undefined ? {} : { phoneNumberId: given.from }),
  ...(Object.keys(variables).length === 0 ? {} : { variables }),
  ...(given.first_message === undefined ? {} : { overrides: { firstMessage: given.first_message } }),
  ...(given.max_minutes === undefined ? {} : { maxDurationSeconds: given.max_minutes * 60 }),
  ...(given.purpose === undefined ? {} : { purpose: given.purpose })
})

/** Reserved names are the core's to refuse. */
const isUsed = (name: string, agent: UsableAgent, { first_message: firstMessage = "" }: CallArguments): boolean =>
  agent.declaredVariables.includes(name) ||
  variablesIn(firstMessage).includes(name) ||
  name.startsWith("system__") ||
  name === "outbound_call_id"

const undeclared = (name: string, agent: UsableAgent | null): Problem => ({
  code: "undeclared-variable",
  field: `variables.${name}`,
  message: `The agent ${agent?.id} declares no variable ${name}, so what it says would be lost; it declares ${
    agent === null || agent.declaredVariables.length === 0 ? "none" : agent.declaredVariables.slice(0, 20).join(", ")
  }.`
})

const givenTwice = (name: string): Problem => ({
  code: "variable-given-twice",
  field: `variables.${name}`,
  message: `${name} is given as an argument and among the variables.`
})

const tooLarge = (size: number): Problem => ({
  code: "arguments-too-large",
  field: "variables",
  message: `The arguments have ${size} bytes; together they may have ${mostBytes}.`
})
