import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, folder, makeOutbound, run } from "./Outbound.ts"
import { openLine } from "./Line.ts"
import { makeProcesses } from "./Process.ts"
import { freshServer, ringsOf, startServer } from "./Server.ts"

const place = ["call", "+14155550100", "--var", "customer_name=Ada"]

/** A server that makes real calls, as far as it knows: its provider is an emulator. */
const realServer = Effect.gen(function* () {
  const { start } = yield* makeProcesses
  const emulator = yield* start(["emulator", "--port", "0", "--scale", "1000"])
  yield* emulator.stderr.shows(/Ctrl-C/)
  const settings = Object.fromEntries(
    [...emulator.stdout.all().matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value ?? ""])
  )
  const server = yield* startServer(yield* folder, settings, [])
  const rings = Effect.promise(async () => {
    const answer = await fetch(`${settings["ELEVENLABS_BASE_URL"]}/_emulator/rings`)
    return documentOf<{ total: number }>({ stdout: await answer.text() }).total
  })
  return { rings, server }
})

describe("simulated and real never meet", () => {
  it.live("--simulate is refused by a server that rings phones, before anything is sent that could ring", () =>
    Effect.gen(function* () {
      const { rings, server } = yield* realServer
      const line = yield* openLine
      line.leadTo(server.port)
      const { run: outbound } = yield* makeOutbound
      const env = { OUTBOUND_URL: line.url }
      for (const args of [
        [...place, "--simulate"],
        [...place, "--simulate", "--dry-run"],
        ["calls", "--simulate"]
      ]) {
        const { code, stderr } = yield* outbound(args, { env })
        assert.strictEqual(code, 4, args.join(" "))
        assert.match(stderr, /--simulate is refused: the server at \S+ makes real calls[^]*no phone rang/)
      }
      assert.deepEqual(new Set(line.asked.map(({ what }) => what)), new Set(["GET /healthz"]))
      assert.strictEqual(yield* rings, 0)
      const real = yield* outbound([...place, "--json"], { env })
      assert.deepEqual([real.code, documentOf<CallDocument>(real).simulated], [0, false])
      assert.notMatch(real.stderr, /[Ss]imulated/)
      assert.strictEqual(yield* rings, 1)
    }).pipe(Effect.scoped)
  )

  it.live("without --simulate a simulating server is told as such", () =>
    Effect.gen(function* () {
      const server = yield* freshServer
      const { run: outbound } = yield* makeOutbound
      const { code, stderr, stdout } = yield* outbound(place, { env: { OUTBOUND_URL: server.url } })
      assert.strictEqual(code, 0)
      assert.match(stderr, /^Simulated: no phone rings\./)
      assert.match(stdout, /simulated, no phone rang/)
    }).pipe(Effect.scoped)
  )
})

describe("what has no route runs where the ledger is", () => {
  it.live.each([
    "reconcile",
    "conversations",
    "emulator",
    "recover",
    "person export +14155550100",
    "person erase +14155550100",
    "keys list",
    "suppress import -",
    "suppress export",
    "keys create --name a --owner b --scope admin",
    "keys revoke key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "keys rotate key_01ARZ3NDEKTSV4RRFFQ69G5FAV"
  ])("%s", (words) =>
    Effect.gen(function* () {
      const server = yield* answering(200, "application/json", '{"status":"healthy","simulated":true}')
      const { run: outbound } = yield* makeOutbound
      const { code, stdout } = yield* outbound([...words.split(" "), "--json"], {
        env: { OUTBOUND_URL: server }
      })
      const { error } = documentOf<FailureDocument>({ stdout })
      assert.deepEqual([code, error.code, error.phoneMayHaveRung], [3, "NotOnServer", false])
      assert.match(error.message, /no phone rang[^]*unset OUTBOUND_URL/)
    }).pipe(Effect.scoped)
  )
})

describe("an address is refused", () => {
  it.live.each([
    "http://example.com",
    "http://127.0.0.1.example.com",
    "https://user:secret-word@example.com",
    "https://user@example.com",
    "https://example.com?key=secret-word",
    "https://example.com#secret-word",
    "ftp://example.com",
    "example.com",
    "127.0.0.1:8787"
  ])("%s", (url) =>
    Effect.gen(function* () {
      const { run: outbound } = yield* makeOutbound
      for (const args of [["calls"], [...place, "--json"], ["doctor"]]) {
        const { code, stderr, stdout } = yield* outbound(args, { env: { OUTBOUND_URL: url } })
        assert.strictEqual(code, 3)
        assert.match(stderr + stdout, /OUTBOUND_URL is the https address/)
        assert.notInclude(stderr + stdout, "secret-word")
      }
    }).pipe(Effect.scoped)
  )
})

/** A server that always answers the same. */
const answering = (status: number, type: string, body: string) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly close: () => void }>((resume) => {
      const server = createServer((_, answer) => answer.writeHead(status, { "content-type": type }).end(body))
      server.listen(0, "127.0.0.1", () =>
        resume(
          Effect.succeed({
            url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            close: () => {
              server.closeAllConnections()
              server.close()
            }
          })
        )
      )
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ url }) => url))

describe("a server that cannot be used is told in one message", () => {
  it.live.each([
    { what: "a page", status: 200, type: "text/html", body: "<html>hello</html>" },
    { what: "a page that is not there", status: 404, type: "text/html", body: "<html>no</html>" },
    { what: "another service", status: 200, type: "application/json", body: '{"ok":true}' },
    { what: "a redirect", status: 302, type: "text/html", body: "" }
  ])("$what", ({ body, status, type }) =>
    Effect.gen(function* () {
      const url = yield* answering(status, type, body)
      const { run: outbound } = yield* makeOutbound
      for (const args of [place, ["calls"], ["show", "call_01ARZ3NDEKTSV4RRFFQ69G5FAV"]]) {
        const { code, stderr } = yield* outbound(args, { env: { OUTBOUND_URL: url } })
        assert.strictEqual(code, 3)
        assert.match(stderr, /^What answers at \S+( with HTTP \d+)? is not Outbound Call Service[^]*No phone rang/)
      }
    }).pipe(Effect.scoped)
  )

  it.live("a proxy whose server is away", () =>
    Effect.gen(function* () {
      const url = yield* answering(502, "text/html", "<html>Bad Gateway</html>")
      const { run: outbound } = yield* makeOutbound
      const { code, stderr } = yield* outbound(place, { env: { OUTBOUND_URL: url } })
      assert.strictEqual(code, 5)
      assert.match(stderr, /cannot be reached \(HTTP 502\). No phone rang/)
    }).pipe(Effect.scoped)
  )

  it.live("nothing listens, or it speaks no TLS", () =>
    Effect.gen(function* () {
      const url = yield* answering(200, "text/html", "")
      const { run: outbound } = yield* makeOutbound
      const away = { env: { OUTBOUND_URL: "http://127.0.0.1:1" } }
      const noTls = { env: { OUTBOUND_URL: url.replace("http:", "https:") } }
      const told = [
        yield* outbound(place, away),
        yield* outbound(["calls"], away),
        yield* outbound(place, noTls),
        yield* outbound(["calls"], noTls)
      ]
      assert.deepEqual(
        told.map(({ code }) => code),
        [5, 1, 3, 3]
      )
      for (const { stderr } of told.slice(0, 2))
        assert.match(stderr, /cannot be reached \(ECONNREFUSED\). No phone rang/)
      for (const { stderr } of told.slice(2)) assert.match(stderr, /TLS of \S+ is not accepted[^]*NODE_EXTRA_CA_CERTS/)
    }).pipe(Effect.scoped)
  )
})

describe("the key", () => {
  it.live(
    "decides what may be changed: nothing without policy:write, and no dialling is reopened by who places calls",
    () =>
      Effect.gen(function* () {
        const server = yield* freshServer
        const { run: outbound } = yield* makeOutbound
        const keyOf = (...scopes: ReadonlyArray<string>) =>
          Effect.map(
            run(server.data, [
              "keys",
              "create",
              "--simulate",
              "--name",
              "k",
              "--owner",
              "sales",
              ...scopes.flatMap((scope) => ["--scope", scope])
            ]),
            ({ stdout }) => stdout
          )
        const ask = (args: ReadonlyArray<string>, OUTBOUND_API_KEY: string) =>
          Effect.map(outbound(args, { env: { OUTBOUND_URL: server.url, OUTBOUND_API_KEY } }), (told) => [
            told.code,
            told.stdout + told.stderr
          ])
        const reader = yield* keyOf("calls:read")
        const writer = yield* keyOf("calls:read", "policy:write")
        const placer = yield* keyOf("calls:read", "calls:place", "policy:write")
        const add = ["suppress", "add", "+14155550100"]
        const [readersCode, readersText] = yield* ask(add, reader)
        assert.strictEqual(readersCode, 3)
        assert.match(String(readersText), /lacks the scope policy:write/)
        assert.strictEqual((yield* ask(["suppress", "check", "+14155550100"], reader))[0], 0, "nothing was added")
        assert.match(String((yield* ask(add, writer))[1]), /by sales/)
        const [code, text] = yield* ask(["suppress", "list", "--show-numbers"], reader)
        assert.deepStrictEqual([code, String(text).includes("+1415•••0100")], [0, true])
        const reopen = ["policy", "reopen", "--by", "ada", "--yes"]
        assert.match(String((yield* ask(reopen, placer))[1]), /whoever places them does not reopen dialling/)
        assert.strictEqual((yield* ask(reopen, writer))[0], 0)
        assert.strictEqual((yield* ask(["audit", "verify"], writer))[0], 3)
      }).pipe(Effect.scoped)
  )

  it.live("is needed where the server asks for one, must be good, have the scope and keep to its limits", () =>
    Effect.gen(function* () {
      const server = yield* freshServer
      const create = ["keys", "create", "--simulate", "--name", "k", "--owner", "sales", "--scope", "calls:read"]
      const { stdout: secret } = yield* run(server.data, [...create, "--requests-per-minute", "5"])
      assert.match(secret, /^oc_/)
      const { run: outbound } = yield* makeOutbound
      const told: Array<{ readonly code: number; readonly stderr: string }> = []
      const ask = (args: ReadonlyArray<string>, key: { readonly OUTBOUND_API_KEY?: string }) =>
        Effect.tap(outbound(args, { env: { OUTBOUND_URL: server.url, ...key } }), (one) =>
          Effect.sync(() => told.push(one))
        )
      yield* ask(["calls"], {})
      yield* ask(["calls"], { OUTBOUND_API_KEY: "oc_wrong-key-of-the-test" })
      yield* ask(["calls"], { OUTBOUND_API_KEY: "two words" })
      yield* ask(place, { OUTBOUND_API_KEY: secret })
      yield* ask(["calls"], { OUTBOUND_API_KEY: secret })
      yield* ask(["doctor"], { OUTBOUND_API_KEY: secret })
      yield* ask(["calls", "--limit", "1"], { OUTBOUND_API_KEY: secret })
      for (let left = 0; left < 3; left++) yield* ask(["calls"], { OUTBOUND_API_KEY: secret })
      assert.deepEqual(
        told.map(({ code }) => code),
        [3, 3, 3, 3, 0, 0, 0, 0, 4, 4]
      )
      assert.match(told[0]?.stderr ?? "", /asks for a key[^]*Set OUTBOUND_API_KEY/)
      assert.match(told[1]?.stderr ?? "", /OUTBOUND_API_KEY is refused[^]*outbound keys create/)
      assert.match(told[2]?.stderr ?? "", /OUTBOUND_API_KEY holds spaces/)
      assert.match(told[3]?.stderr ?? "", /lacks the scope calls:place[^]*outbound keys create/)
      assert.match(told[8]?.stderr ?? "", /at most 5 requests a minute[^]*Send the request again in \d+ s/)
      for (const one of told) assert.notMatch(JSON.stringify(one), new RegExp(`${secret}|oc_wrong-key`))
      assert.deepEqual(ringsOf(server), [])
    }).pipe(Effect.scoped)
  )

  it.live("that may place but not read says so of a call that rings: nothing claims that no phone rang", () =>
    Effect.gen(function* () {
      const server = yield* freshServer
      const create = ["keys", "create", "--simulate", "--name", "k", "--owner", "sales", "--scope", "calls:place"]
      const { stdout: places } = yield* run(server.data, create)
      const { stdout: reads } = yield* run(server.data, [...create, "--scope", "calls:read"])
      const { run: outbound } = yield* makeOutbound
      const call = (OUTBOUND_API_KEY: string, ...words: ReadonlyArray<string>) =>
        outbound([...place, "--json", ...words], { env: { OUTBOUND_URL: server.url, OUTBOUND_API_KEY } })
      const blind = yield* call(places)
      assert.strictEqual(blind.code, 8)
      assert.include(documentOf<CallDocument>(blind).warnings.join(), "transcripts:read")
      assert.match(blind.stderr, /was placed and cannot be followed \(ScopeMissing\)[^]*calls:read/)
      const deaf = yield* call(reads)
      assert.deepEqual([deaf.code, documentOf<CallDocument>(deaf).transcript], [0, []])
      assert.notMatch(blind.stdout + blind.stderr + deaf.stdout + deaf.stderr, /No phone rang/)
      assert.deepEqual(ringsOf(server), ["+14155550100"])
    }).pipe(Effect.scoped)
  )

  it.live("alone changes nothing, and a server's address makes every setting of the provider and the ledger mute", () =>
    Effect.gen(function* () {
      const { run: outbound } = yield* makeOutbound
      const alone = yield* outbound(["calls", "--simulate", "--json"], { env: { OUTBOUND_API_KEY: "two words" } })
      assert.strictEqual(alone.code, 0)
      const server = yield* freshServer
      const { code } = yield* outbound(place, {
        env: {
          OUTBOUND_URL: server.url,
          OUTBOUND_PROVIDER: "nobody",
          OUTBOUND_REGION: "nowhere",
          DATABASE_URL: "nothing",
          ELEVENLABS_API_KEY: "two words",
          ELEVENLABS_BASE_URL: "ftp://nowhere"
        }
      })
      assert.strictEqual(code, 0)
    }).pipe(Effect.scoped)
  )
})

it.live("the doctor looks at the server", () =>
  Effect.gen(function* () {
    const server = yield* freshServer
    const { run: outbound } = yield* makeOutbound
    const look = (env: { readonly [name: string]: string }) => outbound(["doctor", "--json"], { env })
    const good = yield* look({ OUTBOUND_URL: server.url })
    const { checks, simulated } = documentOf<{
      simulated: boolean
      checks: ReadonlyArray<{ readonly name: string; readonly result: string }>
    }>(good)
    assert.deepEqual([good.code, simulated], [0, true])
    assert.deepEqual(
      checks.map(({ name, result }) => `${name}: ${result}`),
      ["server", "simulation", "key", "ledger", "agent", "variables", "phone number"].map((name) => `${name}: passed`)
    )
    const away = yield* look({ OUTBOUND_URL: "http://127.0.0.1:1" })
    assert.deepEqual([away.code, documentOf(away)["healthy"]], [3, false])
  }).pipe(Effect.scoped)
)
