import type { SwitchChange } from "@outbound-call/emulator"
import type { Chance } from "./Chance.ts"
import type { Deed, Plan } from "./Plan.ts"

/** The longest that a new conversation, or a call of the carrier, is missing from a list, in seconds. */
export const longestLag = 60

/** The most that the wall clock is wrong, in milliseconds. */
export const longestJump = 600_000

/** What bends a schedule towards one danger, so that the defence against it is needed often. */
export interface Danger {
  readonly deeds: ReadonlyArray<Deed>
  readonly change: Partial<Plan>
}

/** Two schedules of three are bent towards nothing. */
export const dangerOf = (chance: Chance, processes: number, span: number): Danger => {
  const each = (make: (process: number) => Deed) => Array.from({ length: processes }, (_, process) => make(process))
  switch (chance.between(1, 9)) {
    case 1:
      return lateDialler(each, chance)
    case 2:
      return blindLists(each, chance)
    case 3:
      return lostRecords(chance, span)
    default:
      return { deeds: [], change: {} }
  }
}

type Each = (make: (process: number) => Deed) => ReadonlyArray<Deed>

/** Everybody stops between claim and dial, until others have given the call up. */
const lateDialler = (each: Each, chance: Chance): Danger => {
  const millis = chance.between(500, 1500) * 1000
  return {
    deeds: each((process) => ({ at: 0, type: "freeze-at", process, steps: 2, port: "claim", millis })),
    change: {}
  }
}

/** The dial's answer is lost, no list shows it yet, and the clock is set forward. */
const blindLists = (each: Each, chance: Chance): Danger => ({
  deeds: [
    ...each((process) => ({ at: 0, type: "kill-at", process, steps: 2, port: "POST" })),
    { at: chance.between(5_000, 30_000), type: "jump", error: chance.between(longestJump / 2, longestJump) }
  ],
  change: {
    limitedAfterRing: false,
    machineError: chance.between(-longestJump, 0),
    loops: [true, true, true],
    switches: { ...blind, conversationLagSeconds: chance.pick([0, 15]) },
    hasCarrier: true
  }
})

const blind: SwitchChange = {
  indexLagSeconds: longestLag,
  filterLagSeconds: longestLag,
  twilioLagSeconds: longestLag,
  twilioQueueSeconds: 170
}

/** The provider keeps no record of some calls that rang: only the carrier knows of them. */
const lostRecords = (chance: Chance, span: number): Danger => ({
  deeds: Array.from({ length: 6 }, () => ({ at: chance.between(0, span + 50_000), type: "forget" })),
  change: { limitedAfterRing: false, dialFaults: 0.9 }
})
