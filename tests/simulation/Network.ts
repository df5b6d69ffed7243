import type { Emulator, EmulatorRequest } from "@outbound-call/emulator"
import type { Fault } from "@outbound-call/emulator/Fault"
import { faultReply } from "@outbound-call/emulator/FaultReply"
import { Deferred, Effect } from "effect"
import type { Chance } from "./Chance.ts"
import type { Plan } from "./Plan.ts"
import { dialFault, readFault } from "./Provider.ts"

/** What reached the client: a whole answer, an answer that broke off in its body, or a closed connection. */
export interface Arrival {
  readonly type: "whole" | "cut" | "closed"
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether a request, as `<method> <path>`, rings a phone. */
export const isDial = (request: string): boolean => request.startsWith("POST") && request.endsWith("/outbound-call")

/**
 * The way to the provider and back. It delays, loses and spoils; it never carries one request twice, since TCP does
 * not. A request that has left is worked on at the other end, whatever becomes of who sent it.
 */
export class Network {
  /** Nothing is spoiled any more. */
  calm = false
  private readonly emulator: Emulator["Service"]
  private readonly chance: Chance
  private readonly plan: Plan

  constructor(emulator: Emulator["Service"], chance: Chance, plan: Plan) {
    this.emulator = emulator
    this.chance = chance
    this.plan = plan
  }

  carry(request: EmulatorRequest): Effect.Effect<Arrival> {
    return Effect.gen({ self: this }, function* () {
      const fault = this.faultFor(request)
      const spoiled = fault === null ? null : faultReply(fault, "request", "callSid")
      const delay = fault?.kind === "delay" ? (fault.delayMs ?? 0) : 0
      const isBefore = fault?.when === "before"
      yield* Effect.sleep(this.chance.between(5, 150) + (isBefore ? delay : 0))
      const reply = isBefore && spoiled !== null ? spoiled : yield* this.emulator.handle(request)
      yield* Effect.sleep(this.chance.between(5, 150) + (isBefore ? 0 : delay))
      const { body, fault: broken, headers, status } = spoiled ?? reply
      const type = broken === "drop" ? "closed" : fault?.kind === "truncate" ? "cut" : "whole"
      return { type, status, headers, body: String(body) } satisfies Arrival
    })
  }

  /** The same, given up by who sent it after so long: null. It still arrives. */
  carryFor(request: EmulatorRequest, millis: number): Effect.Effect<Arrival | null> {
    return Effect.gen({ self: this }, function* () {
      const first = yield* Deferred.make<Arrival | null>()
      yield* Effect.forkDetach(Effect.flatMap(this.carry(request), (arrival) => Deferred.succeed(first, arrival)))
      yield* Effect.forkDetach(Effect.andThen(Effect.sleep(millis), Deferred.succeed(first, null)))
      return yield* Deferred.await(first)
    })
  }

  /** Whether a connection comes about. */
  get connect(): Effect.Effect<boolean> {
    const { calm, chance } = this
    const fails = !calm && chance.happens(0.1)
    return Effect.as(Effect.sleep(chance.happens(0.2) ? chance.between(100, 4_000) : 20), !fails)
  }

  private faultFor(request: EmulatorRequest): Fault | null {
    const { chance, plan } = this
    if (this.calm) return null
    if (!isDial(`${request.method} ${request.url}`)) return chance.happens(plan.readFaults) ? readFault(chance) : null
    return chance.happens(plan.dialFaults) ? dialFault(chance, plan.limitedAfterRing) : null
  }
}
