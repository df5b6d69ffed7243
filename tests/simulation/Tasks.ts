import type { Scheduler } from "effect/Scheduler"
import type { Chance } from "./Chance.ts"

/** Whose fibers a task belongs to: the world's, or a simulated process's. */
export interface Owner {
  /** Nothing of it ever runs again. */
  dead: boolean
  /** Nothing of it runs until it is thawed. */
  frozen: boolean
  readonly held: Array<() => void>
}

/**
 * Every fiber that is ready to run, of all processes. Which one runs next is the seed's choice, and so is where a fiber
 * must let others go first. One thread, no timers: what runs is decided here alone.
 */
export class Tasks {
  private readonly ready: Array<{ readonly owner: Owner; readonly run: () => void }> = []
  private readonly chance: Chance
  private untilYield = 0

  constructor(chance: Chance) {
    this.chance = chance
  }

  add(owner: Owner, run: () => void): void {
    if (owner.dead) return
    if (owner.frozen) owner.held.push(run)
    else this.ready.push({ owner, run })
  }

  thaw(owner: Owner): void {
    owner.frozen = false
    for (const run of owner.held.splice(0)) this.add(owner, run)
  }

  /** Runs until nothing is ready. */
  drain(): void {
    for (let most = 2_000_000; this.ready.length > 0; most--) {
      if (most === 0) throw new Error("the fibers never come to rest")
      const place = this.chance.between(0, this.ready.length - 1)
      const task = this.ready[place]
      const last = this.ready.pop()
      if (task === undefined || last === undefined) return
      if (task !== last) this.ready[place] = last
      if (task.owner.frozen) task.owner.held.push(task.run)
      else if (!task.owner.dead) task.run()
    }
  }

  /** The scheduler for the fibers of one owner. */
  schedulerOf(owner: Owner): Scheduler {
    return {
      executionMode: "async",
      shouldYield: () => {
        if (--this.untilYield > 0) return false
        this.untilYield = this.chance.between(1, 400)
        return true
      },
      makeDispatcher: () => ({ scheduleTask: (task) => this.add(owner, task), flush: () => this.drain() })
    }
  }
}
