import { DateTime } from "effect"
import type { World } from "./World.ts"

/** One dial that the emulator accepted. */
export interface Ring {
  readonly toNumber: string
  readonly conversationId: string
  readonly callSid: string
  /** When it was dialled, on the emulated wall clock (ISO 8601). */
  readonly at: string
  /** The fault that spoiled the answer to the dial. */
  readonly fault?: string
}

/** Every accepted dial since the last reset, with the numbers in full: it is a test instrument. */
export interface RingReport {
  readonly rings: ReadonlyArray<Ring>
  readonly total: number
  readonly byNumber: Readonly<Record<string, number>>
}

/** Counts the dials. A deleted conversation rang all the same. */
export const ringReport = (world: World): RingReport => {
  const rings = world.dials.map((dial) => ({
    toNumber: dial.toNumber,
    conversationId: dial.conversationId,
    callSid: dial.callSid,
    at: DateTime.formatIso(DateTime.makeUnsafe(dial.at + dial.advancedBefore)),
    ...(dial.fault === undefined ? {} : { fault: dial.fault })
  }))
  const byNumber: Record<string, number> = {}
  for (const { toNumber } of rings) byNumber[toNumber] = (byNumber[toNumber] ?? 0) + 1
  return { rings, total: rings.length, byNumber }
}
