// oxlint-disable eslint/no-await-in-loop -- one kill after the other is the point
import { setTimeout as pause } from "node:timers/promises"
import { seeded } from "./Chance.ts"
import { armFaults } from "./Faults.ts"
import { judge, type Verdict } from "./Judge.ts"
import { settle } from "./KillStorm.ts"
import type { LedgerWatch } from "./LedgerWatch.ts"
import { people, type Wish } from "./People.ts"
import { startWorker, type Worker } from "./Process.ts"
import { openRig } from "./Rig.ts"

/** Gives two processes 25 wishes each at the same moment; reports rings, dial requests and what the processes said. */
export const startAtOnce = async (wishes: ReadonlyArray<Wish>, database?: LedgerWatch) => {
  const rig = await openRig(database)
  try {
    const load = () => startWorker({ environment: rig.environment })
    const workers = await Promise.all([load(), load()])
    for (const [index, worker] of workers.entries()) {
      const own = wishes.slice(index * 25, index * 25 + 25)
      worker.command({ deed: "place", concurrency: 25, wishes: own, recover: false })
    }
    await Promise.all(workers.map((worker) => worker.until(({ type }) => type === "done")))
    await Promise.all(workers.map((worker) => worker.kill()))
    const reports = workers.flatMap((worker) => worker.reports)
    return { rings: rig.rings().length, requests: rig.tap.dials.length, reports }
  } finally {
    await rig.close()
  }
}

/** Four processes work through one list, each in an order of its own, and are killed and started again. */
export const runCrowd = async (
  seed: string,
  count: number,
  kills: number,
  database?: LedgerWatch
): Promise<Verdict> => {
  const rig = await openRig(database)
  try {
    const chance = seeded(seed)
    const wishes = people(chance, count)
    await armFaults(rig, chance, wishes)
    const begin = async (): Promise<Worker> => {
      const worker = await startWorker({ environment: rig.environment })
      worker.command({ deed: "place", concurrency: 2, wishes: chance.shuffle(wishes) })
      return worker
    }
    const crowd = await Promise.all([begin(), begin(), begin(), begin()])
    for (let n = 0; n < kills; n++) {
      await pause(chance.between(0, 200))
      const victim = chance.between(0, 3)
      await crowd[victim]?.kill()
      crowd[victim] = await begin()
    }
    await Promise.all(crowd.map((worker) => worker.until(({ type }) => type === "done")))
    await Promise.all(crowd.map((worker) => worker.kill()))
    await settle(rig)
    const rows = await rig.ledger.rows()
    return judge({ rings: rig.rings(), dials: rig.tap.dials, rows, begun: wishes.map(({ to }) => to) })
  } finally {
    await rig.close()
  }
}
