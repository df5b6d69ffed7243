import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, run } from "./Outbound.ts"
import { makeProcesses } from "./Process.ts"

const dist = join(import.meta.dirname, "..", "dist")
const tellLoaded = join(import.meta.dirname, "../../../scripts/tell-loaded.cjs")
const manifest: { readonly version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../package.json"), "utf8")
)
/** The file's name without its hash. */
const partOf = (file: string): string => file.replace(/-[\w-]{8}(?=\.js$)/, "")

/** The files that the programs can load; others may be left of an earlier build. */
const files: ReadonlyArray<string> = (() => {
  const found = new Set(["outbound.js", "ReadMain.js", "OutboundMain.js"])
  for (const file of found) {
    const text = readFileSync(join(dist, file), "utf8")
    for (const [, required = ""] of text.matchAll(/require\(["'`]\.\/([^"'`]+)/g)) found.add(required)
  }
  return [...found]
})()

const textOf = (parts: ReadonlyArray<string>): string =>
  files
    .filter((file) => parts.includes(partOf(file)))
    .map((file) => readFileSync(join(dist, file), "utf8"))
    .join("\n")

/** What a start loaded beside its launcher. */
const makeLoaded = Effect.map(makeProcesses, ({ data, start }) => {
  let starts = 0
  return {
    data,
    loadedBy: Effect.fnUntraced(function* (...words: ReadonlyArray<string>) {
      const list = join(data, `loaded-${starts++}.json`)
      const env = { NODE_OPTIONS: `--require=${tellLoaded}`, LOADED_FILES: list }
      const ended = yield* (yield* start(words, env)).ended
      const files: Array<string> = JSON.parse(readFileSync(list, "utf8"))
      const ofBuild = files.filter((file) => file.startsWith(dist)).map((file) => partOf(basename(file)))
      return { ...ended, loaded: ofBuild.filter((file) => file !== "outbound.js") }
    })
  }
})

const looking = ["ReadMain.js", "read-start.js"]
const withLedger = [...looking, "read-ledger.js"]

describe("a start of the command line loads", () => {
  it.live("nothing but what the build printed for help and version", () =>
    Effect.gen(function* () {
      const { loadedBy } = yield* makeLoaded
      for (const words of [["--help"], ["calls", "--help"], ["call", "-h"], []]) {
        const { code, loaded, stdout } = yield* loadedBy(...words)
        assert.deepStrictEqual([code, loaded], [0, []])
        assert.include(stdout, "USAGE")
      }
      const { loaded, stdout } = yield* loadedBy("--version")
      assert.deepStrictEqual([stdout, loaded], [`${manifest.version}\n`, []])
    }).pipe(Effect.scoped)
  )

  it.live("for a look at the ledger what looks at it, and the whole command line only for the rest", () =>
    Effect.gen(function* () {
      const { data, loadedBy } = yield* makeLoaded
      const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]
      const { id } = documentOf<CallDocument>(yield* run(data, place))
      assert.sameMembers((yield* loadedBy("calls", "--json")).loaded, looking)
      assert.sameMembers((yield* loadedBy("calls", "--simulate", "--json")).loaded, withLedger)
      assert.sameMembers((yield* loadedBy("show", id)).loaded, [...withLedger, "read-show.js"])
      const whole = yield* loadedBy("calls", "--no-live", "--simulate")
      assert.includeMembers(whole.loaded, ["OutboundMain.js", "start.js"])
      assert.notIncludeMembers(whole.loaded, looking)
      assert.notIncludeMembers(whole.loaded, ["OutboundCall.js", "EmulatedProvider.js", "ReadPhoneNumber.js"])
    }).pipe(Effect.scoped)
  )

  it.live("to a simulation no way to the network, and nothing of PostgreSQL", () =>
    Effect.gen(function* () {
      const { loadedBy } = yield* makeLoaded
      const { loaded } = yield* loadedBy("call", "+14155550100", "--simulate", "--var", "customer_name=Ada")
      assert.includeMembers(loaded, ["OutboundMain.js", "EmulatedProvider.js"])
      for (const name of ["Undici.js", "RealProvider.js", "LedgerPostgres.js", "RemoteSide.js"]) {
        assert.notInclude(loaded, name)
        assert.include(files.map(partOf), name)
      }
    }).pipe(Effect.scoped)
  )
})

describe("what looks at the ledger", () => {
  it.each([
    ["the command tree", "SUBCOMMANDS"],
    ["the numbering plans", "PhoneNumberUtil"],
    ["the emulator", "/_emulator"],
    ["the provider's API", "/v1/convai"],
    ["the carrier's API", "Calls.json"],
    ["the calling rules", "us-consent-sales"],
    ["PostgreSQL", "advisory"],
    ["the HTTP contract", "problem+json"]
  ])("holds nothing of %s", (_, mark) => {
    const own = [...withLedger, "read-show.js"]
    assert.include(textOf(files.map(partOf).filter((part) => !own.includes(part))), mark)
    for (const part of own) assert.notInclude(textOf([part]), mark, part)
  })

  it("and what starts it stay small", () => {
    assert.isBelow(textOf(["outbound.js"]).length, 9_000)
    assert.isBelow(textOf(looking).length, 165_000)
    assert.isBelow(textOf(withLedger).length, 235_000)
    assert.isBelow(textOf(["OutboundMain.js", "start.js"]).length, 500_000)
  })
})
