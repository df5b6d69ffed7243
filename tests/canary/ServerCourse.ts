// oxlint-disable eslint/no-await-in-loop -- one request after the other is the point
import { programs } from "../service/Programs.ts"
import { type Asker, json, makeAsker } from "./Asker.ts"
import { everyKind, numbers, secrets, type Sink } from "./Canaries.ts"
import { processList, run, type Running, type Stage } from "./Stage.ts"
import { wander, webhookPath } from "./Wanderings.ts"

/** What the server wrote and answered, and the statuses of the answers by what was asked. */
export interface Course {
  readonly sinks: ReadonlyArray<Sink>
  readonly statuses: Readonly<Record<string, number>>
  /** Of the call that was answered. */
  readonly id: string
  readonly transcript: string
}

/**
 * Plays good and bad ways through a served server and stops it during a dial. `preload` are flags of Node by which the
 * process loads something first.
 */
export const playServer = async (stage: Stage, preload: ReadonlyArray<string> = []): Promise<Course> => {
  const server = run([...preload, programs.server, "--port", "0", "--log-level", "all"], stage.environment)
  try {
    return await play(stage, server)
  } finally {
    server.signal("SIGKILL")
  }
}

const play = async (stage: Stage, server: Running): Promise<Course> => {
  const { collector, key, rig } = stage
  const origin = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
  const asker = makeAsker(origin, key)
  await rig.control("/webhooks", { url: `${origin}${webhookPath}`, secret: secrets.webhook })
  const { id, transcript } = await callWell(asker)
  await callBadly(stage, asker)
  await wander(asker, key)
  await asker.ask("metrics", "/metrics")
  const listed = processList()
  const exit = await stopDuringDial(stage, asker, server)
  return {
    id,
    transcript,
    statuses: { ...asker.statuses, exit: exit ?? -1 },
    sinks: [
      ...asker.sinks(),
      { name: "process list", text: listed, forbids: everyKind },
      { name: "server's output", text: server.stdout(), forbids: everyKind },
      { name: "server's log", text: server.stderr(), forbids: everyKind },
      { name: "traces", text: collector.sent("/v1/traces"), forbids: everyKind },
      { name: "exported logs", text: collector.sent("/v1/logs"), forbids: everyKind }
    ]
  }
}

const callWell = async ({ ask, place }: Asker) => {
  const { id }: { readonly id: string } = JSON.parse(await place("answers", numbers.answers))
  await ask("events", `/v1/calls/${id}/events`, {}, "own")
  const transcript = await ask("transcript", `/v1/calls/${id}/transcript`, {}, "own")
  await ask("get", `/v1/calls/${id}`, {}, "own")
  await ask("search", "/v1/calls/search", json({ to: numbers.answers }), "own")
  await ask("hang up", `/v1/calls/${id}/hang-up`, { method: "POST" }, "own")
  return { id, transcript }
}

const callBadly = async ({ rig }: Stage, { ask, place, statuses }: Asker) => {
  const fault = (what: object) => rig.control("/faults", what)
  await place("is refused", numbers.isRefused)
  await place("is live", numbers.isLive)
  await place("is busy", numbers.isLive)
  await fault({ target: "dial", when: "after", kind: "status", status: 502, toNumber: numbers.isLost })
  const lost: { readonly id: string } = JSON.parse(await place("is lost", numbers.isLost))
  await fault({ target: "twilio", kind: "status", status: 401 })
  await ask("recover", `/v1/calls/${lost.id}/recover`, { method: "POST" }, "own")
  await fault({ target: "dial", when: "before", kind: "rate-limited", toNumber: numbers.isLimited })
  await place("is limited", numbers.isLimited)
  await place("is mistyped", `${numbers.answers}99`)
  await place("lacks a variable", numbers.answers, { variables: {}, purpose: numbers.answers })
  for (const kind of ["drop", "html"]) {
    await fault({ target: "any", when: "before", kind, times: 6 })
    await ask(`provider says ${kind}`, "/v1/agents")
    do await ask("provider is back", "/v1/agents")
    while (statuses["provider is back"] !== 200)
  }
}

/** The dial is answered late; until then the server waits for it. Gives its exit code. */
const stopDuringDial = async ({ rig }: Stage, { place }: Asker, server: Running): Promise<number | null> => {
  const late = { target: "dial", when: "before", kind: "delay", delayMs: 1_500, toNumber: numbers.hangs }
  await rig.control("/faults", late)
  const dialled = rig.tap.nextDial()
  const hanging = place("stopped", numbers.hangs)
  await dialled
  server.signal("SIGTERM")
  await hanging
  return server.ended
}
