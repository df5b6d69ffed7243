import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

const create = [
  "keys",
  "create",
  "--name",
  "crm",
  "--owner",
  "sales",
  "--scope",
  "calls:place",
  "--scope",
  "calls:read"
]

interface KeyDocument {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly scopes: ReadonlyArray<string>
  readonly limits: { readonly requestsPerMinute: number; readonly callsPerDay: number | null }
  readonly line: string
  readonly profile: string | null
  readonly expiresAt: string | null
  readonly state: string
  readonly secret?: string
}

const keysIn = (run: { readonly stdout: string }) => documentOf<{ keys: ReadonlyArray<KeyDocument> }>(run).keys

it.live("a key's secret is on stdout once, alone, and in no list", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    assert.strictEqual((yield* run(["keys", "list"])).stdout, "No keys.")
    const made = yield* run([...create, "--expires-in", "90d", "--calls-per-day", "20"])
    assert.strictEqual(made.code, 0)
    assert.match(made.stdout, /^oc_[0-9A-Z]{26}_[\w-]{43}$/)
    assert.match(made.stderr, /only time its secret is shown/)
    assert.match(made.stderr, /answers only requests with a key/)
    const listed = yield* run(["keys", "list"])
    assert.match(listed.stdout, /^key_\w+ {2}crm {2}owner sales {2}calls:place,calls:read {2}.*20 calls\/day {2}active/)
    const json = yield* run(["keys", "list", "--json"])
    const [key] = keysIn(json)
    assert.deepInclude(key, { name: "crm", owner: "sales", scopes: ["calls:place", "calls:read"], state: "active" })
    assert.deepInclude(key?.limits, { requestsPerMinute: 600, callsPerDay: 20 })
    const secret = made.stdout.slice(30)
    for (const { stderr, stdout } of [listed, json]) assert.notInclude(stdout + stderr, secret)
    assert.notInclude(made.stderr, secret)
  }).pipe(Effect.scoped)
)

it.live("a key is bound to a profile that there is, and a rotation keeps it", () =>
  Effect.gen(function* () {
    const { data, run } = yield* makeOutbound
    writeFileSync(join(data, "config.json"), JSON.stringify({ profiles: { clinic: { callsPerDay: 5 } } }))
    const made = documentOf<KeyDocument>(yield* run([...create, "--profile", "clinic", "--json"]))
    assert.strictEqual(made.profile, "clinic")
    const rotated = documentOf<KeyDocument>(yield* run(["keys", "rotate", made.id, "--json"]))
    assert.strictEqual(rotated.profile, "clinic")
    assert.match((yield* run(["keys", "list"])).stdout, /profile clinic/)
    for (const none of ["spa", "rig", "toString"]) {
      const refused = yield* run([...create, "--profile", none])
      assert.strictEqual(refused.code, 2)
      assert.match(refused.stderr, /there are default, campaign, assistant, clinic\./)
    }
    assert.lengthOf(keysIn(yield* run(["keys", "list", "--json"])), 2)
    assert.isNull(documentOf<KeyDocument>(yield* run([...create, "--json"])).profile)
  }).pipe(Effect.scoped)
)

it.live("a rotated key keeps its owner, and both are listed; a revoked one stays listed as such", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const first = documentOf<KeyDocument>(yield* run([...create, "--json"]))
    const rotated = yield* run(["keys", "rotate", first.id, "--grace", "1h", "--json"])
    const second = documentOf<KeyDocument>(rotated)
    assert.deepInclude(second, { owner: "sales", scopes: first.scopes, line: first.id, expiresAt: null })
    assert.notStrictEqual(second.secret, first.secret)
    assert.match(rotated.stderr, new RegExp(`${first.id} stays good for at most 1h`))
    const revoked = yield* run(["keys", "revoke", second.id])
    assert.match(revoked.stdout, /revoked 20/)
    const states = keysIn(yield* run(["keys", "list", "--json"])).map(({ id, state }) => `${id} ${state}`)
    assert.deepStrictEqual(states, [`${second.id} revoked`, `${first.id} active`])
    const again = yield* run(["keys", "rotate", second.id, "--json"])
    assert.strictEqual(again.code, 1)
    assert.strictEqual(documentOf<FailureDocument>(again).error.code, "KeyNotActive")
  }).pipe(Effect.scoped)
)

it.live("keys of real and of simulated calls are kept apart", () =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const { id } = documentOf<KeyDocument>(yield* run([...create, "--simulate", "--json"]))
    assert.deepStrictEqual(keysIn(yield* run(["keys", "list", "--json"])), [])
    assert.lengthOf(keysIn(yield* run(["keys", "list", "--simulate", "--json"])), 1)
    const missing = yield* run(["keys", "revoke", id, "--json"])
    assert.strictEqual(missing.code, 1)
    assert.deepInclude(documentOf<FailureDocument>(missing).error, { code: "KeyNotFound", phoneMayHaveRung: false })
  }).pipe(Effect.scoped)
)

it.live.each([
  [["keys", "create", "--name", "crm", "--owner", "sales"], /--scope|scope/],
  [["keys", "create", "--name", "crm", "--owner", "sales", "--scope", "everything"], /calls:read/],
  [["keys", "create", "--name", "crm", "--owner", " ", "--scope", "admin"], /--owner is one line/],
  [[...create, "--calls-per-day", "0"], /Expected 1 to/]
] as const)("%s is not understood, and makes no key", ([args, message]) =>
  Effect.gen(function* () {
    const { run } = yield* makeOutbound
    const result = yield* run(args)
    assert.strictEqual(result.code, 2)
    assert.match(result.stderr, message)
    assert.strictEqual((yield* run(["keys", "list"])).stdout, "No keys.")
  }).pipe(Effect.scoped)
)
