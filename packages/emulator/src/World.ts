import type { Fault } from "./Fault.ts"
import type { DialEntry, LogEntry } from "./LogEntry.ts"
import { initialSwitches, type Switches } from "./Switches.ts"

/** A placed call, with the virtual time that had been added before it. */
export interface Dial extends DialEntry {
  readonly position: number
  readonly advancedBefore: number
  /** The latest start of this dial and all before it, in unix seconds. */
  readonly latestStart: number
  /** Seconds of the call after which it was ended through the carrier or the monitor socket; null when nobody did. */
  readonly hungUpAfter: number | null
}

/** A fault and who took it, in the order of the log: the first `times` claims are served. */
export interface ArmedFault {
  readonly id: string
  readonly fault: Fault
  readonly claims: Array<string>
}

/** What the emulator knows: the log, read from the start. */
export interface World {
  readonly dials: Array<Dial>
  readonly byId: Map<string, Dial>
  readonly deleted: Set<string>
  /** The conversations whose calls the carrier has no more. */
  readonly deletedCalls: Set<string>
  readonly faults: Array<ArmedFault>
  advanced: number
  switches: Switches
}

/** The world and the instant it is looked at (real milliseconds). */
export interface View {
  readonly world: World
  readonly now: number
}

/** Before anything happened. */
export const emptyWorld = (): World => ({
  dials: [],
  byId: new Map(),
  deleted: new Set(),
  deletedCalls: new Set(),
  faults: [],
  advanced: 0,
  switches: initialSwitches
})

/** Takes one more entry of the log in. Changes the world in place: a long log is read once, not once per request. */
export const learn = (world: World, entry: LogEntry): void => {
  switch (entry._tag) {
    case "dial": {
      const dial = { ...entry, position: world.dials.length, advancedBefore: world.advanced, hungUpAfter: null }
      const latestStart = Math.max(startSeconds(dial), world.dials.at(-1)?.latestStart ?? -Infinity)
      put(world, { ...dial, latestStart })
      return
    }
    case "hang-up": {
      const dial = world.byId.get(entry.conversationId)
      if (dial === undefined || dial.hungUpAfter !== null) return
      put(world, { ...dial, hungUpAfter: elapsedSeconds(dial, { world, now: entry.at }) })
      return
    }
    case "delete":
      world.deleted.add(entry.conversationId)
      return
    case "delete-call":
      world.deletedCalls.add(entry.conversationId)
      return
    case "fault":
      world.faults.push({ id: entry.id, fault: entry.fault, claims: [] })
      return
    case "fault-claimed":
      world.faults.find((armed) => armed.id === entry.id)?.claims.push(entry.claim)
      return
    case "advance":
      world.advanced += entry.millis
      return
    case "switch":
      world.switches = { ...world.switches, ...entry.change }
      return
    case "reset":
      Object.assign(world, emptyWorld())
  }
}

const put = (world: World, dial: Dial): void => {
  world.dials[dial.position] = dial
  world.byId.set(dial.conversationId, dial)
}

/** The position before which every dial started earlier than this, in unix seconds. */
export const firstSince = ({ dials }: World, seconds: number): number => {
  let [low, high] = [0, dials.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((dials[middle]?.latestStart ?? Infinity) < seconds) low = middle + 1
    else high = middle
  }
  return low
}

/** Seconds of the emulated call since it was dialled: real time times its scale, and the time added since. */
export const elapsedSeconds = (dial: Dial, view: View): number =>
  (Math.max(0, view.now - dial.at) * dial.scale + view.world.advanced - dial.advancedBefore) / 1000

/** The emulated wall clock at the dial, in unix seconds. */
export const startSeconds = (dial: Pick<Dial, "at" | "advancedBefore">): number =>
  Math.floor((dial.at + dial.advancedBefore) / 1000)
