// oxlint-disable eslint/no-await-in-loop -- one request after the other is the point
import { once } from "node:events"
import { createServer } from "node:http"
import { programs } from "../service/Programs.ts"
import { json, makeAsker } from "./Asker.ts"
import { endpointPaths, everyKind, numbers, secrets, type Sink, variables } from "./Canaries.ts"
import { processList, run, type Stage } from "./Stage.ts"

/**
 * A simulation tells two endpoints on this machine the news of calls, one that takes it and one that does not, and the
 * command line works through it. Gives every secret that was made on the way.
 */
export const playEndpoints = async (stage: Stage) => {
  const receiver = await receive()
  const key = await makeKey(stage)
  const words = [programs.server, "--simulate", "--webhooks-to-loopback", "--port", "0", "--log-level", "all"]
  const server = run(words, stage.environment)
  try {
    const origin = await server.says(/http:\/\/127\.0\.0\.1:\d+/)
    const asker = makeAsker(origin, key)
    const endpoints = await addEndpoints(origin, key, receiver.origin)
    for (const { id } of endpoints) await asker.ask("test", `${path}/${id}/test`, { method: "POST" })
    const remote = await playRemote(stage, origin, key)
    await receiver.hasBoth
    const [good] = endpoints
    const rotated = await secretOf(origin, key, `${path}/${good?.id}/rotate-secret`, {})
    await askBadly(asker.ask, rotated)
    for (const { id } of endpoints) {
      await asker.ask("list", `${path}/${id}/messages`)
      await asker.ask("disable", `${path}/${id}/disable`, { method: "POST" }, "own")
      await asker.ask("test of a disabled one", `${path}/${id}/test`, { method: "POST" })
    }
    await asker.ask("metrics", "/metrics")
    const listed = processList()
    server.signal("SIGTERM")
    const exit = await server.ended
    const sinks: ReadonlyArray<Sink> = [
      ...asker.sinks(),
      ...remote,
      { name: "process list", text: listed, forbids: everyKind },
      { name: "telling server's output", text: server.stdout(), forbids: everyKind },
      { name: "telling server's log", text: server.stderr(), forbids: everyKind },
      { name: "traces", text: stage.collector.sent("/v1/traces"), forbids: everyKind },
      { name: "exported logs", text: stage.collector.sent("/v1/logs"), forbids: everyKind },
      { name: "what was posted", text: receiver.posted(), forbids: everyKind }
    ]
    const made = [key, rotated, ...endpoints.map(({ secret }) => secret)]
    return { sinks, made, posted: receiver.posted(), statuses: { ...asker.statuses, exit: exit ?? -1 } }
  } finally {
    server.signal("SIGKILL")
    receiver.close()
  }
}

const path = "/v1/webhook-endpoints"

const makeKey = async ({ environment }: Stage): Promise<string> => {
  const words = ["keys", "create", "--name", "canary", "--owner", "web", "--scope", "admin", "--simulate", "--json"]
  const made = run([programs.cli, ...words], environment)
  await made.ended
  return JSON.parse(made.stdout()).secret
}

/** The answers to these hold a secret, as they must, and are no sink. */
const secretOf = async (origin: string, key: string, to: string, body: object): Promise<string> =>
  (await made(origin, key, to, body)).secret

const made = async (origin: string, key: string, to: string, body: object) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" }
  const answer = await fetch(`${origin}${to}`, { method: "POST", headers, body: JSON.stringify(body) })
  return (await answer.json()) as { readonly id: string; readonly secret: string }
}

const addEndpoints = (origin: string, key: string, to: string) =>
  Promise.all(Object.values(endpointPaths).map((word) => made(origin, key, path, { url: `${to}/${word}` })))

const askBadly = async (ask: ReturnType<typeof makeAsker>["ask"], secret: string) => {
  const refused = `https://ada:${secrets.database}@crm.example.com/${secret}`
  await ask("a user in it", path, json({ url: refused }))
  await ask("inside", path, json({ url: `https://10.0.0.1/${secret}` }))
  await ask("mistyped", `${path}/${encodeURIComponent(secret)}`)
  await ask("a number for an id", `/v1/webhook-messages/${encodeURIComponent(numbers.answers)}/resend`, {
    method: "POST"
  })
}

/** Commands that a server carries out, some of which it refuses. */
const playRemote = async (stage: Stage, origin: string, key: string): Promise<ReadonlyArray<Sink>> => {
  const values = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}=${value}`])
  const outputs: Array<string> = []
  const errors: Array<string> = []
  let listed = ""
  for (const words of [
    ["call", numbers.overUrl, ...values, "--simulate", "--no-watch"],
    ["calls"],
    ["doctor"],
    ["show", numbers.overUrl],
    ["webhooks", "list"]
  ]) {
    for (const good of [key, `${key}x`]) {
      const environment = { ...stage.environment, OUTBOUND_URL: origin, OUTBOUND_API_KEY: good }
      const running = run([programs.cli, ...words, "--log-level", "all"], environment)
      listed += processList()
      await running.ended
      outputs.push(running.stdout())
      errors.push(running.stderr())
    }
  }
  return [
    { name: "remote command line's output", text: outputs.join("\n"), forbids: everyKind },
    { name: "remote command line's errors", text: errors.join("\n"), forbids: everyKind },
    // What was just started may not have hidden its arguments yet.
    { name: "list of remote commands", text: listed, forbids: ["secret"] }
  ]
}

/** A receiver on loopback: it takes what comes to one path, and breaks off at the other. */
const receive = async () => {
  const got: Array<string> = []
  const both = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk: Buffer) => (body += chunk.toString()))
    request.on("end", () => {
      const { host: _host, ...headers } = request.headers
      got.push(`${JSON.stringify(headers)} ${body}`)
      if (request.url === `/${endpointPaths.takes}`) response.writeHead(204).end()
      else response.writeHead(500).end(`${secrets.database} ${numbers.answers}`)
      seen.add(request.url ?? "")
      if (seen.size === 2 && got.some((one) => one.includes("call.ended"))) both.resolve()
    })
  }).listen(0, "127.0.0.1")
  const seen = new Set<string>()
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the receiver has no port")
  return {
    origin: `http://127.0.0.1:${address.port}`,
    posted: () => got.join("\n"),
    hasBoth: both.promise,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}
