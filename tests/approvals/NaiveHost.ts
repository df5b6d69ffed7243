import { startWorker } from "../torture/Process.ts"
import type { Hosting, Told } from "./Host.ts"

/**
 * The naive strategy in the same rig: a yes is good for whoever brings it, and is dialled, repeated on any error, and noted
 * down afterwards. Nothing is on record while the call waits.
 */
export const naiveHost: Hosting = async (environment) => {
  const worker = await startWorker({ program: "naive-worker", environment })
  return {
    ask: async (wishes) => wishes.map((): Told => ({ type: "question", state: null })),
    sayYes: async (yeses) => {
      const wishes = yeses.map(({ wish }) => wish)
      worker.command({ deed: "place", concurrency: wishes.length, wishes })
      await worker.until(({ type }) => type === "done")
      const reached = new Set(worker.reports.flatMap((report) => (report.type === "placed" ? [report.to] : [])))
      return wishes.map(({ to }): Told => (reached.has(to) ? { type: "call", status: "initiated" } : { type: "gone" }))
    },
    bring: async () => {},
    end: async (signal) => {
      worker.signal(signal)
      await worker.ended
    }
  }
}
