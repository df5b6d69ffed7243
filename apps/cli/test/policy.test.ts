import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { documentOf, makeOutbound } from "./Outbound.ts"

interface PolicyDocument {
  readonly profile: { readonly name: string; readonly callsPerDay: number | null }
  readonly breakers: ReadonlyArray<{ readonly reason: string; readonly trippedAt: string }>
}

/** Dialling is stopped, as a claim that looks like fraud does it. */
const trip = (data: string) =>
  Effect.sync(() => {
    const database = new DatabaseSync(join(data, "ledger.sqlite"))
    database.exec(
      "INSERT INTO breakers (account, reason, tripped_at) VALUES ('elevenlabs|host|workspace', 'Five neighbours.', 1795348800000)"
    )
    database.close()
  })

describe("outbound policy", () => {
  it.live("shows the profile in use, without any key of the provider", () =>
    Effect.gen(function* () {
      const { data, run } = yield* makeOutbound
      writeFileSync(join(data, "config.json"), JSON.stringify({ profiles: { clinic: { callsPerDay: 5 } } }))
      const shown = yield* run(["policy", "show"], { env: { OUTBOUND_PROFILE: "clinic" } })
      assert.strictEqual(shown.code, 0)
      assert.match(shown.stdout, /^profile +clinic$/m)
      assert.match(shown.stdout, /^callsPerDay +5$/m)
      assert.match(shown.stdout, /^Dialling is open\.$/m)
      const json = documentOf<PolicyDocument>(yield* run(["policy", "show", "--json"]))
      assert.deepInclude(json.profile, { name: "default", callsPerDay: 2_000 })
      assert.strictEqual((yield* run(["policy", "show"], { env: { OUTBOUND_PROFILE: "spa" } })).code, 3)
    }).pipe(Effect.scoped)
  )

  it.live("opens dialling again by a person's word alone", () =>
    Effect.gen(function* () {
      const { data, run } = yield* makeOutbound
      yield* run(["policy", "show"])
      yield* trip(data)
      assert.match((yield* run(["policy", "show"])).stdout, /^Dialling is stopped since 2026-11-22T12:00:00Z: Five/m)
      const unasked = yield* run(["policy", "reopen", "--by", "ada"])
      assert.strictEqual(unasked.code, 2)
      assert.match(unasked.stderr, /outbound calls.*--yes/)
      assert.strictEqual((yield* run(["policy", "reopen", "--yes", "--by", " "])).code, 2)
      assert.lengthOf(documentOf<PolicyDocument>(yield* run(["policy", "show", "--json"])).breakers, 1)
      const reopened = yield* run(["policy", "reopen", "--by", "ada", "--yes", "--json"])
      assert.deepInclude(documentOf<{ readonly reopened: unknown }>(reopened), {
        reopened: [{ reason: "Five neighbours.", trippedAt: "2026-11-22T12:00:00.000Z" }]
      })
      assert.match((yield* run(["policy", "show"])).stdout, /^Dialling is open\.$/m)
      assert.strictEqual((yield* run(["policy", "reopen", "--by", "ada", "--yes"])).stdout, "Dialling was open.")
    }).pipe(Effect.scoped)
  )
})
