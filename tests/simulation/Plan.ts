import type { SwitchChange } from "@outbound-call/emulator"
import { Chance } from "./Chance.ts"
import { dangerOf, longestJump, longestLag } from "./Danger.ts"

/** A person's wish to have somebody called, once. */
export interface Wish {
  /** The idempotency key of the request. */
  readonly key: string
  /** The same for a wish that is told again under a new key, because the service said that this is safe. */
  readonly name: string
  readonly to: string
}

/** Something that is done to the service from outside, at a time in milliseconds. */
export type Deed = { readonly at: number } & (
  | { readonly type: "place" | "follow" | "get"; readonly wish: Wish; readonly process: number }
  | { readonly type: "recover" | "kill" | "hang-up"; readonly process: number }
  | { readonly type: "interrupt" }
  /** The provider loses its record of a call that rang. */
  | { readonly type: "forget" }
  | (Moment & { readonly type: "kill-at" })
  | (Moment & { readonly type: "freeze-at"; readonly millis: number })
  | { readonly type: "jump"; readonly error: number }
  | { readonly type: "switch"; readonly change: SwitchChange }
  | { readonly type: "foreign-dial"; readonly to: string; readonly echo: string | null }
)

/** When a process has begun or ended so many port calls more; only those whose name begins so, when one is given. */
export interface Moment {
  readonly process: number
  readonly steps: number
  readonly port: string
}

/** What one seed makes happen. Times are in milliseconds. */
export interface Plan {
  readonly wishes: ReadonlyArray<Wish>
  readonly deeds: ReadonlyArray<Deed>
  readonly processes: number
  /** Which of them recover calls on a schedule. */
  readonly loops: ReadonlyArray<boolean>
  /** How often an answer to a dial, and to a read, is spoiled. */
  readonly dialFaults: number
  readonly readFaults: number
  /** The provider may say with its own JSON that it is at its limit though it rang; only where its list does not lag. */
  readonly limitedAfterRing: boolean
  readonly switches: SwitchChange
  readonly hasCarrier: boolean
  /** The dial goes over the simulated socket, which knows what was sent, or over the HTTP client, which does not. */
  readonly transport: "socket" | "http"
  /** How far the provider's clock is from the true time. */
  readonly providerError: number
  readonly machineError: number
  /** When the provider and the network become quiet, and nobody wants anything any more. */
  readonly calmAt: number
}

export const planOf = (seed: number): Plan => {
  const chance = new Chance(seed)
  const processes = chance.between(1, 3)
  const wishes = wishesOf(chance)
  const span = chance.pick([20_000, 60_000, 180_000])
  const limitedAfterRing = chance.happens(0.15)
  const someProcess = () => chance.between(0, processes - 1)
  const at = () => chance.between(0, span)
  const deeds: Array<Deed> = wishes.map((wish) => ({ at: at(), type: "place", wish, process: someProcess() }))
  const add = (most: number, make: () => Deed) => {
    for (let left = chance.between(0, most); left > 0; left--) deeds.push(make())
  }
  const moment = (ports: ReadonlyArray<string>): Moment =>
    chance.happens(0.5)
      ? { process: someProcess(), steps: chance.between(1, 40), port: "" }
      : { process: someProcess(), steps: chance.between(1, 2), port: chance.pick(ports) }
  add(3, () => ({ at: at(), type: "place", wish: chance.pick(wishes), process: someProcess() }))
  add(2, () => ({ at: at(), type: "get", wish: chance.pick(wishes), process: someProcess() }))
  add(1, () => ({ at: at(), type: "follow", wish: chance.pick(wishes), process: someProcess() }))
  add(2, () => ({ at: at(), type: "recover", process: someProcess() }))
  add(2, () => ({ at: at(), type: "interrupt" }))
  add(2, () => ({ at: at(), type: "kill-at", ...moment(["claim", "connect", "POST", "record answer"]) }))
  add(1, () => ({ at: at(), type: "kill", process: someProcess() }))
  add(2, () => ({
    at: at(),
    type: "freeze-at",
    ...moment(["claim", "connect"]),
    millis: chance.pick([chance.between(1, 30), chance.between(30, 180), chance.between(400, 1500)]) * 1000
  }))
  add(1, () => ({ at: at(), type: "jump", error: chance.between(-longestJump, longestJump) }))
  if (chance.happens(0.2)) {
    deeds.push({ at: at(), type: "jump", error: chance.between(-longestJump, longestJump) })
  }
  if (chance.happens(0.2) && !limitedAfterRing) {
    deeds.push({ at: at(), type: "switch", change: { indexLagSeconds: longestLag } })
  }
  if (chance.happens(0.15)) {
    const echo = chance.happens(0.5) ? "call_00000000000000000000000000" : null
    deeds.push({ at: at(), type: "foreign-dial", to: chance.pick(wishes).to, echo })
  }
  const danger = dangerOf(chance, processes, span)
  return {
    wishes,
    deeds: [...deeds, ...danger.deeds, ...hangUpsOf(new Chance(seed ^ 0x4a4e6), span, processes)].toSorted(
      (a, b) => a.at - b.at
    ),
    processes,
    loops: Array.from({ length: processes }, () => chance.happens(0.6)),
    dialFaults: chance.pick([0.1, 0.5, 0.9]),
    readFaults: chance.pick([0, 0.1, 0.4]),
    limitedAfterRing,
    switches: ignoring(switchesOf(chance, limitedAfterRing), new Chance(seed ^ 0x57a7e)),
    hasCarrier: chance.happens(0.8),
    transport: chance.pick(["socket", "http"]),
    providerError: chance.pick([0, 0, 1, -1]) * chance.between(0, 120_000),
    machineError: chance.pick([0, 1, -1]) * chance.between(0, longestJump),
    calmAt: span + 60_000,
    ...danger.change
  }
}

/** Whether the list shows calls that are over as well; drawn apart, as hang-ups are. */
const ignoring = (switches: SwitchChange, chance: Chance): SwitchChange => ({
  ...switches,
  ignoreFilters: [...(switches.ignoreFilters ?? []), ...(chance.happens(0.25) ? ["exclude_statuses"] : [])]
})

/** Drawn apart, so that a seed keeps everything else that it means. */
const hangUpsOf = (chance: Chance, span: number, processes: number): ReadonlyArray<Deed> =>
  Array.from({ length: chance.happens(0.3) ? chance.between(1, 2) : 0 }, () => ({
    at: chance.between(0, span + 20_000),
    type: "hang-up",
    process: chance.between(0, processes - 1)
  }))

const wishesOf = (chance: Chance): ReadonlyArray<Wish> => {
  const numbers = Array.from({ length: chance.between(1, 3) }, () => `+1415555${chance.pick(people)}`)
  return Array.from({ length: chance.between(1, 6) }, (_, n) => ({
    key: `wish-${n}`,
    to: chance.pick(numbers),
    name: `wish-${n}`
  }))
}

/** Scripted callees: most of them answer or do not, some never end for the provider, one is refused by the carrier. */
const people = [
  ..."0100 0100 0101 0102 0103 0104 0105 0109 0110 0111".split(" "),
  "0100",
  "0103",
  "0106",
  "0107",
  "0108"
]

const switchesOf = (chance: Chance, isListFresh: boolean): SwitchChange => ({
  indexLagSeconds: isListFresh ? chance.between(0, 15) : chance.pick([0, 0, 5, 20, longestLag]),
  filterLagSeconds: chance.pick([0, 0, 10, longestLag]),
  conversationLagSeconds: chance.pick([0, 0, 2, 15]),
  twilioQueueSeconds: chance.pick([0, 0, 5, 170]),
  twilioLagSeconds: chance.pick([0, 0, 10, longestLag]),
  ignoreFilters: filters.filter(() => chance.happens(0.25)),
  legacy: chance.happens(0.1),
  unansweredStatus: chance.pick(["failed", "done"]),
  lateTranscript: chance.happens(0.3)
})

const filters = ["user_id", "dynamic_variable_params", "agent_id", "call_start_after_unix", "call_start_before_unix"]
