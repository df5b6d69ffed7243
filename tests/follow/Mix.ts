import { readPhoneNumber } from "@outbound-call/core"
import { regionOf, typeOf } from "@outbound-call/core/ReadNumberType"
import { Result } from "effect"
import { Chance } from "../simulation/Chance.ts"

/** One call as the mix draws it: whom it is to, and how many seconds after its dial the line goes down. */
export interface Draw {
  readonly digits: string
  readonly endsAfter: number
  readonly maxDurationSeconds?: number
  readonly ringingTimeoutSeconds?: number
}

/** How long a call rings before the emulated person who talks for ten minutes picks up. */
const ringsFor = 4

/**
 * The mix of calls for which requests are counted, hundred by hundred in an order of chance: 5 are busy, 45 ring for 45 s
 * in vain, 50 are answered and last by a log-normal law with a median of 75 s; 77 s in the mean.
 */
export function* drawCalls(chance: Chance): Generator<Draw, never> {
  for (;;) {
    const deck = [
      ...Array.from({ length: 5 }, (): Draw => ({ digits: "0101", endsAfter: 2 })),
      ...Array.from({ length: 45 }, (): Draw => ({ digits: "0102", endsAfter: 45, ringingTimeoutSeconds: 45 })),
      ...spans.map((seconds): Draw => ({ digits: "0114", endsAfter: ringsFor + seconds, maxDurationSeconds: seconds }))
    ]
    while (deck.length > 0) yield* deck.splice(chance.between(0, deck.length - 1), 1)
  }
}

/** Fifty spans of conversation that divide the law evenly. */
const spans: ReadonlyArray<number> = (() => {
  const chance = new Chance(1)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
  const drawn = Array.from({ length: 50_000 }, () => 75 * Math.exp(0.9 * normal())).toSorted((a, b) => a - b)
  return Array.from({ length: 50 }, (_, n) => Math.min(590, Math.round(drawn[n * 1000 + 500] ?? 75)))
})()

/** Area codes of the United States in which the numbers that the emulator scripts are ordinary ones. */
export const areas: ReadonlyArray<number> = Array.from({ length: 800 }, (_, n) => 200 + n).filter((area) => {
  const number = readPhoneNumber(`+1${area}5550114`)
  return (
    Result.isSuccess(number) && typeOf(number.success) === "fixed-line-or-mobile" && regionOf(number.success) === "US"
  )
})
