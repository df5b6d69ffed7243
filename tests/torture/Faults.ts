import type { Chance } from "./Chance.ts"
import type { Wish } from "./People.ts"
import type { Rig } from "./Rig.ts"

/**
 * Arms what each person's first dial meets: three in ten fail so that it is not clear whether the phone rang (most of
 * them after it rang), four in ten are answered late, which is when most kills hit.
 */
export const armFaults = async ({ control }: Rig, chance: Chance, wishes: ReadonlyArray<Wish>): Promise<void> => {
  const faults = wishes.flatMap(({ to }) => {
    const fault = chance.pick(plans)(chance)
    return fault === null ? [] : [{ target: "dial", toNumber: to, ...fault }]
  })
  await Promise.all(faults.map((fault) => control("/faults", fault)))
}

type Plan = (chance: Chance) => object | null

const status = (chance: Chance) => chance.pick([408, 409, 425, 500, 502, 503, 504].map((code) => [1, code] as const))

const plans: ReadonlyArray<readonly [number, Plan]> = [
  [11, (chance) => ({ when: "after", kind: "status", status: status(chance) })],
  [6, () => ({ when: "after", kind: "drop" })],
  [4, () => ({ when: "after", kind: "truncate" })],
  [3, () => ({ when: "after", kind: "html" })],
  [3, (chance) => ({ when: "before", kind: "status", status: status(chance) })],
  [3, () => ({ when: "before", kind: "drop" })],
  [25, (chance) => ({ when: "after", kind: "delay", delayMs: chance.between(20, 400) })],
  [15, (chance) => ({ when: "before", kind: "delay", delayMs: chance.between(20, 400) })],
  [30, () => null]
]
