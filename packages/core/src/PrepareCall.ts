import { Effect, Schema } from "effect"
import { agentAsDialled } from "./AgentAsDialled.ts"
import type { CallRefused } from "./CallErrors.ts"
import { InvalidRequest, type ProviderError } from "./CallErrors.ts"
import { CallRequest, type Overrides, type ResolvedRequest, type Variables } from "./CallRequest.ts"
import { attemptVariable } from "./CallIds.ts"
import { CallSettings } from "./CallSettings.ts"
import { invisibleProblems } from "./InvisibleProblems.ts"
import { variablesIn } from "./VariablesIn.ts"
import { type Agent, type Known, ProviderAccount } from "./ProviderAccount.ts"
import type { PhoneNumber } from "./PhoneNumber.ts"
import { regionOf } from "./ReadNumberType.ts"
import { recipientProblems, recipientWarnings } from "./RecipientProblems.ts"
import { readPhoneNumber } from "./ReadPhoneNumber.ts"
import { type DialableCaller, resolveCallerNumber } from "./ResolveCallerNumber.ts"

/** A request that may be dialled, and what could not be checked beforehand. */
export interface PreparedCall {
  readonly request: ResolvedRequest
  readonly caller: DialableCaller
  /** As it speaks in this call, as far as that is known; null when the provider does not tell. */
  readonly agent: Agent | null
  readonly warnings: ReadonlyArray<string>
}

interface Problem {
  readonly code: string
  readonly field: string
  readonly message: string
}

/** A request with every default filled in, as far as that can be, and everything that is wrong with it. */
export interface ExaminedCall {
  /** Null when it is not known whom to call, from which number, or by which agent. */
  readonly prepared: PreparedCall | null
  readonly problems: ReadonlyArray<Problem>
}

/** A request that may be dialled; fails with all of its problems together. Reads the provider's account; dials nothing. */
export const prepareCall = Effect.fn("prepareCall")(function* (
  request: CallRequest
): Effect.fn.Return<PreparedCall, InvalidRequest | CallRefused | ProviderError, CallSettings | ProviderAccount> {
  const { prepared, problems } = yield* examineCall(request)
  return prepared === null || problems.length > 0 ? yield* new InvalidRequest({ problems }) : prepared
})

/**
 * Fills in the defaults of a request and checks what would fail after pickup: the number, the agent, its variables and
 * its overrides; and that nothing in it is hidden from whoever reads it. Fails where the rest cannot be looked at. Reads the provider's account; dials nothing.
 */
export const examineCall = Effect.fn("examineCall")(function* (
  request: CallRequest
): Effect.fn.Return<ExaminedCall, InvalidRequest | CallRefused | ProviderError, CallSettings | ProviderAccount> {
  const malformed = yield* shapeProblems(request)
  if (malformed.length > 0) return yield* new InvalidRequest({ problems: malformed })
  const hidden = invisibleProblems(request)
  if (hidden.length > 0) return yield* new InvalidRequest({ problems: hidden })
  const settings = yield* CallSettings
  const account = yield* ProviderAccount
  const reserved = reservedVariables(request.variables ?? {})
  const agentId = request.agentId ?? settings.agentId
  const agentUnset = agentId === undefined ? [noAgent] : []
  const early = yield* failEarly(request, settings, [...reserved, ...agentUnset])
  const { caller, problems: callerProblems, warnings } = yield* resolveCallerNumber(request.phoneNumberId)
  const isInternational = request.to.trim().startsWith("+")
  const callerRegion = caller?.number && !isInternational ? regionOf(caller.number) : undefined
  const number = isInternational
    ? early
    : readPhoneNumber(request.to, { defaultRegion: request.region ?? settings.region, callerRegion })
  if (number._tag === "Failure" && number.failure._tag === "CallRefused") return yield* number.failure
  const agent = agentId === undefined ? null : yield* account.agent(agentId)
  const problems = [
    ...reserved,
    ...callerProblems,
    ...agentUnset,
    ...(number._tag === "Failure" && number.failure._tag === "InvalidRequest" ? number.failure.problems : []),
    ...(number._tag === "Success" && caller !== undefined && callerRegion === undefined
      ? missingPlus(request.to, number.success)
      : []),
    ...agentProblems(request, agent),
    ...recipientProblems(request.recipient, number._tag === "Success" ? number.success : null)
  ]
  if (caller === undefined || agentId === undefined || number._tag === "Failure") return { prepared: null, problems }
  const { region: _region, ...rest } = request
  const prepared: PreparedCall = {
    caller,
    agent: agent?.type === "known" ? agentAsDialled(agent.value, request) : null,
    warnings: [
      ...warnings,
      ...recipientWarnings(request.recipient, number.success),
      ...(agent?.type === "untold" ? [`The agent could not be checked before the call: ${agent.detail}`] : [])
    ],
    request: {
      ...rest,
      to: number.success,
      agentId,
      phoneNumberId: caller.id,
      purpose: request.purpose ?? settings.purpose ?? "informational",
      variables: request.variables ?? {}
    }
  }
  return { prepared, problems }
})

const shape = Schema.toStandardSchemaV1(Schema.toType(CallRequest), { parseOptions: { errors: "all" } })["~standard"]

/** What the types forbid and a program may send all the same: it must not come up after the claim. */
const shapeProblems = Effect.fnUntraced(function* (request: CallRequest) {
  const given = Object.fromEntries(Object.entries(request ?? {}).filter(([, value]) => value !== undefined))
  const validated = shape.validate(given)
  const { issues = [] } = validated instanceof Promise ? yield* Effect.promise(() => validated) : validated
  return issues.map(({ message, path = [] }): Problem => {
    const field = path.map((step) => String(typeof step === "object" ? step.key : step)).join(".")
    return { code: "malformed-request", field, message: `${field} cannot be used: ${message}.` }
  })
})

/** Problems that need no look at the provider are told without one; only bare digits need to know the caller's region. */
const failEarly = Effect.fnUntraced(function* (
  request: CallRequest,
  settings: CallSettings["Service"],
  otherProblems: ReadonlyArray<Problem>
) {
  const number = readPhoneNumber(request.to, { defaultRegion: request.region ?? settings.region })
  if (number._tag === "Success" || isBareDigits(request.to)) return number
  if (number.failure._tag === "CallRefused") return yield* number.failure
  return yield* new InvalidRequest({ problems: [...number.failure.problems, ...otherProblems] })
})

const isBareDigits = (text: string): boolean => /^[0-9 .()-]{7,}$/.test(text.trim())

/** Adding the + is safe only where the same digits are known to be no national number of the caller's country. */
const missingPlus = (written: string, number: PhoneNumber): ReadonlyArray<Problem> =>
  isBareDigits(written) && `+${written.replace(/[^0-9]/g, "")}` === number
    ? [
        {
          code: "ambiguous-number",
          field: "to",
          message: `The digits could also be a national number of the caller's country, which cannot be told now. Write ${number} if that is meant.`
        }
      ]
    : []

const noAgent: Problem = {
  code: "no-agent",
  field: "agentId",
  message: "No agent is set: name one in the request, or set ELEVEN_LABS_AGENT_ID."
}

const reservedVariables = (variables: Variables): ReadonlyArray<Problem> =>
  Object.keys(variables)
    .filter((name) => name.startsWith("system__") || name === attemptVariable)
    .map((name) => ({
      code: "reserved-variable",
      field: `variables.${name}`,
      message: `The variable ${name} is reserved: names starting with system__ belong to the provider, ${attemptVariable} to this service.`
    }))

const agentProblems = (request: CallRequest, agent: Known<Agent> | null): ReadonlyArray<Problem> => {
  if (agent === null || agent.type === "untold") return []
  if (agent.type === "missing") {
    return [
      {
        code: "agent-not-found",
        field: "agentId",
        message: `The agent was not found: ${agent.detail} Check the id, and that the key belongs to the agent's workspace.`
      }
    ]
  }
  const given = request.variables ?? {}
  const missing = requiredVariables(agent.value, request.overrides ?? {}).filter((name) => !(name in given))
  return [
    ...missing.map((name) => ({
      code: "missing-variable",
      field: `variables.${name}`,
      message: `The agent needs the variable ${name} and would hang up after pickup without it: give it a value.`
    })),
    ...forbiddenOverrides(request, agent.value)
  ]
}

/** Variables that a call of this agent must bring; an overridden text needs only its own. */
export const requiredVariables = (agent: Agent, overrides: Overrides): ReadonlyArray<string> => [
  ...new Set([
    ...(overrides.firstMessage === undefined ? agent.variables.firstMessage : variablesIn(overrides.firstMessage)),
    ...(overrides.prompt === undefined ? agent.variables.prompt : variablesIn(overrides.prompt)),
    ...agent.variables.tools
  ])
]

const forbiddenOverrides = (request: CallRequest, agent: Agent): ReadonlyArray<Problem> => {
  const wanted: ReadonlyArray<keyof Overrides | "maxDuration"> = [
    ...overrideNames.filter((name) => request.overrides?.[name] !== undefined),
    ...(request.maxDurationSeconds === undefined ? [] : ["maxDuration" as const])
  ]
  return wanted
    .filter((name) => agent.allowedOverrides[name] === false)
    .map((name) => ({
      code: "override-not-allowed",
      field: name === "maxDuration" ? "maxDurationSeconds" : `overrides.${name}`,
      message: `The agent does not allow its ${overrideWords[name]} to be changed, and the call would drop after pickup: allow it in the agent's security settings, or leave it out.`
    }))
}

const overrideNames: ReadonlyArray<keyof Overrides> = ["firstMessage", "language", "prompt", "voiceId"]

const overrideWords: Record<keyof Overrides | "maxDuration", string> = {
  firstMessage: "first message",
  language: "language",
  prompt: "prompt",
  voiceId: "voice",
  maxDuration: "maximum duration"
}
