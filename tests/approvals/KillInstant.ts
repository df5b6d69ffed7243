// oxlint-disable eslint/no-await-in-loop -- one dial after the other
import { setTimeout as pause } from "node:timers/promises"
import type { Chance } from "../torture/Chance.ts"
import type { Rig } from "../torture/Rig.ts"

/** Three in eleven within 30 ms of the yes, four within 4 ms of a write to the ledger, four within 60 ms of a dial on the wire. */
export const instantOfKill = async (chance: Chance, rig: Rig, saying: Promise<unknown>): Promise<void> => {
  const all = saying.then(() => undefined)
  await chance.pick<() => Promise<void>>([
    [3, () => Promise.race([pause(chance.between(0, 30)), all])],
    [
      4,
      async () => {
        await Promise.race([rig.ledger.nextWrite(chance.between(1, 8)), all])
        await pause(chance.next() * 4)
      }
    ],
    [
      4,
      async () => {
        for (let dials = chance.between(1, 3); dials > 0; dials--) await Promise.race([rig.tap.nextDial(), all])
        await pause(chance.next() * 60)
      }
    ]
  ])()
}
