import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import {
  ApiKey,
  ApiKeyId,
  builtInProfiles,
  checkCall,
  CurrentPrincipal,
  defaultLimits,
  getPolicy,
  placeCall,
  principalOf
} from "@outbound-call/core"
import { inWorld, request, rings, type RigOptions } from "./Rig.ts"
import { sampleNow } from "./SampleCall.ts"

const free = { ...builtInProfiles.rig, name: "free" }
const strict = { ...free, name: "strict", deniedNumbers: ["+1415"] }

const options = (profile: typeof free): RigOptions => ({
  kind: "elevenlabs",
  settings: { purpose: "requested", profile, profiles: new Map(Object.entries({ free, strict })) }
})

const id = ApiKeyId.make("key_01JD0000000000000000000000")

const keyWith = (profile: string | null): ApiKey => ({
  id,
  name: "crm",
  owner: "sales",
  scopes: ["calls:place"],
  limits: defaultLimits,
  profile,
  line: id,
  createdAt: sampleNow,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null
})

const withKey = (profile: string | null) => Effect.provideService(CurrentPrincipal, principalOf(keyWith(profile)))

const placed = placeCall(request()).pipe(
  Effect.match({ onSuccess: () => "placed", onFailure: (error) => ("code" in error ? error.code : error._tag) })
)

describe("the profile of a key", () => {
  it.effect("judges its calls, and no others", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* placed.pipe(withKey("strict")), "number-list")
      assert.strictEqual((yield* getPolicy().pipe(withKey("strict"))).profile.name, "strict")
      assert.strictEqual(yield* placed.pipe(withKey(null)), "placed")
      assert.strictEqual((yield* getPolicy().pipe(withKey(null))).profile.name, "free")
    }).pipe(inWorld(options(free)))
  )

  it.effect("may also allow what that of the process does not", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* placed.pipe(withKey(null)), "number-list")
      assert.strictEqual(yield* placed, "number-list")
      assert.strictEqual(yield* placed.pipe(withKey("free")), "placed")
    }).pipe(inWorld(options(strict)))
  )

  it.effect(
    "that is none leaves a key the purposes for which nobody has to vouch, whatever the process may claim",
    () =>
      Effect.gen(function* () {
        const purposes = getPolicy().pipe(Effect.map((policy) => policy.profile.purposes))
        assert.deepStrictEqual(yield* purposes.pipe(withKey(null)), ["informational", "test"])
        assert.deepStrictEqual(yield* purposes, builtInProfiles.default.purposes)
        assert.deepStrictEqual(yield* purposes.pipe(withKey("default")), builtInProfiles.default.purposes)
        for (const purpose of ["requested", "sales"] as const) {
          const { policy } = yield* checkCall(request({ purpose })).pipe(withKey(null))
          assert.deepInclude(
            policy?.verdicts.find(({ rule }) => rule === "purpose"),
            { decision: "refuse" }
          )
        }
      }).pipe(
        inWorld({
          kind: "elevenlabs",
          settings: { purpose: "requested", profiles: new Map(Object.entries(builtInProfiles)) }
        })
      )
  )

  it("is none for a key that was made before keys had one", () => {
    const { profile: _profile, ...old } = Schema.encodeSync(ApiKey)(keyWith("free"))
    assert.isNull(Schema.decodeUnknownSync(ApiKey)(old).profile)
  })

  it.effect("that is not there any more refuses every call, and says so", () =>
    Effect.gen(function* () {
      for (const gone of ["gone", "rig", "default", "", "toString"]) {
        const refusal = yield* placeCall(request()).pipe(withKey(gone), Effect.flip)
        assert.deepInclude(refusal, { _tag: "CallRefused", code: "profile-missing" })
        assert.match(refusal.message, new RegExp(`${id}.*"${gone}".*does not have.*No phone rang`))
        const { allowed, problems } = yield* checkCall(request()).pipe(withKey(gone))
        assert.deepStrictEqual([allowed, problems.map(({ code }) => code)], [false, ["profile-missing"]])
        assert.deepInclude(yield* getPolicy().pipe(withKey(gone), Effect.flip), { code: "profile-missing" })
      }
      assert.strictEqual(yield* rings, 0)
    }).pipe(inWorld(options(free)))
  )
})
