import {
  AgentId,
  builtInProfiles,
  CallSettings,
  type DialFacts,
  type DialHistory,
  evaluatePolicy,
  PhoneNumber,
  PhoneNumberId,
  ProviderAccount,
  VoiceProvider
} from "@outbound-call/core"
import { gatherFacts } from "@outbound-call/core/GatherFacts"
import { DateTime, Effect, Layer } from "effect"
import type { Candidate } from "./Judge.ts"
import type { Wish } from "./Oracle.ts"

/** Allows every country, so that nothing but the hours and the kind of number can stand against a call. */
const profile = { ...builtInProfiles.default, name: "wide", countries: ["any"], fanOut: null, identity: "Example" }

const services = Layer.mergeAll(
  Layer.succeed(CallSettings, { owner: "ada", profile }),
  Layer.mock(ProviderAccount, { now: Effect.clockWith((clock) => clock.currentTimeMillis) }),
  Layer.mock(VoiceProvider, {
    identity: (phoneNumberId) => ({
      kind: "elevenlabs",
      host: "provider.example",
      workspace: "workspace",
      phoneNumberId,
      twilioAccount: null,
      dashboard: ""
    })
  })
)

const nothing: DialHistory = {
  suppression: null,
  attempts: [],
  attemptsEver: 0,
  liveCalls: 0,
  lastDialAt: null,
  fullSince: { minute: null, hour: null, day: null },
  secondsInDay: 0,
  microsInDay: 0,
  budgetDays: 0,
  neighbours: 0,
  newNeighbours: 0,
  neighboursInAll: 0,
  isStranger: true,
  strangersAbroad: { numbers: 0, micros: 0 },
  strangersAbroadInDay: { numbers: 0, micros: 0 },
  strangersFullSince: { tenMinutes: null, day: null },
  breaker: null,
  lastOwnDialAt: null,
  lastTranscriptReadAt: null
}

/** What the service makes of a request, through the same function as a claim. */
const factsOf = ({ person, place, purpose, ringingSeconds, timeZone }: Omit<Wish, "at">): DialFacts => {
  const id = PhoneNumberId.make("phnum_demo")
  const order = gatherFacts({
    caller: { id, number: PhoneNumber.make("+12125550100"), label: null, carrier: "twilio", supportsOutbound: true },
    agent: null,
    warnings: [],
    request: {
      to: PhoneNumber.make(person.number),
      agentId: AgentId.make("agent_demo"),
      phoneNumberId: id,
      purpose,
      variables: {},
      ringingTimeoutSeconds: ringingSeconds,
      overrides: { firstMessage: "I am an AI and call for Example; this call is recorded." },
      recipient: {
        ...(place === null ? {} : { place }),
        ...(timeZone === null ? {} : { timeZone })
      },
      consent: { kind: "written", source: "form 1", at: DateTime.makeUnsafe("2025-01-01T00:00:00Z") }
    }
  })
  return Effect.runSync(Effect.provide(order, services)).facts
}

/** The policy, asked about the first call ever to a number; with other zones than its own for the controls. */
export const policyWith =
  (zonesOf?: (number: string) => ReadonlyArray<string>): Candidate =>
  (wish) => {
    const known = factsOf(wish)
    const facts = zonesOf === undefined ? known : { ...known, zones: zonesOf(wish.person.number) }
    return (at) =>
      evaluatePolicy(facts, nothing, profile, at).refusing.map(({ rows, rule }) =>
        [rule, ...rows.slice(0, 2)].join(" ")
      )
  }

export const policy: Candidate = policyWith()
