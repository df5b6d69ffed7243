import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import { programs } from "../service/Programs.ts"
import { everyKind, numbers, type Sink, variables } from "./Canaries.ts"
import { run, type Stage } from "./Stage.ts"

/**
 * A server whose ledger holds rows that no version of the service understands, with the number and the name where they
 * stand in the way. Recovery fails at its start and says so.
 */
export const playSpoiled = async (stage: Stage, id: string) => {
  spoil(join(stage.rig.data, "ledger.sqlite"), id)
  const server = run([programs.server, "--port", "0", "--log-level", "all"], stage.environment)
  const origin = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
  await server.says(/Recovery failed/)
  const answers = await Promise.all(
    ["/v1/calls?limit=100", `/v1/calls/${id}`, `/v1/calls/${id}/events`, "/metrics"].map(async (path) => {
      const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${stage.key}` } })
      return { status: answer.status, text: await answer.text() }
    })
  )
  server.signal("SIGTERM")
  await server.ended
  const sinks: ReadonlyArray<Sink> = [
    { name: "spoiled server's log", text: server.stderr(), forbids: everyKind },
    { name: "spoiled server's errors", text: answers.map(({ text }) => text).join("\n"), forbids: everyKind }
  ]
  return { sinks, statuses: answers.map(({ status }) => status) }
}

const spoil = (ledger: string, id: string): void => {
  const database = new DatabaseSync(ledger)
  try {
    const { call } = database.prepare("SELECT call FROM calls WHERE id = ?").get(id) as { readonly call: string }
    const misshapen = { ...JSON.parse(call), status: { of: numbers.answers, name: variables.customer_name } }
    const change = database.prepare("UPDATE calls SET call = ?, status = 'initiated' WHERE id = ?")
    change.run(JSON.stringify(misshapen), id)
    const garbled = database.prepare("UPDATE calls SET call = ?, status = 'unknown' WHERE to_number = ?")
    garbled.run(`${numbers.isLimited} ${variables.customer_name}`, numbers.isLimited)
  } finally {
    database.close()
  }
}
