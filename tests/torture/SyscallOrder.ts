import { readFileSync } from "node:fs"
import { join } from "node:path"
import { spawnSync } from "node:child_process"
import { seeded } from "./Chance.ts"
import { people } from "./People.ts"
import { startWorker } from "./Process.ts"
import { openRig } from "./Rig.ts"

/** Dials of one process. */
export interface OrderReport {
  readonly dials: number
  /** Those that were written after their own claim had been synchronised to the disk. */
  readonly ordered: number
}

export interface DiskReport extends OrderReport {
  /** Those whose claim shared that synchronisation with another one's. */
  readonly shared: number
}

/** Why system calls cannot be traced here, or null. */
export const straceProblem = (): string | null => {
  const { error, status, stderr } = spawnSync("strace", ["-e", "trace=fsync", "true"], { encoding: "utf8" })
  if (error !== undefined) return `strace is missing (${error.message}): install it, for example apt-get install strace`
  return status === 0 ? null : `strace cannot trace here: ${stderr.trim()}`
}

const traced = "trace=fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg"

/** Places calls under strace and reads the order of system calls. */
export const traceDials = async (seed: string, count: number, synchronous: "FULL" | "NORMAL"): Promise<DiskReport> => {
  const rig = await openRig()
  const log = join(rig.folder, "strace.log")
  try {
    const environment = { ...rig.environment, WORKER_SYNCHRONOUS: synchronous }
    const under = ["strace", "-f", "-yy", "-s", "8192", "-e", traced, "-e", "signal=none", "-o", log]
    const worker = await startWorker({ environment, under })
    worker.command({ deed: "place", concurrency: 4, wishes: people(seeded(seed), count), recover: false })
    await worker.until(({ type }) => type === "done")
    await worker.dismiss()
    return readOrder(readFileSync(log, "utf8").split("\n"))
  } finally {
    await rig.close()
  }
}

/**
 * A dial is in order when, between its claim and its POST, a synchronisation of the write-ahead log succeeded. The claim
 * is the first write to that log that holds the call id: later transactions write pages again that hold it among others.
 */
export const readOrder = (lines: ReadonlyArray<string>): DiskReport => {
  const unfinished = new Map<string, string>()
  const writes: Array<string> = []
  const syncs: Array<number> = []
  const syncedBy: Array<number> = []
  let dials = 0
  let ordered = 0
  for (const line of lines) {
    const [, thread = "", call = ""] = /^(\d+) +(.*)$/s.exec(line) ?? []
    const begun = unfinished.get(thread) ?? ""
    if (call.endsWith("<unfinished ...>")) unfinished.set(thread, call)
    else unfinished.delete(thread)
    const isWal = (text: string) => text.includes("ledger.sqlite-wal>")
    if (/^pwrite(64|v)\(/.test(call) && isWal(call)) writes.push(call)
    else if (isSync(call, begun) && isWal(call + begun) && call.endsWith("= 0")) syncs.push(writes.length)
    else if (call.includes("POST /v1/convai/twilio/outbound-call")) {
      dials++
      const id = /outbound_call_id\\":\\"(call_\w+)/.exec(call)?.[1] ?? "no call id"
      const claimedAt = writes.findIndex((write) => write.includes(id))
      const sync = syncs.findIndex((synced) => claimedAt >= 0 && claimedAt < synced)
      if (sync >= 0) ordered++
      syncedBy.push(sync)
    }
  }
  const shared = syncedBy.filter((sync, dial) => sync >= 0 && syncedBy.some((other, n) => other === sync && n !== dial))
  return { dials, ordered, shared: shared.length }
}

const isSync = (call: string, begun: string): boolean =>
  /^f(data)?sync\(/.test(call) || (/^<\.\.\. f(data)?sync resumed>/.test(call) && /^f(data)?sync\(/.test(begun))
