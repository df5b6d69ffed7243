import { DialLog, Emulator, type LogEntry } from "@outbound-call/emulator"
import type { Fault } from "@outbound-call/emulator/Fault"
import { callRecord } from "@outbound-call/emulator/CallRecord"
import { initialSwitches } from "@outbound-call/emulator/Switches"
import { Effect, Layer } from "effect"
import type { Chance } from "./Chance.ts"

/** One ring as the emulator's log has it: the judge of every schedule. */
export interface Ring {
  readonly callId: string | null
  readonly to: string
  readonly conversationId: string
  /** From the dial to the end of the line, in milliseconds of the provider's clock. */
  readonly from: number
  readonly until: number
}

/** The emulated provider, and its log where the simulation can read it. */
export const makeProvider = Effect.gen(function* () {
  const entries: Array<LogEntry> = []
  const log = DialLog.of({
    append: (entry) => Effect.sync(() => void entries.push(entry)),
    read: Effect.sync(() => ({ generation: 0, entries }))
  })
  const emulator = yield* Effect.scoped(
    Effect.map(Layer.build(Emulator.layer().pipe(Layer.provide(Layer.succeed(DialLog, log)))), (services) =>
      Emulator.pipe(Effect.provideContext(services))
    ).pipe(Effect.flatten)
  )
  return { emulator, rings: () => entries.flatMap((entry) => ringsOf(entry, entries)) }
})

const ringsOf = (entry: LogEntry, all: ReadonlyArray<LogEntry>): ReadonlyArray<Ring> => {
  if (entry._tag !== "dial") return []
  const ended = all.find((other) => other._tag === "hang-up" && other.conversationId === entry.conversationId)
  const hungUpAfter = ended?._tag === "hang-up" ? (ended.at - entry.at) / 1000 : null
  const dial = { ...entry, position: 0, advancedBefore: 0, latestStart: 0, hungUpAfter }
  const { endedAt, ringsAt } = callRecord(dial, 0, initialSwitches).timeline
  const rings = Number.isFinite(endedAt) ? endedAt : ringsAt + entry.ringingTimeout
  const seconds = Math.min(rings, hungUpAfter ?? rings)
  return [
    {
      callId: echoOf(entry.clientData),
      to: entry.toNumber,
      conversationId: entry.conversationId,
      from: entry.at,
      until: entry.at + seconds * 1000
    }
  ]
}

const echoOf = (clientData: unknown): string | null => {
  const { dynamic_variables: variables } = clientData as { readonly dynamic_variables?: Record<string, unknown> }
  const echo = variables?.["outbound_call_id"]
  return typeof echo === "string" ? echo : null
}

/** A fault for a read: nothing of it changes anything at the provider. */
export const readFault = (chance: Chance): Fault => {
  const kind = chance.pick(["status", "drop", "delay", "truncate", "html", "rate-limited"] as const)
  return { target: "any", when: "before", times: 1, kind, ...detailsOf(kind, chance) }
}

/** A fault for a dial, before or after the phone began to ring. */
export const dialFault = (chance: Chance, limitedAfterRing: boolean): Fault => {
  const kind = chance.pick(["status", "status", "drop", "delay", "truncate", "html", "rate-limited", "no-ids"] as const)
  const when = kind === "rate-limited" && !limitedAfterRing ? "before" : chance.pick(["before", "after"] as const)
  return { target: "dial", when, times: 1, kind, ...detailsOf(kind, chance) }
}

const detailsOf = (kind: Fault["kind"], chance: Chance): Partial<Fault> => {
  switch (kind) {
    case "status":
      return { status: chance.pick([408, 409, 425, 500, 502, 503, 504, 302]) }
    case "html":
      return { status: chance.pick([502, 503, 429, 408]) }
    case "delay":
      return { delayMs: chance.pick([500, 4_000, 29_000, 45_000, 60_000]) }
    case "rate-limited":
      return { code: "rate_limit_exceeded", retryAfterSeconds: chance.pick([1, 20, 120]) }
    default:
      return {}
  }
}
