import { execFile, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { constants, openSync } from "node:fs"
import { Socket } from "node:net"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { quickRead } from "../src/QuickRead.ts"
import { type CallDocument, documentOf, folder, run } from "./Outbound.ts"
import { makeProcesses } from "./Process.ts"

const built = join(import.meta.dirname, "..", "dist", "outbound.js")

const place = ["call", "+14155550100", "--simulate", "--var", "customer_name=Ada", "--json"]

/** A call that never ends. */
const placeStuck = place.with(1, "+14155550108")

describe("a command line that only looks at the ledger", () => {
  it("is understood by itself where every word is plain, and else not", () => {
    const id = "call_01M8KPSK5XGYMYRYPWTKAASXC6"
    const plain = [
      ["calls"],
      ["calls", "--json", "--all", "--simulate"],
      ["calls", "--limit", "3", "--json"],
      ["show", id],
      ["show", "--json", "conv_1", "--simulate"]
    ]
    for (const words of plain) assert.isNotNull(quickRead(words), words.join(" "))
    const others = [
      [],
      ["call", "+14155550100"],
      ["--json", "calls"],
      ["calls", "--limit"],
      ["calls", "--limit", "--json"],
      ["calls", "--limit", "0"],
      ["calls", "--limit", "101"],
      ["calls", "--limit", "3", "--limit", "3"],
      ["calls", "--limit=3"],
      ["calls", "--cursor", "call_1"],
      ["calls", "--simulate=true"],
      ["calls", "--no-simulate"],
      ["calls", "--json", "--json"],
      ["calls", "--", "--json"],
      ["calls", "-h"],
      ["calls", "--help"],
      ["calls", "more"],
      ["show"],
      ["show", id, id],
      ["show", id, "--events"],
      ["show", "+14155550100"],
      ["show", id, "--all"]
    ]
    for (const words of others) assert.isNull(quickRead(words), words.join(" "))
  })

  it.live(
    "prints what the whole command line prints, whatever is on record",
    () =>
      Effect.gen(function* () {
        const { data, start } = yield* makeProcesses
        const isSame = Effect.fnUntraced(function* (...words: ReadonlyArray<string>) {
          assert.isNotNull(quickRead(words), words.join(" "))
          const quick = yield* (yield* start(words)).ended
          const whole = yield* run(data, words)
          const told = { code: quick.code, stdout: quick.stdout.trimEnd(), stderr: quick.stderr.trimEnd() }
          assert.deepStrictEqual(told, { ...whole }, words.join(" "))
          return quick
        })
        yield* isSame("calls", "--json")
        yield* isSame("show", "call_00000000000000000000000001")
        const { conversationId, id } = documentOf<CallDocument>(yield* run(data, place))
        yield* isSame("calls")
        yield* isSame("calls", "--simulate")
        yield* isSame("show", id)
        yield* isSame("show", conversationId ?? "", "--json")
        yield* isSame("show", id, "--simulate", "--json")
        yield* isSame("show", "call_00000000000000000000000001", "--simulate", "--json")
        const live = documentOf<CallDocument>(yield* run(data, [...placeStuck, "--no-watch"]))
        yield* isSame("show", live.id, "--json")
        yield* waitInVain(data, id)
        const listed = yield* isSame("calls", "--simulate", "--json")
        const { calls } = documentOf<{ calls: ReadonlyArray<CallDocument> }>(listed)
        assert.include(
          calls.map(({ status }) => status),
          "cancelled"
        )
        copyCalls(data, id, 120)
        assert.include((yield* isSame("calls", "--simulate")).stderr, "--cursor")
        assert.lengthOf((yield* isSame("calls", "--limit", "7", "--simulate")).stdout.trim().split("\n"), 7)
        assert.isAbove((yield* isSame("calls", "--simulate", "--all")).stdout.split("\n").length, 120)
      }).pipe(Effect.scoped),
    60_000
  )

  it.live("that a signal stops prints nothing by itself: the whole command line says that it was stopped", () =>
    Effect.gen(function* () {
      const data = yield* folder
      yield* run(data, place)
      const script = `
        import { main as read } from ${JSON.stringify(join(import.meta.dirname, "../src/ReadMain.ts"))}
        import { main } from ${JSON.stringify(join(import.meta.dirname, "../src/OutboundMain.ts"))}
        const ended = read({ command: "calls", id: null, limit: null, switches: new Set(["json", "simulate"]) })
        process.emit("SIGINT")
        main((await ended) === "stopped")`
      const stopped = yield* Effect.promise<{
        readonly code: unknown
        readonly stdout: string
        readonly stderr: string
      }>(
        () =>
          new Promise((resolve) => {
            const words = ["--input-type=module", "--eval", script, "outbound", "calls", "--json", "--simulate"]
            const env = { ...process.env, HOME: data, OUTBOUND_DATA_DIR: data }
            execFile(process.execPath, words, { env }, (error, stdout, stderr) =>
              resolve({ code: error?.code, stdout, stderr })
            )
          })
      )
      assert.deepStrictEqual([stopped.code, stopped.stderr], [130, ""])
      assert.strictEqual(documentOf<{ error: { code: string } }>(stopped).error.code, "Interrupted")
    }).pipe(Effect.scoped)
  )

  it.live.runIf(process.platform === "linux")("is told whole through a pipe that takes no more at once", () =>
    Effect.gen(function* () {
      const data = yield* folder
      const { id } = documentOf<CallDocument>(yield* run(data, place))
      copyCalls(data, id, 1000)
      const pipe = join(data, "pipe")
      execFileSync("mkfifo", [pipe])
      const both = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
      const child = spawn(process.execPath, [built, "calls", "--simulate", "--all", "--json"], {
        env: { ...process.env, HOME: data, OUTBOUND_DATA_DIR: data },
        stdio: ["ignore", both, "inherit"]
      })
      let text = ""
      const reader = new Socket({ fd: both }).setEncoding("utf8")
      const whole = new Promise<void>((resolve) =>
        reader.on("data", (chunk: string) => {
          text += chunk
          if (text.endsWith("\n}\n")) resolve()
        })
      )
      const [code] = yield* Effect.promise(() => once(child, "exit"))
      yield* Effect.promise(() => whole)
      reader.destroy()
      assert.strictEqual(code, 0)
      assert.lengthOf(documentOf<{ calls: ReadonlyArray<unknown> }>({ stdout: text }).calls, 1001)
    }).pipe(Effect.scoped)
  )

  it.live("whose reader is gone ends quietly", () =>
    Effect.gen(function* () {
      const { data, start } = yield* makeProcesses
      const { id } = documentOf<CallDocument>(yield* run(data, place))
      copyCalls(data, id, 1000)
      const calls = yield* start(["calls", "--simulate", "--all", "--json"])
      calls.child.stdout.destroy()
      const { code, stderr } = yield* calls.ended
      assert.deepStrictEqual([code, stderr], [0, ""])
    }).pipe(Effect.scoped)
  )
})

const ledger = (data: string) => new DatabaseSync(join(data, "simulated", "ledger.sqlite"))

/** Makes a call one that waited for a person until its time was up, which nobody has written down yet. */
const waitInVain = (data: string, id: string) =>
  Effect.sync(() => {
    const database = ledger(data)
    const approval = JSON.stringify({
      requestedAt: "2026-11-22T12:00:00.000Z",
      expiresAt: "2026-11-22T12:10:00.000Z",
      reasons: [{ rule: "approval", says: "Somebody is asked." }],
      decision: null,
      decidedAt: null,
      decidedBy: null
    })
    database
      .prepare(
        `UPDATE calls SET status = 'planned', call = json_set(call, '$.status', 'planned', '$.conversationId', NULL,
          '$.outcome', NULL, '$.approval', json(?)) WHERE id = ?`
      )
      .run(approval, id)
    database.close()
  })

/** Fills a ledger with calls like one that is there. */
const copyCalls = (data: string, id: string, times: number): void => {
  const database = ledger(data)
  const row = database.prepare("SELECT * FROM calls WHERE id = ?").get(id) ?? {}
  const names = Object.keys(row)
  const insert = database.prepare(`INSERT INTO calls (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
  database.exec("BEGIN")
  for (let index = 0; index < times; index++) {
    const other = `call_${String(index).padStart(26, "0")}`
    insert.run(
      ...names.map((name) => {
        const value = row[name] ?? null
        if (name === "live") return 0
        if (name === "account_seq") return null
        if (name === "conversation_id") return `conv_${index}`
        return typeof value === "string" ? value.replaceAll(id, other) : value
      })
    )
  }
  database.exec("COMMIT")
  database.close()
}
