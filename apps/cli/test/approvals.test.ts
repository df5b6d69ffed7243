import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CallDocument, documentOf, type FailureDocument, folder, makeOutbound, run } from "./Outbound.ts"
import { makeProcesses } from "./Process.ts"
import { ringsOf, startServer } from "./Server.ts"

const assistant = { OUTBOUND_PROFILE: "assistant", OUTBOUND_SIMULATE_APPROVALS: "on" }
const task = `Ask for Bob\nnumber        +14155550199`
const place = ["call", "+14155550100", "--var", "customer_name=Ada", "--var", `task=${task}`, "--no-watch"]
const waiting = [...place, "--wait-for-approval", "--json"]

interface ApprovalsDocument {
  readonly approvals: ReadonlyArray<{ readonly id: string; readonly to: string; readonly expiresAt: string }>
  readonly simulated: boolean
}

describe("outbound approvals, approve and deny", () => {
  it.live("a call is refused without a person's yes, or waits for it; the list shows no number whole", () =>
    Effect.gen(function* () {
      const { run: here } = yield* makeOutbound
      const outbound = (...words: ReadonlyArray<string>) => here([...words, "--simulate"], { env: assistant })
      assert.strictEqual((yield* outbound("approvals")).stdout, "No call waits for a person.")
      const refused = yield* outbound(...place)
      assert.strictEqual(refused.code, 4)
      assert.match(refused.stderr, /wants a person to approve/)
      const placed = yield* outbound(...waiting)
      assert.strictEqual(placed.code, 0)
      assert.match(placed.stderr, /It waits for a person\. .*outbound approve call_/)
      const call = documentOf<CallDocument>(placed)
      assert.deepInclude(call, { status: "planned", phoneMayHaveRung: false })
      const listed = documentOf<ApprovalsDocument>(yield* outbound("approvals", "--json"))
      assert.deepStrictEqual(
        listed.approvals.map(({ id, to }) => [id, to]),
        [[call.id, "+1415•••0100"]]
      )
      const text = yield* outbound("approvals")
      assert.include(text.stdout, call.id)
      assert.notInclude(text.stdout, "+14155550100")
      assert.notInclude(text.stdout, "Bob")
    }).pipe(Effect.scoped)
  )

  it.live("is approved by a person who read all of it and typed the digits, is dialled and followed", () =>
    Effect.gen(function* () {
      const { data, run: here } = yield* makeOutbound
      const { id } = documentOf<CallDocument>(yield* here([...waiting, "--simulate"], { env: assistant }))
      const approve = (setting: object) => here(["approve", id, "--simulate", "--json"], { env: assistant, ...setting })
      const noPerson = yield* approve({ stdin: "0100\n" })
      assert.strictEqual(noPerson.code, 4)
      assert.deepInclude(documentOf<FailureDocument>(noPerson).error, { code: "NeedsPerson", phoneMayHaveRung: false })
      assert.match(documentOf<FailureDocument>(noPerson).error.message, /Only a person at a terminal/)
      for (const stdin of ["0101\n", "", "yes\n", "+14155550100\n"]) {
        const wrong = yield* approve({ stdin, isPersonThere: true })
        assert.strictEqual(wrong.code, 4, stdin)
      }
      assert.deepStrictEqual(ringsOf({ data }), [])
      const approved = yield* approve({ stdin: "0100\n", isPersonThere: true })
      assert.strictEqual(approved.code, 0)
      assert.deepInclude(documentOf<CallDocument>(approved), { id, status: "done", outcome: "answered" })
      const shown = approved.stderr
      assert.match(shown, /^number +\+14155550100$/m)
      assert.match(shown, /^country +US$/m)
      assert.match(shown, /^local time +\d{4}-\d\d-\d\d \d\d:\d\d America\/Los_Angeles$/m)
      assert.match(shown, /^agent +"Demo agent" \(agent_demo\)$/m)
      assert.match(shown, /^variable +"task" = "Ask for Bob\s*\\?n?.*\+14155550199/m)
      assert.lengthOf([...shown.matchAll(/^number /gm)], 1, "what a model wrote passes for no line of ours")
      assert.match(shown, /^costs +\d+\.\d\d dollars at most/m)
      assert.match(shown, /^why +The profile assistant wants a person/m)
      assert.deepStrictEqual(ringsOf({ data }), ["+14155550100"])
      const again = yield* approve({ stdin: "0100\n", isPersonThere: true })
      assert.strictEqual(again.code, 4)
      assert.strictEqual(documentOf<FailureDocument>(again).error.code, "ApprovalClosed")
      assert.deepStrictEqual(ringsOf({ data }), ["+14155550100"])
    }).pipe(Effect.scoped)
  )

  it.live("is denied: cancelled, and said so to the command that places it again", () =>
    Effect.gen(function* () {
      const { data, run: here } = yield* makeOutbound
      const outbound = (...words: ReadonlyArray<string>) => here([...words, "--simulate"], { env: assistant })
      const { id } = documentOf<CallDocument>(yield* outbound(...waiting, "--idempotency-key", "k"))
      const denied = yield* outbound("deny", id, "--by", "bob", "--json")
      assert.strictEqual(denied.code, 0)
      assert.deepInclude(documentOf<CallDocument>(denied), { status: "cancelled", phoneMayHaveRung: false })
      assert.strictEqual((yield* outbound("deny", id)).code, 4)
      const again = yield* outbound(...waiting, "--idempotency-key", "k")
      assert.deepStrictEqual([again.code, documentOf<CallDocument>(again).status], [4, "cancelled"])
      assert.deepStrictEqual(ringsOf({ data }), [])
    }).pipe(Effect.scoped)
  )

  it.live("a process without a terminal approves nothing, whatever is piped to it", () =>
    Effect.gen(function* () {
      const { data, start } = yield* makeProcesses
      const placing = yield* start([...waiting, "--simulate"], assistant)
      const { id } = documentOf<CallDocument>(yield* placing.ended)
      const { child, ended } = yield* start(["approve", id, "--simulate"], assistant)
      child.stdin?.end("0100\n")
      const { code, stderr } = yield* ended
      assert.strictEqual(code, 4)
      assert.match(stderr, /Only a person at a terminal approves a call/)
      assert.deepStrictEqual(ringsOf({ data }), [])
    }).pipe(Effect.scoped)
  )

  it.live("works through a server: placed there, shown, denied and approved from here", () =>
    Effect.gen(function* () {
      const server = yield* startServer(yield* folder, assistant)
      const data = yield* folder
      const env = { OUTBOUND_URL: server.url }
      const outbound = (words: ReadonlyArray<string>, setting: object = {}) => run(data, words, { env, ...setting })
      const first = documentOf<CallDocument>(yield* outbound(waiting))
      assert.strictEqual(first.status, "planned")
      assert.deepStrictEqual(
        documentOf<ApprovalsDocument>(yield* outbound(["approvals", "--json"])).approvals.map(({ id }) => id),
        [first.id]
      )
      assert.strictEqual((yield* outbound(["deny", first.id])).code, 0)
      const second = documentOf<CallDocument>(yield* outbound([...waiting, "--again"]))
      const approve = ["approve", second.id, "--json"]
      assert.strictEqual((yield* outbound(approve, { stdin: "0100\n" })).code, 4)
      assert.deepStrictEqual(ringsOf(server), [])
      const approved = yield* outbound(approve, { stdin: "0100\n", isPersonThere: true })
      assert.deepStrictEqual([approved.code, documentOf<CallDocument>(approved).status], [0, "done"])
      assert.match(approved.stderr, /^number +\+14155550100$/m)
      const late = yield* outbound(approve, { stdin: "0100\n", isPersonThere: true })
      assert.deepStrictEqual([late.code, documentOf<FailureDocument>(late).error.code], [4, "ApprovalClosed"])
      assert.deepStrictEqual(ringsOf(server), ["+14155550100"])
    }).pipe(Effect.scoped)
  )
})
