// oxlint-disable eslint/no-await-in-loop -- one process after the other is the point
import { seeded } from "../torture/Chance.ts"
import { type CrashPoint, crashPoints, isWithinDial, pointsAtKill, worstOf } from "../torture/CrashPoint.ts"
import { armFaults } from "../torture/Faults.ts"
import { judge, type Verdict } from "../torture/Judge.ts"
import { settle } from "../torture/KillStorm.ts"
import { people, type Wish } from "../torture/People.ts"
import { openRig, type Rig } from "../torture/Rig.ts"
import { instantOfKill } from "./KillInstant.ts"
import { askingIn, type Host, type Hosting, type Told, type Yes } from "./Host.ts"

export interface YesStorm {
  readonly seed: string
  readonly kills: number
  /** Makes what starts the processes, once the rig's settings are known. */
  readonly hosting: (environment: NodeJS.ProcessEnv) => Hosting
  readonly strategy?: "ours" | "naive"
}

export interface YesReport extends Verdict {
  /** Kills by the most dangerous point at which a call was that a yes had taken. */
  readonly killsAt: Readonly<Partial<Record<CrashPoint, number>>>
  /** People who still waited for a yes at the end, though one was said. */
  readonly stillWaiting: number
  /** Answers to questions of a process that was gone, which were taken for a yes. */
  readonly oldYesesTaken: number
  /** Answers to questions of a process that was gone. */
  readonly oldYeses: number
}

/** What must be so of every storm. */
export const noViolation: Partial<YesReport> = {
  rungTwice: 0,
  askedTwice: 0,
  rungNotRecorded: 0,
  wronglyNotPlaced: 0,
  lostWishes: 0,
  unsettled: 0,
  stillWaiting: 0,
  oldYesesTaken: 0
}

/** How many people are asked about in one life. */
const crowd = 6

/**
 * Kills the process (SIGKILL, every third time SIGTERM) at seeded instants after people said yes, each to a call of their
 * own and some twice, the first two times when the first dial is seen and once right after the yes, and starts it again. The next one is first brought the yes that the last one may not have heard;
 * then the same calls are asked for again and said yes to. At the end all of them are, without a kill, and two rounds of
 * recovery follow beyond the horizon.
 */
export const runYesStorm = async ({ hosting, kills, seed, strategy = "ours" }: YesStorm): Promise<YesReport> => {
  const rig = await openRig()
  try {
    const chance = seeded(seed)
    const wishes = people(chance, kills * crowd)
    await armFaults(rig, chance, wishes)
    const environment = askingIn(rig)
    const start = hosting(environment)
    const begun: Array<Wish> = []
    const done = new Set<string>()
    const asked: Array<Yes> = []
    const old = { brought: 0, taken: 0 }
    const killsAt: Partial<Record<CrashPoint, number>> = {}
    for (let n = 0; n < kills; n++) {
      const host = await start(environment)
      const startedAt = Date.now()
      if (strategy === "ours") await bringOld(host, asked.splice(0), rig, old)
      const left = wishes.filter(({ to }) => !done.has(to)).slice(0, crowd)
      begun.push(...left.filter((wish) => !begun.includes(wish)))
      const yeses = answersTo(left, await host.ask(left), done)
      const saying = host.sayYes(strategy === "ours" ? [...yeses, ...yeses.slice(0, 2)] : yeses)
      await (n === 3 ? null : n < 2 ? Promise.race([rig.tap.nextDial(), saying]) : instantOfKill(chance, rig, saying))
      await host.end(n % 3 === 2 ? "SIGTERM" : "SIGKILL")
      await rig.tap.quiet()
      const told = await saying
      for (const [index, { wish }] of yeses.entries()) {
        if (isCall(told[index])) done.add(wish.to)
        else asked.push(yeses[index] as Yes)
      }
      if (strategy === "naive") continue
      const point = await pointAtKill(rig, startedAt, left)
      killsAt[point] = (killsAt[point] ?? 0) + 1
    }
    const last = await start(environment)
    await last.sayYes(answersTo(begun, await last.ask(begun), done))
    await last.end("SIGTERM")
    if (strategy === "ours") await settle(rig)
    const rows = await rig.ledger.rows()
    return {
      ...judge({ rings: rig.rings(), dials: rig.tap.dials, rows, begun: begun.map(({ to }) => to) }),
      killsAt,
      stillWaiting: rows.filter(({ status }) => status === "planned").length,
      oldYesesTaken: old.taken,
      oldYeses: old.brought
    }
  } finally {
    await rig.close()
  }
}

const isCall = (told: Told | undefined): boolean => told?.type === "call" && told.status !== "planned"

/** What is said to the questions that were put; who is told of a call has been rung, or nearly. */
const answersTo = (wishes: ReadonlyArray<Wish>, told: ReadonlyArray<Told>, done: Set<string>): ReadonlyArray<Yes> =>
  wishes.flatMap((wish, index) => {
    const answer = told[index]
    if (isCall(answer)) done.add(wish.to)
    return answer?.type === "question" ? [{ wish, state: answer.state }] : []
  })

/** A yes to a question of the process before is no yes here: whoever still waits then waits on. */
const bringOld = async (
  host: Host,
  yeses: ReadonlyArray<Yes>,
  rig: Rig,
  old: { brought: number; taken: number }
): Promise<void> => {
  const planned = new Set((await rig.ledger.rows()).flatMap(({ status, to }) => (status === "planned" ? [to] : [])))
  const waiting = yeses.filter(({ wish }) => planned.has(wish.to))
  old.brought += waiting.length
  await host.bring(waiting)
  const rows = await rig.ledger.rows()
  old.taken += waiting.filter(({ wish }) =>
    rows.some(({ status, to }) => to === wish.to && status !== "planned")
  ).length
}

const pointAtKill = async (rig: Rig, startedAt: number, wishes: ReadonlyArray<Wish>): Promise<CrashPoint> => {
  const taken = (await rig.ledger.rows()).filter(({ status }) => status !== "planned")
  const reports = wishes.map(({ to }) => ({ type: "start", to }) as const)
  return worstOf(pointsAtKill({ startedAt, reports }, taken, rig.tap.dials))
}

/** How many kills hit between a yes and the stored answer to its dial. */
export const killsWithinDial = ({ killsAt }: Pick<YesReport, "killsAt">): number =>
  crashPoints.filter(isWithinDial).reduce((sum, point) => sum + (killsAt[point] ?? 0), 0)
