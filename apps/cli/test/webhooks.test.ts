import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

interface EndpointDocument {
  readonly id: string
  readonly url: string
  readonly owner: string | null
  readonly events: ReadonlyArray<string>
  readonly state: string
  readonly secret?: string
}

interface MessageDocument {
  readonly id: string
  readonly state: string
}

const add = ["webhooks", "add", "https://crm.example.com/calls", "--owner", "sales", "--event", "call.ended"]

it.live("an endpoint's secret is on stdout once, alone, and in no list", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    assert.strictEqual((yield* run(["webhooks", "list"])).stdout, "No webhook endpoints.")
    const made = yield* run(add)
    assert.strictEqual(made.code, 0)
    assert.match(made.stdout, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.match(made.stderr, /only time its secret is shown/)
    const listed = yield* run(["webhooks", "list", "--json"])
    const [endpoint] = documentOf<{ endpoints: ReadonlyArray<EndpointDocument> }>(listed).endpoints
    assert.deepInclude(endpoint, { url: "https://crm.example.com/calls", owner: "sales", state: "enabled" })
    const id = endpoint?.id ?? assert.fail()
    const rotated = documentOf<EndpointDocument>(yield* run(["webhooks", "rotate", id, "--grace", "1h", "--json"]))
    assert.notStrictEqual(rotated.secret, made.stdout)
    assert.match((yield* run(["webhooks", "rotate", id, "--grace", "0s"])).stderr, /signs no more/)
    assert.strictEqual((yield* run(["webhooks", "rotate", id, "--grace", "30d"])).code, 0)
    for (const grace of ["999999h", "31d", "soon"]) {
      const refused = yield* run(["webhooks", "rotate", id, "--grace", grace])
      assert.strictEqual(refused.code, 2, grace)
      assert.match(refused.stdout + refused.stderr, /0 to 30d/)
    }
    assert.notInclude(listed.stdout + (yield* run(["webhooks", "show", id])).stdout, "whsec_")
  })
)

it.live("a message is listed, and sent again, while its endpoint is enabled", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<EndpointDocument>(yield* run([...add, "--json"]))
    const test = documentOf<MessageDocument>(yield* run(["webhooks", "test", id, "--json"]))
    const messages = Effect.map(run(["webhooks", "messages", id, "--json"]), (shown) =>
      documentOf<{ messages: ReadonlyArray<MessageDocument> }>(shown).messages.map((one) => `${one.id} ${one.state}`)
    )
    assert.deepEqual(yield* messages, [`${test.id} waiting`])
    const lost = yield* run(["webhooks", "messages", id, "--cursor", "abc"])
    assert.deepEqual([lost.code, lost.stdout], [2, ""])
    assert.match((yield* run(["webhooks", "disable", id])).stdout, /disabled \(person\)$/)
    assert.deepEqual(yield* messages, [`${test.id} dead`])
    const refused = yield* run(["webhooks", "resend", test.id, "--json"])
    assert.deepInclude(documentOf<FailureDocument>(refused).error, { code: "EndpointDisabled", exitCode: 1 })
    yield* run(["webhooks", "enable", id])
    assert.match((yield* run(["webhooks", "resend", test.id])).stdout, /waiting/)
    assert.strictEqual((yield* run(["webhooks", "remove", id])).code, 0)
    assert.match((yield* run(["webhooks", "show", id])).stderr, /There is no webhook endpoint/)
  })
)

it.live("this machine is an endpoint for simulated calls only", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const here = ["webhooks", "add", "http://127.0.0.1:9911/hook"]
    const refused = yield* run([...here, "--json"])
    assert.strictEqual(refused.code, 2)
    assert.strictEqual(documentOf<FailureDocument>(refused).error.code, "EndpointRefused")
    const simulated = yield* run([...here, "--simulate"])
    assert.strictEqual(simulated.code, 0)
    assert.match(simulated.stderr, /--webhooks-to-loopback/)
  })
)
