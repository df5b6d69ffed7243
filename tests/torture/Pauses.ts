// oxlint-disable eslint/no-await-in-loop -- one batch after the other is the point
import { setTimeout as pause } from "node:timers/promises"
import { type Chance, seeded } from "./Chance.ts"
import { settle } from "./KillStorm.ts"
import { judge, type Verdict } from "./Judge.ts"
import { people, type Wish } from "./People.ts"
import { startWorker, type Worker } from "./Process.ts"
import { openRig, type Rig } from "./Rig.ts"

export interface Pauses {
  readonly seed: string
  /** How many processes are paused once. */
  readonly count: number
  /** Right after their claim, before anything else of theirs runs; or at any instant around their claims. */
  readonly at: "the claim" | "any instant"
}

/** What became of one call whose process was paused right after its claim. */
export interface PausedCall {
  readonly pausedMillis: number
  readonly status: string
  readonly requests: number
}

export interface PausesReport extends Verdict {
  readonly calls: ReadonlyArray<PausedCall>
  /** Dial requests that left more than 5 s after their claim. */
  readonly late: number
}

/**
 * Pauses processes (SIGSTOP, later SIGCONT) while another one recovers and is asked for the same calls. A pause lasts
 * 1 to 4.3 s or 5.3 to 8 s: below or above the age at which a claim must not be dialled any more.
 */
export const runPauses = async ({ at, count, seed }: Pauses): Promise<PausesReport> => {
  const rig = await openRig()
  try {
    const chance = seeded(seed)
    const calls: Array<PausedCall> = []
    const wishes: Array<Wish> = []
    for (let left = count; left > 0; left -= 10) {
      const batch = people(chance, Math.min(10, left) * (at === "the claim" ? 1 : 6))
      wishes.push(...batch)
      calls.push(...(await (at === "the claim" ? pauseAtClaim : pauseAtAnyInstant)(rig, chance, batch)))
    }
    await settle(rig)
    const rows = await rig.ledger.rows()
    const claimedAt = new Map(rows.map(({ createdAt, id }) => [id, createdAt]))
    const verdict = judge({ rings: rig.rings(), dials: rig.tap.dials, rows, begun: wishes.map(({ to }) => to) })
    const late = rig.tap.dials.filter((dial) => dial.at - (claimedAt.get(dial.callId ?? "") ?? 0) > 5_000).length
    return { ...verdict, calls, late }
  } finally {
    await rig.close()
  }
}

/** Every second one is long. */
const lengthOfPause = (chance: Chance, n: number): number =>
  n % 2 === 0 ? chance.between(1_000, 4_300) : chance.between(5_300, 8_000)

const pauseAtClaim = async (rig: Rig, chance: Chance, wishes: ReadonlyArray<Wish>) => {
  const pauses = wishes.map((wish, n) => ({ wish, millis: lengthOfPause(chance, n) }))
  const workers = await Promise.all(pauses.map(() => startWorker({ environment: rig.environment })))
  const rival = await startWorker({ environment: rig.environment })
  const over = Promise.all(
    pauses.map(async ({ millis, wish }, index) => {
      const worker = workers[index]
      if (worker === undefined) return
      worker.command({ deed: "place", concurrency: 1, wishes: [wish], stopAfterClaim: true, recover: false })
      await worker.until(({ type }) => type === "claimed")
      await pause(millis)
      worker.signal("SIGCONT")
      await worker.until(({ type }) => type === "done")
      await worker.kill()
    })
  )
  await Promise.all(workers.map((worker) => worker.until(({ type }) => type === "claimed")))
  rival.command({ deed: "place", concurrency: 4, wishes })
  await over
  await rival.kill()
  const rows = new Map((await rig.ledger.rows()).map((row) => [row.to, row]))
  return pauses.map(({ millis, wish }) => ({
    pausedMillis: millis,
    status: rows.get(wish.to)?.status ?? "none",
    requests: rig.tap.dials.filter(({ to }) => to === wish.to).length
  }))
}

/** Every process is asked for the same calls, so that each may be paused with a claim, a transaction or a dial open. */
const pauseAtAnyInstant = async (rig: Rig, chance: Chance, wishes: ReadonlyArray<Wish>) => {
  const workers = await Promise.all(
    Array.from({ length: Math.min(10, wishes.length / 6) }, () => startWorker({ environment: rig.environment }))
  )
  const rounds = workers.map((worker, n) =>
    pauseOnce(rig, worker, chance.shuffle(wishes), lengthOfPause(chance, n), chance)
  )
  await Promise.all(rounds)
  return []
}

const pauseOnce = async (
  rig: Rig,
  worker: Worker,
  wishes: ReadonlyArray<Wish>,
  millis: number,
  chance: Chance
): Promise<void> => {
  const write = rig.ledger.nextWrite(chance.between(1, 40))
  const moment = chance.next() * 4
  worker.command({ deed: "place", concurrency: 4, wishes })
  await Promise.race([write, worker.until(({ type }) => type === "done")])
  await pause(moment)
  worker.signal("SIGSTOP")
  await pause(millis)
  worker.signal("SIGCONT")
  await worker.until(({ type }) => type === "done")
  await worker.kill()
}
