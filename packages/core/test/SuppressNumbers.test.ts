import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import {
  builtInProfiles,
  CallLedger,
  checkNumber,
  CurrentPrincipal,
  getSuppression,
  type KeyScope,
  listSuppressions,
  placeCall,
  PhoneNumber,
  readSuppressedNumber,
  releaseNumber,
  releaseSuppression,
  suppressNumbers
} from "@outbound-call/core"
import { inWorld, pass, place, request, rings, type RigOptions } from "./Rig.ts"
import { sampleCall, sampleId } from "./SampleCall.ts"

const to = PhoneNumber.make("+14155550100")
const other = PhoneNumber.make("+14155550101")
const wish = { number: to, source: "a letter" }

const real: RigOptions = {
  kind: "elevenlabs",
  settings: { purpose: "requested", profile: { ...builtInProfiles.rig, name: "free" } }
}

const as = (owner: string, ...scopes: ReadonlyArray<KeyScope>) =>
  Effect.provideService(CurrentPrincipal, { owner, scopes, key: null })

describe("the do-not-call list", () => {
  it.effect("is kept from the moment that a number is added until it is taken off, for every owner", () =>
    Effect.gen(function* () {
      const { added } = yield* suppressNumbers([wish]).pipe(as("ada", "policy:write"))
      assert.deepInclude(added[0], { number: to, source: "a letter", note: null, addedBy: "ada" })
      for (const owner of ["ada", "bob"]) {
        const refusal = yield* placeCall(request({ to })).pipe(as(owner, "calls:place"), Effect.flip)
        assert.deepInclude(refusal, { code: "suppression" })
      }
      assert.strictEqual(yield* rings, 0)
      yield* releaseNumber(to)
      yield* place({ to })
      yield* pass(1)
      assert.strictEqual(yield* rings, 1)
    }).pipe(inWorld(real))
  )

  it.effect("keeps a number as it was first added", () =>
    Effect.gen(function* () {
      yield* suppressNumbers([wish, { ...wish, source: "the same line again" }], "ada")
      const again = yield* suppressNumbers([{ ...wish, source: "another letter" }], "bob")
      assert.deepStrictEqual(again.added, [])
      const { suppressions } = yield* listSuppressions()
      assert.deepStrictEqual(
        suppressions.map(({ addedBy, source }) => `${source} ${addedBy}`),
        ["a letter ada"]
      )
    }).pipe(inWorld(real))
  )

  it.effect("cancels what waits, and tells of what is dialled already, which goes on", () =>
    Effect.gen(function* () {
      const placed = yield* place({ to })
      const ledger = yield* CallLedger
      const planned = sampleCall({ id: sampleId(5), status: "planned", to: other, owner: "bob" })
      yield* ledger.claim(planned, "planned", { type: "new" }, null)
      const { cancelled, underWay } = yield* suppressNumbers([wish, { ...wish, number: other }])
      assert.deepStrictEqual([cancelled, underWay.map(({ id }) => id)], [1, [placed.id]])
      assert.strictEqual((yield* ledger.find(planned.id)).status, "cancelled")
      assert.deepInclude(yield* ledger.find(placed.id), { status: "initiated", hangUpRequestedAt: null })
    }).pipe(inWorld(real))
  )

  it.effect("goes through more calls than a page, and tells nobody of another owner's", () =>
    Effect.gen(function* () {
      const ledger = yield* CallLedger
      for (let n = 1; n <= 130; n++) {
        const number = PhoneNumber.make(`+1415555${String(n).padStart(4, "0")}`)
        const call = sampleCall({
          id: sampleId(n),
          to: number,
          owner: "bob",
          ...(n % 2 === 1 ? { status: "planned" } : {})
        })
        yield* ledger.claim(call, String(n), { type: "new" }, null)
      }
      const oldest = { number: PhoneNumber.make("+14155550001"), source: "a letter" }
      const dialled = { number: PhoneNumber.make("+14155550002"), source: "a letter" }
      const told = yield* suppressNumbers([oldest, dialled]).pipe(as("ada", "policy:write"))
      assert.deepStrictEqual([told.cancelled, told.underWay], [1, []])
    }).pipe(inWorld(real))
  )

  it.effect("is one list, whose numbers are shown whole to those who may change it", () =>
    Effect.gen(function* () {
      const { added } = yield* suppressNumbers([wish])
      const id = added[0]?.id ?? assert.fail("not added")
      const seen = Effect.gen(function* () {
        const { suppressions } = yield* listSuppressions()
        const check = yield* checkNumber(to)
        return [...suppressions, yield* getSuppression(id), check.suppression].map((entry) => entry?.number)
      })
      const masked = "+1415•••0100"
      assert.deepStrictEqual(yield* seen.pipe(as("bob", "calls:read")), [masked, masked, masked])
      assert.deepStrictEqual(yield* seen.pipe(as("bob", "calls:read", "policy:write")), [to, to, to])
      assert.deepStrictEqual(yield* seen.pipe(as("carol", "admin")), [to, to, to])
      assert.deepStrictEqual(yield* seen, [to, to, to])
      assert.isNull((yield* checkNumber(other)).suppression)
    }).pipe(inWorld(real))
  )

  it.effect("gives up an entry by its id as well, and says when there is none", () =>
    Effect.gen(function* () {
      const { added } = yield* suppressNumbers([wish])
      const id = added[0]?.id ?? assert.fail("not added")
      assert.deepInclude(yield* releaseSuppression(id), { number: to })
      const missing = yield* Effect.flip(releaseSuppression(id))
      assert.deepInclude(missing, { _tag: "SuppressionNotFound", id })
      assert.deepInclude(yield* Effect.flip(releaseSuppression("sup_1")), { _tag: "SuppressionNotFound" })
      const unlisted = yield* Effect.flip(releaseNumber("+1 415 555 0100"))
      assert.deepInclude(unlisted, { _tag: "SuppressionNotFound", id: "+1415•••0100" })
      assert.deepInclude(yield* Effect.flip(getSuppression(id)), { _tag: "SuppressionNotFound" })
    }).pipe(inWorld(real))
  )
})

const read = (text: string, region?: string) => {
  const number = readSuppressedNumber(text, region)
  return Result.isSuccess(number) ? number.success : (number.failure.problems[0]?.code ?? "")
}

describe("a number of the list", () => {
  it.each([
    ["+1 (415) 555-0100", "+14155550100"],
    ["+1 900 555 0123", "+19005550123"],
    ["+1 800 555 0100", "+18005550100"],
    ["+33 1 99 00 00 01", "+33199000001"]
  ])("%s may be of any type", (text, number) => {
    assert.strictEqual(read(text), number)
  })

  it("may be national where its region is named", () => {
    assert.strictEqual(read("0491 570 156", "AU"), "+61491570156")
    assert.strictEqual(read("0491 570 156"), "national-number")
    assert.strictEqual(read("3235550142"), "national-number")
    assert.strictEqual(read("14155550100"), "national-number")
    assert.strictEqual(read("3235550142", "US"), "ambiguous-number")
  })

  it.each(["911", "988", "112", "+112", "3114", "741741", "1 4 1", "000"])("%s is short, and none", (text) => {
    assert.strictEqual(read(text), "short-number")
  })

  it.each(["", "somebody", "+", "+1415555010", "+14155550100x", "=1+1"])("%j is none", (text) => {
    assert.strictEqual(read(text), "malformed-number")
  })
})
