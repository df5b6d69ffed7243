import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { documentOf, type FailureDocument, makeOutbound } from "./Outbound.ts"

interface Entry {
  readonly id: string
  readonly number: string
  readonly source: string
  readonly note: string | null
  readonly addedAt: string
  readonly addedBy: string
}

interface Told {
  readonly added: unknown
  readonly known?: number
  readonly bad?: number
  readonly cancelled?: number
  readonly underWay?: ReadonlyArray<string>
  readonly suppressed?: number
  readonly file?: string
  readonly entries?: number
}

const to = "+14155550100"

const entriesIn = (run: { readonly stdout: string }) =>
  documentOf<{ readonly suppressions: ReadonlyArray<Entry>; readonly nextCursor: string | null }>(run)

const everyEntry = ["suppress", "list", "--show-numbers", "--limit", "100", "--json"]

const csv = (...lines: ReadonlyArray<string>) => `${lines.join("\n")}\n`

describe("outbound suppress", () => {
  it.live("adds, finds, lists and removes a number, and hides its middle unless it is asked for", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      assert.strictEqual((yield* run(["suppress", "list"])).stdout, "Nobody.")
      const added = yield* run(["suppress", "add", "+1 415 555 0100", "--source", "a letter", "--note", "of today"], {
        env: { OUTBOUND_OWNER: "sales" }
      })
      assert.strictEqual(added.code, 0)
      assert.match(added.stdout, /^sup_\w{26} {2}\+1415•••0100 {2}\S+ {2}a letter {2}by sales {2}of today$/)
      const found = yield* run(["suppress", "check", to])
      assert.deepStrictEqual([found.code, found.stdout], [4, added.stdout])
      const listed = yield* run(["suppress", "list"])
      const json = yield* run(["suppress", "list", "--json"])
      for (const { stderr, stdout } of [added, found, listed, json]) assert.notInclude(stdout + stderr, to)
      const whole = yield* run(everyEntry)
      assert.deepInclude(entriesIn(whole).suppressions[0], { number: to, source: "a letter", note: "of today" })
      const again = yield* run(["suppress", "add", to, "--json"])
      assert.deepInclude(documentOf<Told>(again), { added: [], known: 1, cancelled: 0, underWay: [] })
      const removed = yield* run(["suppress", "remove", entriesIn(whole).suppressions[0]?.id ?? ""])
      assert.strictEqual(removed.code, 0)
      assert.match(removed.stderr, /may be called again/)
      assert.strictEqual((yield* run(["suppress", "check", to])).code, 0)
      const missing = yield* run(["suppress", "remove", to, "--json"])
      assert.strictEqual(missing.code, 1)
      assert.deepInclude(documentOf<FailureDocument>(missing).error, { code: "SuppressionNotFound", retrySafe: true })
      assert.notInclude(missing.stdout, to)
    }).pipe(Effect.scoped)
  )

  it.live("adds all numbers or none", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const wrong = yield* run(["suppress", "add", to, "911"])
      assert.strictEqual(wrong.code, 2)
      assert.match(wrong.stderr, /911 is a short number/)
      assert.strictEqual((yield* run(["suppress", "list"])).stdout, "Nobody.")
      const national = yield* run(["suppress", "add", "0491 570 156", "--region", "AU"])
      assert.match(national.stdout, /\+6149•••0156/)
    }).pipe(Effect.scoped)
  )

  it.live("reads a number without + in a region that is named or set, never as that of another country", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const env = { OUTBOUND_REGION: "US" }
      const ambiguous = yield* run(["suppress", "add", "3235550142"], { env })
      assert.deepStrictEqual([ambiguous.code, /reads two ways: \+32.*\+1323/.test(ambiguous.stderr)], [2, true])
      for (const digits of ["3235550142", "14155550100", "2125550101"]) {
        const bare = yield* run(["suppress", "add", digits])
        assert.deepStrictEqual([bare.code, /its \+|region/.test(bare.stderr)], [2, true], digits)
      }
      const file = csv("2125550101", "3235550142")
      const imported = yield* run(["suppress", "import", "-"], { env, stdin: file })
      assert.strictEqual(imported.code, 2)
      assert.match(imported.stderr, /^line 2: 3235550142 reads two ways/m)
      assert.notMatch(imported.stderr, /^line 1/m)
      assert.match((yield* run(["suppress", "import", "-"], { stdin: file })).stderr, /^line 1: 2125550101/m)
      assert.strictEqual((yield* run(["suppress", "list"])).stdout, "Nobody.")
      assert.match((yield* run(["suppress", "add", "2125550101"], { env })).stdout, /\+1212•••0101/)
      assert.strictEqual((yield* run(["suppress", "check", "2125550101"], { env })).code, 4)
      assert.strictEqual((yield* run(["suppress", "remove", "2125550101"], { env })).code, 0)
      assert.strictEqual((yield* run(["suppress", "add", "+12125550101"], { env: { OUTBOUND_REGION: "us" } })).code, 3)
    }).pipe(Effect.scoped)
  )

  it.live("lists a page at a time, and keeps simulated calls apart", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      yield* run(["suppress", "add", to, "+14155550101", "+14155550102"])
      const first = entriesIn(yield* run(["suppress", "list", "--limit", "2", "--json"]))
      assert.lengthOf(first.suppressions, 2)
      const rest = entriesIn(yield* run(["suppress", "list", "--cursor", first.nextCursor ?? "", "--json"]))
      assert.lengthOf(rest.suppressions, 1)
      assert.isNull(rest.nextCursor)
      assert.strictEqual((yield* run(["suppress", "list", "--simulate"])).stdout, "Nobody.")
    }).pipe(Effect.scoped)
  )
})

describe("outbound suppress import", () => {
  it.live("reads columns in their order, or as a header names them, with quotes, dates and any line break", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const plain = `${to},"a list, national",,2026-11-20\r\n+14155550101\r\n"+1 (415) 555-0102",,"said ""no"""\r\n`
      const read = yield* run(["suppress", "import", "-", "--source", "a sheet"], { stdin: plain })
      assert.deepStrictEqual([read.code, read.stdout.split(",")[0]], [0, "3 added"])
      const named = csv("\uFEFFid,Note,NUMBER", "7,by name,+14155550103")
      yield* run(["suppress", "import", "-", "--skip-bad"], { stdin: named })
      const { suppressions } = entriesIn(yield* run(everyEntry))
      assert.deepStrictEqual(suppressions.map(({ note, number, source }) => [number, source, note]).toSorted(), [
        [to, "a list, national", null],
        ["+14155550101", "a sheet", null],
        ["+14155550102", "a sheet", 'said "no"'],
        ["+14155550103", "imported", "by name"]
      ])
      assert.strictEqual(suppressions.find(({ number }) => number === to)?.addedAt, "2026-11-20T00:00:00.000Z")
    }).pipe(Effect.scoped)
  )

  const withBad = csv("number,date", `${to},`, "12,", "+14155550101,yesterday", "", "+14155550102,", '"x"y', `${to},`)

  it.live("tells every bad line, and then imports nothing, from a file as from a pipe", () =>
    Effect.gen(function* () {
      const { data, run } = yield* makeOutbound
      writeFileSync(join(data, "list.csv"), withBad)
      for (const [file, stdin] of [
        [join(data, "list.csv"), ""],
        ["-", withBad]
      ] as const) {
        const refused = yield* run(["suppress", "import", file], { stdin })
        assert.strictEqual(refused.code, 2)
        assert.match(refused.stderr, /^line 3: 12 is a short number/m)
        assert.match(refused.stderr, /^line 4: "yesterday" is no date/m)
        assert.match(refused.stderr, /^line 7: there is text after a closing quote/m)
        assert.match(refused.stderr, /3 lines cannot be used, and nothing was imported/)
        assert.strictEqual((yield* run(["suppress", "list"])).stdout, "Nobody.")
      }
    }).pipe(Effect.scoped)
  )

  it.live("leaves bad lines out when it is told to, and counts what was there already", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      yield* run(["suppress", "add", "+14155550102"])
      const told = yield* run(["suppress", "import", "-", "--skip-bad", "--json"], { stdin: withBad })
      assert.strictEqual(told.code, 0)
      assert.deepInclude(documentOf<Told>(told), { added: 1, known: 2, bad: 3, cancelled: 0 })
      assert.match(told.stderr, /^line 3: /m)
    }).pipe(Effect.scoped)
  )

  it.live("goes through more lines than a batch has", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      const numbers = [212, 213, 214, 310, 312, 404, 415, 503, 512, 617, 702, 713].flatMap((area) =>
        Array.from({ length: 100 }, (_, n) => `+1${area}555${String(100 + n).padStart(4, "0")}`)
      )
      const told = yield* run(["suppress", "import", "-", "--json"], { stdin: csv(...numbers, ...numbers) })
      assert.deepInclude(documentOf<Told>(told), { added: 1_200, known: 1_200, bad: 0 })
      assert.deepInclude(documentOf<Told>(yield* run(["policy", "show", "--json"])), { suppressed: 1_200 })
    }).pipe(Effect.scoped)
  )

  it.live("says so when there is no such file", () =>
    Effect.gen(function* () {
      const { data, run } = yield* makeOutbound
      const told = yield* run(["suppress", "import", join(data, "none.csv"), "--json"])
      assert.strictEqual(told.code, 1)
      assert.strictEqual(documentOf<FailureDocument>(told).error.code, "PlatformError")
    }).pipe(Effect.scoped)
  )
})

describe("outbound suppress export", () => {
  it.live("writes a file for its owner only, which import reads back, and in which nothing runs", () =>
    Effect.gen(function* () {
      const { data, run } = yield* makeOutbound
      const other = yield* makeOutbound
      const notes = ["=HYPERLINK(1)", '-1, "so', "@x", "plain", "'quoted"]
      for (const [n, note] of notes.entries()) {
        yield* run(["suppress", "add", `+1415555010${n}`, `--note=${note}`, "--source", "+1 list"])
      }
      const file = join(data, "list.csv")
      const written = yield* run(["suppress", "export", "-o", file, "--json"])
      assert.deepInclude(documentOf<Told>(written), { file, entries: notes.length })
      assert.strictEqual(statSync(file).mode & 0o777, 0o600)
      const lines = readFileSync(file, "utf8").split("\r\n")
      assert.strictEqual(lines[0], "number,source,note,date")
      for (const line of lines.slice(1, -1)) assert.match(line, /^\+1415555010\d,'\+1 list,(?!"?[=+\-@])/)
      assert.strictEqual((yield* other.run(["suppress", "import", file])).code, 0)
      const [before, after] = [entriesIn(yield* run(everyEntry)), entriesIn(yield* other.run(everyEntry))]
      const told = ({ suppressions }: typeof before) =>
        suppressions.map(({ addedAt, note, number, source }) => [number, source, note, addedAt]).toSorted()
      assert.deepStrictEqual(told(after), told(before))
    }).pipe(Effect.scoped)
  )

  it.live("mixes no CSV with JSON on stdout", () =>
    Effect.gen(function* () {
      const { run } = yield* makeOutbound
      assert.strictEqual((yield* run(["suppress", "export", "--json"])).code, 2)
    }).pipe(Effect.scoped)
  )
})
