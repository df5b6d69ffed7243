import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { ConversationId, WebhookInbox, type WebhookState } from "@outbound-call/core"
import * as LedgerFile from "@outbound-call/node/LedgerFile"
import * as ListeningEmulator from "@outbound-call/node/ListeningEmulator"
import { DateTime, Effect } from "effect"
import { documentOf, makeOutbound } from "./Outbound.ts"

interface Check {
  readonly name: string
  readonly result: string
  readonly detail: string
  readonly fix: string | null
}

/** Webhooks in the ledger's inbox, one in each of these states. */
const fill = (data: string, states: ReadonlyArray<WebhookState>) =>
  Effect.gen(function* () {
    const inbox = yield* WebhookInbox
    const receivedAt = yield* DateTime.now
    for (const [n, state] of states.entries()) {
      const id = `${state} ${n}`
      const conversationId = ConversationId.make(`conv_${n}`)
      const type = "post_call_transcription"
      yield* inbox.add({ id, type, conversationId, eventAt: null, receivedAt, sizeBytes: 1, says: null, body: null })
      if (state !== "received") yield* inbox.move(id, state)
    }
  }).pipe(Effect.provide(LedgerFile.layer(join(data, "ledger.sqlite"))))

it.live("the doctor tells whether webhooks can be taken, how many wait, and is sick of those that nobody planned", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    const { baseUrl } = yield* ListeningEmulator.ListeningEmulator
    const env = {
      ELEVENLABS_BASE_URL: baseUrl,
      ELEVENLABS_API_KEY: "any",
      ELEVEN_LABS_AGENT_ID: "agent_demo",
      PHONE_NUMBER_ID: "phnum_demo"
    }
    const secret = { ELEVENLABS_WEBHOOK_SECRET: "wsec_0123456789abcdef" }
    const checked = Effect.fnUntraced(function* (more: { readonly [name: string]: string } = {}) {
      const { code, stdout } = yield* run(["doctor", "--json"], { env: { ...env, ...more } })
      const { checks } = documentOf<{ checks: ReadonlyArray<Check> }>({ stdout })
      const { detail, fix, result } = checks.find(({ name }) => name === "webhooks") ?? {}
      return [code, result, detail, fix] as const
    })
    const [code, result, detail] = yield* checked()
    assert.deepEqual([code, result], [0, "untold"])
    assert.match(detail ?? "", /no ELEVENLABS_WEBHOOK_SECRET/)

    yield* fill(data, ["received", "parked", "parked", "applied", "foreign"])
    assert.deepEqual(
      [...(yield* checked(secret))],
      [0, "passed", "a secret is set; 1 to be checked, 2 parked until their call is known", null]
    )
    const both = { ...secret, ELEVENLABS_WEBHOOK_SECRET_PREVIOUS: "wsec_fedcba9876543210" }
    assert.match((yield* checked(both))[2] ?? "", /^two secrets are set/)

    yield* fill(data, ["unknown"])
    const sick = yield* checked(secret)
    assert.deepEqual(sick.slice(0, 2), [3, "failed"])
    assert.match(sick[2] ?? "", /^1 of the last week tell of conversations that no call of this ledger started/)
    assert.match(sick[3] ?? "", /dashboard/)
  }).pipe(Effect.scoped, Effect.provide(ListeningEmulator.layer({ port: 0, scale: 1000 })))
)

it.live("a secret that is none, or the previous one alone, is a fault of the configuration", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    for (const [env, told] of [
      [{ ELEVENLABS_WEBHOOK_SECRET: "short" }, /ELEVENLABS_WEBHOOK_SECRET is no secret/],
      [{ ELEVENLABS_WEBHOOK_SECRET: "wsec_ with a space in it" }, /ELEVENLABS_WEBHOOK_SECRET is no secret/],
      [{ ELEVENLABS_WEBHOOK_SECRET_PREVIOUS: "wsec_0123456789abcdef" }, /PREVIOUS is set alone/]
    ] as const) {
      const { code, stdout } = yield* run(["doctor"], { env })
      assert.strictEqual(code, 3)
      assert.match(stdout, told)
      assert.notInclude(stdout, Object.values(env)[0] ?? "")
    }
  }).pipe(Effect.scoped)
)
