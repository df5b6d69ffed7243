// What can be had at most: bare `node:http` over bare `node:sqlite`, without a rule, a check or a schema. Usage:
// `raw-server.ts <ledger file> <emulator>`. `POST /single` commits each request by itself, `POST /group` all that came in
// one turn of the event loop; `POST /group-dial` also makes the dial that the service makes. `GET /<id>` reads one row.
import { createServer, request as httpRequest, type ServerResponse } from "node:http"
import { DatabaseSync } from "node:sqlite"

const [file = "", emulator = ""] = process.argv.slice(2)
const database = new DatabaseSync(file)
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000")
database.exec("CREATE TABLE calls (id TEXT PRIMARY KEY, to_number TEXT NOT NULL, call TEXT NOT NULL)")
database.exec("CREATE TABLE events (call_id TEXT NOT NULL, at INTEGER NOT NULL, status TEXT NOT NULL)")
const insertCall = database.prepare("INSERT INTO calls VALUES (?, ?, ?)")
const insertEvent = database.prepare("INSERT INTO events VALUES (?, ?, ?)")
const read = database.prepare("SELECT call FROM calls WHERE id = ?")

interface Wish {
  readonly to: string
}
interface Waiting {
  readonly id: string
  readonly wish: Wish
  readonly done: () => void
}

let last = 0
let waiting: Array<Waiting> = []

/** One call and its event, as the service writes them. */
const insert = ({ id, wish }: Waiting): void => {
  insertCall.run(id, wish.to, JSON.stringify({ id, ...wish, status: "dialing", createdAt: new Date().toISOString() }))
  insertEvent.run(id, Date.now(), "dialing")
}

const commit = (entries: ReadonlyArray<Waiting>): void => {
  database.exec("BEGIN IMMEDIATE")
  for (const entry of entries) insert(entry)
  database.exec("COMMIT")
  for (const entry of entries) entry.done()
}

const commitTogether = (entry: Waiting): void => {
  waiting.push(entry)
  if (waiting.length > 1) return
  setImmediate(() => {
    const entries = waiting
    waiting = []
    commit(entries)
  })
}

const answer = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
  response.end(body)
}

/** Over a fresh connection, as the service's. */
const dial = (id: string, { to }: Wish, done: () => void): void => {
  const body = JSON.stringify({
    agent_id: "agent_plain",
    agent_phone_number_id: "phnum_demo",
    to_number: to,
    conversation_initiation_client_data: { user_id: id, dynamic_variables: {} }
  })
  const headers = { "xi-api-key": "key", "content-type": "application/json", "content-length": Buffer.byteLength(body) }
  const url = `${emulator}/v1/convai/twilio/outbound-call`
  httpRequest(url, { method: "POST", headers, agent: false }, (response) => {
    response.resume()
    response.once("end", done)
  }).end(body)
}

const server = createServer((request, response) => {
  const path = request.url ?? ""
  if (request.method === "GET") {
    const row = read.get(path.slice(1))
    return row === undefined ? answer(response, 404, "{}") : answer(response, 200, String(row["call"]))
  }
  let text = ""
  request.on("data", (chunk: Buffer) => (text += String(chunk)))
  request.on("end", () => {
    const wish: Wish = JSON.parse(text)
    const id = `call_${++last}`
    const finish = () => answer(response, 201, JSON.stringify({ id, ...wish, status: "dialing" }))
    const done = path === "/group-dial" ? () => dial(id, wish, finish) : finish
    if (path === "/single") commit([{ id, wish, done }])
    else commitTogether({ id, wish, done })
  })
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`)
})
