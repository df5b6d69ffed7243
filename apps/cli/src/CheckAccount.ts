import type { AgentId } from "@outbound-call/core/CallIds"
import type { ProviderError } from "@outbound-call/core/CallErrors"
import { requiredVariables } from "@outbound-call/core/PrepareCall"
import { type Agent, ProviderAccount } from "@outbound-call/core/ProviderAccount"
import { plain } from "@outbound-call/core/RenderTranscript"
import { resolveCallerNumber } from "@outbound-call/core/ResolveCallerNumber"
import { Effect } from "effect"
import { type Check, failed, passed, untold } from "./Checks.ts"
import { checkStrays } from "./FindStrays.ts"

/** Looks at the provider's account as a call would use it. Without a key that works the rest is not asked. */
export const checkAccount = Effect.fn("checkAccount")(function* (agentId: AgentId | undefined) {
  const account = yield* ProviderAccount
  const clock = yield* Effect.result(account.clockOffset)
  if (clock._tag === "Failure" && !clock.failure.isUnknownRoute) return [unreadable("key", clock.failure)]
  return [
    clock._tag === "Failure"
      ? untold("key", "this server has no list of conversations to try it on")
      : passed("key", "the provider accepts it"),
    ...(yield* checkAgent(agentId)),
    yield* checkCaller,
    checkClock(clock._tag === "Failure" ? null : clock.success),
    yield* checkStrays(agentId)
  ]
})

const checkAgent = Effect.fnUntraced(function* (agentId: AgentId | undefined) {
  if (agentId === undefined) {
    return [failed("agent", "no agent is set", "Set ELEVEN_LABS_AGENT_ID, or name one with each call: --agent.")]
  }
  const account = yield* ProviderAccount
  const read = yield* Effect.result(account.agent(agentId))
  if (read._tag === "Failure") return [unreadable("agent", read.failure)]
  const known = read.success
  switch (known.type) {
    case "missing":
      return [
        failed(
          "agent",
          `${agentId} was not found: ${plain(known.detail)}`,
          "Correct ELEVEN_LABS_AGENT_ID; the key must belong to the agent's workspace and region."
        )
      ]
    case "untold":
      return [untold("agent", `${agentId} cannot be checked: ${plain(known.detail)}`)]
    case "known":
      return [
        passed("agent", known.value.name === null ? agentId : `${agentId} (${plain(known.value.name)})`),
        passed("variables", expectedVariables(known.value)),
        passed("overrides", allowedOverrides(known.value))
      ]
  }
})

const expectedVariables = (agent: Agent): string => {
  const names = requiredVariables(agent, {})
  return names.length === 0
    ? "the agent expects none"
    : `every call must give: ${names.map((name) => plain(name)).join(", ")}`
}

const allowedOverrides = ({ allowedOverrides: allowed }: Agent): string => {
  const told = Object.entries(allowed)
  const names = told.filter(([, may]) => may === true).map(([name]) => name)
  const unknown = told.filter(([, may]) => may === null).map(([name]) => name)
  return [
    names.length === 0 ? "the agent allows none" : `the agent allows: ${names.join(", ")}`,
    ...(unknown.length === 0 ? [] : [`not told: ${unknown.join(", ")}`])
  ].join("; ")
}

const checkCaller = Effect.gen(function* () {
  const read = yield* Effect.result(resolveCallerNumber(undefined))
  if (read._tag === "Failure") return unreadable("phone number", read.failure)
  const { caller, problems, warnings } = read.success
  const problem = problems[0]
  if (problem !== undefined)
    return failed("phone number", plain(problem.message), "Set PHONE_NUMBER_ID to a number that can dial out.")
  if (caller === undefined || warnings.length > 0) return untold("phone number", plain(warnings.join(" ")))
  return passed("phone number", `${caller.number ?? caller.id} can dial out (${caller.carrier})`)
})

const checkClock = (offsetMillis: number | null): Check => {
  if (offsetMillis === null) return untold("clock", "the provider does not tell the time")
  const seconds = Math.round(Math.abs(offsetMillis) / 1000)
  return seconds <= 60
    ? passed("clock", `${seconds} s from the provider's`)
    : failed(
        "clock",
        `${seconds} s from the provider's`,
        "Set this machine's clock: lost calls are looked up by their time."
      )
}

/** A read that failed. */
export const unreadable = (name: string, error: ProviderError): Check =>
  failed(name, plain(error.detail), plain(error.message.slice(error.detail.length).trim()))
