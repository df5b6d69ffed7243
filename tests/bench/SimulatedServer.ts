import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { Listeners } from "./Listeners.ts"
import { type Program, startProgram } from "./Program.ts"

/** The built HTTP server with simulated calls, which are over in a moment. */
export interface SimulatedServer extends Program {
  /** Places calls, one after the other, until a listener was told that each is over; how many events it was told. */
  readonly place: (calls: number, listeners: Listeners) => Promise<number>
  /** Appends so many events to the ledger at once, as another process does, and gives how many. */
  readonly append: (events: number) => number
}

export const startServer = async (data: string, flags: ReadonlyArray<string> = []): Promise<SimulatedServer> => {
  const environment = { OUTBOUND_DATA_DIR: data, OUTBOUND_EMULATOR_SCALE: "1000" }
  const words = ["--simulate", "--port", "0"]
  const program = await startProgram("../../apps/server/dist/outbound-server.js", words, { data, environment, flags })
  let placed = 0

  const placeOne = async (listeners: Listeners): Promise<number> => {
    const told = listeners.firstTold("event: analysed")
    const answer = await fetch(`${program.origin}/v1/calls`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `bench-${placed++}` },
      body: JSON.stringify({ to: "+14155550103", variables: { customer_name: "Ada" } })
    })
    if (answer.status !== 201) throw new Error(await answer.text())
    await answer.text()
    return told
  }

  return {
    ...program,
    place: async (calls, listeners) => {
      let told = 0
      // oxlint-disable-next-line eslint/no-await-in-loop -- one call after the other
      for (let nth = 0; nth < calls; nth++) told += await placeOne(listeners)
      return told
    },
    append: (events) => {
      const database = new DatabaseSync(join(data, "simulated/ledger.sqlite"))
      database.exec("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE")
      const insert = database.prepare(`INSERT INTO call_events (call_id, seq, at, type, cause, status)
        SELECT id, (SELECT MAX(seq) + 1 FROM call_events WHERE call_id = id), ?, 'status', 'poll', 'done'
        FROM calls ORDER BY id LIMIT 1`)
      for (let nth = 0; nth < events; nth++) insert.run(Date.now())
      database.exec("COMMIT")
      database.close()
      return events
    }
  }
}
