import { Effect } from "effect"
import type { Exchange } from "./Exchange.ts"
import { strikes, type Fault, type FaultTarget } from "./Fault.ts"
import { hex } from "./Identifier.ts"
import type { ArmedFault } from "./World.ts"

/** Takes the next fault that waits for such a request. Two processes never take the same one: the log's order decides. */
export const claimFault = Effect.fnUntraced(function* (
  exchange: Exchange,
  target: FaultTarget | null,
  toNumber: string | null
) {
  while (true) {
    const armed = (yield* exchange.look).world.faults.find(
      (candidate) => isLeft(candidate) && strikes(candidate.fault, target, toNumber)
    )
    if (armed === undefined) return null
    const claim = yield* hex(16)
    yield* exchange.record({ _tag: "fault-claimed", id: armed.id, claim })
    const after = (yield* exchange.look).world.faults.find((candidate) => candidate.id === armed.id)
    if (after !== undefined && isServed(after, claim)) return after.fault satisfies Fault
  }
})

const isLeft = (armed: ArmedFault): boolean => armed.claims.length < armed.fault.times

const isServed = (armed: ArmedFault, claim: string): boolean => armed.claims.slice(0, armed.fault.times).includes(claim)
