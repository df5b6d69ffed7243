import { AgentId, builtInProfiles, type PolicyProfile } from "@outbound-call/core"
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { keyHeader } from "../Holders.ts"
import { rings, settings } from "../Rig.ts"
import { ask, onSocket } from "../Socket.ts"
import type { Sequence } from "./Sequences.ts"

/** What an attack came to. */
export interface Loss {
  readonly name: string
  readonly dials: number
  /** What the calls cost by the sheet below, each for as long as it may last unless whoever answers hangs up soon. */
  readonly dollars: number
  readonly seconds: number
  /** What refused the last request, and whether a person has to open the line again. */
  readonly refusedBy: string
}

/** Dollars for a minute: 0.10 for the agent, and what a carrier's public list asks for a call there. */
const perMinute: ReadonlyArray<readonly [prefix: string, dollars: number]> = [
  ["+1", 0.115],
  ["+44", 0.12],
  ["+33", 0.12],
  ["+371", 0.85],
  ["+53", 1.05],
  ["+252", 1.2],
  ["+220", 1.15]
]

const dollarsFor = (to: string, seconds: number): number =>
  (perMinute.find(([prefix]) => to.startsWith(prefix))?.[1] ?? 5) * Math.ceil(seconds / 60)

/** The emulator as a provider of its own, so that nothing here says that it simulates. */
const service = ({ isWide, purpose }: Sequence, change: Partial<PolicyProfile>) =>
  onSocket(
    {
      live: {
        provider: { ...settings.provider, kind: "elevenlabs", apiKey: Redacted.make("key-of-the-test") },
        settings: {
          ...settings.settings,
          agentId: AgentId.make("agent_open"),
          purpose,
          profiles: new Map([
            ["stolen", { ...builtInProfiles.default, ...(isWide ? { countries: ["any"] } : {}), ...change }]
          ])
        }
      }
    },
    { simulated: false }
  )

/** Tuesday, three in the afternoon in New York. */
const start = Date.UTC(2026, 10, 24, 20)

/**
 * Places calls with stolen keys over HTTP as often as the sequence has it, or until one is refused that no time helps.
 * Calls are looked at as they end, as a thief would who wants the next line free.
 */
export const attack = Effect.fnUntraced(function* (sequence: Sequence, most = sequence.requests) {
  const { isShort, keys, maxDurationSeconds, name, numberOf, secondsBetween } = sequence
  const headers = yield* Effect.forEach(Array.from({ length: keys }), () =>
    keyHeader({ scopes: ["calls:place", "calls:read"], profile: "stolen" })
  )
  const live: Array<{ readonly id: string; readonly at: number; readonly to: string }> = []
  let [dollars, refusedBy, seconds] = [0, "nothing", 0]
  const lookAt = Effect.fnUntraced(function* ({ id, to }: { readonly id: string; readonly to: string }) {
    const { body } = yield* ask(`/v1/calls/${id}`, { headers: headers[0]?.headers ?? {} })
    const { durationSeconds } = JSON.parse(body) as { readonly durationSeconds: number | null }
    if (durationSeconds !== null && isShort)
      dollars += dollarsFor(to, durationSeconds) - dollarsFor(to, maxDurationSeconds)
    return durationSeconds !== null
  })
  for (let n = 0; n < most; n++) {
    const key = headers[n % keys]?.headers ?? {}
    const to = numberOf(n)
    const answer = yield* ask("/v1/calls", {
      method: "POST",
      headers: { ...key, "content-type": "application/json", "idempotency-key": `k${n}` },
      body: JSON.stringify({
        to,
        variables: { customer_name: "Ada" },
        maxDurationSeconds,
        overrides: { firstMessage: "An AI speaks for Example, and this call is recorded." }
      })
    })
    const told = JSON.parse(answer.body) as { readonly id?: string; readonly code?: string }
    if (answer.status === 201 && told.id !== undefined) {
      dollars += dollarsFor(to, maxDurationSeconds)
      live.push({ id: told.id, at: seconds, to })
    } else refusedBy = `${told.code ?? answer.status}`
    if (refusedBy === "breaker" || refusedBy === "country") break
    yield* TestClock.adjust(`${secondsBetween} seconds`)
    seconds += secondsBetween
    for (const call of live.filter(({ at }) => at < seconds - 60))
      if (yield* lookAt(call)) live.splice(live.indexOf(call), 1)
  }
  const dials = yield* rings
  return {
    name,
    dials,
    dollars: Math.round(dollars * 100) / 100,
    seconds,
    refusedBy
  } satisfies Loss
})

/** One attack on a service of its own, at an hour at which calls are legal; `change` is for the control. */
export const attackAlone = (sequence: Sequence, change: Partial<PolicyProfile> = {}, most?: number) =>
  Effect.andThen(TestClock.setTime(start), Effect.provide(attack(sequence, most), service(sequence, change)))

/** The limits without a day's budget and a day's detector, and with calls of any length. */
export const withinTenMinutes: Partial<PolicyProfile> = {
  longestCallSeconds: null,
  dollarsPerDay: null,
  fanOut: {
    neighbours: 4,
    strangersAbroad: 5,
    dollarsAbroad: 5,
    neighboursInDay: null,
    neighboursInAll: null,
    strangers: null,
    strangersInDay: null,
    strangersAbroadInDay: null,
    dollarsAbroadInDay: null,
    budgetDays: null
  }
}

export const told = ({ dials, dollars, name, refusedBy, seconds }: Loss): string =>
  `| ${name} | ${dials} | ${dollars.toFixed(2)} | ${(seconds / 60).toFixed(1)} min | ${refusedBy} |`
