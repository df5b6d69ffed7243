import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { createSocket } from "node:dgram"
import dns, { lookup } from "node:dns"
import { once } from "node:events"
import { get } from "node:http"
import { connect, createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { homedir, tmpdir } from "node:os"
import { connect as connectSecurely } from "node:tls"
import { describe, test } from "vitest"

const away = "192.0.2.1" // reserved for documentation: routed nowhere
const refused = (host: string): RegExp => new RegExp(`${host.replaceAll(".", "\\.")} refused: tests reach loopback`)

/** The set-up also fails every test after which a refusal is left over; these tests expect theirs and take them away. */
const refusals = Symbol.for("outbound-call.loopback-guard")
const takeRefusals = (): ReadonlyArray<string> =>
  (globalThis as unknown as Record<symbol, Array<string>>)[refusals]?.splice(0) ?? []

const resolverAt = (...servers: ReadonlyArray<string>) => {
  const resolver = new dns.promises.Resolver()
  resolver.setServers(servers)
  return resolver
}

describe("a test cannot reach another machine", () => {
  const attempts: ReadonlyArray<readonly [string, string, () => unknown]> = [
    ["a socket by port and host", away, () => connect(443, away)],
    ["a socket by options", away, () => connect({ port: 443, host: away })],
    ["a socket by name", "api.example.com", () => connect({ port: 443, host: "api.example.com" })],
    ["an IPv6 socket", "2001:db8::1", () => connect({ port: 443, host: "2001:db8::1" })],
    ["a TLS socket", away, () => connectSecurely({ port: 443, host: away })],
    ["an HTTP request", away, () => get(`http://${away}/`)],
    ["a datagram", away, () => createSocket("udp4").send("x", 53, away)],
    ["a connected datagram socket", away, () => createSocket("udp4").connect(53, away)],
    ["a name look-up", "api.example.com", () => lookup("api.example.com", () => undefined)],
    ["a name query", "api.example.com", () => dns.resolve4("api.example.com", () => undefined)],
    ["a promised look-up", "api.example.com", () => dns.promises.lookup("api.example.com")],
    ["an own resolver", "api.example.com", () => new dns.Resolver().resolve("api.example.com", () => undefined)],
    ["a resolver at port 53 here", "api.example.com", () => resolverAt("127.0.0.53").resolve4("api.example.com")],
    ["a resolver elsewhere", "api.example.com", () => resolverAt("127.0.0.1:5300", away).resolve4("api.example.com")]
  ]

  for (const [what, host, attempt] of attempts) {
    test(`${what} is refused and ${host} named`, async () => {
      await assert.rejects(async () => attempt(), refused(host))
      assert.equal(takeRefusals().length, 1)
    })
  }

  test("fetch is refused", async () => {
    const error = await fetch(`https://${away}/`).then(
      () => assert.fail("reached"),
      (cause: unknown) => cause
    )
    assert.match(String((error as Error).cause), refused(away))
    assert.equal(takeRefusals().length, 1)
  })

  test("a Node process that a test starts is refused too", () => {
    const program = `require("node:net").connect(443, "${away}")`
    assert.throws(() => execFileSync(process.execPath, ["-e", program], { stdio: "pipe" }), refused(away))
  })

  test("a refusal that the code under test swallows is kept for the set-up to report", () => {
    try {
      connect(443, away)
    } catch {
      // swallowed on purpose
    }
    assert.match(takeRefusals().join(), refused(away))
  })
})

describe("a test can reach this machine", () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    test(`at ${host}`, async () => {
      const server = createServer((socket) => socket.end("hello")).listen(0, host)
      await once(server, "listening")
      const socket = connect((server.address() as AddressInfo).port, host)
      const [data] = await once(socket, "data")
      assert.equal(String(data), "hello")
      server.close()
    })
  }
})

describe("the environment of a test", () => {
  test("holds no setting of a provider, database or proxy", () => {
    const setting = /^(ELEVENLABS_|ELEVEN_LABS_|TWILIO_|OUTBOUND_|PHONE_NUMBER_ID$|DATABASE_URL$|PG[A-Z]+$)|_proxy$/i
    assert.deepEqual(
      Object.keys(process.env).filter((name) => setting.test(name)),
      []
    )
  })

  test("has an empty home of its own", () => {
    assert.ok(homedir().startsWith(tmpdir()), homedir())
  })
})
