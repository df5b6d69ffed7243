import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, connect, createServer as createListener, type Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { EndpointTransport } from "@outbound-call/core"
import { Effect, Layer } from "effect"
import { EndpointNetwork } from "../src/EndpointNetwork.ts"
import * as EndpointSocket from "../src/EndpointSocket.ts"
import { isPublicAddress } from "../src/PublicAddress.ts"

interface Trap {
  readonly url: string
  readonly why: string
  /** What each look-up of a name answers in turn; the last for ever. */
  readonly answers?: ReadonlyArray<ReadonlyArray<string>>
  /** What the public address answers. */
  readonly redirect?: { readonly status: number; readonly to: string }
  /** Which of the two naive clients it leads to loopback. */
  readonly reachedBy?: "trusting" | "checking"
}

const traps: ReadonlyArray<Trap> = JSON.parse(readFileSync(new URL("ssrf-corpus.json", import.meta.url), "utf8"))

/** The only addresses of the corpus that are public. */
const publicOnes = new Set(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])

/** What an address of this machine is to its kernel. */
const leadsHere = (address: string): boolean =>
  /^(127\.|0\.0\.0\.0$|::1?$|::ffff:(127\.|7f|0\.0\.0\.0|0:0$))/i.test(address)

/** A listener on loopback that counts who comes, and a receiver that stands for the public address. */
const rig = Effect.acquireRelease(
  Effect.promise(async () => {
    const reached = { count: 0 }
    const victim = createListener((socket) => {
      reached.count++
      socket.resume()
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
      socket.on("error", () => {})
    })
    const answer: { redirect: Trap["redirect"] } = { redirect: undefined }
    const receiver = createServer((request, response) => {
      request.resume()
      const { redirect } = answer
      const location =
        redirect === undefined ? {} : { location: redirect.to.replaceAll("{port}", String(portOf(victim))) }
      response.writeHead(redirect?.status ?? 204, location).end()
    })
    await Promise.all(
      [victim, receiver].map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)))
    )
    return { reached, victim, receiver, answer }
  }),
  ({ receiver, victim }) =>
    Effect.promise(async () => {
      receiver.closeAllConnections()
      await Promise.all([victim, receiver].map((server) => new Promise((done) => server.close(done))))
    })
)

const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port

/** The network of one trap: its names, and connections that go to this machine or nowhere. */
const networkOf = (trap: Trap, victimPort: number, receiverPort: number, connected: Array<string>) => {
  let looked = 0
  const open = (port: number): Effect.Effect<Socket, string> =>
    Effect.callback((resume) => {
      const socket = connect({ host: "127.0.0.1", port })
      socket.once("connect", () => resume(Effect.succeed(socket)))
      socket.on("error", (error) => resume(Effect.fail(error.message)))
    })
  return EndpointNetwork.of({
    resolve: () => Effect.sync(() => trap.answers?.[Math.min(looked++, trap.answers.length - 1)] ?? []),
    connect: ({ address }) => {
      connected.push(address)
      if (leadsHere(address)) return open(victimPort)
      return publicOnes.has(address) ? open(receiverPort) : Effect.fail("nowhere")
    }
  })
}

type Network = EndpointNetwork["Service"]

/** How one writes it first: take the URL as it parses, follow redirects. `checks` looks a name up before, and again to connect. */
const naive = (network: Network, text: string, checks: boolean, hops = 3): Effect.Effect<void> =>
  Effect.gen(function* () {
    const url = URL.parse(text)
    if (url === null || !/^https?:$/.test(url.protocol)) return
    const host = url.hostname.replace(/^\[|\]$/g, "")
    const isAddress = /^[\d.]+$|:/.test(host)
    const resolve = isAddress ? Effect.succeed([host.replace(/\.$/, "")]) : network.resolve(host)
    if (checks && !isPublicAddress((yield* resolve)[0] ?? "")) return
    const [address] = yield* resolve
    if (address === undefined) return
    const socket = yield* network.connect({ address, port: Number(url.port || 443), certifiedFor: host })
    const head = yield* Effect.promise(
      () =>
        new Promise<string>((done) => {
          let text = ""
          socket.on("data", (chunk) => (text += String(chunk)))
          socket.on("end", () => socket.destroy())
          socket.on("close", () => done(text))
          socket.write(
            `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`
          )
        })
    )
    const location = /^location: (.*)$/im.exec(head)?.[1]?.trim()
    if (location !== undefined && hops > 0) yield* naive(network, new URL(location, url).href, checks, hops - 1)
  }).pipe(Effect.ignore)

describe("what strangers name as an endpoint", () => {
  it.live(`leads nobody to loopback, by none of ${traps.length} URLs`, () =>
    Effect.gen(function* () {
      const { answer, reached, receiver, victim } = yield* rig
      const victimPort = portOf(victim)
      for (const trap of traps) {
        const connected: Array<string> = []
        answer.redirect = trap.redirect
        const network = networkOf(trap, victimPort, portOf(receiver), connected)
        const url = trap.url.replaceAll("{port}", String(victimPort))
        const post = Effect.flatMap(EndpointTransport, (transport) => transport.post({ url, headers: {}, body: "{}" }))
        const attempt = yield* post.pipe(
          Effect.provide(
            EndpointSocket.layer({ loopback: false }).pipe(Layer.provide(Layer.succeed(EndpointNetwork, network)))
          )
        )
        assert.strictEqual(reached.count, 0, `${trap.why}: ${url}`)
        assert.isTrue(
          connected.every((address) => publicOnes.has(address)),
          `${trap.why}: ${url} went to ${connected.join()}`
        )
        const isGood = trap.redirect !== undefined || trap.why.startsWith("rebinding")
        assert.strictEqual(attempt.type, isGood ? "answered" : "failed", `${trap.why}: ${url}`)
      }
      assert.isAtLeast(traps.length, 200)
    }).pipe(Effect.scoped)
  )

  it.live("leads a naive client there, in the same rig", () =>
    Effect.gen(function* () {
      const { answer, reached, receiver, victim } = yield* rig
      const victimPort = portOf(victim)
      const led = traps.filter(({ reachedBy }) => reachedBy !== undefined)
      for (const trap of led) {
        const before = reached.count
        answer.redirect = trap.redirect
        const network = networkOf(trap, victimPort, portOf(receiver), [])
        yield* naive(network, trap.url.replaceAll("{port}", String(victimPort)), trap.reachedBy === "checking")
        assert.strictEqual(reached.count, before + 1, `${trap.why}: ${trap.url}`)
      }
      assert.isAtLeast(led.length, 100)
    }).pipe(Effect.scoped)
  )
})
