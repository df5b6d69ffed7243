// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
import { setTimeout as pause } from "node:timers/promises"
import { type Chance, seeded } from "./Chance.ts"
import { type CrashPoint, crashPoints, pointsAtKill, worstOf } from "./CrashPoint.ts"
import { armFaults } from "./Faults.ts"
import { judge, type Verdict } from "./Judge.ts"
import type { LedgerWatch } from "./LedgerWatch.ts"
import { people, type Wish } from "./People.ts"
import { startWorker, type Worker } from "./Process.ts"
import { openRig, type Rig } from "./Rig.ts"

/** A storm over one ledger and one emulator. */
export interface Storm {
  readonly seed: string
  readonly kills: number
  readonly strategy: "ours" | "naive"
  /** The database that is the ledger, in place of a file. */
  readonly database?: LedgerWatch | undefined
}

export interface StormReport extends Verdict {
  readonly kills: number
  /** Kills by the most dangerous point at which a call of the killed worker was. */
  readonly killsAt: Readonly<Record<CrashPoint, number>>
  /** Calls by the point at which a kill caught them. */
  readonly callsAt: Readonly<Record<CrashPoint, number>>
}

/**
 * Kills the worker (SIGKILL) at seeded instants and starts it again with the same wishes and keys; the next worker is
 * loaded while the present one runs. At the end the wishes that were begun are finished without a kill, and two rounds
 * of recovery follow beyond the horizon, 40 s apart, on a clock that is set on for the emulator and for us.
 */
export const runStorm = async ({ database, kills, seed, strategy }: Storm): Promise<StormReport> => {
  const rig = await openRig(database)
  try {
    const chance = seeded(seed)
    const wishes = people(chance, kills * 8 + 20)
    await armFaults(rig, chance, wishes)
    const program = strategy === "ours" ? "worker" : "naive-worker"
    const load = () => startWorker({ program, environment: rig.environment })
    const killsAt = zero()
    const callsAt = zero()
    const begun = new Set<string>()
    const done = new Set<string>()
    let next = load()
    for (let n = 0; n < kills; n++) {
      const worker = await next
      next = load()
      const startedAt = Date.now()
      worker.command({ deed: "place", concurrency: 4, wishes: remaining(wishes, done) })
      await instantOfKill(chance, rig, worker, strategy)
      await worker.kill()
      await rig.tap.quiet()
      for (const report of worker.reports) {
        if (report.type === "start") begun.add(report.to)
        if (report.type === "placed") done.add(report.to)
      }
      if (strategy === "naive") continue
      const points = pointsAtKill({ startedAt, reports: worker.reports }, await rig.ledger.rows(), rig.tap.dials)
      killsAt[worstOf(points)]++
      for (const point of points) callsAt[point]++
    }
    await finish(
      await next,
      [...begun].map((to) => ({ to, key: `wish-${to}` }))
    )
    if (strategy === "ours") await settle(rig)
    const evidence = { rings: rig.rings(), dials: rig.tap.dials, rows: await rig.ledger.rows(), begun: [...begun] }
    return { ...judge(evidence), kills, killsAt, callsAt }
  } finally {
    await rig.close()
  }
}

const zero = () => Object.fromEntries(crashPoints.map((point) => [point, 0])) as Record<CrashPoint, number>

/** The last eight that are done are asked for again, then come all the others. */
const remaining = (wishes: ReadonlyArray<Wish>, done: ReadonlySet<string>): ReadonlyArray<Wish> => [
  ...wishes.filter(({ to }) => done.has(to)).slice(-8),
  ...wishes.filter(({ to }) => !done.has(to))
]

/**
 * A fifth of the kills come at any time after the start, two fifths within 4 ms of a write to the ledger, the rest
 * within 150 ms of a dial that was seen on the wire. The naive strategy has no ledger: there a dial stands for a write.
 */
const instantOfKill = async (chance: Chance, rig: Rig, worker: Worker, strategy: Storm["strategy"]): Promise<void> => {
  const never = Promise.race([worker.until(({ type }) => type === "done"), pause(4_000)])
  await chance.pick<() => Promise<void>>([
    [2, () => pause(chance.between(0, 1_000))],
    [
      4,
      async () => {
        const write = strategy === "ours" ? rig.ledger.nextWrite(chance.between(1, 60)) : rig.tap.nextDial()
        await Promise.race([write, never])
        await pause(chance.next() * 4)
      }
    ],
    [
      4,
      async () => {
        for (let dials = chance.between(1, 5); dials > 0; dials--) await Promise.race([rig.tap.nextDial(), never])
        await pause(chance.next() * 150)
      }
    ]
  ])()
}

const finish = async (worker: Worker, wishes: ReadonlyArray<Wish>): Promise<void> => {
  worker.command({ deed: "place", concurrency: 4, wishes })
  await worker.until(({ type }) => type === "done")
  await worker.kill()
}

/** Two rounds of recovery beyond the horizon, 40 s apart, on a clock set on for the emulator and for us. */
export const settle = async (rig: Rig): Promise<void> => {
  for (const [onSeconds, aheadMillis] of [
    [400, 400_000],
    [40, 440_000]
  ] as const) {
    await rig.control("/clock", { advanceSeconds: onSeconds })
    const worker = await startWorker({ environment: rig.environment })
    worker.command({ deed: "recover", aheadMillis })
    await worker.ended
  }
}
